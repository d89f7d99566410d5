#include "compiler/scenarios/coverage.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/render_finding.h"
#include "compiler/emit/text.h"

namespace recourse::scenarios {

using diagnostics::place_of;
using namespace semantics;

namespace {

class Near : public DeadlineListener {
public:
    Near(const Bridge& bridge, std::vector<bool>& seen, Instant at, bool fires_at)
        : bridge_(bridge), seen_(seen), at_(at), fires_at_(fires_at) {}
    void deadline(const DeadlineInfo& info) override {
        if (info.due == never || info.overdue) return;
        const bool before = fires_at_ ? at_ < info.due : at_ <= info.due;
        const DeadlineId id = bridge_.deadline_of(info.deadline);
        if (before && info.due - at_ <= day_ms && id.valid()) seen_[id.index()] = true;
    }

private:
    const Bridge& bridge_;
    std::vector<bool>& seen_;
    Instant at_;
    bool fires_at_;
};

// Rules that a scenario can take; a refusal has its own page of coverage, being seen only through `refused`.
bool counts(const Transition& transition) { return transition.target_kind == TargetKind::move || transition.target_kind == TargetKind::stay; }

std::string shown(const support::SourceTable& sources, Span span) {
    constexpr std::size_t longest = 70;
    std::string text = emit::source_text(&sources, span);
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return text.substr(0, end) + " …";
}

bool tally(CoverageCount& count, bool covered) {
    ++count.total;
    if (covered) ++count.covered;
    return covered;
}

// The scenarios of a policy that refines another answer for what it says itself, and for rules that it has given another meaning by a
// named value; what it takes over as it is, those of the refined policy have tried.
class Answered {
public:
    explicit Answered(const Model& model)
        : model_(model), refines_(std::any_of(model.cases.begin(), model.cases.end(), [&](const semantics::Case& one) { return one.span.file != model.span.file; })) {}

    [[nodiscard]] bool state(StateId id) const {
        if (!refines_) return true;
        for (; id.valid(); id = model_.states[id].parent) {
            // Within an own state that is a machine of a library everything is own; in a state that is the refined policy's, what is added.
            if (is_own(model_.states[id].span)) return true;
            if (model_.states[id].instance_of.empty() && !is_inside_instance(id)) return false;
        }
        return false;
    }
    [[nodiscard]] bool transition(const Transition& rule) const {
        if (!refines_ || is_own(rule.span) || (rule.owner.valid() && is_inside_instance(rule.owner) && state(rule.owner))) return true;
        if (rule.deadline.valid() && reads_own(model_.deadlines[rule.deadline].due)) return true;
        const auto limb_reads = [&](const Limb& limb) { return reads_own(limb.condition) || reads_own(limb.instant); };
        const auto action_reads = [&](const Action& action) {
            return reads_own(action.value) || std::any_of(action.arguments.begin(), action.arguments.end(), [&](ExprId id) { return reads_own(id); });
        };
        return std::any_of(rule.limbs.begin(), rule.limbs.end(), limb_reads) || std::any_of(rule.actions.begin(), rule.actions.end(), action_reads);
    }
    [[nodiscard]] bool deadline(const Deadline& one) const {
        return !refines_ || is_own(one.span) || reads_own(one.due) || (is_inside_instance(one.state) && state(one.state));
    }
    [[nodiscard]] bool row(const DecisionRow& row) const { return !refines_ || is_own(row.span); }
    [[nodiscard]] bool duty(const Duty& duty) const { return !refines_ || is_own(duty.span); }

private:
    [[nodiscard]] bool is_own(Span span) const { return span.file == model_.span.file; }
    [[nodiscard]] bool is_inside_instance(StateId id) const {
        for (id = model_.states[id].parent; id.valid(); id = model_.states[id].parent) {
            if (!model_.states[id].instance_of.empty()) return true;
        }
        return false;
    }
    [[nodiscard]] bool reads_own(ExprId id) const {
        if (!id.valid()) return false;
        const Expr& expr = model_.exprs[id];
        return is_own(expr.span) || std::any_of(expr.children.begin(), expr.children.end(), [&](ExprId child) { return reads_own(child); });
    }

