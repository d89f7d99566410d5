#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/explore/dates.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

namespace {

using semantics::TargetKind;
using semantics::Trigger;

// Somebody can send it as often as they like, and it enters a state.
bool may_repeat(const Model& model, const Transition& rule) {
    if (rule.trigger != Trigger::event || rule.target_kind != TargetKind::move || !rule.owner.valid()) return false;
    const semantics::Event& event = model.events[rule.event];
    return !event.happening && event.at_most == 0 && rule.at_most == 0;
}

// The time limit counted from an entering that the rule repeats, if there is one: of the state that it leads to, or of one inside.
const semantics::Deadline* restarted(const Model& model, const Transition& rule, const explore::Situation& at) {
    for (StateId state = graph::entry_leaf(model, rule.target); state.valid(); state = state == rule.target ? StateId() : model.states[state].parent) {
        const bool there = std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) { return graph::lies_in(model, leaf, state); });
        if (!there) continue;
        for (const semantics::DeadlineId id : model.states[state].deadlines) {
            if (model.deadlines[id].counted_from_entry) return &model.deadlines[id];
        }
    }
    return nullptr;
}

std::string date_in_words(const CheckInput& input, std::int64_t instant) {
    semantics::Type type;
    type.kind = semantics::TypeKind::instant;
    return explore::value_in_words(input.model, input.times, type, instant);
}

// When the time limit ends for a case that enters its state then; nothing when the period depends on the case.
std::optional<std::int64_t> end_of(const CheckInput& input, const semantics::Deadline& deadline, std::int64_t entered) {
    const semantics::Expr& due = input.model.exprs[deadline.due];
    if (due.kind != semantics::ExprKind::after_period || input.model.exprs[due.children[0]].kind != semantics::ExprKind::constant ||
        input.model.exprs[due.children[1]].kind != semantics::ExprKind::state_entry) {
        return std::nullopt;
    }
    explore::SlotKey key;
    key.operation = due.kind;
    key.period = input.model.exprs[due.children[0]].number;
    return explore::Dates(input.model, input.times).made(key, entered);
}

// The scenario in which the act comes as late as it may, and until when the time limit runs before it and after it.
bool show_both_dates(const CheckInput& input, const ExploredCase& explored, std::uint32_t last, const Sought& sought, const semantics::Deadline& deadline,
                     Diagnostic& finding) {
    const SoughtIn anywhere = [&](const explore::Exploration&) { return sought; };
    const auto trace = trace_of(input, explored, explored.way_to(last), anywhere, {explore::Pace::latest, explore::Pace::earliest});
    if (!trace) return false;
    finding.witness = explore::scenario_lines(input.model, input.times, *trace, std::string(finding.code));
    for (std::size_t i = trace->steps.size() - 1; i-- > 0;) {
        const std::vector<StateId> leaves = i > 0 ? trace->steps[i - 1].leaves : std::vector<StateId>();
        if (!entered_states(input.model, explored.of, leaves, trace->steps[i].taken).contains(deadline.state)) continue;
        const auto before = end_of(input, deadline, trace->steps[i].at), after = end_of(input, deadline, trace->steps.back().at);
        if (before && after) {
            finding.labels.back().text += fmt::format(": in the scenario until {}, and then until {}", date_in_words(input, *before), date_in_words(input, *after));
        }
        break;
    }
    return true;
}

}  // namespace

// An act that its party may repeat at will and that enters the same state anew, so that the state's time limit counts from the beginning
// each time: whoever repeats it puts the end off for ever.
void restarted_deadline(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::set<Span> told;
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        for (std::uint32_t index = 0; index < explored->found.edges.size(); ++index) {
            const explore::Edge& edge = explored->found.edges[index];
            if (edge.from == explore::kNoIndex || edge.to == explore::kNoIndex) continue;
            for (const explore::Taken& taken : edge.taken) {
                if (!taken.transition.valid() || taken.round != 0) continue;
                const Transition& rule = model.transitions[taken.transition];
                if (!may_repeat(model, rule) || !is_own(model, rule.span) || told.contains(rule.span)) continue;
                const semantics::Deadline* deadline = restarted(model, rule, explored->at(edge.from));
                if (deadline == nullptr) continue;
                Diagnostic finding = finding_at("restarted-deadline", rule.span,
                                                fmt::format("`{}` may be repeated at will, and each time the time limit of `{}` begins anew", model.events[rule.event].name,
                                                            model.states[deadline->state].path),
                                                "let the rule `stay`, bound it with `at most`, or count the time limit from something that is not repeated");
                finding.labels.front().text = "enters the state again";
                finding.labels.push_back({own_place(model, deadline->state, deadline->span), "counted from entering it"});
                finding.why = "whoever may send it can put the end off for ever";
                const Sought same = [&](const explore::Exploration& found, const explore::Edge& one) {
                    if (one.from == explore::kNoIndex || one.to == explore::kNoIndex) return false;
                    return std::any_of(one.taken.begin(), one.taken.end(), [&](const explore::Taken& other) {
                        return other.transition == taken.transition && other.round == 0 && restarted(model, rule, found.nodes[one.from].at) != nullptr;
                    });
                };
                if (!show_both_dates(input, *explored, index, same, *deadline, finding)) continue;
                told.insert(rule.span);
                sink.add(std::move(finding));
            }
        }
    }
}

}  // namespace recourse::checks
