// How a run breaks a promise, and what is said of it, in English and in Chinese (promise_words.def).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/runtime.hpp>

namespace recourse::scenarios {

enum class PromiseWord : std::uint8_t {
#define PROMISE_WORD(name, english, chinese) name,
#include "compiler/scenarios/promise_words.def"
#undef PROMISE_WORD
};

// A promise that a case has broken.
struct PromiseBreak {
    std::size_t promise = 0;            // index in the model
    Instant at = 0;                     // of a time that has run out: its last instant
    PromiseWord how = PromiseWord::halted;
    std::vector<std::string> names;     // of states, the leaves of which one was meant; of events and effects; of an event and a party
    std::uint32_t most = 0;             // happened_too_often: how often it may
};

// "`Refunded` was not entered by 2024-03-06 10:00"; names by their labels in Chinese. O(length).
[[nodiscard]] std::string in_words(const PromiseBreak& broken, const Program& program, const ZoneView& zone, std::string_view language = "en");

}  // namespace recourse::scenarios
