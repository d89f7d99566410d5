#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/syntax/characters.h"
#include "compiler/syntax/convert.h"

namespace recourse::syntax {

Cst::Cst(FileId id, Tree& tree, const Layout& layout) : id_(id), nodes_(tree.nodes), layout_(layout) {
    for (std::size_t parent = 0; parent < tree.nodes.size(); ++parent) {
        const std::size_t begin = parent + 1 - tree.nodes[parent].size;
        std::size_t at = parent;
        Index following = kNone;
        while (at > begin) {
            Node& child = tree.nodes[at - 1];
            child.next_sibling = following;
            following = static_cast<Index>(at - 1);
            at -= child.size;
        }
        tree.nodes[parent].first_child = following;
    }
}

std::string_view Cst::text(Index node) const {
    return std::string_view(layout_.text).substr(nodes_[node].begin, nodes_[node].end - nodes_[node].begin);
}

std::string_view Cst::original(Index node) const {
    return layout_.original.substr(nodes_[node].begin, nodes_[node].end - nodes_[node].begin);
}

Cst::Index Cst::child(Index node, NodeKind kind) const {
    for (Index at = first(node); at != kNone; at = next(at)) {
        if (nodes_[at].kind == kind) return at;
    }
    return kNone;
}

std::vector<Cst::Index> Cst::children(Index node, NodeKind kind) const {
    std::vector<Index> found;
    for (Index at = first(node); at != kNone; at = next(at)) {
        if (nodes_[at].kind == kind) found.push_back(at);
    }
    return found;
}

void Converter::error(std::string_view code, Span span, std::string message, std::string hint) {
    if (++errors_ <= kMaxErrors) {
        sink_.error(code, span, std::move(message), std::move(hint));
    } else if (errors_ == kMaxErrors + 1) {
        sink_.error("too-many-errors", span, "more of this file is wrong than is worth listing", "this may not be a policy file at all");
    }
}

Name Converter::name(Index node) const {
    if (node == kNone) return {};
    return {std::string(cst_.text(node)), cst_.span(node)};
}

Name Converter::name_in(Index node, NodeKind kind) const { return name(cst_.child(node, kind)); }

std::vector<Name> Converter::names_in(Index node, NodeKind kind) const {
    std::vector<Name> names;
    for (const Index child : cst_.children(node, kind)) names.push_back(name(child));
    return names;
}

namespace {

// Quotes are one byte each, or three when they are Chinese.
std::string_view between_quotes(std::string_view raw) {
    std::size_t first = 1, last = 1;
    if (raw.size() > 6 || (raw.size() == 6 && raw.front() != '"')) {
        if (const CodePoint open = decode(raw, 0); opens_quote(open.value)) first = open.length;
        if (const CodePoint close = decode(raw, raw.size() - 3); close.length == 3 && closes_quote(close.value)) last = 3;
    }
    return raw.size() < first + last ? std::string_view{} : raw.substr(first, raw.size() - first - last);
}

}  // namespace

Text Converter::text(Index node) const {
    Text text;
    text.span = cst_.span(node);
    const std::string_view raw = between_quotes(cst_.original(node));
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\' || i + 1 >= raw.size()) {
            text.value += raw[i];
            continue;
        }
        const char c = raw[++i];
        text.value += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
    return text;
}

Text Converter::text_in(Index node) const {
    const Index child = cst_.child(node, NodeKind::string);
    return child == kNone ? Text{} : text(child);
}

std::int64_t Converter::integer(Index node, std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem == std::errc::result_out_of_range) {
        error("number-too-large", cst_.span(node), "`" + std::string(digits) + "` is larger than any number the language counts with",
                    "the largest is 9223372036854775807");
    }
    return value;
}

std::int64_t Converter::integer_in(Index node) {
    const Index child = cst_.child(node, NodeKind::integer);
    return child == kNone ? 0 : integer(child, cst_.text(child));
}

Expr Converter::missing_after(Index node) const {
    Expr expr;
    const Span span = cst_.span(node);
    expr.span = {span.file, span.end, span.end};
    return expr;
}

