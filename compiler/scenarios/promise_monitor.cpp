#include "compiler/scenarios/promise_monitor.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "compiler/graph/state_graph.h"
#include "compiler/semantics/calendar_table.h"

namespace recourse::scenarios {

using namespace semantics;

namespace {

bool among(const std::vector<std::uint32_t>& all, std::uint32_t one) { return std::find(all.begin(), all.end(), one) != all.end(); }
bool among(const std::vector<StateId>& all, StateId one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool meet(const std::vector<StateId>& a, const std::vector<StateId>& b) {
    return std::any_of(a.begin(), a.end(), [&](StateId one) { return among(b, one); });
}

bool is_of_time(const Promise& promise) { return promise.claim == ClaimKind::leads_to || promise.claim == ClaimKind::ends; }

// What is asked of a party's acts: whether some is possible, or how long one is.
struct Permissions final : PermissionListener {
    explicit Permissions(std::uint32_t event = none) : of(event) {}
    void permission(const Permission& one) override {
        any = any || one.allowed;
        if (one.event == of) asked = one;
    }
    std::uint32_t of;
    bool any = false;
    Permission asked;
};

struct Deaf final : Listener {
    void moved(const Move& /*move*/) override {}
    void effect(const EffectCall& /*call*/) override {}
};

}  // namespace

// Notes what the watched program tells. An event is noted before the first of its moves.
struct PromiseMonitor::Tee final : Listener {
    Tee(PromiseMonitor& of, const Input* input, bool opens) : monitor(of), event(input), opening(opens) {}

    void moved(const Move& move) override {
        if (move.cause == Cause::event) hear_event();
        monitor.note_move(move);
    }
    void effect(const EffectCall& call) override { monitor.note_effect(call); }
    void hear_event() {
        if (event != nullptr) monitor.note_event(*event, opening);
        event = nullptr;
    }

