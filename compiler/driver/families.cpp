#include "compiler/driver/families.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/driver/draft.h"
#include "compiler/promises/judge.h"
#include "compiler/semantics/refine.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/quotes.h"

namespace recourse::driver {

namespace {

using diagnostics::Diagnostic;
using support::Span;
using syntax::HeaderLine;

const HeaderLine* line_of(const Unit& unit, HeaderLine::Kind kind) {
    const auto found = std::find_if(unit.tree.header.begin(), unit.tree.header.end(), [&](const HeaderLine& line) { return line.kind == kind; });
    return found == unit.tree.header.end() ? nullptr : &*found;
}

syntax::Expr name_expr(const std::string& name, Span span) {
    syntax::Expr expr;
    expr.kind = syntax::ExprKind::name;
    expr.text = name;
    expr.span = span;
    return expr;
}

syntax::Expr both(syntax::Expr a, syntax::Expr b) {
    syntax::Expr expr;
    expr.kind = syntax::ExprKind::logical_and;
    expr.span = a.span;
    a.parenthesised = b.parenthesised = true;
    expr.children.push_back(std::move(a));
    expr.children.push_back(std::move(b));
    return expr;
}

// The policy that is refined by all of them, and they in the order of their names.
class Family {
public:
    Family(Run& run, Unit& root, std::vector<Unit*> members) : run_(run), root_(root), members_(std::move(members)) {}

    void judge() {
        for (Unit* unit : with_all_imports()) parse(run_, *unit);
        read_order();
        if (!all_sound()) return;
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t a = 0; a < members_.size(); ++a) {
            for (std::size_t b = a + 1; b < members_.size(); ++b) {
                if (!comes_before_[a][b] && !comes_before_[b][a]) pairs.emplace_back(a, b);
            }
        }
        if (!pairs.empty() && run_.options.checks) compare(pairs);
    }

private:
    [[nodiscard]] std::vector<Unit*> with_all_imports() const {
        std::vector<Unit*> all = run_.pipeline.with_imports(root_);
        for (Unit* member : members_) {
            const std::vector<Unit*> more = run_.pipeline.with_imports(*member);
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }

    [[nodiscard]] bool all_sound() const {
        return root_.is_sound() && std::all_of(members_.begin(), members_.end(), [](const Unit* one) { return one->is_sound(); });
    }

    [[nodiscard]] std::size_t index_of(std::string_view name) const {
        const auto found = std::find_if(members_.begin(), members_.end(), [&](const Unit* one) { return one->head.name == name; });
        return static_cast<std::size_t>(found - members_.begin());
    }

    // A refinement of a refinement comes before that, and each before those that it overrides; and before whatever these come before.
    void read_order() {
        const std::size_t count = members_.size();
        comes_before_.assign(count, std::vector<bool>(count, false));
        for (std::size_t i = 0; i < count; ++i) {
            if (const std::size_t of = index_of(members_[i]->head.refines); of < count) comes_before_[i][of] = true;
            const HeaderLine* line = line_of(*members_[i], HeaderLine::Kind::overrides);
            for (const syntax::Name& name : line == nullptr ? std::vector<syntax::Name>() : line->words) {
                const std::size_t other = index_of(name.text);
                if (other < count && other != i) comes_before_[i][other] = true;
                else tell_unknown(*members_[i], name);
            }
        }
        for (std::size_t by = 0; by < count; ++by) {
            for (std::size_t a = 0; a < count; ++a) {
                for (std::size_t b = 0; b < count; ++b) {
                    if (comes_before_[a][by] && comes_before_[by][b]) comes_before_[a][b] = true;
                }
            }
        }
        tell_rings();
    }

    void tell_unknown(Unit& unit, const syntax::Name& name) {
        Diagnostic finding;
        finding.code = "unknown-refinement";
        finding.message = fmt::format("`{}` is no other refinement of `{}`", name.text, root_.head.name);
        finding.labels.push_back({name.span, "not one of them"});
        std::vector<std::string> names;
        for (const Unit* one : members_) {
            if (one != &unit) names.push_back(one->head.name);
        }
        if (name.text == root_.head.name || name.text == unit.head.refines) finding.hint = "take it away: a refinement comes before what it refines";
        else if (const auto near = diagnostics::nearest(name.text, names)) finding.hint = fmt::format("did you mean `{}`?", *near);
        else finding.hint = "name another policy that refines the same, and check both together";
        tell(unit, std::move(finding));
    }

    void tell_rings() {
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (!comes_before_[i][i]) continue;
            std::string names;
            for (std::size_t other = 0; other < members_.size(); ++other) {
                if (comes_before_[i][other] && comes_before_[other][i]) names += (names.empty() ? "`" : ", `") + members_[other]->head.name + "`";
            }
            Diagnostic finding;
            finding.code = "ring-of-overrides";
            finding.message = fmt::format("each of {} comes before the others", names);
            const HeaderLine* line = line_of(*members_[i], HeaderLine::Kind::overrides);
            finding.labels.push_back({line == nullptr ? members_[i]->tree.refines.span : line->span, "goes round"});
            finding.hint = "let one of them override the rest, and not the other way round";
            finding.why = "none of them would be the one under which a case is opened";
            tell(*members_[i], std::move(finding));
            return;     // the others are the same ring, or are told once this is mended
        }
    }

