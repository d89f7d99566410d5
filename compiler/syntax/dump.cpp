#include "compiler/syntax/dump.h"

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace recourse::syntax {

namespace {

template <typename Enum, std::size_t N>
std::string_view label(const std::array<std::string_view, N>& labels, Enum value) {
    return labels[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 57> kExprs = {
    "missing",  "boolean",  "integer",       "percent",     "money",        "text",         "date",        "instant",   "period",     "name",
    "none",     "never",    "opening",       "first",       "previous",     "entered",      "happened",    "by",        "no-by",      "passed",
    "is-set",   "is-not-set", "is",          "is-not",      "one-of",       "has",          "=",           "!=",        "<",          "<=",
    ">",        ">=",       "and",           "or",          "not",          "+",            "-",           "*",         "/",          "negate",
    "of",       "rounded",  "capped",   "tiered",        "days-from",   "after",         "before",      "earlier-of",   "later-of",     "smaller-of",  "larger-of", "end-of",     "start-of",
    "date-of",  "before-rolling", "call",    "field-of"};
static_assert(kExprs[static_cast<std::size_t>(ExprKind::field_of_call)] == "field-of");
static_assert(kExprs[static_cast<std::size_t>(ExprKind::logical_and)] == "and");

constexpr std::array<std::string_view, 13> kBases = {"missing", "bool", "integer", "percent", "money", "text", "instant",
                                                     "date",    "duration", "period", "party", "kind", "set"};
constexpr std::array<std::string_view, 5> kNamed = {"period", "deadline", "moment", "amount", "condition"};
constexpr std::array<std::string_view, 14> kHeader = {"title", "version", "time-zone", "time-zone-by", "calendar", "calendar-by",
                                                      "counting", "source", "years", "weekend", "beyond", "regime", "applies", "overrides"};
constexpr std::array<std::string_view, 5> kOutcomes = {"missing", "->", "stay", "outside", "branches"};
constexpr std::array<std::string_view, 12> kExpects = {"none", "state", "value", "may", "may-not", "effect", "no-effect", "ended", "resting", "running", "halted", "results"};
constexpr std::array<std::string_view, 9> kWhys = {"", "at-most", "too-late", "too-early", "not-here", "not-theirs", "condition", "late", "text"};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string names(const std::vector<Name>& all) {
    std::string out = "[";
    for (const Name& name : all) out += (out.size() > 1 ? " " : "") + name.text;
    return out + "]";
}

std::string expr(const Expr& e) {
    std::string out = e.parenthesised ? "((" : "(";
    out += label(kExprs, e.kind);
    const bool counted = e.kind == ExprKind::boolean || e.kind == ExprKind::integer || e.kind == ExprKind::percent || e.kind == ExprKind::period;
    if (counted) out += " " + std::to_string(e.number);
    if (e.kind == ExprKind::text) {
        out += " " + quoted(e.text);
    } else if (!e.text.empty()) {
        out += " " + e.text;
    }
    if (!e.unit.empty()) out += " " + e.unit;
    if (e.reading == Expr::Reading::whole) out += " whole";
    if (e.reading == Expr::Reading::to_the_minute) out += " to-the-minute";
    for (const Expr& child : e.children) out += " " + expr(child);
    return out + (e.parenthesised ? "))" : ")");
}

std::string optional(std::string_view word, const std::optional<Expr>& e) { return e ? " " + std::string(word) + " " + expr(*e) : ""; }

std::string type(const TypeRef& t) {
    std::string out(label(kBases, t.base));
    out += optional("low", t.low) + optional("high", t.high);
    if (!t.unit.empty()) out += " " + t.unit;
    if (!t.kind.empty()) out += " " + t.kind.text;
    out += optional("at-least", t.at_least) + optional("at-most", t.at_most) + optional("not-before", t.not_before) + optional("not-after", t.not_after);
    if (t.is_private) out += " private";
    if (t.optional) out += " or-none";
    return out;
}

std::string fields(const std::vector<Field>& all) {
    std::string out;
    for (const Field& field : all) out += " {" + field.name.text + ": " + type(field.type) + "}";
    return out;
}

std::string trailing(const Trailing& t) {
    std::string out;
    if (t.reason) out += " as " + t.reason->text;
    for (const Citation& cite : t.cites) out += " cite " + cite.source + "/" + cite.clause;
    if (t.reading) out += " reading " + quoted(t.reading->value);
    if (!t.wins_over.empty()) out += " wins-over " + names(t.wins_over);
    for (const Trailing::Allow& allow : t.allows) out += " allow " + allow.code.text + " " + quoted(allow.because.value);
    return out;
}

std::string arguments(const std::vector<Argument>& all) {
    std::string out;
    for (const Argument& argument : all) out += " {" + (argument.name.empty() ? "" : argument.name.text + ": ") + expr(argument.value) + "}";
    return out;
}

std::string action(const Action& a) {
    if (a.kind == Action::Kind::count) return "count " + a.target.text;
    if (a.kind == Action::Kind::set) return "set " + a.target.text + " " + expr(a.value);
    if (a.kind == Action::Kind::extend) return "extend " + a.target.text + " " + expr(a.value);
    if (a.kind == Action::Kind::restart) return "restart " + a.target.text;
    return (a.kind == Action::Kind::open ? "open " : "do ") + a.target.text + arguments(a.arguments);
}

std::string times(const std::optional<std::int64_t>& count) { return count ? " at-most " + std::to_string(*count) : ""; }

// Writes lines; `depth_` is their indentation.
class Dumper {
public:
    std::string run(const File& file) {
        constexpr std::array<std::string_view, 5> kFiles = {"missing", "policy", "library", "calendar", "counting"};
        put(std::string(label(kFiles, file.kind)) + " " + file.name.text + (file.refines.empty() ? "" : " refines " + file.refines.text));
        for (const HeaderLine& line : file.header) nested([&] { header(line); });
        for (const TopItem& item : file.items) std::visit([&](const auto& x) { marked(x); }, item);
        return std::move(out_);
    }
    template <typename Thing>
    std::string run_one(const Thing& thing) {
        if constexpr (std::is_same_v<Thing, DecisionRow>) marked(thing);
        else std::visit([&](const auto& x) { marked(x); }, thing);
        return std::move(out_);
    }

private:
    void put(const std::string& line) {
        out_ += std::string(depth_ * 2, ' ') + std::string(before_) + line + "\n";
        before_ = {};
    }

    // What is changed or removed says so on its first line.
    template <typename Thing>
    void marked(const Thing& x) {
        constexpr std::array<std::string_view, 3> kMarks = {"", "change ", "remove "};
        if constexpr (requires { x.mark; }) before_ = label(kMarks, x.mark);
        if constexpr (std::is_same_v<Thing, DecisionRow>) show_row(x);
        else show(x);
    }

    template <typename Body>
    void nested(Body body) {
        ++depth_;
        body();
        --depth_;
    }

    void items(const std::vector<Item>& all) {
        nested([&] {
            for (const Item& item : all) std::visit([&](const auto& x) { marked(x); }, item);
        });
    }

    void header(const HeaderLine& line) {
        std::string out(label(kHeader, line.kind));
        if (!line.language.empty()) out += " language " + line.language.text;
        if (!line.name.empty()) out += " " + line.name.text;
        if (line.text.span.valid()) out += " " + quoted(line.text.value);
        if (line.number != 0) out += " " + std::to_string(line.number);
        if (line.number_to != 0) out += " to " + std::to_string(line.number_to);
        if (line.from.kind != ExprKind::missing) out += " from " + expr(line.from);
        if (line.until.kind != ExprKind::missing) out += " until " + expr(line.until);
        if (!line.words.empty()) out += " " + names(line.words);
        put(out);
        nested([&] {
            for (const auto& [value, name] : line.by_names) put(value.text + " => " + name.text);
            for (const auto& [value, text] : line.by_texts) put(value.text + " => " + quoted(text.value));
            for (const SourceClause& clause : line.clauses) put((clause.left_out ? "left-out " : "clause ") + clause.clause + " " + quoted(clause.title.value));
        });
    }

    void outcome(std::string_view before, const Outcome& o) {
        std::string out = std::string(before) + std::string(label(kOutcomes, o.kind));
        if (!o.target.empty()) out += " " + o.target.text;
        if (o.without_right) out += " without-right";
        for (const Action& a : o.actions) out += " {" + action(a) + "}";
        put(out + trailing(o.trailing));
        nested([&] {
            for (const Branch& branch : o.branches) outcome(branch.condition ? "if " + expr(*branch.condition) + " " : "otherwise ", branch.outcome);
        });
    }

    void show(const Import& x) {
        std::string out = "import " + x.module.text;
        for (const Import::Item& item : x.items) out += " " + item.name.text + (item.alias.empty() ? "" : " as " + item.alias.text);
        put(out);
    }
    void show(const Party& x) { put("party " + names(x.names)); }
    void show(const Kind& x) { put("kind " + x.name.text + " " + names(x.members)); }
    void show(const LabelItem& x) {
        std::string out = "label " + x.of.text;
        for (const LabelItem::In& in : x.texts) out += " " + in.language + " " + quoted(in.text.value);
        put(out);
    }
    void show(const CalendarDay& x) {
        put(std::string(x.workday ? "workday " : "holiday ") + expr(x.from) + (x.to.kind == ExprKind::missing ? "" : " to " + expr(x.to)) + " " + quoted(x.name.value));
    }
    static std::string news(const std::vector<Fact::News>& all) {
        std::string out;
        for (const Fact::News& x : all) {
            using Kind = Fact::News::Kind;
            out += std::string(x.kind == Kind::known ? " known" : x.kind == Kind::corrected ? " corrected" : " withdrawn") + " by " + x.from.text;
        }
        return out;
    }
    void show(const Fact& x) { put("fact " + x.name.text + ": " + type(x.type) + news(x.news) + trailing(x.trailing)); }
    void show(const Record& x) { put("record " + x.name.text + " " + expr(x.low) + " " + expr(x.high) + optional("initial", x.initial)); }
    void show(const Event& x) {
        put(std::string(x.happening ? "happening " : "event ") + x.name.text + (x.by.empty() ? "" : " by " + names(x.by)) + times(x.at_most) + optional("open-at-least", x.open_at_least) +
            fields(x.fields) +
            trailing(x.trailing));
    }
    void show(const Effect& x) { put("effect " + x.name.text + fields(x.parameters) + trailing(x.trailing)); }
    void show(const OutcomeNames& x) { put("outcomes " + names(x.names)); }
    void show(const NamedValue& x) {
        put(std::string(label(kNamed, x.kind)) + " " + x.name.text + (x.value.braced ? " braced" : "") + (x.end_of_that_day ? " end-of-that-day" : "") +
            (x.start_of_that_day ? " start-of-that-day" : "") + (x.rolling ? " rolling" : "") + optional("paused", x.paused) + trailing(x.trailing));
        nested([&] {
            for (const Row& row : x.value.rows) put(row.condition ? expr(*row.condition) + " => " + expr(row.value) : expr(row.value));
        });
    }
    void show(const StartRule& x) { put("start " + x.state.text); }
    void show(const OnRule& x) {
        constexpr std::array<std::string_view, 4> kRules = {"on", "takes", "ignore", "refuse"};
        const Window& w = x.window;
        put(std::string(label(kRules, x.kind)) + " " + x.event.text + times(x.at_most) + optional("within", w.within) + optional("from", w.from) +
            optional("from-nth", w.from_nth) + optional("until", w.until) + optional(x.unless ? "unless" : "if", x.condition) +
            (x.because ? " because " + quoted(x.because->value) : ""));
        nested([&] { outcome("", x.outcome); });
    }
    void show(const DeadlineRule& x) {
        put((x.kind == DeadlineRule::Kind::after ? "after " : "at ") + expr(x.when) + optional("paused", x.paused) + optional(x.unless ? "unless" : "if", x.condition));
        nested([&] {
            outcome("", x.outcome);
            if (x.otherwise) outcome("otherwise ", *x.otherwise);
        });
    }
    void show(const WhenRule& x) {
        put("when " + expr(x.condition));
        nested([&] { outcome("", x.outcome); });
    }
    void show(const DoOnEntry& x) { put("on-entry " + action(x.action) + trailing(x.trailing)); }
    void show(const OutcomeRule& x) {
        put("outcome " + x.outcome_name.text);
        nested([&] { outcome("", x.outcome); });
    }
    void show(const Duty& x) {
        std::string out = "duty " + x.name.text + " by " + names(x.by) + " acts " + names(x.acts) + optional("due", x.due) + optional("within", x.within) +
                          optional("paused", x.paused) + optional(x.unless ? "unless" : "if", x.condition) + optional("excused", x.excused) + optional("released", x.released);
        for (const Action& a : x.breach) out += " {" + action(a) + "}";
        put(out + trailing(x.trailing));
    }
    void show(const OpenedCase& x) { put("opens " + x.name.text + " as " + x.case_type.text + trailing(x.trailing)); }
    void show(const MayRule& x) {
        const Window& w = x.window;
        put(std::string(x.may_not ? "ban " : "right ") + names(x.by) + " " + (x.acts_for.empty() ? x.event.text : "acts for " + x.acts_for.text) + optional("within", w.within) + optional("from", w.from) +
            optional("from-nth", w.from_nth) + optional("until", w.until) + optional(x.unless ? "unless" : "if", x.condition) +
            (x.because ? " because " + quoted(x.because->value) : "") + trailing(x.trailing));
    }
    void show(const State& x) {
        constexpr std::array<std::string_view, 3> kStates = {"state", "final", "resting"};
        put(std::string(label(kStates, x.kind)) + " " + x.name.text + (x.ends_case ? " ends-case" : "") +
            (x.instance_of.empty() ? "" : " = " + x.instance_of.text + arguments(x.arguments)) + (x.has_body ? " body" : "") + trailing(x.trailing));
        items(x.items);
    }
    void show(const Machine& x) {
        put("machine " + x.name.text + (x.has_parameters ? " parameters" : "") + fields(x.parameters));
        items(x.items);
    }
    void show(const Case& x) {
        put("case " + x.name.text + (x.opens_on.empty() ? "" : " opens-on " + x.opens_on.text) + (x.opens_by.empty() ? "" : " by " + names(x.opens_by)));
        items(x.items);
    }
    void show(const Decision& x) {
        put("decision " + x.name.text + fields(x.parameters) + " ->" + fields(x.results) + (x.in_order ? " in-order" : "") + (x.undecided ? " undecided" : "") +
            trailing(x.trailing));
        nested([&] {
            for (const DecisionRow& row : x.rows) marked(row);
        });
    }
    void show_row(const DecisionRow& row) {
        std::string out = (row.name.empty() ? "" : row.name.text + ": ") + (row.condition ? expr(*row.condition) : "otherwise") + " =>";
        if (row.undecided) out += " undecided";
        for (const DecisionRow::Result& result : row.results) out += (result.up_to ? " up-to " : " ") + expr(result.value);
        if (row.overrides_the_rest) out += " overrides-the-rest";
        if (!row.overrides.empty()) out += " overrides " + names(row.overrides);
        put(out + trailing(row.trailing));
    }
    void show(const Promise& x) {
        constexpr std::array<std::string_view, 11> kClaims = {"missing",  "never-leads-to", "leads-to",   "can-lead-to", "ends",   "never",
                                                              "always",   "at-most",        "never-both", "may",         "may-not"};
        std::string out = "promise " + quoted(x.title.value) + (x.of.empty() ? "" : " of " + x.of.text);
        const auto list = [&](std::string_view before, const std::vector<Name>& all) {
            if (!all.empty()) out += " " + std::string(before) + " " + names(all);
        };
        list("silent", x.silent);
        list("prompt", x.prompt);
        for (const Expr& condition : x.given) out += " given " + expr(condition);
        if (!x.after.empty()) out += " after " + x.after.text;
        if (!x.before.empty()) out += " before " + x.before.text;
        list("unless", x.unless);
        out += ": " + std::string(label(kClaims, x.claim));
        list("from", x.from);
        list("to", x.to);
        for (const Name* name : {&x.subject, &x.other}) {
            if (!name->empty()) out += " " + name->text;
        }
        if (x.claim == Promise::Claim::at_most) out += " " + std::to_string(x.most);
        if (x.condition.kind != ExprKind::missing) out += " " + expr(x.condition);
        put(out + optional("within", x.within) + trailing(x.trailing));
    }
    void show(const Migrate& x) {
        put("migrate from " + std::to_string(x.from) + (x.of.empty() ? "" : " of " + x.of.text));
        nested([&] {
            for (const Migrate::Line& one : x.lines) {
                static constexpr const char* kKinds[] = {"same names", "state", "stays", "event", "forgotten", "record", "fact"};
                static constexpr const char* kClocks[] = {"", " running on", " anew", " kept", " cancelled"};
                std::string out = kKinds[static_cast<std::size_t>(one.kind)];
                if (!one.old_name.empty()) out += " " + one.old_name.text;
                if (!one.name.empty()) out += " -> " + one.name.text;
                out += kClocks[static_cast<std::size_t>(one.clock)];
                if (one.kind == Migrate::Line::Kind::stays) out += " because " + quoted(one.because.value);
                if (one.value) out += " = " + expr(*one.value);
                put(out);
            }
        });
    }
    void show(const Scenario& x) {
        put("scenario " + quoted(x.name.value) + (x.under == 0 ? "" : " under " + std::to_string(x.under)));
        nested([&] {
            for (const ScenarioStep& step : x.steps) show_step(step);
        });
    }
    void show_step(const ScenarioStep& s) {
        constexpr std::array<std::string_view, 5> kSteps = {"open", "event", "expect", "decide", "migrate"};
        std::string out(label(kSteps, s.kind));
        if (s.at.kind != ExprKind::missing) out += " " + expr(s.at);
        if (s.kind == ScenarioStep::Kind::expect) out += " " + std::string(label(kExpects, s.expect));
        if (s.happens) out += " happens";
        for (const Name* name : {&s.case_name, &s.party, &s.event}) {
            if (!name->empty()) out += " " + name->text;
        }
        if (s.has_arguments) out += " arguments";
        out += arguments(s.arguments);
        if (s.id) out += " id " + quoted(s.id->value);
        if (s.refused) out += " refused";
        if (s.because.kind != ScenarioStep::Because::Kind::none) out += " because " + std::string(label(kWhys, s.because.kind));
        if (s.because.count != 0) out += " " + std::to_string(s.because.count);
        if (s.because.kind == ScenarioStep::Because::Kind::text) out += " " + quoted(s.because.text.value);
        if (!s.states.empty()) out += " " + names(s.states);
        if (s.reason) out += " as " + s.reason->text;
        if (s.expect == ScenarioStep::Expect::value) out += " " + expr(s.left) + " = " + expr(s.right);
        out += optional("from", s.from) + optional("until", s.until);
        if (!s.results.empty()) out += " results" + arguments(s.results);
        put(out);
    }

    std::string out_;
    std::string_view before_;       // the mark of what is shown next
    std::size_t depth_ = 0;
};

}  // namespace

std::string dump(const File& file) { return Dumper().run(file); }
std::string dump(const Item& item) { return Dumper().run_one(item); }
std::string dump(const TopItem& item) { return Dumper().run_one(item); }
std::string dump(const DecisionRow& row) { return Dumper().run_one(row); }

}  // namespace recourse::syntax
