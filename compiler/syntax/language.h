// What the keywords of a file are written in; names, texts and comments are the author's in any.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace recourse::syntax {

enum class Language : std::uint8_t { english, simplified, traditional };
inline constexpr std::array kLanguages = {Language::english, Language::simplified, Language::traditional};

// "en", "zh-Hans", "zh-Hant": as `# language:` and `recourse fmt --language` say it.
[[nodiscard]] std::string_view tag_of(Language language);
[[nodiscard]] std::optional<Language> language_of(std::string_view tag);

}  // namespace recourse::syntax