    // Its own condition and those of what it refines, up to the root.
    [[nodiscard]] std::optional<syntax::Expr> condition_of(std::size_t member) const {
        std::optional<syntax::Expr> all;
        for (std::size_t at = member; at < members_.size(); at = index_of(members_[at]->head.refines)) {
            const HeaderLine* line = line_of(*members_[at], HeaderLine::Kind::applies);
            if (line == nullptr) return std::nullopt;
            all = all ? both(line->from, std::move(*all)) : line->from;
        }
        return all;
    }

    static std::string condition_name(std::size_t member) { return fmt::format("applies_{}", member); }

    // The root's cases with nothing in them but their facts: more is not asked. Where a fact's bounds read something else, with everything.
    [[nodiscard]] syntax::File question(const std::vector<std::pair<std::size_t, std::size_t>>& pairs, bool facts_alone) const {
        syntax::File file = root_.tree;
        std::erase_if(file.items, [&](const syntax::TopItem& item) {
            return std::holds_alternative<syntax::Promise>(item) || std::holds_alternative<syntax::Scenario>(item) || std::holds_alternative<syntax::LabelItem>(item);
        });
        std::vector<syntax::TopItem> asked;
        for (syntax::TopItem& item : file.items) {
            auto* of = std::get_if<syntax::Case>(&item);
            if (of == nullptr) continue;
            if (facts_alone) keep_facts(*of);
            for (std::size_t i = 0; i < members_.size(); ++i) {
                std::optional<syntax::Expr> condition = condition_of(i);
                if (!condition) continue;
                syntax::NamedValue named;
                named.kind = syntax::NamedValue::Kind::condition;
                named.span = condition->span;
                named.name = {condition_name(i), condition->span};
                named.value.rows.push_back({std::nullopt, std::move(*condition), named.span});
                of->items.emplace_back(std::move(named));
            }
            for (const auto& [a, b] : pairs) asked.emplace_back(never_both(*of, a, b));
        }
        file.items.insert(file.items.end(), std::make_move_iterator(asked.begin()), std::make_move_iterator(asked.end()));
        return file;
    }

    static void keep_facts(syntax::Case& of) {
        std::erase_if(of.items, [](const syntax::Item& item) { return !std::holds_alternative<syntax::Fact>(item); });
        of.opens_on = {};
        of.opens_by.clear();
        const syntax::Name only{"Only", of.name.span};
        syntax::State state;
        state.kind = syntax::State::Kind::resting;
        state.name = only;
        state.span = state.head = of.head;
        of.items.emplace_back(syntax::StartRule{only, of.head});
        of.items.emplace_back(std::move(state));
    }

    [[nodiscard]] static syntax::Promise never_both(const syntax::Case& of, std::size_t a, std::size_t b) {
        syntax::Promise promise;
        promise.title = {fmt::format("{} {}", a, b), of.name.span};
        promise.of = of.name;
        promise.claim = syntax::Promise::Claim::never;
        promise.condition = both(name_expr(condition_name(a), of.name.span), name_expr(condition_name(b), of.name.span));
        promise.span = of.name.span;
        return promise;
    }

    void compare(const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
        semantics::Model model;
        for (const bool facts_alone : {true, false}) {
            diagnostics::Sink faults;
            const syntax::File file = question(pairs, facts_alone);
            run_.zones.with_one([&](support::ZoneReader& zones) { model = semantics::analyse(file, run_.modules, faults, zones); });
            if (!faults.has_errors()) break;
        }
        const explore::TimeFacts times(model);
        std::size_t next = 0;
        std::map<std::pair<std::size_t, std::size_t>, bool> told;
        for (const semantics::Promise& promise : model.promises) {
            const std::pair<std::size_t, std::size_t> pair = pairs[next++ % pairs.size()];
            const promises::Judged judged = promises::judge(model, times, promise);
            if (judged.outcome == promises::Outcome::kept || judged.outcome == promises::Outcome::vacuous || told[pair]) continue;
            told[pair] = true;
            tell_overlap(*members_[pair.first], *members_[pair.second], judged, model.cases[promise.of].name);
        }
    }

