#include <algorithm>
#include <functional>
#include <map>

#include "tests/exactness/mutation_lives.h"

namespace exactness {

using namespace recourse;

namespace {

Value as_value(const explore::Given& given, const TypeInfo& type) {
    if (given.absent) return Value{};
    return type.type == ValueType::text ? Value::of_text(given.text) : Value::of(given.number);
}

class Stage final : public Listener, public PermissionListener, public DeadlineListener {
public:
    Stage(const Program& program, const std::set<std::int64_t>& numbers) : program_(program), numbers_(numbers) {}

    std::string account(const LivedCase& life) {
        type_ = program_.find_case(life.type);
        if (type_ == none || !opened(life)) return said_;
        for (std::size_t i = 1; i < life.acts.size(); ++i) act(life.acts[i]);
        ask();
        probe();
        return std::move(said_);
    }

    std::string answers() {
        for (std::uint32_t d = 0; d < program_.decision_count(); ++d) {
            std::vector<std::vector<Value>> choices;
            for (std::uint32_t p = 0; p < program_.decision_parameter_count(d); ++p) choices.push_back(samples(program_.decision_parameter(d, p), 0));
            combinations(choices, [&](const std::vector<Value>& given) {
                const DecisionResult result = decide(program_, d, given);
                say("decide", d);
                for (const Value& value : given) say(",", value.number);
                say("undecided", result.undecided);
                say("rejected", static_cast<int>(result.rejection.reason));
                for (std::uint32_t r = 0; r < result.count; ++r) {
                    say("result", result.results[r].number);
                    say("up to", result.up_to[r]);
                }
                said_ += "\n";
            });
        }
        return std::move(said_);
    }

    void moved(const Move& move) override {
        if (move.transition == none) return;
        const std::string reason(program_.reason_name(move.transition));
        if (move.from != move.to || !reason.empty()) reasons_[move.machine] = reason;
    }
    void effect(const EffectCall& call) override {
        said_.append(" do ").append(program_.effect_name(call.effect));
        say("at", call.at);
        for (const Value& value : call.arguments) {
            say(",", value.number);
            said_.append(value.text);
        }
    }
    void permission(const Permission& one) override {
        said_.append("  may ").append(program_.event_name(type_, one.event));
        say(one.allowed ? "from" : "not from", one.from);
        say("until", one.until);
        say("because", static_cast<int>(one.why_not.reason));
        if (one.without_right) said_ += " without right";
        said_ += "\n";
    }
    void deadline(const DeadlineInfo& one) override {
        due_.push_back({one.due, one.overdue});
    }

private:
    template <typename Number>
    void say(const char* word, Number number) {
        said_.append(" ").append(word).append(" ").append(std::to_string(number));
    }

    bool opened(const LivedCase& life) {
        const LivedAct& first = life.acts.front();
        std::vector<Value> facts;
        for (std::uint32_t f = 0; f < program_.fact_count(type_); ++f) facts.push_back(as_value(life.facts[f], program_.fact(type_, f).type));
        StepResult result;
        if (program_.opening_event(type_) == none) {
            result = open(program_, case_, type_, first.at, facts, *this);
        } else {
            std::vector<Value> fields;
            const Input input = input_of(first, fields);
            result = open(program_, case_, type_, first.at, facts, *this, &input);
        }
        heard("open", result, case_);
        return result.verdict != Verdict::rejected;
    }

    Input input_of(const LivedAct& act, std::vector<Value>& fields) const {
        const std::uint32_t event = program_.find_event(type_, act.event);
        if (event != none) {
            for (std::uint32_t f = 0; f < act.fields.size(); ++f) fields.push_back(as_value(act.fields[f], program_.event_field(type_, event, f).type));
        }
        return {event, act.by.empty() ? none : program_.find_party(act.by), act.at, fields, {}};
    }

    void act(const LivedAct& act) {
        if (act.event.empty()) return heard("time", advance(program_, case_.ref(), act.at, *this), case_);
        std::vector<Value> fields;
        heard("act", step(program_, case_.ref(), input_of(act, fields), *this), case_);
    }

    void heard(const char* what, const StepResult& result, Case& c) {
        said_.append(what);
        say("verdict", static_cast<int>(result.verdict));
        if (result.verdict == Verdict::rejected) {
            say("reason", static_cast<int>(result.rejection.reason));
        } else {
            said_.append(":");
            for (std::uint32_t m = program_.first_machine(type_); m < program_.first_machine(type_) + program_.machine_count(type_); ++m) {
                const std::uint32_t state = active_state(program_, c.ref(), m);
                said_.append(" ").append(program_.state_name(state)).append(program_.state_is_resting(state) ? " at rest" : "");
                if (const auto why = reasons_.find(m); why != reasons_.end()) said_.append(" as ").append(why->second);
            }
            say("status", static_cast<int>(c.ref().status()));
        }
        said_ += "\n";
    }

