#include "compiler/promises/migrations.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "compiler/explore/time_facts.h"
#include "compiler/promises/judge.h"
#include "compiler/promises/old_expressions.h"
#include "compiler/semantics/migrations.h"

namespace recourse::promises {

using namespace semantics;
using diagnostics::Diagnostic;

namespace {

using Leaves = std::vector<StateId>;

// The case of a promise, come over at the end of it: at its last instant when its last line is an act, which others may follow at the same
// instant; a millisecond later when that instant is over.
std::vector<std::string> coming_over(std::vector<std::string> lines, std::uint32_t version, const std::string& end) {
    if (lines.size() < 3) return lines;
    lines.front() = fmt::format("scenario \"a case of version {}\" opened under {} {{", version, version);
    const auto probe = std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.ends_with(" happens migrates"); });
    if (probe != lines.end()) {
        probe->replace(probe->rfind(" happens migrates"), std::string::npos, end);
        lines.erase(probe + 1, lines.end());
        lines.emplace_back("}");
        return lines;
    }
    const std::string& last = lines[lines.size() - 2];
    const std::size_t at = last.find(" at ");
    if (at == std::string::npos) return lines;
    // "  at 2024-03-01 10:00[:00[.000]] …", "  open … at …"
    std::string when = last.substr(at + 4, 16);
    std::size_t next = at + 20;
    std::string rest = next < last.size() && last[next] == ':' ? last.substr(next + 1, last.find(' ', next) - next - 1) : std::string("00");
    if (rest.size() == 2) rest += ".000";
    const bool sealed = last.find(" expect ", next) != std::string::npos;
    if (sealed) {
        int thousandths = std::stoi(rest.substr(3)) + 1;
        if (thousandths == 1000) return {};     // the minute may end here as well: no line is better than a wrong one
        rest = fmt::format("{}.{:03}", rest.substr(0, 2), thousandths);
    }
    const std::string instant = rest == "00.000" ? when : fmt::format("{}:{}", when, rest);
    lines.insert(lines.end() - 1, fmt::format("  at {}{}", instant, end));
    return lines;
}

class Judgement {
public:
    Judgement(const Model& now, const Migration& migration, const Model& old, diagnostics::Sink& sink, const explore::Limits& limits)
        : now_(now), migration_(migration), old_(old), asked_(old), sink_(sink), limits_(limits) {
        for (const StateMove& move : migration.moves) moves_[move.old_leaf] = &move;
    }

    void run() {
        if (!explore_both()) return;
        for (const explore::Node& node : old_found_.nodes) {
            if (node.at.standing == explore::Standing::running) situations_.emplace(node.at.leaves.begin(), node.at.leaves.end());
        }
        judge_gaps();
        judge_records();
        judge_new_situations();
        judge_deadlines();
    }

private:
    // ---- the searches ------------------------------------------------------------------------------------------------------

    bool explore_both() {
        const explore::TimeFacts old_times(old_), times(now_);
        explore::Explorer old_explorer(old_, old_times, migration_.old_of), explorer(now_, times, migration_.of);
        old_found_ = old_explorer.explore(limits_);
        found_ = explorer.explore(limits_);
        if (old_found_.exact() && found_.finish == explore::Finish::complete) return true;
        undecided(migration_.span, "whether every case of the older version can come over", old_found_.exact() ? "the search of this version was ended" : "the search of the older version does not see everything");
        return false;
    }

    void undecided(support::Span place, const std::string& what, const std::string& obstacle) {
        auto& finding = sink_.error("undecided-guard", place, fmt::format("the compiler cannot decide {}: {}", what, obstacle), "say it more plainly, or let these cases stay");
        finding.why = "what is not proved of every case may fail in one";
    }

    Judged judged(const Promise& promise) {
        const explore::TimeFacts times(asked_);
        return judge(asked_, times, promise, limits_);
    }

    [[nodiscard]] Promise never(ExprId condition) const {
        Promise promise;
        promise.of = migration_.old_of;
        promise.claim = ClaimKind::never;
        promise.condition = condition;
        return promise;
    }

    // ---- conditions of the old version ---------------------------------------------------------------------------------------

