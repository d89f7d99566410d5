#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

using semantics::RecordId;

const semantics::Action* writer_of(const Transition& transition, RecordId record) {
    const auto found = std::find_if(transition.actions.begin(), transition.actions.end(), [&](const semantics::Action& action) {
        return action.kind != semantics::ActionKind::perform && action.record == record;
    });
    return found == transition.actions.end() ? nullptr : &*found;
}

// Pairs of rules of two machines that are taken in one step: of one event, or by themselves at one instant.
class Writers {
public:
    Writers(const CheckInput& input, Sink& sink) : input_(input), model_(input.model), sink_(sink) {}

    // Where all situations are known, they tell: the rules that machines took together.
    void look(const ExploredCase& explored) {
        // Two that count at one instant may go over the record's bound together: then the case halts, which case-halts tells.
        const auto is_halted = [](const explore::Node& node) { return node.at.standing == explore::Standing::halted; };
        const bool halts = std::any_of(explored.found.nodes.begin(), explored.found.nodes.end(), is_halted);
        for (std::uint32_t index = 0; index < explored.found.edges.size(); ++index) {
            const auto& taken = explored.found.edges[index].taken;
            for (std::size_t i = 0; i < taken.size(); ++i) {
                for (std::size_t j = i + 1; j < taken.size(); ++j) {
                    const bool told = halts && explored.found.edges[index].trigger.cause == explore::Cause::time;
                    if (told || taken[i].round != taken[j].round || taken[i].machine == taken[j].machine) continue;
                    together(explored, index, taken[i].transition, taken[j].transition);
                }
            }
        }
    }

    void compare(const Transition& a, const Transition& b) {
        if (a.event != b.event || a.of != b.of || !differ_in_machine(a, b)) return;
        for (const semantics::Action& action : a.actions) {
            if (action.kind == semantics::ActionKind::perform) continue;
            const semantics::Action* other = writer_of(b, action.record);
            if (other != nullptr && can_meet(a, b)) say(a, action, b, *other);
        }
    }

private:
    void together(const ExploredCase& explored, std::uint32_t edge, TransitionId first, TransitionId second) {
        if (!first.valid() || !second.valid()) return;
        const Transition& a = model_.transitions[std::min(first, second)];
        const Transition& b = model_.transitions[std::max(first, second)];
        for (const semantics::Action& action : a.actions) {
            const semantics::Action* other = action.kind == semantics::ActionKind::perform ? nullptr : writer_of(b, action.record);
            if (other == nullptr || said_.contains({action.span, other->span})) continue;
            Diagnostic finding = finding_of(a, action, b, *other);
            const Sought both = [&](const explore::Exploration&, const explore::Edge& one) { return takes_together(one, first, second); };
            if (!show(input_, explored, explored.way_to(edge), both, finding)) continue;
            said_.insert({action.span, other->span});
            sink_.add(std::move(finding));
        }
    }

    static bool takes_together(const explore::Edge& edge, TransitionId first, TransitionId second) {
        return std::any_of(edge.taken.begin(), edge.taken.end(), [&](const explore::Taken& one) {
            return one.transition == first && std::any_of(edge.taken.begin(), edge.taken.end(), [&](const explore::Taken& other) {
                       return other.transition == second && other.round == one.round && other.machine != one.machine;
                   });
        });
    }

    bool differ_in_machine(const Transition& a, const Transition& b) const {
        return model_.states[a.owner].machine != model_.states[b.owner].machine && input_.reached[a.owner.index()] && input_.reached[b.owner.index()];
    }

    bool can_meet(const Transition& a, const Transition& b) const {
        Guards guards(model_, input_.times, place_of(model_, a));
        return !guards.can_hold(guards.all({guards.in(b.owner), guards.limbs(a), guards.limbs(b)})).no();
    }

    void say(const Transition& a, const semantics::Action& first, const Transition& b, const semantics::Action& second) {
        if (said_.insert({first.span, second.span}).second) sink_.add(finding_of(a, first, b, second));
    }

    Diagnostic finding_of(const Transition& a, const semantics::Action& first, const Transition& b, const semantics::Action& second) const {
        const std::string& record = model_.records[first.record].name;
        const bool acted = a.trigger == semantics::Trigger::event;
        Diagnostic finding = finding_at("same-record-two-machines", own_place(model_, b.owner, second.span),
                                        acted ? fmt::format("`{}` is written by two machines when `{}` comes", record, model_.events[a.event].name)
                                              : fmt::format("`{}` is written by two machines when two of their time limits or conditions meet at one instant", record),
                                        "let one of the machines keep the record, or make their conditions exclude each other");
        finding.labels.front().text = "written here …";
        finding.labels.push_back({own_place(model_, a.owner, first.span), "… and here, in the same step"});
        finding.why = "both are applied at once, so that no order says which value stays";
        return finding;
    }

    const CheckInput& input_;
    const Model& model_;
    Sink& sink_;
    std::set<std::pair<Span, Span>> said_;
};

}  // namespace

// Two machines that write one record in one step. Where not all situations are known, rules of one event whose conditions can hold together.
void same_record_two_machines(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::vector<const Transition*> writing;
    for (const Transition& transition : model.transitions) {
        const bool writes = std::any_of(transition.actions.begin(), transition.actions.end(), [](const semantics::Action& action) {
            return action.kind != semantics::ActionKind::perform;
        });
        const bool known = explored_of(input, transition.of) != nullptr;
        if (writes && !known && transition.trigger == semantics::Trigger::event && transition.owner.valid()) writing.push_back(&transition);
    }
    Writers writers(input, sink);
    for (const auto& explored : input.explored) {
        if (explored->found.exact()) writers.look(*explored);
    }
    for (std::size_t i = 0; i < writing.size(); ++i) {
        for (std::size_t j = i + 1; j < writing.size(); ++j) writers.compare(*writing[i], *writing[j]);
    }
}

}  // namespace recourse::checks
