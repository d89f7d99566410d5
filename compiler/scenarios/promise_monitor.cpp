#include "compiler/scenarios/promise_monitor.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "compiler/graph/state_graph.h"

namespace recourse::scenarios {

using namespace semantics;

namespace {

bool among(const std::vector<std::uint32_t>& all, std::uint32_t one) { return std::find(all.begin(), all.end(), one) != all.end(); }
bool among(const std::vector<StateId>& all, StateId one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool meet(const std::vector<StateId>& a, const std::vector<StateId>& b) {
    return std::any_of(a.begin(), a.end(), [&](StateId one) { return among(b, one); });
}

bool is_of_time(const Promise& promise) { return promise.claim == ClaimKind::leads_to || promise.claim == ClaimKind::ends; }

std::string in_words(const Model& model, const std::vector<StateId>& states) {
    std::string text;
    for (const StateId state : states) text += fmt::format("{}`{}`", text.empty() ? "" : " or ", model.states[state].path);
    return text;
}

// Hears whether some act is possible.
struct AnyPermission final : PermissionListener {
    void permission(const Permission& one) override { any = any || one.allowed; }
    bool any = false;
};

struct Deaf final : Listener {
    void moved(const Move& /*move*/) override {}
    void effect(const EffectCall& /*call*/) override {}
};

}  // namespace

// Passes on what the runtime tells, and notes it. An event is noted before the first of its moves.
struct PromiseMonitor::Tee final : Listener {
    Tee(PromiseMonitor& of, Listener& to, const Input* input, bool opens) : monitor(of), listener(to), event(input), opening(opens) {}

    void moved(const Move& move) override {
        if (move.cause == Cause::event) hear_event();
        monitor.note_move(move);
        listener.moved(move);
    }
    void effect(const EffectCall& call) override {
        monitor.note_effect(call);
        listener.effect(call);
    }
    void hear_event() {
        if (event != nullptr) monitor.note_event(*event, opening);
        event = nullptr;
    }