    ExprId add(ExprKind kind, std::vector<ExprId> children = {}) {
        Expr expr;
        expr.kind = kind;
        expr.type.kind = TypeKind::boolean;
        expr.span = old_.span;
        expr.children = std::move(children);
        return asked_.exprs.add(std::move(expr));
    }
    ExprId in(StateId state) {
        const ExprId made = add(ExprKind::in_state);
        asked_.exprs[made].state = state;
        return made;
    }
    ExprId all(ExprKind kind, std::vector<ExprId> parts) { return parts.size() == 1 ? parts.front() : add(kind, std::move(parts)); }

    // The case stands in these leaves.
    ExprId standing_in(const Leaves& leaves) {
        std::vector<ExprId> parts;
        for (const StateId leaf : leaves) parts.push_back(in(leaf));
        return all(ExprKind::logical_and, std::move(parts));
    }

    [[nodiscard]] std::string words(const Leaves& leaves) const {
        std::string text;
        for (const StateId leaf : leaves) {
            if (!old_.machines[old_.states[leaf].machine].rights) text += fmt::format("{}`{}`", text.empty() ? "" : " and ", old_.states[leaf].path);
        }
        return text;
    }
    [[nodiscard]] std::string version() const { return fmt::format("version {}", migration_.from); }

    // ---- situations without a line -----------------------------------------------------------------------------------------

