// Plays random but reproducible lives of cases through the public runtime: what the laws are tested on.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

namespace harness {

// One policy of rules/ or tests/laws/, compiled and loaded once for the whole run.
const recourse::Program& program_of(const std::string& rule_path);
// The policies that the laws are tried on: those of rules/, and those of tests/laws/ that were written for a law.
const std::vector<std::string>& lawful_policies();

// Everything a listener hears, as text: two runs agree when their records and the cases' bytes do.
class Recorder final : public recourse::Listener {
public:
    explicit Recorder(const recourse::Program& program) : program_(program) {}
    void moved(const recourse::Move& move) override;
    void effect(const recourse::EffectCall& call) override;
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    [[nodiscard]] const std::vector<std::string>& effect_ids() const { return effect_ids_; }

private:
    const recourse::Program& program_;
    std::vector<std::string> lines_, effect_ids_;
};

// An input that owns its texts.
struct Act {
    std::uint32_t event = 0, by = recourse::none;
    recourse::Instant at = 0;
    std::vector<recourse::Value> fields;
    std::string id;
    [[nodiscard]] recourse::Input input() const { return {event, by, at, fields, id}; }
};

struct Life {
    std::uint32_t type = 0;
    recourse::Instant opened = 0;
    std::vector<recourse::Value> facts;
    bool opens_on_event = false;
    Act opening;                    // when it does
    std::vector<Act> acts;          // in order of time, some at equal instants, some by the wrong party or at odd instants
};

// A life that can be opened: facts are drawn again until the policy accepts them.
Life random_life(const recourse::Program& program, std::mt19937_64& random);

// Opens the case of a life.
recourse::StepResult open(const recourse::Program& program, const Life& life, recourse::Case& c, recourse::Listener& listener);

// Values within a field's declaration.
recourse::Value random_value(const recourse::Program& program, const recourse::FieldInfo& field, recourse::Instant around, std::mt19937_64& random);
Act random_act(const recourse::Program& program, std::uint32_t type, recourse::Instant at, std::mt19937_64& random);

[[nodiscard]] std::vector<std::byte> bytes_of(const recourse::Case& c);

}  // namespace harness
