// Words for the commands that follow cases: names that were meant, lists, text of others made safe to print, and the headings of
// a timeline in English and Chinese.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <recourse/runtime.hpp>

namespace recourse::cli {

// nearest_name of console.h for names that are borrowed.
[[nodiscard]] std::string nearest(std::string_view name, std::span<const std::string_view> among);
// "`a`, `b` and `c`"; "nothing" for none.
[[nodiscard]] std::string listed(std::span<const std::string_view> names, std::string_view last_joint = " and ");
// "; did you mean `x`?", or else "; there are `a` and `b`", for the end of a message about an unknown name.
[[nodiscard]] std::string meant(std::string_view name, std::span<const std::string_view> among, std::string_view language = "en");
// Control characters, marks that turn the direction of text and bytes that are not UTF-8 become U+FFFD. O(length).
[[nodiscard]] std::string shown(std::string_view text);

// "used_up": the reason of a rejection as the JSON lines name it.
[[nodiscard]] std::string_view reason_word(Reason reason);

// Headings and joints of the texts for people; session_words.def lists them.
enum class Word : std::uint8_t {
#define WORD(name, english, chinese) name,
#include "session_words.def"
#undef WORD
    count
};
[[nodiscard]] std::string_view word(Word word, std::string_view language);
// A sentence with its parts. The table's are checked by a test, so that a part too few cannot happen.
template <typename... Parts>
[[nodiscard]] std::string sentence(Word of, std::string_view language, const Parts&... parts) {
    return fmt::format(fmt::runtime(word(of, language)), parts...);
}

}  // namespace recourse::cli
