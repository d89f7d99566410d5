// What the checks that look at time share: the explored situations of each case type, and findings shown by a scenario.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/checks/support.h"
#include "compiler/explore/refinement.h"
#include "compiler/explore/trace.h"

namespace recourse::checks {

// A case type by classes of days, where dates that were tried did not show what the search by bounds found. Made when it is first asked for;
// what one finding has split serves the next.
struct ByClasses {
    std::unique_ptr<explore::Refinement> refinement;
    std::optional<explore::Exploration> found;
    std::string undecided;   // why not every way could be followed; empty when all could
};

// One case type with all situations that its cases can come to.
struct ExploredCase {
    ExploredCase(const Model& model, const explore::TimeFacts& times, semantics::CaseId type, const explore::Limits& limits);
    semantics::CaseId of;
    explore::Limits limits;
    explore::Explorer explorer;
    explore::Exploration found;
    std::vector<bool> states, transitions;    // by state and transition of the model: some case comes there, takes it
    // Two rules that were enabled together, the lesser first, and the first edge on which they were.
    std::map<std::pair<TransitionId, TransitionId>, std::uint32_t> conflicts;

    [[nodiscard]] const explore::Situation& at(std::uint32_t node) const { return found.nodes[node].at; }
    void enter(const Model& model, StateId leaf);   // it is come to, and what is around it
    // The edges from the opening to the end of this one.
    [[nodiscard]] std::vector<std::uint32_t> way_to(std::uint32_t edge) const { return found.way_to(edge); }

    // Where the calendar counts: whether states and transitions that the search by bounds comes to are come to on some date. What the search
    // by days has to leave open counts as come to, and is told as undecided.
    void confirm(const Model& model, const explore::TimeFacts& times);
    [[nodiscard]] const explore::Explorer& by_days() const { return by_classes->refinement->explorer(); }   // whose situations a Sought is asked of
    std::shared_ptr<ByClasses> by_classes = std::make_shared<ByClasses>();
};

// What a finding claims of the last step of a way, so that other ways that show the same are found: an edge of an exploration.
using Sought = std::function<bool(const explore::Exploration&, const explore::Edge&)>;
// The same for a claim that rests on all of a search: asked once of each.
using SoughtIn = std::function<Sought(const explore::Exploration&)>;
// Two rules that are enabled together.
[[nodiscard]] Sought in_conflict(TransitionId a, TransitionId b);
// The same rules taken for the same reason between the same states.
[[nodiscard]] Sought same_step(const explore::Exploration& found, std::uint32_t edge);

// The ways of a search that would show a claim, and what they have to show beyond their steps.
using WaysIn = std::function<std::vector<explore::Way>(const explore::Exploration&)>;
struct Shown {
    explore::Way way;       // of `by_classes->found`
    explore::Trace trace;
};
// Splits classes of days until a way is shown or none is left; of a search of one's own, which follows more than the rules, with `by`.
[[nodiscard]] std::optional<Shown> shown_by_days(const Model& model, const explore::TimeFacts& times, const ExploredCase& explored, const WaysIn& ways_in);
[[nodiscard]] std::optional<Shown> shown_by_days(const Model& model, const ExploredCase& explored, ByClasses& by, const WaysIn& ways_in);

// The exploration of the case type whose rule it is, when all of it is known; else null.
[[nodiscard]] const ExploredCase* explored_of(const CheckInput& input, semantics::CaseId of);

// The machine in this leaf has ended, or rests.
[[nodiscard]] bool is_settled(const Model& model, StateId leaf);
// The leaves of machines that have neither ended nor rest.
[[nodiscard]] std::vector<StateId> unfinished(const Model& model, const explore::Situation& at);
// A finding of this code has a label at one of the states.
[[nodiscard]] bool told_of_states(const Sink& sink, std::string_view code, const Model& model, const std::vector<StateId>& states);

// Every state that the case is in, from the leaves outwards.
[[nodiscard]] std::set<StateId> active_states(const Model& model, const explore::Situation& at);
// The states that a step enters and in which it leaves the case, with everything around them; `leaves`: where the case was before it.
[[nodiscard]] std::set<StateId> entered_states(const Model& model, semantics::CaseId of, std::vector<StateId> leaves, const std::vector<explore::Taken>& steps);
// Adds the scenario that leads along the edges, as a witness that is replayed. Where no date that is tried does, another way whose last
// step is what is `sought` (one like this way's where nothing is said) is sought by classes of days. False when none is, on no date: the
// finding is none.
[[nodiscard]] bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, Diagnostic& finding,
                        explore::Pace pace = explore::Pace::earliest);
[[nodiscard]] bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, const Sought& sought,
                        Diagnostic& finding, explore::Pace pace = explore::Pace::earliest);
[[nodiscard]] bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, const SoughtIn& sought,
                        Diagnostic& finding, explore::Pace pace = explore::Pace::earliest);
// The case itself, at the first of the paces at which some date shows it.
[[nodiscard]] std::optional<explore::Trace> trace_of(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges,
                                                     const SoughtIn& sought, const std::vector<explore::Pace>& paces);

// Adds the scenario that comes nearest to a rule of this state: the shortest way to the state, and there its event, which is refused.
// Nothing is added where no date shows one.
void show_nearest_miss(const CheckInput& input, const ExploredCase& explored, StateId state, semantics::EventId event, Diagnostic& finding);

// The same for a rule that nobody sends: a case that stays in its state for as long as one can, and is then led elsewhere or stays.
void show_overtaken(const CheckInput& input, const ExploredCase& explored, StateId state, Diagnostic& finding);

// The parties that can move a case on from there, by name; "nobody" is an empty list, a happening is "" in it.
[[nodiscard]] std::set<std::string> who_can_act(const Model& model, const ExploredCase& explored, std::uint32_t node);

}  // namespace recourse::checks
