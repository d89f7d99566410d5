#include "tests/exactness/promises.h"

#include <random>

namespace exactness {

using namespace recourse::semantics;

namespace {

class PromiseWriter {
public:
    PromiseWriter(std::uint64_t seed, const Model& model) : random_(seed * 104'729 + 5), model_(model), case_(model.cases[CaseId(0)]) {
        for (const StateId id : model.states.ids()) {
            if (model.states[id].of == CaseId(0)) states_.push_back(model.states[id].path);
        }
        for (const EventId id : case_.events) events_.push_back(model.events[id].name);
        for (const Effect& effect : model.effects) effects_.push_back(effect.name);
    }

    std::string write(std::size_t number) {
        std::string text = "promise \"p" + std::to_string(number) + "\" ";
        const std::string said = claim();
        const bool of_a_state = said.find(" leads to ") != std::string::npos;
        const std::string assumed = preamble(of_a_state);
        return text + (assumed.empty() ? "" : assumed + ": ") + said;
    }

private:
    std::uint64_t below(std::uint64_t end) { return random_() % end; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    const std::string& any(const std::vector<std::string>& of) { return of[below(of.size())]; }

    std::string some_states() { return any(states_) + (one_in(3) ? " or " + any(states_) : ""); }

    std::string period() {
        const std::uint64_t n = 1 + below(6);
        return std::to_string(n) + (n == 1 ? " minute" : " minutes");
    }

    std::string claim() {
        const std::uint64_t which = below(14);
        if (which < 4) {
            return some_states() + " leads to " + some_states() + (one_in(5) ? "" : " within " + period());
        }
        if (which < 6) {
            return some_states() + " never leads to " + some_states();
        }
        if (which == 6) return case_.name + " ends" + (one_in(4) ? "" : " within " + period());
        if (which == 7 || which == 8) return counted();
        if (which == 9) return any(one_in(2) ? events_ : effects_) + " and " + any(one_in(2) ? events_ : effects_) + " never both";
        if (which == 10) return std::string(one_in(2) ? "never " : "always ") + condition() + (one_in(3) ? (one_in(2) ? " and " : " or ") + condition() : "");
        return may(which == 11);
    }

    // What more than facts tell.
    std::string condition() {
        const std::string negation = one_in(4) ? "not " : "";
        if (!case_.records.empty() && one_in(2)) {
            const Record& record = model_.records[case_.records[below(case_.records.size())]];
            const std::int64_t value = record.low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(record.high - record.low) + 1));
            return record.name + (one_in(2) ? " = " : one_in(2) ? " < " : " >= ") + std::to_string(value);
        }
        const std::string fact = !case_.facts.empty() && one_in(3) ? given() : "";
        return fact.empty() ? negation + any(events_) + " has happened" : fact;
    }

    std::string counted() {
        const std::string what = one_in(3) ? any(events_) : one_in(2) ? any(states_) : any(effects_);
        return what + (one_in(3) ? " never" : one_in(2) ? " at most once" : " at most 2 times");
    }

    std::string may(bool may) {
        const Event& event = model_.events[case_.events[below(case_.events.size())]];
        if (event.by.empty()) return counted();
        const std::string states = may || !one_in(3) ? " in " + some_states() : "";
        return model_.parties[event.by[below(event.by.size())]].name + (may ? " may " : " may not ") + event.name + states;
    }

    std::string given() {
        const FactId id = case_.facts[below(case_.facts.size())];
        const Fact& fact = model_.facts[id];
        const bool maybe = fact.type.optional;
        switch (fact.type.kind) {
            case TypeKind::boolean: return maybe ? "" : one_in(2) ? fact.name : "not " + fact.name;
            case TypeKind::money: return maybe ? "" : fact.name + (one_in(2) ? " > 0.01 CNY" : " <= 0.02 CNY");
            case TypeKind::kind: return maybe ? fact.name + " is set" : fact.name + (one_in(2) ? " = " : " != ") + "k0";
            case TypeKind::instant: return maybe ? fact.name + " is set" : fact.name + (one_in(2) ? " = opening" : " < opening");
            default: return "";
        }
    }

    std::string preamble(bool of_a_state) {
        if (one_in(3)) return "";
        std::string assumed;
        const auto add = [&](const std::string& one) {
            if (!one.empty()) assumed += (assumed.empty() ? "if " : " and ") + one;
        };
        if (one_in(3)) add((one_in(2) ? "a" : "b") + std::string(" is silent"));
        if (one_in(3)) add((one_in(2) ? "a" : "b") + std::string(" acts in time"));
        if (!case_.facts.empty() && one_in(2)) add(given());
        if (of_a_state && one_in(3)) add(condition());
        std::string scope;
        if (one_in(4)) {
            scope = one_in(3) ? "between " + any(events_) + " and " + any(events_) : (one_in(2) ? "after " : "before ") + any(events_);
        }
        std::string made = assumed;
        if (!scope.empty()) made += (made.empty() ? "" : ", ") + scope;
        if (one_in(4)) made += (made.empty() ? "unless " : ", unless ") + any(events_);
        return made;
    }

    std::mt19937_64 random_;
    const Model& model_;
    const Case& case_;
    std::vector<std::string> states_, events_, effects_;
};

}  // namespace

std::string with_effects(const std::string& policy, std::uint64_t seed) {
    std::mt19937_64 random(seed * 31'337 + 3);
    std::string made;
    for (std::size_t begin = 0; begin < policy.size();) {
        const std::size_t end = policy.find('\n', begin);
        std::string line = policy.substr(begin, end - begin);
        begin = end + 1;
        const bool opens = line.starts_with("case ");
        const std::size_t text = line.find_first_not_of(' ');
        const bool state = text != std::string::npos && line.ends_with(" {") && (line.substr(text).starts_with("state ") || line.substr(text).starts_with("resting "));
        const bool final = text != std::string::npos && line.substr(text).starts_with("final ") && !line.ends_with("ends case");
        const std::string effect = random() % 2 == 0 ? "ping" : "pong";
        if (final && random() % 2 == 0) line += " { do " + effect + "() }";
        made += line + "\n";
        if (opens) made += "  effect ping ()\n  effect pong ()\n";
        if (state && random() % 4 == 0) made += "    do " + effect + "()\n";
    }
    return made;
}

std::vector<std::string> promises_of(std::uint64_t seed, const Model& model, std::size_t count) {
    PromiseWriter writer(seed, model);
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(writer.write(i));
    return all;
}

}  // namespace exactness
