#include "compiler/syntax/regime_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "compiler/syntax/format_text.h"

namespace recourse::syntax {

namespace {

struct Phrase {
    std::string_view said;
    std::array<std::size_t, 4> keys{};   // its words, as lines of kKeywords
    std::size_t count = 0;

    template <typename... Words>
    consteval explicit Phrase(std::string_view phrase, Words... words) : said(phrase), keys{Key(words).index...}, count(sizeof...(words)) {}
};

constexpr std::array kPhrases = {
    Phrase("days", "days:regime"),
    Phrase("event day", "event:regime", "day:event"),
    Phrase("start of day", "start:regime", "of:start", "day:start"),
    Phrase("month end", "month:regime", "end:month"),
    Phrase("last day", "last", "day:last"),
    Phrase("at least", "at:regime", "least:regime"),
    Phrase("whole", "whole"),
    Phrase("to the minute", "to:minute", "the:minute", "minute:to"),
    Phrase("not counted", "not:counted", "counted:not"),
    Phrase("counted", "counted"),
    Phrase("by the event day", "by:event", "the:event", "event:by", "day:by event"),
    Phrase("by the first day", "by:first", "the:first", "first:by", "day:by first"),
    Phrase("rolls", "rolls"),
    Phrase("stays", "stays"),
};

}  // namespace

std::string_view regime_phrase(std::string_view last_key) {
    const auto found = std::find_if(kPhrases.begin(), kPhrases.end(), [&](const Phrase& one) { return kKeywords[one.keys[one.count - 1]].key == last_key; });
    return found == kPhrases.end() ? std::string_view{} : found->said;
}

std::string regime_text(std::string_view phrase, const Vocabulary& words) {
    const auto found = std::find_if(kPhrases.begin(), kPhrases.end(), [&](const Phrase& one) { return one.said == phrase; });
    if (found == kPhrases.end()) return std::string(phrase);
    std::string out;
    for (std::size_t i = 0; i < found->count; ++i) out = spaced({out, words[kKeywords[found->keys[i]]]});
    return out;
}

}  // namespace recourse::syntax
