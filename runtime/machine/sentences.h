// What the runtime says, in English and in Chinese, from one table (sentences.def).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace recourse::machine {

enum class Sentence : std::uint8_t {
#define SENTENCE(name, english, chinese) name,
#include "runtime/machine/sentences.def"
#undef SENTENCE
    count
};

/// Chinese for "zh" and "zh-…", English otherwise.
bool is_chinese(std::string_view language);

/// The sentence with its parts in the places {0}, {1} …; a part that is not given leaves nothing. O(length).
std::string say(Sentence sentence, std::string_view language, std::initializer_list<std::string_view> parts = {});

} // namespace recourse::machine
