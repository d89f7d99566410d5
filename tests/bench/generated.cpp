#include "tests/bench/generated.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace bench {

namespace {

class Writer {
public:
    Writer(const Shape& shape, std::uint64_t seed) : shape_(shape), seed_(seed), random_(seed * 0x9E3779B97F4A7C15u + shape.states) {}

    std::string write() {
        std::string head = "policy bench.generated_" + std::to_string(seed_) +
                "\n  time zone \"Asia/Shanghai\"\n  counting  std.counting.to_the_minute\n\nparty buyer, seller, platform\n\ncase Claim {\n";
        declare();
        for (std::uint32_t state = 0; state < shape_.states; ++state) write_state(state);
        // What no state came to use is left out, as an author would.
        for (const auto& [name, line] : declarations_) head += uses(name) ? line : "";
        head += "\n  start S0\n" + text_;
        for (const char* name : {"Settled", "Lapsed", "Withdrawn"}) head += uses(name) ? std::string("  final ") + name + "\n" : "";
        return head + "}\n";
    }

private:
    // Splitmix: the same numbers everywhere.
    std::uint64_t below(std::uint64_t end) {
        std::uint64_t z = (random_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return (z ^ (z >> 31)) % end;
    }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    std::string days(std::uint64_t least, std::uint64_t most) { return std::to_string(least + below(most - least + 1)) + " days"; }
    static std::string numbered(const char* name, std::uint64_t number) { return name + std::to_string(number); }
    std::string state_name(std::uint64_t index) const { return index < shape_.states ? numbered("S", index) : "Settled"; }

    // The act that the window counts from leads on from this state; the first is the opening.
    [[nodiscard]] std::uint32_t home(std::uint32_t clock) const { return clock * shape_.states / (2 * shape_.clocks); }

    [[nodiscard]] bool uses(const std::string& name) const {
        for (std::size_t at = text_.find(name); at != std::string::npos; at = text_.find(name, at + 1)) {
            if (std::isdigit(static_cast<unsigned char>(text_[at + name.size()])) == 0) return true;
        }
        return false;
    }

    void declare_event(const std::string& name, const std::string& rest) { declarations_.emplace_back(name, "  event " + name + " by " + rest + "\n"); }

    void declare() {
        const char* const parties[] = {"buyer", "seller", "platform"};
        for (std::uint32_t counter = 0; counter < shape_.counters; ++counter) {
            by_record_.push_back(one_in(2));
            limit_.push_back(1 + below(3));
            const std::string limit = std::to_string(limit_.back()), name = numbered("tries", counter);
            if (by_record_.back()) declarations_.emplace_back(name, "  record " + name + " : 0.." + limit + "\n");
            declare_event(numbered("again", counter), by_record_.back() ? "buyer" : "buyer, at most " + limit + (limit == "1" ? " time" : " times"));
        }
        acts_ = 4 + shape_.states / 5;
        for (std::uint32_t act = 0; act < acts_; ++act) declare_event(numbered("act", act), parties[act < 3 ? act : below(3)]);
        for (std::uint32_t clock = 1; clock < shape_.clocks; ++clock) declare_event(numbered("mark", clock), parties[below(2)]);
        declare_event("withdraw", "buyer");
        const std::uint64_t least = shape_.kept_clean ? 410 : 10, most_wait = shape_.kept_clean ? 2 : 5;
        for (std::uint32_t clock = 0; clock < shape_.clocks; ++clock) {
            const std::string from = " after " + (clock == 0 ? "opening" : numbered("mark", clock)) + "\n";
            for (const char* kind : {"until", "since"}) {
                const std::string name = numbered(kind, clock);
                declarations_.emplace_back(name, "  deadline " + name + " = " + (*kind == 'u' ? days(least, least + 30) : days(1, most_wait)) + from);
            }
        }
    }

    // A window counted from an act that has come by the time the case is here.
    std::string window(std::uint32_t state) {
        std::vector<std::uint32_t> come;
        for (std::uint32_t clock = 0; clock < shape_.clocks; ++clock) {
            if (clock == 0 || home(clock) < state) come.push_back(clock);
        }
        const std::string clock = std::to_string(come[below(come.size())]);
        return state > 0 && one_in(3) ? " from since" + clock : " until until" + clock;
    }

    void write_state(std::uint32_t state) {
        text_ += "\n  state S" + std::to_string(state) + " {\n";
        const std::string next = state_name(state + 1);
        std::string onward = numbered("act", below(acts_));
        for (std::uint32_t clock = 1; clock < shape_.clocks; ++clock) {
            if (home(clock) == state) onward = numbered("mark", clock);
        }
        text_ += "    on " + onward + " -> " + next + "\n";
        if (one_in(2)) aside(state, onward);
        if (one_in(4) && state > 1) back(state);
        if (one_in(4)) text_ += "    on withdraw -> Withdrawn\n";
        const std::string later = one_in(3) ? "Lapsed" : one_in(4) ? state_name(skip(state)) : next;
        text_ += "    after " + days(3, 15) + " -> " + later + "\n  }\n";
    }

    // Some states further on, but never past an act that windows are counted from.
    std::uint32_t skip(std::uint32_t state) {
        std::uint32_t to = state + 2 + static_cast<std::uint32_t>(below(3));
        for (std::uint32_t clock = 1; clock < shape_.clocks; ++clock) {
            if (home(clock) > state) to = std::min(to, home(clock));
        }
        return to;
    }

    void aside(std::uint32_t state, const std::string& onward) {
        std::string act = numbered("act", below(acts_));
        while (act == onward) act = numbered("act", below(acts_));
        text_ += "    on " + act + window(state) + " -> " + state_name(skip(state)) + "\n";
    }

    void back(std::uint32_t state) {
        const std::uint64_t counter = below(shape_.counters);
        const std::string to = state_name(state - 1 - below(std::min<std::uint64_t>(state - 1, 4)));
        text_ += "    on again" + std::to_string(counter);
        if (by_record_[counter]) {
            const std::string record = "tries" + std::to_string(counter);
            text_ += " if " + record + " < " + std::to_string(limit_[counter]) + " -> " + to + " { count " + record + " }\n";
        } else {
            text_ += " -> " + to + "\n";
        }
    }

    const Shape& shape_;
    std::uint64_t seed_, random_;
    std::uint32_t acts_ = 0;
    std::vector<std::pair<std::string, std::string>> declarations_;   // name, line
    std::vector<bool> by_record_;
    std::vector<std::uint64_t> limit_;
    std::string text_;
};

}  // namespace

std::string generated_policy(const Shape& shape, std::uint64_t seed) { return Writer(shape, seed).write(); }

}  // namespace bench
