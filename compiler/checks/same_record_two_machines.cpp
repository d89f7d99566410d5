#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using semantics::RecordId;

const semantics::Action* writer_of(const Transition& transition, RecordId record) {
    const auto found = std::find_if(transition.actions.begin(), transition.actions.end(), [&](const semantics::Action& action) {
        return action.kind != semantics::ActionKind::perform && action.record == record;
    });
    return found == transition.actions.end() ? nullptr : &*found;
}

// Pairs of rules of two machines that answer one event in one step.
class Writers {
public:
    Writers(const CheckInput& input, Sink& sink) : input_(input), model_(input.model), sink_(sink) {}

    void compare(const Transition& a, const Transition& b) {
        if (a.event != b.event || a.of != b.of || !differ_in_machine(a, b)) return;
        for (const semantics::Action& action : a.actions) {
            if (action.kind == semantics::ActionKind::perform) continue;
            const semantics::Action* other = writer_of(b, action.record);
            if (other != nullptr && can_meet(a, b)) say(a, action, b, *other);
        }
    }

private:
    bool differ_in_machine(const Transition& a, const Transition& b) const {
        return model_.states[a.owner].machine != model_.states[b.owner].machine && input_.reached[a.owner.index()] && input_.reached[b.owner.index()];
    }

    bool can_meet(const Transition& a, const Transition& b) const {
        Guards guards(model_, input_.times, place_of(model_, a));
        return !guards.can_hold(guards.all({guards.in(b.owner), guards.limbs(a), guards.limbs(b)})).no();
    }

    void say(const Transition& a, const semantics::Action& first, const Transition& b, const semantics::Action& second) {
        if (!said_.insert({first.span, second.span}).second) return;
        const std::string& record = model_.records[first.record].name;
        Diagnostic& finding = report(sink_, "same-record-two-machines", own_place(model_, b.owner, second.span),
                                     fmt::format("`{}` is written by two machines when `{}` comes", record, model_.events[a.event].name),
                                     "let one of the machines keep the record, or make their conditions exclude each other");
        finding.labels.front().text = "written here …";
        finding.labels.push_back({own_place(model_, a.owner, first.span), "… and here, in the same step"});
        finding.why = "both are applied at once, so that no order says which value stays";
    }

    const CheckInput& input_;
    const Model& model_;
    Sink& sink_;
    std::set<std::pair<Span, Span>> said_;
};

}  // namespace

void same_record_two_machines(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::vector<const Transition*> writing;
    for (const Transition& transition : model.transitions) {
        const bool writes = std::any_of(transition.actions.begin(), transition.actions.end(), [](const semantics::Action& action) {
            return action.kind != semantics::ActionKind::perform;
        });
        if (writes && transition.trigger == semantics::Trigger::event && transition.owner.valid()) writing.push_back(&transition);
    }
    Writers writers(input, sink);
    for (std::size_t i = 0; i < writing.size(); ++i) {
        for (std::size_t j = i + 1; j < writing.size(); ++j) writers.compare(*writing[i], *writing[j]);
    }
}

}  // namespace recourse::checks
