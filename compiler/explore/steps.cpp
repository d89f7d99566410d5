#include "compiler/explore/steps.h"

#include <algorithm>

#include "compiler/explore/step_run.h"
#include "compiler/graph/precedence.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

Steps::Steps(const Model& model, Slots& slots, semantics::CaseId of) : model_(model), slots_(slots), of_(of), type_(model.cases[of]) {
    on_.resize(model.states.size());
    for (const StateId state : model.states.ids()) {
        if (model.states[state].of != of) continue;
        auto& by_event = on_[state.index()];
        by_event.resize(type_.events.size());
        for (const TransitionId id : model.states[state].on) {
            const auto found = std::find(type_.events.begin(), type_.events.end(), model.transitions[id].event);
            if (found != type_.events.end()) by_event[static_cast<std::size_t>(found - type_.events.begin())].push_back(id);
        }
        for (auto& rules : by_event) rules = graph::in_precedence(model, std::move(rules));
    }
    for (const semantics::Deadline& deadline : model.deadlines) deadline_rules_.push_back(graph::in_precedence(model, deadline.transitions));
    for (const semantics::When& when : model.whens) when_rules_.push_back(graph::in_precedence(model, when.transitions));
}

Situation Steps::blank() const {
    Situation made;
    made.leaves.resize(type_.machines.size());
    made.counts.resize(slots_.counters());
    made.known.resize(slots_.points().size());
    made.known[0] = 1;
    if (slots_.watch().on) made.marks.resize(mark::counts + slots_.watch().counted.size());
    made.domains = slots_.full_domains();
    made.numbers = DifferenceBounds(slots_.numbers());
    made.zone = DifferenceBounds(slots_.points().size());
    for (const Slot& slot : slots_.data()) open_slot(slots_, slot, made);
    return made;
}

std::vector<EventId> Steps::events(const Situation& at) const {
    std::vector<EventId> all;
    if (at.standing != Standing::running) return all;
    for (std::size_t local = 0; local < type_.events.size(); ++local) {
        const bool named = std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) {
            for (StateId state = leaf; state.valid(); state = model_.states[state].parent) {
                if (!on_[state.index()][local].empty()) return true;
            }
            return false;
        });
        if (named) all.push_back(type_.events[local]);
    }
    return all;
}

namespace {

void run(StepRun& step, Trigger trigger) {
    switch (trigger.cause) {
        case Cause::opening: step.open(); break;
        case Cause::event: step.event(trigger.event); break;
        case Cause::time: step.time(); break;
    }
    step.close();
}

}  // namespace

std::vector<Successor> Steps::next(const Situation& from, Trigger trigger, const Ahead* ahead) const {
    std::vector<Successor> all;
    Choices choices;
    do {
        choices.rewind();
        StepRun step(*this, from, choices);
        step.ahead = ahead;
        explore::run(step, trigger);
        if (step.reader.impossible() || (!step.out.accepted && !step.out.faulted && step.out.conflicts.empty())) continue;
        step.out.way = choices.taken();
        all.push_back(std::move(step.out));
    } while (choices.advance());
    return all;
}

std::vector<Successor> Steps::open() const { return next(blank(), {Cause::opening, EventId()}); }

Successor Steps::again(const Situation& from, Trigger trigger, const std::vector<std::uint8_t>& way, const Keep& keep) const {
    Choices choices = Choices::replay(way);
    StepRun step(*this, from, choices);
    step.keep = &keep;
    explore::run(step, trigger);
    step.out.way = way;
    return std::move(step.out);
}

std::vector<Steps::Answered> Steps::answers(const Situation& from, EventId event) const {
    std::vector<Answered> all;
    Choices choices;
    do {
        choices.rewind();
        StepRun step(*this, from, choices);
        step.only_asked = true;
        explore::run(step, {Cause::event, event});
        if (step.reader.impossible()) continue;
        all.push_back({step.out.accepted, step.by_sender, std::move(step.out.to), choices.taken()});
    } while (choices.advance());
    return all;
}

Steps::Ahead Steps::ahead(const Situation& at) const {
    Choices choices;
    StepRun step(*this, at, choices);
    Ahead ahead{step.pending(), false};
    ahead.certain = choices.taken().empty() && !step.reader.impossible();
    return ahead;
}

std::vector<Moment> Steps::pending(const Situation& at) const { return ahead(at).moments; }

}  // namespace recourse::explore
