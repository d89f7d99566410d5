#include <algorithm>
#include <map>
#include <utility>

#include "tests/exactness/mutation_writer.h"

namespace exactness {

using namespace recourse::syntax;

namespace {

class Expressions {
public:
    Expressions(MutationWriter& writer, const Names& names) : writer_(writer), names_(names) {}

    void walk(const Expr& e) {
        if (is_test(e.kind)) writer_.replace(MutationKind::guard_flipped, e.span, "not (" + writer_.text(e.span) + ")");
        literal(e);
        name(e);
        operators(e);
        for (const Expr& child : e.children) {
            // The machine of `Trade is Paid` and the state are names of their own sort, changed with the test.
            if (e.kind != ExprKind::is_state && e.kind != ExprKind::is_not_state) walk(child);
        }
    }

private:
    static bool is_test(ExprKind kind) {
        switch (kind) {
            case ExprKind::happened:
            case ExprKind::happened_by:
            case ExprKind::not_happened_by:
            case ExprKind::passed:
            case ExprKind::is_set:
            case ExprKind::is_not_set:
            case ExprKind::is_state:
            case ExprKind::is_not_state:
            case ExprKind::is_one_of:
            case ExprKind::has_member:
            case ExprKind::logical_not:
            case ExprKind::equal:
            case ExprKind::not_equal: return true;
            default: return false;
        }
    }

    // A minor unit more and less, as the literal is written.
    static std::string moved(const std::string& digits, std::int64_t by) {
        std::string plain;
        std::size_t decimals = 0;
        for (const char c : digits) {
            if (c == '.') decimals = digits.size() - digits.find('.') - 1;
            if (c >= '0' && c <= '9') plain += c;
        }
        const std::int64_t number = std::stoll(plain) + by;
        if (number < 0) return "";
        std::string made = std::to_string(number);
        if (decimals == 0) return made;
        if (made.size() <= decimals) made.insert(0, decimals + 1 - made.size(), '0');
        return made.insert(made.size() - decimals, ".");
    }

    void number(const Expr& e, MutationKind kind, std::int64_t least) {
        const std::string text = writer_.text(e.span);
        const std::size_t length = text.find_first_not_of("0123456789.");
        const std::string digits = text.substr(0, length), rest = length == std::string::npos ? "" : text.substr(length);
        if (digits.empty()) return;
        for (const std::int64_t by : {std::int64_t{1}, std::int64_t{-1}}) {
            const std::string made = moved(digits, by);
            if (made.empty() || (least > 0 && std::stoll(made) < least)) continue;
            writer_.replace(kind, e.span, made + rest);
        }
    }

    void literal(const Expr& e) {
        switch (e.kind) {
            case ExprKind::period:
                number(e, MutationKind::window_moved, 1);
                writer_.replace_word(MutationKind::window_moved, e.span, " business ", " ");
                break;
            case ExprKind::integer:
            case ExprKind::percent:
            case ExprKind::money: number(e, MutationKind::value_changed, 0); break;
            case ExprKind::boolean:
                writer_.replace(MutationKind::value_changed, e.span, e.number == 0 ? "true" : "false");
                break;
            case ExprKind::rounded:
                for (const char* mode : {"down", "up", "half up"}) {
                    if (e.text == mode) continue;
                    const std::string text = writer_.text(e.span);
                    const std::size_t at = text.rfind("rounded ");
                    if (at != std::string::npos) writer_.replace(MutationKind::value_changed, e.span, text.substr(0, at) + "rounded " + mode);
                }
                break;
            default: break;
        }
    }

    void name(const Expr& e) {
        if (e.kind == ExprKind::name) {
            const bool party = std::find(names_.parties.begin(), names_.parties.end(), e.text) != names_.parties.end();
            const bool period = std::find(names_.periods.begin(), names_.periods.end(), e.text) != names_.periods.end();
            const auto kind = party ? MutationKind::party_changed : period ? MutationKind::window_moved : MutationKind::value_changed;
            for (const std::string& other : names_.others(e.text)) writer_.replace(kind, e.span, other);
        }
        if (e.kind == ExprKind::entered) state(e.span, e.text);
        if (e.kind != ExprKind::is_state && e.kind != ExprKind::is_not_state) return;
        state(e.children.back().span, e.children.size() == 2 ? e.children[0].text + "." + e.children[1].text : e.children[0].text);
    }