    PromiseMonitor& monitor;
    const Input* event;
    bool opening;
};

FollowedPromises::FollowedPromises(const Bridge& host, const support::SourceTable& sources) : host_(host), watched_(host, sources) {
    const Bridge& bridge = watched_.bridge();
    const Model& model = host.model();
    for (std::size_t i = 0; i < model.promises.size(); ++i) {
        const Promise& promise = model.promises[i];
        const bool reads = std::all_of(promise.given.begin(), promise.given.end(), [&](ExprId one) { return watched_.knows(one); }) &&
                           (!promise.condition.valid() || watched_.knows(promise.condition));
        if (promise.claim == ClaimKind::can_lead_to || !reads) continue;
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
        calendars_.push_back(choice.calendar.valid() ? table_of(model.calendars_used[choice.calendar]) : support::CalendarTable{});
    }
}

const support::CalendarTable* FollowedPromises::calendar(std::size_t choice) const {
    return choice < calendars_.size() && !calendars_[choice].bitmap.empty() ? &calendars_[choice] : nullptr;
}

// ---- the runtime's functions ---------------------------------------------------------------------------------------------------

StepResult PromiseMonitor::open(std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts, Listener& listener,
                                const Input* opening) {
    const StepResult result = recourse::open(followed_->host(), bytes, type, at, facts, listener, opening);
    if (result.verdict == Verdict::rejected) return result;
    // Whether there is a case, and so which zone it has, is known once its first move is told.
    struct Begin final : Listener {
        Begin(PromiseMonitor& of, Instant when, std::uint32_t kind, std::span<const Value> given, Tee& to)
            : monitor(of), at(when), type(kind), facts(given), tee(to) {}
        void moved(const Move& move) override {
            if (!begun) monitor.note_opening(type, at, facts);
            begun = true;
            tee.moved(move);
        }
        void effect(const EffectCall& call) override { tee.effect(call); }
        PromiseMonitor& monitor;
        Instant at;
        std::uint32_t type;
        std::span<const Value> facts;
        Tee& tee;
        bool begun = false;
    };
    words_.assign((program().case_bytes(type) + 7) / 8, 0);
    Tee tee(*this, opening, true);
    Begin begin(*this, at, type, facts, tee);
    step_before_ = at;
    (void)recourse::open(program(), std::as_writable_bytes(std::span(words_)), type, at, facts, begin, opening);
    if (begin.begun) note_end(at);
    return result;
}

StepResult PromiseMonitor::step(CaseRef c, const Input& input, Listener& listener) {
    const StepResult result = recourse::step(followed_->host(), c, input, listener);
    if (watches_.empty()) return result;
    // What is malformed or late moves nothing at all; another event that is refused lets time pass.
    if (result.verdict == Verdict::rejected) {
        follow_time(c.sealed());
        return result;
    }
    follow_time(input.at - 1);
    Tee tee(*this, &input, false);
    step_before_ = input.at;
    const StepResult same = recourse::step(program(), mine(), input, tee);
    if (same.verdict == Verdict::accepted) tee.hear_event();
    note_end(input.at);
    return result;
}

StepResult PromiseMonitor::advance(CaseRef c, Instant to, Listener& listener) {
    const StepResult result = recourse::advance(followed_->host(), c, to, listener);
    if (!watches_.empty()) follow_time(to);
    return result;
}

// Law 4 lets a case be advanced as often as one likes, so that what is due at each instant is a step of its own.
void PromiseMonitor::follow_time(Instant to) {
    Tee tee(*this, nullptr, false);
    while (mine().status() == Status::running && mine().next_due() <= to) {
        const Instant due = mine().next_due();
        note_time(due);
        awaited_ = awaited(due);
        step_before_ = due + 1;
        if (recourse::advance(program(), mine(), due, tee).verdict == Verdict::rejected) break;
        awaited_ = 0;
        note_end(due);
        if (mine().next_due() <= due) break;
    }
    if (mine().status() != Status::running || mine().sealed() >= to) return;
    note_time(to);
    (void)recourse::advance(program(), mine(), to, tee);
    note_end(to);
}

// Who has an act to make at the very instant of a time limit that is about to take effect, among those whom a promise takes for prompt.
std::uint64_t PromiseMonitor::awaited(Instant due) {
    std::uint64_t asked = 0, found = 0;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        if (!watches_[i].on) continue;
        for (const std::uint32_t party : followed_->all()[i].prompt) asked |= std::uint64_t{1} << party;
    }
    for (std::uint32_t party = 0; asked != 0 && party < program().party_count() && party < 64; ++party) {
        if ((asked >> party & 1) == 0) continue;
        Permissions permissions;
        allowed(program(), mine(), party, due, permissions);
        if (permissions.any) found |= std::uint64_t{1} << party;
    }
    return found;
}

// ---- what happens ----------------------------------------------------------------------------------------------------------------

void PromiseMonitor::note_opening(std::uint32_t type, Instant at, std::span<const Value> facts) {
    const CaseRef c = mine();
    zone_ = program().zone(&c, type);
    first_machine_ = program().first_machine(type);
    leaves_.assign(program().machine_count(type), StateId());
    const Model& model = followed_->model();
    for (std::uint32_t f = 0; f < program().fact_count(type) && f < facts.size(); ++f) {
        if (model.calendar_fact.empty() || program().fact(type, f).name != model.calendar_fact) continue;
        for (std::size_t i = 0; i < model.calendars.size(); ++i) {
            if (model.calendars[i].member == facts[f].number) calendar_ = i;
        }
    }
    watches_.resize(followed_->all().size());
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Followed& followed = followed_->all()[i];
        watches_[i].over = followed.type != type;
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
        if (!holds_now(condition)) return;
    }
    watch.on = true;
    watch.limit = never;
    if (!promise.within) return;
    const support::CalendarTable* table = followed_->calendar(calendar_);
    const CalendarView view = table == nullptr ? CalendarView{} : table->view();
    const TimeResult limit = after(zone_, table == nullptr ? nullptr : &view, Period{static_cast<std::uint64_t>(*promise.within)}, at);
    if (limit.ok) watch.limit = limit.value;
}

// In the midst of a step, whose instant the case does not bear yet: `I has passed` is I < step_before_.
bool PromiseMonitor::holds_now(ExprId condition) {
    std::vector<std::uint64_t> copy = words_;
    const Instant sealed = step_before_ - 1;
    std::memcpy(copy.data(), &sealed, sizeof sealed);   // a case begins with it (docs/program-format.md)
    return followed_->watched().holds(condition, CaseRef(std::as_writable_bytes(std::span(copy))));
}