    void ask() {
        for (std::uint32_t party = 0; party < program_.party_count(); ++party) {
            said_.append(program_.party_name(party)).append("\n");
            allowed(program_, case_.ref(), party, case_.ref().sealed() + 1, *this);
        }
        due_.clear();
        deadlines(program_, case_.ref(), *this);
        std::sort(due_.begin(), due_.end());
        for (const auto& [due, overdue] : due_) say(overdue ? "overdue" : "due", due);
        for (std::uint32_t n = 0; n < program_.named_count(type_); ++n) {
            const ValueType kind = program_.named_type(type_, n).type;
            if (kind == ValueType::period || kind == ValueType::duration) continue;   // what is counted by it is asked instead
            const NamedValue value = named_value(program_, case_.ref(), n);
            said_.append(" ").append(program_.named_name(type_, n));
            say(value.ok ? "=" : "!", value.value.number);
            near_.insert({value.value.number - 1, value.value.number, value.value.number + 1});
        }
        said_ += "\n";
    }

    // Every act at the next millisecond, on a copy.
    void probe() {
        if (case_.ref().status() != Status::running) return;
        const Instant at = case_.ref().sealed() + 1;
        for (std::uint32_t event = 0; event < program_.event_count(type_); ++event) {
            std::vector<std::vector<Value>> choices;
            for (std::uint32_t f = 0; f < program_.event_field_count(type_, event); ++f) choices.push_back(samples(program_.event_field(type_, event, f), at));
            const std::uint32_t parties = program_.event_parties(type_, event);
            const bool by_nobody = parties == 0;
            for (std::uint32_t party = 0; party < (by_nobody ? 1 : program_.party_count()); ++party) {
                if (!by_nobody && (parties >> party & 1) == 0) continue;   // `allowed` has told that it is not theirs
                combinations(choices, [&](const std::vector<Value>& fields) {
                    Case copy = case_;
                    const auto reasons = reasons_;
                    const auto before = said_.size();
                    const Input input{event, by_nobody ? none : party, at, fields, {}};
                    const StepResult result = step(program_, copy.ref(), input, *this);
                    said_.insert(before, std::string(program_.event_name(type_, event)) + " ");
                    heard("probed", result, copy);
                    if (result.rejection.reason == Reason::refused) said_ += explain(program_, copy.ref(), input, result) + "\n";
                    reasons_ = reasons;
                });
            }
        }
    }

    // All values of a field of few; of a number those that something may turn on.
    std::vector<Value> samples(const FieldInfo& field, Instant at) const {
        std::vector<Value> all;
        if (field.type.optional) all.push_back(Value{});
        const auto to = [&](std::int64_t count) {
            for (std::int64_t n = 0; n < count; ++n) all.push_back(Value::of(n));
        };
        switch (field.type.type) {
            case ValueType::boolean: to(2); break;
            case ValueType::party: to(program_.party_count()); break;
            case ValueType::kind: to(program_.member_count(field.type.detail)); break;
            case ValueType::text: all.push_back(Value::of_text("text")); break;
            case ValueType::instant: all.push_back(Value::of(std::clamp(at, field.low, field.high))); break;
            default: {
                std::set<std::int64_t> wanted = numbers_;
                wanted.insert(near_.begin(), near_.end());
                wanted.insert({field.low, field.high});
                for (const std::int64_t n : wanted) {
                    if (n >= field.low && n <= field.high) all.push_back(Value::of(n));
                }
            }
        }
        return all;
    }

    static void combinations(const std::vector<std::vector<Value>>& choices, const std::function<void(const std::vector<Value>&)>& visit) {
        std::vector<Value> one(choices.size());
        std::vector<std::size_t> at(choices.size(), 0);
        for (;;) {
            for (std::size_t i = 0; i < choices.size(); ++i) one[i] = choices[i][at[i]];
            visit(one);
            std::size_t i = 0;
            while (i < choices.size() && ++at[i] == choices[i].size()) at[i++] = 0;
            if (i == choices.size()) return;
        }
    }

    const Program& program_;
    const std::set<std::int64_t>& numbers_;
    std::set<std::int64_t> near_;   // present values of names, and beside them
    std::uint32_t type_ = 0;
    Case case_;
    std::map<std::uint32_t, std::string> reasons_;   // of the last move of each machine
    std::string said_;
    std::vector<std::pair<Instant, bool>> due_;
};

}  // namespace

std::string account_of(const Program& program, const LivedCase& life, const std::set<std::int64_t>& numbers) {
    return Stage(program, numbers).account(life);
}

std::string answers_of(const Program& program, const std::set<std::int64_t>& numbers) { return Stage(program, numbers).answers(); }

}  // namespace exactness