    [[nodiscard]] bool has_machine(StateId leaf) const {
        const std::string& name = old_.machines[old_.states[leaf].machine].name;
        const auto& machines = now_.cases[migration_.of].machines;
        return std::any_of(machines.begin(), machines.end(), [&](MachineId id) { return now_.machines[id].name == name; });
    }
    [[nodiscard]] bool stays(const Leaves& leaves) const {
        return std::any_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return moves_.contains(leaf) && !moves_.at(leaf)->leaf.valid(); });
    }

    // One finding for each state that no line speaks of, with a case that runs there.
    void judge_gaps() {
        std::map<StateId, Leaves> gaps;
        for (const Leaves& leaves : situations_) {
            if (stays(leaves)) continue;
            for (const StateId leaf : leaves) {
                if (!moves_.contains(leaf) && has_machine(leaf)) gaps.emplace(leaf, leaves);
            }
        }
        for (const auto& [leaf, leaves] : gaps) {
            const Judged judged_gap = judged(never(standing_in(leaves)));
            if (judged_gap.outcome == Outcome::kept) continue;
            const std::string& state = old_.states[leaf].path;
            if (judged_gap.outcome == Outcome::undecided) {
                undecided(migration_.span, fmt::format("whether a case of {} can come to `{}`, of which the migration says nothing", version(), state), judged_gap.message);
                continue;
            }
            auto& finding = sink_.error("migration-incomplete", migration_.span, fmt::format("a case of {} can be in `{}`, and nothing says what becomes of it", version(), state),
                                        fmt::format("write `{} -> …` with a state of this version, or `{} stays because \"…\"`", state, state));
            finding.labels.push_back({old_.states[leaf].span, "a case can be here"});
            finding.why = "whoever brings the running cases over would find some that go nowhere";
            finding.witness = coming_over(judged_gap.witness, migration_.from, " migrates refused");
        }
    }

    // ---- values -----------------------------------------------------------------------------------------------------------------

    void judge_records() {
        for (const Migration::SameRecord& same : migration_.records) {
            const Record &from = old_.records[same.old_record], &to = now_.records[same.record];
            Type type;
            type.kind = TypeKind::integer;
            type.low = from.low;
            type.high = from.high;
            const auto value = [&] {
                const ExprId made = add(ExprKind::record);
                asked_.exprs[made].record = same.old_record;
                asked_.exprs[made].type = type;
                return made;
            };
            judge_bounds(same.span, to.name, from.low < to.low, from.high > to.high, to.low, to.high, type, value);
        }
        for (const Migration::SameFact& same : migration_.facts) {
            const Type &from = old_.facts[same.old_fact].type, &to = now_.facts[same.fact].type;
            if (from.kind != TypeKind::integer && from.kind != TypeKind::money && from.kind != TypeKind::percent) continue;
            const auto value = [&] {
                const ExprId made = add(ExprKind::fact);
                asked_.exprs[made].fact = same.old_fact;
                asked_.exprs[made].type = from;
                return made;
            };
            judge_bounds(migration_.span, now_.facts[same.fact].name, from.low < to.low, from.high > to.high, to.low, to.high, from, value);
        }
    }

    template <typename Value>
    void judge_bounds(support::Span place, const std::string& name, bool below, bool above, std::int64_t low, std::int64_t high, const Type& type, const Value& value) {
        if (!below && !above) return;
        const auto against = [&](ExprKind kind, std::int64_t bound) {
            const ExprId constant = add(ExprKind::constant);
            asked_.exprs[constant].number = bound;
            asked_.exprs[constant].type = type;
            return add(kind, {value(), constant});
        };
        std::vector<ExprId> outside;
        if (below) outside.push_back(against(ExprKind::less, low));
        if (above) outside.push_back(against(ExprKind::greater, high));
        std::vector<ExprId> both = {all(ExprKind::logical_or, std::move(outside))};
        for (const auto& [leaf, move] : moves_) {
            if (!move->leaf.valid()) both.push_back(add(ExprKind::logical_not, {in(leaf)}));
        }
        for (const StateId leaf : old_.states.ids()) {
            if (old_.states[leaf].of == migration_.old_of && old_.states[leaf].kind == StateKind::final) both.push_back(add(ExprKind::logical_not, {in(leaf)}));
        }
        const Judged judged_bounds = judged(never(all(ExprKind::logical_and, std::move(both))));
        if (judged_bounds.outcome == Outcome::kept) return;
        if (judged_bounds.outcome == Outcome::undecided) return undecided(place, fmt::format("whether `{}` stays within its bounds", name), judged_bounds.message);
        auto& finding = sink_.error("migration-out-of-bounds", place, fmt::format("`{}` of a case of {} can lie outside its bounds of this version", name, version()),
                                    "widen the bounds, give it another value, or let these cases stay");
        finding.why = "such a case could not come over";
        finding.witness = coming_over(judged_bounds.witness, migration_.from, " migrates refused");
    }

    // ---- situations that this version does not know -----------------------------------------------------------------------------

    void judge_new_situations() {
        std::set<Leaves> known;
        for (const explore::Node& node : found_.nodes) {
            Leaves leaves(node.at.leaves.begin(), node.at.leaves.end());
            std::sort(leaves.begin(), leaves.end());
            known.insert(std::move(leaves));
        }
        std::set<Leaves> told;
        for (const Leaves& leaves : situations_) {
            if (stays(leaves)) continue;
            Leaves moved;
            for (const StateId leaf : leaves) {
                if (moves_.contains(leaf)) moved.push_back(moves_.at(leaf)->leaf);
            }
            std::sort(moved.begin(), moved.end());
            if (moved.size() != now_.cases[migration_.of].machines.size() || known.contains(moved) || !told.insert(moved).second) continue;
            const Judged judged_new = judged(never(standing_in(leaves)));
            if (judged_new.outcome != Outcome::broken) continue;
            std::string names;
            for (const StateId leaf : moved) {
                if (!now_.machines[now_.states[leaf].machine].rights) names += fmt::format("{}`{}`", names.empty() ? "" : " and ", now_.states[leaf].path);
            }
            auto& finding = sink_.warning("migration-new-situation", moves_.contains(leaves.front()) ? moves_.at(leaves.front())->span : migration_.span,
                                          fmt::format("a case that comes over from {} can be in {}, where no case of this version ever is", words(leaves), names),
                                          "lead it elsewhere, or let these cases stay");
            finding.why = "what is proved of this version is proved of its own cases: nobody has looked at what becomes of one that stands there";
            finding.witness = coming_over(judged_new.witness, migration_.from, " migrates");
        }
    }

    // ---- deadlines that have passed ------------------------------------------------------------------------------------------------

    void judge_deadlines() {
        std::set<std::pair<StateId, DeadlineId>> asked;
        for (const auto& [leaf, move] : moves_) {
            const bool comes_there = std::any_of(situations_.begin(), situations_.end(), [&](const Leaves& leaves) { return std::find(leaves.begin(), leaves.end(), leaf) != leaves.end(); });
            if (!move->leaf.valid() || !comes_there || move->clock == MoveClock::kept || move->clock == MoveClock::cancelled) continue;
            for (StateId at = move->leaf; at.valid(); at = now_.states[at].parent) {
                for (const DeadlineId deadline : now_.states[at].deadlines) judge_deadline(*move, deadline);
            }
        }
    }

    // Asked of the old version with one more happening, which is taken where the deadline of this version would have passed.
    void judge_deadline(const StateMove& move, DeadlineId deadline) {
        if (const DeadlineId same = counterpart(now_, old_, move, deadline); same.valid() && move.clock != MoveClock::anew && is_same(move, deadline, same)) return;
        Model probed = old_;
        OldExpressions of(now_, migration_, move, probed);
        const ExprId due = of.translated(now_.deadlines[deadline].due);
        const Deadline& asked = now_.deadlines[deadline];
        const std::string& state = now_.states[move.leaf].path;
        if (!due.valid()) {
            return undecided(move.span, fmt::format("whether a deadline of `{}` has passed when a case comes over", state), of.obstacle());
        }
        Event event;
        event.name = "migrates";
        event.happening = true;
        const EventId probe = probed.events.add(std::move(event));
        probed.cases[migration_.old_of].events.push_back(probe);
        Expr passed;
        passed.kind = ExprKind::has_passed;
        passed.type.kind = TypeKind::boolean;
        passed.children = {due};
        Transition rule;
        rule.owner = move.old_leaf;
        rule.of = migration_.old_of;
        rule.event = probe;
        for (const Transition& one : probed.transitions) rule.rule = one.of == rule.of ? std::max(rule.rule, one.rule + 1) : rule.rule;
        rule.limbs.push_back({LimbKind::condition, probed.exprs.add(std::move(passed)), {}, false, move.span});
        rule.span = move.span;
        probed.states[move.old_leaf].on.push_back(probed.transitions.add(std::move(rule)));
        Promise promise;
        promise.of = migration_.old_of;
        promise.claim = ClaimKind::at_most;
        promise.events = {probe};
        const explore::TimeFacts times(probed);
        const Judged past = judge(probed, times, promise, limits_);
        if (past.outcome == Outcome::undecided) return undecided(move.span, fmt::format("whether a deadline of `{}` has passed when a case comes over", state), past.message);
        if (past.outcome != Outcome::broken || !told_.insert({move.span, deadline}).second) return;
        auto& finding = sink_.note("migration-past-due", move.span, fmt::format("a case that comes over to `{}` can find a deadline that has passed, which fires at once", state),
                                   "write `counted anew` or `deadlines kept` if that is not meant");
        finding.labels.push_back({asked.span, "it would have been due already"});
        finding.why = "whoever waited under the older version had more time than this one gives, and loses it on the day of the change";
        finding.witness = coming_over(past.witness, migration_.from, " migrates");
    }

    // The same instant in both versions: it would have fired already.
    [[nodiscard]] bool is_same(const StateMove& move, DeadlineId deadline, DeadlineId old_deadline) const {
        Model scratch = old_;
        OldExpressions of(now_, migration_, move, scratch);
        const ExprId due = of.translated(now_.deadlines[deadline].due);
        return due.valid() && same_expressions(scratch, due, old_.deadlines[old_deadline].due) && old_.deadlines[old_deadline].transitions.size() == 1 &&
               old_.transitions[old_.deadlines[old_deadline].transitions.front()].limbs.empty();
    }

    const Model& now_;
    const Migration& migration_;
    const Model& old_;
    Model asked_;               // the old version with the conditions that are asked of it
    diagnostics::Sink& sink_;
    explore::Limits limits_;
    std::map<StateId, const StateMove*> moves_;
    explore::Exploration old_found_, found_;
    std::set<Leaves> situations_;       // where running cases of the old version stand
    std::set<std::pair<support::Span, DeadlineId>> told_;
};

}  // namespace

void judge_migration(const Model& now, const Migration& migration, const Model& old, diagnostics::Sink& sink, const explore::Limits& limits) {
    if (migration.of.valid() && migration.old_of.valid()) Judgement(now, migration, old, sink, limits).run();
}

}  // namespace recourse::promises