namespace {

int two(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

int days_in_month(int year, int month) {
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool is_date(std::string_view text) {
    const int year = two(text, 0) * 100 + two(text, 2);
    const int month = two(text, 5);
    const int day = two(text, 8);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

bool is_clock(std::string_view clock) {
    return clock.empty() || (two(clock, 0) <= 23 && two(clock, 3) <= 59 && (clock.size() < 8 || two(clock, 6) <= 59));
}

}  // namespace

Expr Converter::date(Index node) {
    Expr expr;
    expr.span = cst_.span(node);
    const std::string_view written = cst_.text(node);
    const std::string_view day = written.substr(0, 10);
    const std::size_t clock_begin = written.find_first_not_of(' ', 10);
    const std::string_view clock = clock_begin == std::string_view::npos ? std::string_view{} : written.substr(clock_begin);
    expr.kind = clock.empty() ? ExprKind::date : ExprKind::instant;
    expr.text = std::string(day) + (clock.empty() ? "" : " " + std::string(clock));
    if (!is_date(day)) {
        error("invalid-date", expr.span, "the calendar has no day " + std::string(day), "a date is year-month-day, such as `2024-02-29`");
    } else if (!is_clock(clock)) {
        error("invalid-date", expr.span, "no day has the time " + std::string(clock), "times run from `00:00` to `23:59:59.999`");
    }
    return expr;
}

Converter::Built Converter::money(Index node) {
    Built built;
    built.expr.kind = ExprKind::money;
    built.expr.text = std::string(cst_.text(cst_.child(node, NodeKind::number)));
    built.expr.unit = std::string(cst_.text(cst_.child(node, NodeKind::currency)));
    return built;
}

Converter::Built Converter::percent(Index node) {
    Built built;
    built.expr.kind = ExprKind::percent;
    const std::string_view written = cst_.text(cst_.child(node, NodeKind::number));
    const std::size_t dot = std::min(written.find('.'), written.size());
    std::string digits(written.substr(0, dot));
    std::string decimals(written.substr(std::min(dot + 1, written.size())));
    if (decimals.size() > 2) {
        error("percent-too-fine", cst_.span(node), "a percentage has at most two decimals", "`" + std::string(written) + "%` cannot be kept exactly");
    }
    decimals.resize(2, '0');
    built.expr.number = integer(node, digits + decimals);
    return built;
}

Converter::Converter(const Cst& cst, diagnostics::Sink& sink) : cst_(cst), sink_(sink) {
    for (const diagnostics::Diagnostic& d : sink.all()) {
        if (d.code == "bare-decimal" && d.labels.front().span.file == cst.file()) said_decimals_.push_back(d.labels.front().span.begin);
    }
    std::sort(said_decimals_.begin(), said_decimals_.end());
}

Converter::Built Converter::decimal(Index node) {
    Built built;
    built.expr.text = std::string(cst_.text(node));
    if (in_money_bound_) {
        built.expr.kind = ExprKind::money;
        return built;
    }
    built.expr.text.clear();
    if (std::binary_search(said_decimals_.begin(), said_decimals_.end(), cst_.span(node).begin)) return built;
    error("bare-decimal", cst_.span(node), "`" + std::string(cst_.text(node)) + "` is neither money nor a percentage",
                "write a currency after it (`12.50 CNY`) or `%`; there are no other fractions");
    return built;
}

Converter::Built Converter::period(Index node) {
    Built built;
    built.expr.kind = ExprKind::period;
    const std::string_view unit = cst_.keyword(cst_.child(node, NodeKind::unit));
    const bool half = unit.ends_with(":half");
    built.expr.number = half ? 1 : integer_in(node);
    if (half) {
        built.expr.unit = unit == "month:half" ? "half month" : "half year";
    } else if (unit.ends_with(":business")) {
        built.expr.unit = "business day";
    } else {
        built.expr.unit = unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
    }
    const bool whole = cst_.has(node, NodeKind::whole);
    const bool minute = cst_.has(node, NodeKind::to_the_minute);
    if (whole && minute) {
        error("conflicting-reading", cst_.span(node), "a period is `whole` or `to the minute`, not both", "keep the one that the policy means");
    }
    if (whole) built.expr.reading = Expr::Reading::whole;
    if (minute) built.expr.reading = Expr::Reading::to_the_minute;
    return built;
}

Converter::Built Converter::literal(Index node) {
    Built built;
    Expr& expr = built.expr;
    switch (cst_.kind(node)) {
        case NodeKind::string:
            expr.kind = ExprKind::text;
            expr.text = text(node).value;
            break;
        case NodeKind::whole_number:
            expr.kind = ExprKind::integer;
            expr.number = integer(node, cst_.text(node));
            break;
        case NodeKind::boolean:
            expr.kind = ExprKind::boolean;
            expr.number = cst_.keyword(node) == "true" ? 1 : 0;
            break;
        case NodeKind::none: expr.kind = ExprKind::none; break;
        case NodeKind::never: expr.kind = ExprKind::never; break;
        case NodeKind::opening: expr.kind = ExprKind::opening; break;
        case NodeKind::date: expr = date(node); break;
        case NodeKind::money: return money(node);
        case NodeKind::percent: return percent(node);
        case NodeKind::decimal: return decimal(node);
        case NodeKind::period: return period(node);
        default: break;
    }
    return built;
}

}  // namespace recourse::syntax