    const Model& model_;
    bool refines_;
};

void miss(CoverageCount& count, std::string what, Place place) { count.missed.push_back({std::move(what), std::move(place)}); }

}  // namespace

CoverageTally::CoverageTally(const Bridge& bridge)
    : bridge_(bridge), states_(bridge.model().states.size()), transitions_(bridge.model().transitions.size()),
      near_(bridge.model().deadlines.size()), fired_(bridge.model().deadlines.size()) {
    for (const Decision& decision : bridge.model().decisions) rows_.emplace_back(decision.rows.size());
}

void CoverageTally::look(Stage& stage, Instant at, bool fires_at) {
    if (!stage.is_open()) return;
    Near listener(bridge_, near_, at, fires_at);
    deadlines(bridge_.program(), stage.at_hand(), listener);
}

void CoverageTally::add(std::span<const Move> moves) {
    for (const Move& move : moves) {
        if (const StateId to = bridge_.state_of(move.to); to.valid()) states_[to.index()] = true;
        const TransitionId rule = bridge_.transition_of(move.transition);
        if (!rule.valid()) continue;
        transitions_[rule.index()] = true;
        if (const DeadlineId deadline = bridge_.model().transitions[rule].deadline; deadline.valid()) fired_[deadline.index()] = true;
    }
}

void CoverageTally::add_row(DecisionId decision, std::uint32_t row_in_program) {
    if (row_in_program == none) return;
    const std::string_view name = bridge_.program().row_name(row_in_program);
    const auto& rows = bridge_.model().decisions[decision].rows;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const DecisionRow& one) { return one.name == name; });
    if (row != rows.end()) rows_[decision.index()][static_cast<std::size_t>(row - rows.begin())] = true;
}

void CoverageTally::report_duties(const support::SourceTable& sources, Coverage& coverage) const {
    const Model& model = bridge_.model();
    const Answered answered(model);
    for (const Duty& duty : model.duties) {
        const bool done = states_[duty.done.index()], broken = states_[duty.broken.index()];
        if (!answered.duty(duty) || tally(coverage.duties, done && broken)) continue;
        const std::string_view lacks = done ? "no scenario breaks it" : broken ? "no scenario fulfils it in time" : "no scenario fulfils it in time, and none breaks it";
        miss(coverage.duties, fmt::format("the duty {}: {}", duty.name, lacks), place_of(sources, duty.span));
    }
}

Coverage CoverageTally::report(const support::SourceTable& sources) const {
    const Model& model = bridge_.model();
    const Answered answered(model);
    Coverage coverage;
    // What a duty is made of is counted as one; where rights stand is no state of the author's, nor how a clock runs.
    const auto is_made = [&](StateId state) {
        if (!state.valid()) return false;
        const Machine& machine = model.machines[model.states[state].machine];
        return machine.duty.valid() || machine.clock;
    };
    report_duties(sources, coverage);
    for (const StateId id : model.states.ids()) {
        const State& state = model.states[id];
        if (is_made(id) || model.machines[state.machine].rights) continue;
        if (!state.children.empty() || !answered.state(id) || tally(coverage.states, states_[id.index()])) continue;
        miss(coverage.states, fmt::format("no scenario enters {}", state.path), place_of(sources, state.span));
    }
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& transition = model.transitions[id];
        // Of a case that is opened the states are the author's; the rules between them are one line.
        const bool follows_opening = transition.owner.valid() && model.machines[model.states[transition.owner].machine].opening.valid();
        if (is_made(transition.owner) || follows_opening) continue;
        if (!counts(transition) || !answered.transition(transition) || tally(coverage.transitions, transitions_[id.index()])) continue;
        miss(coverage.transitions, fmt::format("no scenario takes `{}`", shown(sources, transition.span)), place_of(sources, transition.span));
    }
    for (const DeadlineId id : model.deadlines.ids()) {
        const Deadline& deadline = model.deadlines[id];
        if (is_made(deadline.state) || !answered.deadline(deadline)) continue;
        const bool near = near_[id.index()], fired = fired_[id.index()];
        if (tally(coverage.deadlines, near && fired)) continue;
        const std::string_view lacks = near    ? "looked at on its last day, but it never fires"
                                       : fired ? "it fires, but no line of a scenario lies in the day before"
                                               : "it never fires, and no line of a scenario lies in the day before";
        miss(coverage.deadlines, fmt::format("`{}` in {}: {}", shown(sources, deadline.span), model.states[deadline.state].path, lacks),
             place_of(sources, deadline.span));
    }
    for (const DecisionId id : model.decisions.ids()) {
        const Decision& decision = model.decisions[id];
        for (std::size_t row = 0; row < decision.rows.size(); ++row) {
            if (!answered.row(decision.rows[row]) || tally(coverage.rows, rows_[id.index()][row])) continue;
            miss(coverage.rows, fmt::format("no `decide` line is answered by row `{}` of {}", decision.rows[row].name, decision.name),
                 place_of(sources, decision.rows[row].span));
        }
    }
    return coverage;
}

}  // namespace recourse::scenarios