    PromiseMonitor& monitor;
    Listener& listener;
    const Input* event;
    bool opening;
};

std::string not_followed(const Model& model, const Promise& promise) {
    switch (promise.claim) {
        case ClaimKind::can_lead_to: return "speaks of what can happen";
        case ClaimKind::may: return "speaks of what is possible at every instant";
        case ClaimKind::never:
        case ClaimKind::always: return "looks at a condition after every step";
        default: break;
    }
    const bool plain = std::all_of(promise.given.begin(), promise.given.end(), [&](ExprId one) { return reads_facts_alone(model, one); });
    return plain ? "" : "assumes something that is read from more than facts";
}

FollowedPromises::FollowedPromises(const Bridge& bridge) : bridge_(bridge) {
    const Model& model = bridge.model();
    for (std::size_t i = 0; i < model.promises.size(); ++i) {
        const Promise& promise = model.promises[i];
        if (!not_followed(model, promise).empty()) continue;
        Followed one;
        one.index = i;
        one.promise = &promise;
        one.type = bridge.case_type(promise.of);
        const auto event = [&](EventId id) { return id.valid() ? bridge.event(promise.of, id) : none; };
        for (const PartyId id : promise.silent) one.silent.push_back(bridge.party(id));
        for (const PartyId id : promise.prompt) one.prompt.push_back(bridge.party(id));
        for (const EventId id : promise.unless) one.unless.push_back(event(id));
        for (const EventId id : promise.events) one.events.push_back(event(id));
        for (const EffectId id : promise.effects) one.effects.push_back(id.valid() ? bridge.effect(id) : none);
        one.after = event(promise.after);
        one.before = event(promise.before);
        one.party = bridge.party(promise.party);
        all_.push_back(std::move(one));
    }
    for (const CalendarChoice& choice : model.calendars) {
        support::CalendarFacts facts;
        if (choice.calendar.valid()) {
            const Calendar& calendar = model.calendars_used[choice.calendar];
            facts = {calendar.weekend_mask, calendar.first_year, calendar.last_year, calendar.holidays, calendar.workdays};
        }
        calendars_.push_back(support::build_calendar(facts).table);
    }
}

const support::CalendarTable* FollowedPromises::calendar(const CaseFacts& facts) const {
    const Model& model = bridge_.model();
    std::size_t chosen = 0;
    const auto& declared = model.cases[facts.of].facts;
    for (std::size_t f = 0; f < declared.size() && f < facts.values.size(); ++f) {
        if (model.calendar_fact.empty() || model.facts[declared[f]].name != model.calendar_fact) continue;
        for (std::size_t i = 0; i < model.calendars.size(); ++i) {
            if (model.calendars[i].member == facts.values[f].number) chosen = i;
        }
    }
    if (chosen >= calendars_.size() || !model.calendars[chosen].calendar.valid()) return nullptr;
    return &calendars_[chosen];
}

// ---- the runtime's functions ---------------------------------------------------------------------------------------------------

StepResult PromiseMonitor::open(std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts, Listener& listener,
                                const Input* opening) {
    // Whether there is a case, and so which zone it has, is known once its first move is told.
    struct Begin final : Listener {
        Begin(PromiseMonitor& of, std::span<std::byte> in, Instant when, std::span<const Value> given, Tee& to)
            : monitor(of), bytes(in), at(when), facts(given), tee(to) {}
        void moved(const Move& move) override {
            if (!begun) monitor.note_opening(CaseRef(bytes), at, facts);
            begun = true;
            tee.moved(move);
        }
        void effect(const EffectCall& call) override { tee.effect(call); }
        PromiseMonitor& monitor;
        std::span<std::byte> bytes;
        Instant at;
        std::span<const Value> facts;
        Tee& tee;
        bool begun = false;
    };
    Tee tee(*this, listener, opening, true);
    Begin begin(*this, bytes, at, facts, tee);
    const StepResult result = recourse::open(followed_->bridge().program(), bytes, type, at, facts, begin, opening);
    if (begin.begun) note_end(CaseRef(bytes), at);
    return result;
}

StepResult PromiseMonitor::step(CaseRef c, const Input& input, Listener& listener) {
    if (watches_.empty()) return recourse::step(followed_->bridge().program(), c, input, listener);
    look_ahead(c, input.at - 1);
    Tee tee(*this, listener, &input, false);
    const StepResult result = recourse::step(followed_->bridge().program(), c, input, tee);
    if (result.verdict == Verdict::accepted) tee.hear_event();
    note_end(c, input.at);
    return result;
}

StepResult PromiseMonitor::advance(CaseRef c, Instant to, Listener& listener) {
    if (watches_.empty()) return recourse::advance(followed_->bridge().program(), c, to, listener);
    look_ahead(c, to);
    Tee tee(*this, listener, nullptr, false);
    const StepResult result = recourse::advance(followed_->bridge().program(), c, to, tee);
    note_end(c, to);
    return result;
}

// Time limits up to then, on a copy: who has an act to make when one takes effect is known only before.
void PromiseMonitor::look_ahead(CaseRef c, Instant to) {
    ahead_.clear();
    std::uint64_t asked = 0;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        if (!watches_[i].on) continue;
        for (const std::uint32_t party : followed_->all()[i].prompt) asked |= std::uint64_t{1} << party;
    }
    if (asked == 0 || c.status() != Status::running || c.next_due() > to) return;
    std::vector<std::uint64_t> words((c.bytes().size() + 7) / 8);
    std::memcpy(words.data(), c.bytes().data(), c.bytes().size());
    const CaseRef copy(std::as_writable_bytes(std::span(words)).first(c.bytes().size()));
    const Program& program = followed_->bridge().program();
    Deaf deaf;
    while (copy.status() == Status::running && copy.next_due() <= to) {
        const Instant due = copy.next_due();
        Ahead one{due, 0};
        for (std::uint32_t party = 0; party < program.party_count() && party < 64; ++party) {
            if ((asked >> party & 1) == 0) continue;
            AnyPermission permission;
            allowed(program, copy, party, due, permission);
            if (permission.any) one.parties |= std::uint64_t{1} << party;
        }
        ahead_.push_back(one);
        if (recourse::advance(program, copy, due, deaf).verdict != Verdict::accepted || copy.next_due() <= due) break;
    }
}

// ---- what happens ----------------------------------------------------------------------------------------------------------------

void PromiseMonitor::note_opening(CaseRef c, Instant at, std::span<const Value> facts) {
    const Bridge& bridge = followed_->bridge();
    const Program& program = bridge.program();
    for (const CaseId id : bridge.model().cases.ids()) {
        if (bridge.case_type(id) == c.type()) facts_.of = id;
    }
    facts_.opening = at;
    for (const Value& value : facts) facts_.values.push_back({value.number, std::string(value.text)});
    zone_ = program.zone(&c, c.type());
    first_machine_ = program.first_machine(c.type());
    leaves_.assign(program.machine_count(c.type()), StateId());
    watches_.resize(followed_->all().size());
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Followed& followed = followed_->all()[i];
        watches_[i].over = followed.type != c.type();
        watches_[i].scope = followed.after == none;
        const ClaimKind claim = followed.promise->claim;
        if (claim != ClaimKind::leads_to && claim != ClaimKind::never_leads_to) begin(i, at);
    }
}

