// One case played by names, for laws that need a certain order of events rather than many lives.
#pragma once

#include <string>
#include <vector>

#include "tests/harness/player.h"

namespace laws {

using recourse::Instant;

constexpr Instant kHour = 3'600'000;
constexpr Instant kDay = 24 * kHour;
constexpr Instant kStart = 1'709'258'400'000;   // 2024-03-01 10:00 in Shanghai

class Story {
public:
    explicit Story(const std::string& path) : program_(harness::program_of(path)), recorder_(program_) {}

    recourse::StepResult open(std::vector<recourse::Value> facts, Instant at = kStart) {
        return recourse::open(program_, case_, 0, at, facts, recorder_);
    }
    // An event by its only party; `after` is counted from kStart.
    recourse::StepResult at(Instant after, const std::string& event, std::vector<std::int64_t> numbers = {}, const std::string& id = {}) {
        recourse::Input input;
        input.event = program_.find_event(0, event);
        const std::uint32_t parties = program_.event_parties(0, input.event);
        for (std::uint32_t p = 0; p < program_.party_count() && input.by == recourse::none; ++p) {
            if ((parties >> p & 1u) != 0) input.by = p;
        }
        std::vector<recourse::Value> fields;
        for (const std::int64_t number : numbers) fields.push_back(recourse::Value::of(number));
        input.fields = fields;
        input.at = kStart + after;
        input.id = id;
        const recourse::StepResult result = recourse::step(program_, case_.ref(), input, recorder_);
        words_ = recourse::explain(program_, case_.ref(), input, result);
        return result;
    }
    recourse::StepResult advance(Instant after) { return recourse::advance(program_, case_.ref(), kStart + after, recorder_); }

    [[nodiscard]] std::string state() { return std::string(program_.state_name(recourse::active_state(program_, case_.ref(), program_.first_machine(0)))); }
    [[nodiscard]] recourse::CaseRef case_ref() { return case_.ref(); }
    [[nodiscard]] const std::string& words() const { return words_; }   // of the last event's answer
    [[nodiscard]] const std::vector<std::string>& effects() const { return recorder_.effect_ids(); }
    [[nodiscard]] const std::vector<std::string>& lines() const { return recorder_.lines(); }
    [[nodiscard]] const recourse::Program& program() const { return program_; }

private:
    const recourse::Program& program_;
    recourse::Case case_;
    harness::Recorder recorder_;
    std::string words_;
};

}  // namespace laws
