#include "compiler/explore/steps.h"

#include <algorithm>

#include "compiler/explore/step_run.h"
#include "compiler/graph/precedence.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

Steps::Steps(const Model& model, Slots& slots, semantics::CaseId of) : model_(model), slots_(slots), of_(of), type_(model.cases[of]), plans_(model, slots, of) {
    on_.resize(model.states.size());
    for (const StateId state : model.states.ids()) {
        if (model.states[state].of != of) continue;
        auto& by_event = on_[state.index()];
        by_event.resize(type_.events.size());
        for (const TransitionId id : model.states[state].on) {
            const auto found = std::find(type_.events.begin(), type_.events.end(), model.transitions[id].event);
            if (found != type_.events.end()) by_event[static_cast<std::size_t>(found - type_.events.begin())].push_back(id);
        }
        for (auto& rules : by_event) {
            if (rules.size() > 1) rules = graph::in_precedence(model, std::move(rules));
        }
    }
    const auto in_order = [&](const std::vector<TransitionId>& rules) { return rules.size() > 1 ? graph::in_precedence(model, rules) : rules; };
    for (const semantics::Deadline& deadline : model.deadlines) deadline_rules_.push_back(in_order(deadline.transitions));
    for (const semantics::When& when : model.whens) when_rules_.push_back(in_order(when.transitions));
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
    events(at, all);
    return all;
}

void Steps::events(const Situation& at, std::vector<EventId>& into) const {
    into.clear();
    if (at.standing != Standing::running) return;
    for (const StateId leaf : at.leaves) {
        for (const std::uint32_t local : plans_.states[leaf.index()].events) into.push_back(type_.events[local]);
    }
    if (at.leaves.size() == 1) return;
    // In the order in which the case declares them, whichever machine names them.
    const auto place = [&](EventId id) { return plans_.events[id.index()].local; };
    std::sort(into.begin(), into.end(), [&](EventId a, EventId b) { return place(a) < place(b); });
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

void Successor::begin(const Situation& from) {
    to = from;
    taken.clear();
    conflicts.clear();
    absent_reads.clear();
    accepted = ignored = faulted = inexact = false;
    since_opening = since_epoch = {};
    seen = 0;
    since_watch.reset();
    past_limit.reset();
    way.clear();
}

namespace {

void run(StepRun& step, Trigger trigger) {
    switch (trigger.cause) {
        case Cause::opening: step.open(); break;
        case Cause::event: step.event(trigger.event); break;
        case Cause::time: step.time(); break;
    }
    // What is rejected leaves nothing, and what only it could tell apart need not be told apart.
    if (!step.only_lasting || (step.lasts() && !step.reader.impossible())) step.close();
}

}  // namespace

std::vector<Successor> Steps::next(const Situation& from, Trigger trigger, const Ahead* ahead) const {
    std::vector<Successor> all;
    each(from, trigger, ahead, [&](Successor& one) { all.push_back(std::move(one)); });
    return all;
}

void Steps::each(const Situation& from, Trigger trigger, const Ahead* ahead, const Visit& visit) const {
    const Situation& begin = ahead != nullptr && ahead->certain ? ahead->waited.to : from;
    if (trigger.cause == Cause::event && !can_last(begin, trigger.event)) return;
    choices_.clear();
    do {
        choices_.rewind();
        StepRun step(*this, begin, choices_, made_);
        step.ahead = ahead;
        step.only_lasting = true;
        explore::run(step, trigger);
        if (step.reader.impossible() || !step.lasts()) continue;
        choices_.taken(made_.way);
        visit(made_);
    } while (choices_.advance());
}

// Whether a rule may answer at all, or fail to: one whose right is not used up.
bool Steps::can_last(const Situation& at, EventId event) const {
    const Plans::OfEvent& plan = plans_.events[event.index()];
    const auto used_up = [&](std::uint32_t counter, std::uint32_t at_most) { return at_most != 0 && counter != kNoIndex && at.counts[counter] >= at_most; };
    if (used_up(plan.counter, model_.events[event].at_most)) return false;
    return std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId state) {
        for (; state.valid(); state = model_.states[state].parent) {
            for (const TransitionId rule : on_[state.index()][plan.local]) {
                if (!used_up(plans_.counters[rule.index()], model_.transitions[rule].at_most)) return true;
            }
        }
        return false;
    });
}

std::vector<Successor> Steps::open() const { return next(blank(), {Cause::opening, EventId()}); }

Successor Steps::again(const Situation& from, Trigger trigger, const WayList& way, const Keep& keep, std::vector<Resumption>* resumed) const {
    Choices choices = Choices::replay(way);
    Successor out;
    StepRun step(*this, from, choices, out);
    step.keep = &keep;
    step.resumed = resumed;
    explore::run(step, trigger);
    out.way = way;
    return out;
}

std::vector<Steps::Answered> Steps::answers(const Situation& from, EventId event) const {
    std::vector<Answered> all;
    Choices choices;
    Successor out;
    do {
        choices.rewind();
        StepRun step(*this, from, choices, out);
        step.only_asked = true;
        explore::run(step, {Cause::event, event});
        if (step.reader.impossible()) continue;
        all.push_back({out.accepted, step.by_sender, std::move(out.to), {}});
        choices.taken(all.back().way);
    } while (choices.advance());
    return all;
}

Steps::Ahead Steps::ahead(const Situation& at) const {
    Ahead made;
    ahead(at, made);
    return made;
}

void Steps::ahead(const Situation& at, Ahead& into) const {
    choices_.clear();
    StepRun step(*this, at, choices_, into.waited);
    into.moments.clear();
    step.pending(into.moments);
    into.certain = choices_.is_empty() && !step.reader.impossible();
    if (into.certain) step.wait_for(into.moments, std::nullopt);
}

std::vector<Moment> Steps::pending(const Situation& at) const { return ahead(at).moments; }

}  // namespace recourse::explore