void PromiseMonitor::note_time(Instant at) {
    last_ = std::max(last_, at);
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Watch& watch = watches_[i];
        if (!watch.on) continue;
        const Followed& followed = followed_->all()[i];
        const Promise& promise = *followed.promise;
        if (watch.limit < at) {
            if (promise.claim == ClaimKind::ends) break_promise(i, watch.limit, PromiseWord::not_ended);
            else break_promise(i, watch.limit, PromiseWord::not_entered, names_of(promise.to));
        } else if (watch.open_until < at) {
            break_promise(i, watch.open_until + 1, PromiseWord::refused, {counted_name(followed, 0), std::string(program().party_name(followed.party))});
        }
    }
}

void PromiseMonitor::note_event(const Input& input, bool opens) {
    note_time(input.at);
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Followed& followed = followed_->all()[i];
        Watch& watch = watches_[i];
        // The assumption fails, so nothing was promised; who opens a case is not silent, but that is before it watches.
        if (watch.on && !opens && among(followed.silent, input.by)) watch.on = false, watch.over = true;
        if (followed.promise->claim == ClaimKind::may_not) {
            const bool there = followed.promise->from.empty() || in_any(followed.promise->from);
            if (!opens && counts_now(i) && there && among(followed.events, input.event) && input.by == followed.party) {
                break_promise(i, input.at, PromiseWord::accepted,
                              {std::string(program().event_name(followed.type, input.event)), std::string(program().party_name(input.by))});
            }
        } else if (followed.promise->claim != ClaimKind::may) {
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
    if (move.cause == Cause::deadline || move.cause == Cause::condition) limit_takes_effect();
    const std::vector<StateId> entered = entered_by(move);
    // All machines have moved before the first move is told.
    for (std::uint32_t i = 0; i < leaves_.size(); ++i) {
        leaves_[i] = followed_->watched().bridge().state_of(active_state(program(), mine(), first_machine_ + i));
    }
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
    Watch& watch = watches_[which];
    const bool never_to = promise.claim == ClaimKind::never_leads_to;
    const auto come = [&] {
        if (never_to) break_promise(which, at, PromiseWord::entered, names_of(promise.to));
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
        break_promise(which, at, PromiseWord::both_happened, {counted_name(followed, 0), counted_name(followed, 1)});
    } else if (followed.promise->claim == ClaimKind::at_most && watch.counts[counted] > followed.promise->most) {
        const std::uint32_t most = followed.promise->most;
        break_promise(which, at, most == 0 ? PromiseWord::happened : most == 1 ? PromiseWord::happened_again : PromiseWord::happened_too_often,
                      {counted_name(followed, 0)});
    }
}

// Whoever acts in time lets no time limit take effect at which there was an act to make.
void PromiseMonitor::limit_takes_effect() {
    for (std::size_t i = 0; i < watches_.size() && awaited_ != 0; ++i) {
        const auto& prompt = followed_->all()[i].prompt;
        const bool late = std::any_of(prompt.begin(), prompt.end(), [&](std::uint32_t party) { return (awaited_ >> party & 1) != 0; });
        if (watches_[i].on && late) watches_[i].on = false, watches_[i].over = true;
    }
    awaited_ = 0;
}

void PromiseMonitor::note_end(Instant at) {
    for (Watch& watch : watches_) watch.open_until = never;     // until now: who looks further ahead asks anew
    judge_conditions(at);
    if (mine().status() != Status::running) return note_end_of_case(at);
    const Instant next = mine().sealed() == max_instant ? max_instant : mine().sealed() + 1;
    note_time(next);
    ask_what_may();
}

// After every step, that of the opening included.
void PromiseMonitor::judge_conditions(Instant at) {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Promise& promise = *followed_->all()[i].promise;
        if (!promise.condition.valid() || !counts_now(i)) continue;
        const bool holds = followed_->watched().holds(promise.condition, mine());
        if (holds && promise.claim == ClaimKind::never) break_promise(i, at, PromiseWord::came_to_hold);
        if (!holds && promise.claim == ClaimKind::always) break_promise(i, at, PromiseWord::does_not_hold);
    }
}

void PromiseMonitor::ask_what_may() {
    const Instant next = mine().sealed() + 1;
    for (std::size_t i = 0; i < watches_.size() && next <= max_instant; ++i) {
        const Followed& followed = followed_->all()[i];
        if (followed.promise->claim != ClaimKind::may || !watches_[i].on) continue;
        watches_[i].open_until = never;
        if (!counts_now(i) || !in_any(followed.promise->from) || among(followed.silent, followed.party)) continue;
        Instant until = never;
        watches_[i].open_until = is_taken(followed, next, until) ? until : next - 1;
    }
    note_time(next);
}

