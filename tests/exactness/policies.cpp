#include "tests/exactness/policies.h"

#include <random>
#include <vector>

namespace exactness {

namespace {

class Writer {
public:
    Writer(std::uint64_t seed, const Features& features, bool calendar) : random_(seed), has_(features), calendar_(calendar) {}

    std::string write() {
        plan();
        line("policy t");
        line("  version 1");
        line("  time zone \"UTC\"");
        if (calendar_) line("  calendar std.calendar.china");
        line("  counting std.counting." + regime());
        line("party a, b");
        if (has_.kinds) line("kind K = k0, k1");
        if (has_.decisions) decision();
        line(has_.opens_on ? "case C opens on e0 by a {" : "case C {");
        declarations();
        if (machines_.size() == 1) {
            states(machines_[0]);
        } else {
            for (const Machine& machine : machines_) {
                line("  machine " + machine.name + " {");
                states(machine);
                line("  }");
            }
        }
        if (has_.refusals && one_in(2)) line("  refuse e1 if " + condition(1) + " because \"no\"");
        if (has_.duties) beside_the_states();
        line("}");
        return text_;
    }

private:
    struct State {
        std::string name;
        std::vector<std::string> inner;   // of a composite
    };
    struct Machine {
        std::string name;
        std::vector<State> states;
        std::vector<std::string> finals;
        bool rests = false;
        [[nodiscard]] std::vector<std::string> targets() const {
            std::vector<std::string> all;
            for (const State& state : states) {
                all.push_back(state.name);
                all.insert(all.end(), state.inner.begin(), state.inner.end());
            }
            all.insert(all.end(), finals.begin(), finals.end());
            if (rests) all.push_back(name + "R");
            return all;
        }
    };

