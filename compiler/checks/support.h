// What several checks need: places that the author can mend, outcomes compared and named.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/checks/checks.h"
#include "compiler/explore/guards.h"

namespace recourse::checks {

using diagnostics::Diagnostic;
using diagnostics::Sink;
using explore::Answer;
using explore::FormulaId;
using explore::Guards;
using semantics::ExprId;
using semantics::Model;
using semantics::StateId;
using semantics::Transition;
using semantics::TransitionId;
using support::Span;

// Whether the place is in the policy's own file; what is written in a library is not its author's to mend.
[[nodiscard]] bool is_own(const Model& model, Span place);
// The same, or in what a policy refines: its author answers for what the whole says, though he can mend his own file alone.
[[nodiscard]] bool is_answered_for(const Model& model, Span place);
// The place itself when it is the author's, else the nearest state around `owner` that is: where the machine was used.
[[nodiscard]] Span own_place(const Model& model, StateId owner, Span place);

// Written alike: the same tree of the same names and constants.
[[nodiscard]] bool same_expression(const Model& model, ExprId a, ExprId b);
// The same target, reason and actions: two rules that say the same do not contradict each other.
[[nodiscard]] bool same_outcome(const Model& model, const Transition& a, const Transition& b);
// "moves to Refunded", "stays", "refuses".
[[nodiscard]] std::string outcome_in_words(const Model& model, const Transition& transition);

// "the buyer", "the buyer or the seller".
[[nodiscard]] std::string senders_in_words(const Model& model, const semantics::Event& event);
// "the buyer's `ask`"; of what is nobody's act, its name alone.
[[nodiscard]] std::string act_in_words(const Model& model, const semantics::Event& event);

// The languages in which the file has a title: those in which it is read. A title without a language is Chinese where its words are, else English.
[[nodiscard]] std::vector<std::string> title_languages(const Written& written);

// Another machine of the case can end it, so that this one may be left where it is.
[[nodiscard]] bool ended_from_outside(const CheckInput& input, semantics::MachineId machine);

// A question about a rule in its state.
[[nodiscard]] explore::Place place_of(const Model& model, const Transition& transition);
// The rule's own conditions; of an `otherwise`, that no other way of its rule among `rivals` holds as well.
[[nodiscard]] FormulaId enabled(Guards& guards, const Model& model, const std::vector<TransitionId>& rivals, TransitionId id);

// One of these findings has a label inside the rule: what is the matter with it has been said.
[[nodiscard]] bool told_within(const Sink& sink, Span rule, std::initializer_list<std::string_view> codes);

// Says that the compiler could not decide `what` at a place.
void report_undecided(Sink& sink, Span place, const std::string& what, const std::string& obstacle);
// A finding with the severity of checks.def, for who has yet to see whether it can be shown.
[[nodiscard]] Diagnostic finding_at(std::string_view code, Span place, std::string message, std::string hint);
// The same, told at once.
Diagnostic& report(Sink& sink, std::string_view code, Span place, std::string message, std::string hint);

}  // namespace recourse::checks