// Whether the party's act is taken at an instant if nothing else happens before, with something at least that it may carry; and until when.
bool PromiseMonitor::is_taken(const Followed& followed, Instant at, Instant& until) {
    Permissions permissions(followed.events.front());
    allowed(program(), mine(), followed.party, at, permissions);
    until = permissions.asked.until;
    if (!permissions.asked.allowed || program().event_field_count(followed.type, followed.events.front()) > 0) return permissions.asked.allowed;
    // Of an act that carries nothing it can be tried whether what it computes stays within bounds.
    std::vector<std::uint64_t> copy = words_;
    Deaf deaf;
    const Input input{followed.events.front(), followed.party, at, {}, {}};
    const Verdict verdict = recourse::step(program(), CaseRef(std::as_writable_bytes(std::span(copy))), input, deaf).verdict;
    return verdict == Verdict::accepted || verdict == Verdict::halted;      // what it brings about may halt the case: it was taken
}

void PromiseMonitor::note_end_of_case(Instant at) {
    const bool halted = mine().status() == Status::halted;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const Promise& promise = *followed_->all()[i].promise;
        const bool ends = promise.claim == ClaimKind::ends && !halted;
        if (watches_[i].on && is_of_time(promise) && !ends) {
            if (halted) break_promise(i, at, PromiseWord::halted);
            else break_promise(i, last_, PromiseWord::ended_elsewhere, names_of(leaves_));
        }
        watches_[i].on = false;
        watches_[i].over = true;
    }
}

// ---- details -----------------------------------------------------------------------------------------------------------------------

void PromiseMonitor::break_promise(std::size_t which, Instant at, PromiseWord how, std::vector<std::string> names) {
    const Followed& followed = followed_->all()[which];
    watches_[which] = {};
    watches_[which].broken = watches_[which].over = true;
    broken_.push_back({followed.index, at, how, std::move(names), followed.promise->most});
}

// The states that a move enters, the innermost first.
std::vector<StateId> PromiseMonitor::entered_by(const Move& move) const {
    const Bridge& bridge = followed_->watched().bridge();
    const Model& model = followed_->model();
    StateId outer;
    if (move.transition != none) {
        const TransitionId id = bridge.transition_of(move.transition);
        if (!id.valid() || model.transitions[id].target_kind != TargetKind::move) return {};
        const StateId from = bridge.state_of(move.from);
        outer = model.states[model.transitions[id].target].parent;
        while (outer.valid() && !graph::lies_in(model, from, outer)) outer = model.states[outer].parent;
    }
    std::vector<StateId> entered;
    for (StateId at = bridge.state_of(move.to); at.valid() && at != outer; at = model.states[at].parent) entered.push_back(at);
    return entered;
}

bool PromiseMonitor::in_any(const std::vector<StateId>& states) const {
    const Model& model = followed_->model();
    return std::any_of(leaves_.begin(), leaves_.end(), [&](StateId leaf) {
        return leaf.valid() && std::any_of(states.begin(), states.end(), [&](StateId state) { return graph::lies_in(model, leaf, state); });
    });
}

std::vector<std::string> PromiseMonitor::names_of(const std::vector<StateId>& states) const {
    std::vector<std::string> names;
    for (const StateId state : states) names.push_back(followed_->model().states[state].path);
    return names;
}

std::string PromiseMonitor::counted_name(const Followed& followed, std::size_t counted) const {
    const Model& model = followed_->model();
    const Promise& promise = *followed.promise;
    if (counted < promise.events.size() && promise.events[counted].valid()) return model.events[promise.events[counted]].name;
    if (counted < promise.effects.size() && promise.effects[counted].valid()) return model.effects[promise.effects[counted]].name;
    return promise.to.empty() ? std::string() : model.states[promise.to.front()].path;
}

std::string PromiseMonitor::standing() const {
    std::string text;
    for (const Watch& watch : watches_) {
        text += fmt::format("{}{}{}{}{},{},{};", watch.on ? 1 : 0, watch.over ? 1 : 0, watch.broken ? 1 : 0, watch.scope ? 1 : 0, watch.counts[0],
                            watch.counts[1], watch.on ? watch.limit : 0);
    }
    // What the promises remember, where that is more than the host's case does.
    if (followed_->watched().is_apart()) text.append(reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(words_.front()));
    return text;
}

}  // namespace recourse::scenarios