void PromiseMonitor::begin(std::size_t which, Instant at) {
    Watch& watch = watches_[which];
    const Promise& promise = *followed_->all()[which].promise;
    if (watch.over || watch.on) return;
    for (const ExprId condition : promise.given) {
        if (!holds(followed_->bridge().model(), condition, facts_)) return;
    }
    watch.on = true;
    watch.limit = never;
    if (!promise.within) return;
    const support::CalendarTable* table = followed_->calendar(facts_);
    const CalendarView view = table == nullptr ? CalendarView{} : table->view();
    const TimeResult limit = after(zone_, table == nullptr ? nullptr : &view, Period{static_cast<std::uint64_t>(*promise.within)}, at);
    if (limit.ok) watch.limit = limit.value;
}

void PromiseMonitor::note_time(Instant at) {
    last_ = std::max(last_, at);
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Watch& watch = watches_[i];
        if (!watch.on || watch.limit >= at) continue;
        const Promise& promise = *followed_->all()[i].promise;
        break_promise(i, watch.limit,
                      promise.claim == ClaimKind::ends
                          ? fmt::format("the case had not ended by {}", when(watch.limit))
                          : fmt::format("{} was not entered by {}", in_words(followed_->bridge().model(), promise.to), when(watch.limit)));
    }
}

void PromiseMonitor::note_event(const Input& input, bool opens) {
    note_time(input.at);
    const Program& program = followed_->bridge().program();
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Followed& followed = followed_->all()[i];
        Watch& watch = watches_[i];
        // The assumption fails, so nothing was promised; who opens a case is not silent, but that is before it watches.
        if (watch.on && !opens && among(followed.silent, input.by)) watch.on = false, watch.over = true;
        if (followed.promise->claim == ClaimKind::may_not) {
            const bool there = followed.promise->from.empty() || in_any(followed.promise->from);
            if (!opens && counts_now(i) && there && among(followed.events, input.event) && input.by == followed.party) {
                break_promise(i, input.at, fmt::format("`{}` by the {} was accepted", program.event_name(followed.type, input.event),
                                                       program.party_name(input.by)));
            }
        } else {
            for (std::size_t k = 0; k < followed.events.size(); ++k) {
                if (followed.events[k] == input.event) count(i, k, input.at);
            }
        }
        if (among(followed.unless, input.event)) watch.on = false, watch.over = true;
        if (followed.before == input.event) watch.scope = false;
        if (followed.after != input.event) continue;
        watch.scope = true;
        watch.counts[0] = watch.counts[1] = 0;
    }
}

void PromiseMonitor::note_move(const Move& move) {
    note_time(move.at);
    if (move.cause == Cause::deadline || move.cause == Cause::condition) limit_takes_effect(move.at);
    const std::vector<StateId> entered = entered_by(move);
    leaves_[move.machine - first_machine_] = followed_->bridge().state_of(move.to);
    if (entered.empty()) return;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        enter(i, entered, move.at);
        const Followed& followed = followed_->all()[i];
        if (followed.promise->claim == ClaimKind::at_most && meet(followed.promise->to, entered)) count(i, 0, move.at);
    }
}

void PromiseMonitor::enter(std::size_t which, const std::vector<StateId>& entered, Instant at) {
    const Promise& promise = *followed_->all()[which].promise;
    if (promise.claim != ClaimKind::leads_to && promise.claim != ClaimKind::never_leads_to) return;
    const Model& model = followed_->bridge().model();
    Watch& watch = watches_[which];
    const bool never_to = promise.claim == ClaimKind::never_leads_to;
    const auto come = [&] {
        if (never_to) break_promise(which, at, fmt::format("{} was entered", in_words(model, promise.to)));
        watch.on = false;
    };
    if (watch.on && meet(promise.to, entered)) come();
    if (watch.on || watch.over || !watch.scope || !meet(promise.from, entered)) return;
    begin(which, at);
    if (!watch.on) return;
    // What is entered together with the state that begins it is led to; the very same state is not.
    std::vector<StateId> others;
    for (const StateId state : promise.to) {
        if (!among(promise.from, state)) others.push_back(state);
    }
    if (meet(others, entered) || (!never_to && in_any(others))) come();
}

void PromiseMonitor::note_effect(const EffectCall& call) {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Followed& followed = followed_->all()[i];
        for (std::size_t k = 0; k < followed.effects.size(); ++k) {
            if (followed.effects[k] == call.effect) count(i, k, call.at);
        }
    }
}

void PromiseMonitor::count(std::size_t which, std::size_t counted, Instant at) {
    const Followed& followed = followed_->all()[which];
    if (!counts_now(which) || counted > 1) return;
    Watch& watch = watches_[which];
    if (watch.counts[counted] <= followed.promise->most) ++watch.counts[counted];
    if (followed.promise->claim == ClaimKind::never_both) {
        if (watch.counts[0] == 0 || watch.counts[1] == 0) return;
        break_promise(which, at, fmt::format("{} and {} both happened", counted_name(followed, 0), counted_name(followed, 1)));
    } else if (followed.promise->claim == ClaimKind::at_most && watch.counts[counted] > followed.promise->most) {
        const std::uint32_t most = followed.promise->most;
        const std::string times = most == 0 ? "" : most == 1 ? " more than once" : fmt::format(" more than {} times", most);
        break_promise(which, at, fmt::format("{} happened{}", counted_name(followed, 0), times));
    }
}