    // A state that is read, as "Trade.Paid": the others of that machine.
    void state(const recourse::support::Span& span, const std::string& path) {
        const std::size_t dot = path.find('.');
        const auto machine = names_.states.find(dot == std::string::npos ? "" : path.substr(0, dot));
        if (machine == names_.states.end()) return;
        const std::string text = writer_.text(span), written_state = path.substr(dot + 1);
        const std::size_t at = text.rfind(written_state);
        if (at == std::string::npos) return;
        for (const std::string& other : without(machine->second, written_state)) {
            writer_.replace(MutationKind::guard_flipped, span, text.substr(0, at) + other + text.substr(at + written_state.size()));
        }
    }

    void operators(const Expr& e) {
        using K = ExprKind;
        static const std::map<K, std::pair<const char*, std::vector<const char*>>> turned = {
            {K::equal, {"=", {"!="}}},        {K::not_equal, {"!=", {"="}}},       {K::less, {"<", {"<=", ">="}}},
            {K::at_most, {"<=", {"<", ">"}}}, {K::greater, {">", {">=", "<="}}},   {K::at_least, {">=", {">", "<"}}},
            {K::logical_and, {"and", {"or"}}}, {K::logical_or, {"or", {"and"}}},   {K::add, {"+", {"-"}}},
            {K::subtract, {"-", {"+"}}},      {K::after, {"after", {"before"}}},   {K::before, {"before", {"after"}}}};
        if (const auto found = turned.find(e.kind); found != turned.end() && e.children.size() >= 2) {
            const bool time = e.kind == K::after || e.kind == K::before;
            for (std::size_t i = 0; i + 1 < e.children.size(); ++i) {
                const auto between = writer_.span(e.children[i].span.end, e.children[i + 1].span.begin);
                for (const char* other : found->second.second) {
                    writer_.replace_word(time ? MutationKind::window_moved : MutationKind::guard_flipped, between, found->second.first, other);
                }
            }
        }
        static const std::map<K, std::pair<const char*, const char*>> choices = {{K::earlier_of, {"earlier", "later"}},
                                                                                 {K::later_of, {"later", "earlier"}},
                                                                                 {K::smaller_of, {"smaller", "larger"}},
                                                                                 {K::larger_of, {"larger", "smaller"}}};
        if (const auto found = choices.find(e.kind); found != choices.end()) {
            writer_.replace_word(MutationKind::window_moved, e.span, found->second.first, found->second.second);
            for (const Expr& one : e.children) writer_.replace(MutationKind::window_moved, e.span, writer_.text(one.span));
        }
        // One limb less, one member less.
        const bool limbs = e.kind == K::logical_and || e.kind == K::logical_or;
        for (const Expr& one : e.children) {
            if (limbs) writer_.replace(MutationKind::guard_flipped, e.span, writer_.text(one.span));
        }
        for (std::size_t i = 1; e.kind == K::is_one_of && e.children.size() > 2 && i < e.children.size(); ++i) {
            const bool last = i + 1 == e.children.size();
            const auto begin = last ? e.children[i - 1].span.end : e.children[i].span.begin, end = last ? e.children[i].span.end : e.children[i + 1].span.begin;
            writer_.remove(MutationKind::guard_flipped, writer_.span(begin, end));
        }
        // Counted from another beginning.
        if (e.kind == K::after && e.children.size() == 2 && e.children[1].kind != K::opening) {
            writer_.replace(MutationKind::window_moved, e.children[1].span, "opening");
        }
    }

    MutationWriter& writer_;
    const Names& names_;
};

}  // namespace

void mutate_expression(MutationWriter& writer, const Names& names, const Expr& expression, bool guard) {
    Expressions walk(writer, names);
    const bool chained = expression.kind == ExprKind::logical_and || expression.kind == ExprKind::logical_or;
    const bool plain = expression.kind == ExprKind::name || expression.kind == ExprKind::call || chained;
    if (guard && plain) writer.replace(MutationKind::guard_flipped, expression.span, "not (" + writer.text(expression.span) + ")");
    walk.walk(expression);
}

}  // namespace exactness