    std::uint64_t below(std::uint64_t end) { return random_() % end; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    template <typename T>
    const T& any(const std::vector<T>& of) {
        return of[below(of.size())];
    }
    void line(const std::string& text) { text_ += text + "\n"; }

    // ---- what there is -----------------------------------------------------------------------------------------------------

    void plan() {
        const std::size_t count = has_.machines ? 2 : 1;
        events_ = 1 + below(has_.machines || one_in(2) ? 3 : 2);
        if (has_.refusals) events_ = std::max<std::size_t>(events_, 2);
        for (std::size_t m = 0; m < count; ++m) {
            Machine machine;
            machine.name = m == 0 ? "A" : "B";
            const std::size_t states = count == 2 ? 1 + below(2) : 2 + below(3);
            for (std::size_t s = 0; s < states; ++s) {
                State state{machine.name + std::to_string(s), {}};
                if (has_.composites && s == states - 1) {
                    state.inner = {state.name + "x", state.name + "y"};
                }
                machine.states.push_back(std::move(state));
            }
            machine.finals = {machine.name + "F"};
            if (one_in(3)) machine.finals.push_back(machine.name + "G");
            machine.rests = one_in(3);
            machines_.push_back(std::move(machine));
        }
    }

    void decision() {
        line("decision pace(k: K, n: 0..2): slow: bool {");
        line("  quick: k = k0 and n < 2 => true");
        line("  otherwise => " + std::string(one_in(4) ? "k = k1" : "false"));
        line("}");
    }

    void declarations() {
        if (has_.facts) {
            line("  fact f0 : instant, not " + std::string(one_in(4) ? "before opening" : "after opening") + (has_.optional && one_in(2) ? " or none" : ""));
            if (has_.kinds) line("  fact g0 : K" + std::string(has_.optional && one_in(2) ? " or none" : ""));
            if (has_.money) line("  fact m0 : money CNY, at most 0.03");
            if (one_in(3)) line("  fact b0 : bool"), has_bool_ = true;
        }
        if (has_.records) line("  record r0 : 0..2");
        if (has_.records && one_in(2)) line("  record r1 : 0..1"), second_record_ = true;
        for (std::size_t e = 0; e < events_; ++e) event(e);
        if (has_.named) {
            line("  deadline d0 = " + counted(1));
            named_ = 1;
            if (one_in(2)) line("  deadline d1 = " + instant(2, -1)), named_ = 2;
            if (one_in(3)) line("  condition c0 = " + condition(1)), condition_ = true;
        }
    }

    void event(std::size_t e) {
        std::string text = "  event e" + std::to_string(e) + " by " + (one_in(3) ? "a, b" : one_in(2) ? "a" : "b");
        if (has_.opens_on && e == 0) text = "  event e0 by a";
        senders_.push_back(text.substr(text.rfind("by ") + 3));
        if (has_.counts && one_in(2)) text += one_in(2) ? ", at most once" : ", at most 2 times";
        std::vector<std::string> fields;
        if (has_.payloads) {
            if (has_.kinds) fields.push_back(has_.optional && one_in(3) ? "x: K or none" : "x: K");
            if (one_in(2)) fields.push_back(has_.optional && one_in(3) ? "n: 0..2 or none" : "n: 0..2");
            if (!has_instant_ && fields.size() < 2 && one_in(4)) {
                fields.push_back(has_.optional && one_in(2) ? "i: instant or none" : "i: instant");
                has_instant_ = true;
                with_instant_ = e;
            }
        }
        const std::string last = has_instant_ && with_instant_ == e ? fields.back() : "";
        if (!last.empty()) fields.pop_back();
        payload_.push_back(static_cast<int>(fields.size() * (has_.kinds ? 1 : 2)));   // 0 none, with kinds: 1 x, 2 x and n; else 2 n
        if (!has_.kinds && !fields.empty()) payload_.back() = 3;
        if (!last.empty()) fields.push_back(last);
        for (std::size_t f = 0; f < fields.size(); ++f) text += (f == 0 ? " { " : ", ") + fields[f];
        if (!fields.empty()) text += " }";
        line(text);
    }
    [[nodiscard]] bool carries_kind(std::size_t e) const { return payload_[e] == 1 || payload_[e] == 2; }
    [[nodiscard]] bool carries_number(std::size_t e) const { return payload_[e] >= 2; }

    // ---- instants -----------------------------------------------------------------------------------------------------------

    std::string regime() {
        static const std::vector<std::string> regimes{"to_the_minute", "whole_days", "eu_1182_71", "bgb", "china_civil_code", "taiwan_civil_code"};
        return !calendar_ || one_in(2) ? "to_the_minute" : any(regimes);
    }

    std::string period() {
        if (calendar_ && one_in(2)) {
            static const std::vector<std::string> periods{"1 day",          "2 days",          "1 whole day", "2 whole days", "1 business day",
                                                          "2 business days", "1 month",         "1 week",      "half a month", "3 days to the minute"};
            return any(periods);
        }
        const std::uint64_t n = 1 + below(3);
        return std::to_string(n) + (n == 1 ? " minute" : " minutes");
    }

    std::string anchor(int at_hand) {
        switch (below(6)) {
            case 0: return "opening";
            case 1:
                if (has_.facts) return "f0";
                return "opening";
            case 2:
            case 3:
                if (has_.memory) {
                    const std::string event = "e" + std::to_string(below(events_));
                    return one_in(3) ? "(first " + event + ")" : one_in(3) ? "(previous " + event + ")" : event;
                }
                return "opening";
            case 4:
                if (named_ > 0) return "d" + std::to_string(below(static_cast<std::uint64_t>(named_)));
                return "opening";
            default:
                if (has_instant_ && (has_.memory || at_hand == static_cast<int>(with_instant_))) return "e" + std::to_string(with_instant_) + ".i";
                if (has_.memory) {
                    const Machine& machine = any(machines_);
                    return "(entered " + any(machine.states).name + ")";
                }
                return at_hand >= 0 ? "e" + std::to_string(at_hand) : "opening";
        }
    }

    // From the start of a day some regimes count that day.
    std::string counted(int at_hand) {
        const std::string length = period(), from = anchor(at_hand);
        return "(" + length + " after " + (calendar_ && one_in(5) ? "(start of " + from + ")" : from) + ")";
    }

    std::string instant(int depth, int at_hand) {
        if (depth > 0 && has_.extremes && one_in(3)) {
            return std::string("(the ") + (one_in(2) ? "earlier" : "later") + " of " + instant(depth - 1, at_hand) + ", " + instant(depth - 1, at_hand) + ")";
        }
        if (one_in(5)) return anchor(at_hand);
        if (depth > 0 && one_in(6)) return "(" + period() + " after " + counted(at_hand) + ")";
        return counted(at_hand);
    }

    // ---- conditions ---------------------------------------------------------------------------------------------------------

    std::string plain_condition(int at_hand) {
        const std::string event = "e" + std::to_string(below(events_));
        switch (below(12)) {
            case 0:
                if (has_.memory) return event + " has happened";
                break;
            case 1:
                if (has_.memory) return (one_in(2) ? "no " : "") + event + " by " + instant(1, -1);
                break;
            case 2:
                if (has_.facts && has_.kinds) return one_in(2) ? "g0 = k0" : "g0 != k1";
                break;
            case 3:
                if (has_.records) return one_in(2) ? "r0 < 2" : "r0 = 1";
                break;
            case 4:
                if (at_hand >= 0 && carries_kind(static_cast<std::size_t>(at_hand))) return "e" + std::to_string(at_hand) + ".x = k1";
                break;
            case 5:
                if (at_hand >= 0 && carries_number(static_cast<std::size_t>(at_hand))) {
                    return "e" + std::to_string(at_hand) + ".n " + (one_in(2) ? "< 2" : has_.records ? "= r0" : "= 1");
                }
                break;
            case 6:
                if (machines_.size() == 2) {
                    const Machine& machine = any(machines_);
                    return machine.name + " is " + any(machine.targets());
                }
                break;
            case 7:
                if (has_bool_) return one_in(2) ? "b0" : "not b0";
                break;
            case 8:
                if (condition_) return "c0";
                break;
            case 9:
                if (at_hand >= 0) return "e" + std::to_string(at_hand) + (one_in(2) ? " < " : one_in(2) ? " <= " : " = ") + instant(1, -1);
                if (has_.memory) return instant(1, -1) + (one_in(2) ? " < " : " <= ") + instant(1, -1);
                break;
            case 10:
                if (has_.memory && has_.payloads) {
                    const std::size_t e = below(events_);
                    const std::string which = one_in(3) ? "(first e" + std::to_string(e) + ")" : "e" + std::to_string(e);
                    if (carries_kind(e) && static_cast<int>(e) != at_hand) return "(e" + std::to_string(e) + " has happened and e" + std::to_string(e) + ".x = k0)";
                    if (carries_number(e) && static_cast<int>(e) != at_hand) return "(e" + std::to_string(e) + " has happened and e" + std::to_string(e) + ".n > 0)";
                }
                if (has_.money && has_.facts) return "m0 > 0.01 CNY";
                break;
            default:
                if (has_.decisions && has_.records && has_.facts) return "pace(g0, r0)";
                if (has_.optional && has_.facts) return "f0 is set";
                break;
        }
        return instant(1, -1) + " has passed";
    }

    std::string condition(int depth, int at_hand = -1) {
        if (depth > 0 && one_in(3)) return "(" + condition(depth - 1, at_hand) + (one_in(2) ? " and " : " or ") + condition(depth - 1, at_hand) + ")";
        if (depth > 0 && one_in(5)) return "not (" + condition(depth - 1, at_hand) + ")";
        return plain_condition(at_hand);
    }

    // ---- duties, rights and bans ----------------------------------------------------------------------------------------------

    std::string sender_of(std::size_t event) { return senders_[event].size() == 1 || one_in(3) ? senders_[event] : one_in(2) ? "a" : "b"; }

    void duty(const std::string& name) {
        const std::size_t event = below(events_);
        std::string text = "  duty " + name + " : " + sender_of(event) + " must e" + std::to_string(event);
        text += one_in(2) ? " within " + period() : " by " + instant(1, -1);
        if (one_in(2)) text += " if " + condition(1);
        if (one_in(3)) text += " excused while " + condition(0);
        if (one_in(3)) text += " released when " + condition(0);
        if (has_.records && one_in(3)) text += " otherwise { set r0 = " + std::string(one_in(2) ? "0" : "1") + " }";
        line(text);
    }

    void beside_the_states() {
        duty("u0");
        if (one_in(3)) duty("u1");
        for (const bool ban : {false, true}) {
            if (!one_in(2)) continue;
            const std::size_t event = below(events_);
            std::string text = "  " + sender_of(event) + " may " + (ban ? "not " : "") + "e" + std::to_string(event);
            if (one_in(2)) text += " until " + instant(0, -1);
            if (one_in(3)) text += " if " + condition(0);
            line(text);
        }
    }

    // ---- rules --------------------------------------------------------------------------------------------------------------

    std::string actions(int at_hand) {
        if (!has_.records || !one_in(3)) return "";
        const std::string record = second_record_ && one_in(3) ? "r1" : "r0";
        if (at_hand >= 0 && one_in(2)) return " { count " + record + " }";
        if (at_hand >= 0 && carries_number(static_cast<std::size_t>(at_hand)) && record == "r0") return " { set r0 = e" + std::to_string(at_hand) + ".n }";
        if (second_record_ && one_in(2)) return one_in(2) || at_hand < 0 ? " { set r0 = r1 }" : " { set r0 = r1, count r1 }";
        return " { set " + record + " = " + (one_in(2) ? "0" : "1") + " }";
    }

    std::string move(const Machine& machine, int at_hand) {
        if (has_.stays && one_in(4)) return "stay" + actions(at_hand);
        return "-> " + any(machine.targets()) + actions(at_hand);
    }

    std::string outcome(const Machine& machine, int at_hand, bool inner) {
        if (has_.conditions && one_in(4)) {
            const std::string last = inner && at_hand >= 0 && one_in(2) ? "outside" : move(machine, at_hand);
            return "{ if " + condition(1, at_hand) + " " + move(machine, at_hand) + "  otherwise " + last + " }";
        }
        return move(machine, at_hand);
    }

    std::string window(int at_hand) {
        if (!has_.windows || one_in(2)) return "";
        switch (below(4)) {
            case 0: return " until " + instant(1, at_hand);
            case 1: return " from " + instant(1, at_hand);
            case 2: return " within " + period();
            default: return " from " + instant(0, at_hand) + " until " + instant(0, at_hand);
        }
    }

    // By itself a record only counts below its bound.
    std::string counting(const Machine& machine) { return " if r0 < 2 -> " + any(machine.targets()) + " { count r0 }"; }

    std::string guard(int at_hand) {
        if (!has_.conditions || one_in(2)) return "";
        return (one_in(3) ? " unless " : " if ") + condition(1, at_hand);
    }

    void rule(const Machine& machine, bool inner) {
        switch (below(has_.whens ? 7 : 6)) {
            case 0: {
                const std::string head = one_in(2) ? "at " + instant(1, -1) : "after " + period();
                if (has_.records && one_in(4)) return line("    " + head + counting(machine));
                if (!has_.conditional_deadlines || one_in(2)) return line("    " + head + " " + outcome(machine, -1, inner));
                std::string text = "    " + head + " if " + condition(1) + " " + move(machine, -1);
                if (one_in(2)) text += " otherwise " + move(machine, -1);
                return line(text);
            }
            case 1: return line("    " + (one_in(2) ? "at " + instant(1, -1) : "after " + period()) + " " + move(machine, -1));
            case 6: return line("    when " + condition(1) + " " + move(machine, -1));
            default: break;
        }
        const int event = static_cast<int>(below(events_));
        const std::string name = "e" + std::to_string(event);
        if (one_in(6)) return line("    takes " + name + window(event) + guard(event) + actions(event));
        if (has_.refusals && one_in(6)) return line("    refuse " + name + guard(event) + " because \"not now\"");
        if (has_.refusals && one_in(10)) return line("    ignore " + name);
        line("    on " + name + (has_.counts && one_in(4) ? " at most once" : "") + window(event) + guard(event) + " " + outcome(machine, event, inner));
    }

    void rules(const Machine& machine, bool inner) {
        for (std::uint64_t n = 1 + below(3); n > 0; --n) rule(machine, inner);
    }

    void states(const Machine& machine) {
        line("  start " + machine.states[0].name);
        for (const State& state : machine.states) {
            line("  state " + state.name + " {");
            rules(machine, false);
            if (!state.inner.empty()) {
                line("    start " + state.inner[0]);
                for (const std::string& inner : state.inner) {
                    line("    state " + inner + " {");
                    rules(machine, true);
                    line("    }");
                }
            }
            line("  }");
        }
        if (machine.rests) {
            line("  resting " + machine.name + "R {");
            rules(machine, false);
            line("  }");
        }
        for (const std::string& state : machine.finals) line("  final " + state + (one_in(4) ? " ends case" : ""));
    }

    std::mt19937_64 random_;
    Features has_;
    bool calendar_;
    std::string text_;
    std::vector<Machine> machines_;
    std::vector<int> payload_;
    std::vector<std::string> senders_;   // by event, as written
    std::size_t events_ = 1;
    int named_ = 0;
    bool condition_ = false, has_bool_ = false, second_record_ = false, has_instant_ = false;
    std::size_t with_instant_ = 0;
};

}  // namespace

Features features_of(std::uint64_t seed) {
    std::mt19937_64 random(seed * 7919 + 17);
    const std::uint64_t rarity = random() % 5;   // how few features a policy has
    const auto has = [&] { return random() % (rarity + 1) == 0; };
    Features made;
    for (bool* one : {&made.facts, &made.kinds, &made.records, &made.payloads, &made.memory, &made.conditions, &made.whens, &made.composites,
                      &made.machines, &made.named, &made.windows, &made.counts, &made.stays, &made.refusals, &made.optional, &made.opens_on,
                      &made.conditional_deadlines, &made.extremes, &made.decisions, &made.money}) {
        *one = has();
    }
    if (seed % 4 == 1) made.memory = made.windows = made.stays = true;   // instants that move while a state stands
    made.opens_on = made.opens_on && random() % 3 == 0;
    made.decisions = made.decisions && made.kinds;
    made.duties = seed % 5 == 2;
    return made;
}

std::string policy_of(std::uint64_t seed, const Features& features, bool calendar) { return Writer(seed, features, calendar).write(); }

}  // namespace exactness