    void tell_overlap(Unit& first, Unit& second, const promises::Judged& judged, const std::string& case_type) {
        Diagnostic finding;
        finding.code = "refinements-overlap";
        const bool shown = judged.outcome == promises::Outcome::broken;
        finding.message = shown ? fmt::format("`{}` and `{}` both apply to some case, and neither comes before the other", first.head.name, second.head.name)
                                : fmt::format("the compiler cannot decide whether `{}` and `{}` both apply to some case: {}", first.head.name,
                                              second.head.name, judged.message);
        finding.labels.push_back({line_of(second, HeaderLine::Kind::applies)->span, "applies as well"});
        finding.labels.push_back({line_of(first, HeaderLine::Kind::applies)->span, "applies"});
        finding.hint = fmt::format("let the conditions exclude each other, or say which comes first: `overrides {}`", first.head.name);
        finding.why = "a case is opened under one policy, and nothing says which of the two this is";
        if (shown) show(finding, first, second, judged.witness, case_type);
        tell(second, std::move(finding));
    }

    // The opening, as a scenario that each of the two plays.
    void show(Diagnostic& finding, const Unit& first, const Unit& second, const std::vector<std::string>& witness, const std::string& case_type) {
        constexpr std::string_view kOpen = "  open ";
        const auto open = std::find_if(witness.begin(), witness.end(), [&](const std::string& line) { return line.starts_with(kOpen); });
        if (open == witness.end()) return;
        const std::size_t at = open->find("at "), with = open->find(" with ");
        const std::string instant = open->substr(at, (with == std::string::npos ? open->size() : with) - at);
        finding.witness = {"scenario \"both apply\" {", *open, fmt::format("  {} expect applies = true", instant), "}"};
        if (opens_on_event(case_type)) return;      // its act is each policy's own
        for (const Unit* unit : {&first, &second}) {
            Options options;
            options.checks = false;
            const std::string path = run_.pipeline.table[unit->id].path();
            const ScenarioReport report = analyse(sources_with(run_.pipeline, *unit, {finding.witness}), options).run_scenarios(path);
            const auto played = std::find_if(report.scenarios.begin(), report.scenarios.end(), [](const auto& one) { return one.name == "both apply"; });
            if (!report.ran) return;
            if (played == report.scenarios.end()) return refute(finding, "its scenario cannot be read");
            const auto failure = std::find_if(played->failures.begin(), played->failures.end(), [](const auto& one) { return one.promise.empty(); });
            if (failure != played->failures.end()) return refute(finding, failure->message);
        }
    }

    [[nodiscard]] bool opens_on_event(const std::string& case_type) const {
        return std::any_of(root_.tree.items.begin(), root_.tree.items.end(), [&](const syntax::TopItem& item) {
            const auto* of = std::get_if<syntax::Case>(&item);
            return of != nullptr && of->name.text == case_type && !of->opens_on.empty();
        });
    }

    void tell(Unit& unit, Diagnostic finding) {
        if (!unit.outcome) {
            unit.of_checks.add(std::move(finding));
            return;
        }
        const std::string& text = text_of(run_, unit);
        syntax::quote_keywords(finding, syntax::language_of_text(text), text);
        unit.outcome->told.push_back(std::move(finding));
        unit.outcome->compiles = false;
    }

    Run& run_;
    Unit& root_;
    std::vector<Unit*> members_;
    std::vector<std::vector<bool>> comes_before_;   // the first holds where both apply
};

// The policy at the end of the chain; null when the chain goes round or leads nowhere.
Unit* root_of(const Pipeline& pipeline, const Unit& unit) {
    std::vector<const Unit*> seen = {&unit};
    for (const Unit* at = &unit; !at->head.refines.empty();) {
        const auto found = pipeline.by_name.find(at->head.refines);
        if (found == pipeline.by_name.end() || std::find(seen.begin(), seen.end(), found->second) != seen.end()) return nullptr;
        at = found->second;
        seen.push_back(at);
        if (at->head.refines.empty()) return found->second;
    }
    return nullptr;
}

}  // namespace

void judge_families(Run& run) {
    std::map<std::string, std::vector<Unit*>> families;
    for (const auto& [name, unit] : run.pipeline.by_name) {
        if (unit->head.refines.empty() || unit->from_library || name != unit->head.name) continue;
        if (const Unit* root = root_of(run.pipeline, *unit)) families[root->head.name].push_back(unit);
    }
    for (auto& [name, members] : families) Family(run, *run.pipeline.by_name.at(name), std::move(members)).judge();
}

}  // namespace recourse::driver