// Whoever acts in time lets no time limit take effect at which there was an act to make.
void PromiseMonitor::limit_takes_effect(Instant at) {
    for (const Ahead& one : ahead_) {
        if (one.due != at) continue;
        for (std::size_t i = 0; i < watches_.size(); ++i) {
            const auto& prompt = followed_->all()[i].prompt;
            const bool late = std::any_of(prompt.begin(), prompt.end(), [&](std::uint32_t party) { return (one.parties >> party & 1) != 0; });
            if (watches_[i].on && late) watches_[i].on = false, watches_[i].over = true;
        }
    }
    std::erase_if(ahead_, [&](const Ahead& one) { return one.due == at; });
}

void PromiseMonitor::note_end(CaseRef c, Instant at) {
    ahead_.clear();
    if (c.status() == Status::running) return note_time(c.sealed() == max_instant ? c.sealed() : c.sealed() + 1);
    const bool halted = c.status() == Status::halted;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Promise& promise = *followed_->all()[i].promise;
        const bool ends = promise.claim == ClaimKind::ends && !halted;
        if (watches_[i].on && is_of_time(promise) && !ends) {
            break_promise(i, halted ? at : last_,
                          halted ? "the case halted" : fmt::format("the case ended in {} instead", in_words(followed_->bridge().model(), leaves_)));
        }
        watches_[i].on = false;
        watches_[i].over = true;
    }
}

// ---- details -----------------------------------------------------------------------------------------------------------------------

void PromiseMonitor::break_promise(std::size_t which, Instant at, std::string how) {
    Watch& watch = watches_[which];
    watch = {};
    watch.broken = watch.over = true;
    broken_.push_back({followed_->all()[which].index, at, std::move(how)});
}

// The states that a move enters, the innermost first.
std::vector<StateId> PromiseMonitor::entered_by(const Move& move) const {
    const Bridge& bridge = followed_->bridge();
    const Model& model = bridge.model();
    StateId outer;
    if (move.transition != none) {
        const TransitionId id = bridge.transition_of(move.transition);
        if (!id.valid() || model.transitions[id].target_kind != TargetKind::move) return {};
        const StateId from = leaves_[move.machine - first_machine_];
        outer = model.states[model.transitions[id].target].parent;
        while (outer.valid() && !graph::lies_in(model, from, outer)) outer = model.states[outer].parent;
    }
    std::vector<StateId> entered;
    for (StateId at = bridge.state_of(move.to); at.valid() && at != outer; at = model.states[at].parent) entered.push_back(at);
    return entered;
}

bool PromiseMonitor::in_any(const std::vector<StateId>& states) const {
    const Model& model = followed_->bridge().model();
    return std::any_of(leaves_.begin(), leaves_.end(), [&](StateId leaf) {
        return leaf.valid() && std::any_of(states.begin(), states.end(), [&](StateId state) { return graph::lies_in(model, leaf, state); });
    });
}

std::string PromiseMonitor::when(Instant at) const {
    std::array<char, time_text_max> text{};
    return std::string(text.data(), format_local(text, zone_, at));
}

std::string PromiseMonitor::counted_name(const Followed& followed, std::size_t counted) const {
    const Model& model = followed_->bridge().model();
    const Promise& promise = *followed.promise;
    if (counted < promise.events.size() && promise.events[counted].valid()) return fmt::format("`{}`", model.events[promise.events[counted]].name);
    if (counted < promise.effects.size() && promise.effects[counted].valid()) return fmt::format("`{}`", model.effects[promise.effects[counted]].name);
    return in_words(model, promise.to);
}

std::string PromiseMonitor::standing() const {
    std::string text;
    for (const Watch& watch : watches_) {
        text += fmt::format("{}{}{}{}{},{},{};", watch.on ? 1 : 0, watch.over ? 1 : 0, watch.broken ? 1 : 0, watch.scope ? 1 : 0, watch.counts[0],
                            watch.counts[1], watch.on ? watch.limit : 0);
    }
    const auto reads = [](const Followed& one) { return !one.promise->given.empty(); };
    if (std::none_of(followed_->all().begin(), followed_->all().end(), reads)) return text;
    for (const KeptValue& fact : facts_.values) text += fmt::format(" {}:{}", fact.number, fact.text);
    return text;
}

}  // namespace recourse::scenarios
