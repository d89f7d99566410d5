// The after-sales policy as a good programmer would write it by hand: one switch, local time as UTC+8 (China has had no daylight saving
// since 1991), deadlines as sums of milliseconds. It is what the compiled policy is measured against; it answers the same four
// acts of a plain return with the same checks: late input, party, fields' bounds, deadlines due before, window, once for ever.
#pragma once

#include <cstdint>
#include <string_view>

namespace hand_written {

enum class State : std::uint8_t { open, seller_decides, buyer_ships, seller_receives, refused, dispute, refunded, denied, lapsed, withdrawn, expired };
enum class Event : std::uint8_t { apply, agree, refuse, withdraw, ship, photo, receive, escalate };
enum class Party : std::uint8_t { buyer, seller, platform };
enum class Answer : std::uint8_t { accepted, late, wrong_party, malformed, too_late, used_up, not_here };

inline constexpr std::int64_t day = 86'400'000;

struct Case {
    std::int64_t sealed = 0;
    std::int64_t due = 0;
    std::int64_t completed = 0;
    std::int64_t price = 0;
    State state = State::open;
    std::uint8_t service = 0;
    std::uint8_t applied = 0;
};

struct Input {
    Event event = Event::apply;
    Party by = Party::buyer;
    std::int64_t at = 0;
    std::int64_t service = 0;
    std::string_view id = {};
};

// What the caller is told when money moves; of the moves themselves nothing.
struct Effects {
    std::int64_t refunds = 0;
    std::int64_t amount = 0;
    void refund(std::int64_t price) { ++refunds, amount += price; }
    void moved(State, State, std::int64_t, std::string_view) {}
};

// A host that is told as the runtime tells it: every move, with its states, instant and cause, and every effect, through an interface.
struct Host {
    virtual ~Host() = default;
    virtual void moved(State from, State to, std::int64_t at, std::string_view id) = 0;
    virtual void refund(std::int64_t price) = 0;
};

template <class To>
void enter(Case& c, State state, std::int64_t at, To& effects, std::string_view id = {}) {
    effects.moved(c.state, state, at, id);
    c.state = state;
    switch (state) {
        case State::open: c.due = c.completed + 15 * day; break;
        case State::seller_decides: c.due = at + 5 * day; break;
        case State::buyer_ships: c.due = at + 7 * day; break;
        case State::seller_receives: c.due = at + 10 * day; break;
        case State::refused: c.due = at + 7 * day; break;
        case State::dispute: c.due = at + 3 * day; break;
        case State::refunded: effects.refund(c.price); [[fallthrough]];
        case State::denied: case State::lapsed: case State::withdrawn: case State::expired: c.due = INT64_MAX; break;
    }
}

template <class To>
void advance(Case& c, std::int64_t to, To& effects) {
    while (c.due <= to) {
        const std::int64_t at = c.due;
        switch (c.state) {
            case State::open: enter(c, State::expired, at, effects); break;
            case State::seller_decides: enter(c, c.service == 0 ? State::refunded : State::buyer_ships, at, effects); break;
            case State::seller_receives: enter(c, State::refunded, at, effects); break;
            default: enter(c, State::lapsed, at, effects); break;
        }
    }
    if (to > c.sealed) c.sealed = to;
}

template <class To>
Answer step(Case& c, const Input& input, To& effects) {
    if (input.at <= c.sealed) return Answer::late;
    const bool sellers = input.event == Event::agree || input.event == Event::refuse || input.event == Event::receive;
    if (input.by != (sellers ? Party::seller : Party::buyer)) return Answer::wrong_party;
    if (input.event == Event::apply && (input.service < 0 || input.service > 1)) return Answer::malformed;
    advance(c, input.at - 1, effects);
    if (input.event == Event::apply && c.applied != 0) return Answer::used_up;
    switch (c.state) {
        case State::open:
            if (input.event != Event::apply) return Answer::not_here;
            if (input.at > c.completed + 15 * day) return Answer::too_late;
            c.applied = 1;
            c.service = static_cast<std::uint8_t>(input.service);
            enter(c, State::seller_decides, input.at, effects, input.id);
            return Answer::accepted;
        case State::seller_decides:
            if (input.event == Event::photo) return Answer::accepted;
            if (input.event == Event::refuse) return enter(c, State::refused, input.at, effects, input.id), Answer::accepted;
            if (input.event == Event::agree) {
                enter(c, c.service == 0 ? State::refunded : State::buyer_ships, input.at, effects, input.id);
                return Answer::accepted;
            }
            break;
        case State::buyer_ships:
            if (input.event == Event::ship) return enter(c, State::seller_receives, input.at, effects, input.id), Answer::accepted;
            break;
        case State::seller_receives:
            if (input.event == Event::receive) return enter(c, State::refunded, input.at, effects, input.id), Answer::accepted;
            break;
        case State::refused:
            if (input.event == Event::escalate) return enter(c, State::dispute, input.at, effects, input.id), Answer::accepted;
            break;
        default: return Answer::not_here;
    }
    if (input.event == Event::withdraw) return enter(c, State::withdrawn, input.at, effects, input.id), Answer::accepted;
    return Answer::not_here;
}

// The same as a library gives it: out of line, and telling a host.
[[gnu::noinline]] inline Answer step_and_tell(Case& c, const Input& input, Host& host) { return step(c, input, host); }

}  // namespace hand_written
