// The tables of sentences: both languages, and the same parts in each.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/machine/sentences.h"

namespace {

struct Entry {
    std::string_view name, english, chinese;
};
constexpr Entry sentences[] = {
#define SENTENCE(name, english, chinese) {#name, english, chinese},
#include "runtime/machine/sentences.def"
#undef SENTENCE
};
constexpr Entry promise_words[] = {
#define PROMISE_WORD(name, english, chinese) {#name, english, chinese},
#include "compiler/scenarios/promise_words.def"
#undef PROMISE_WORD
};
constexpr Entry words[] = {
#define WORD(name, english, chinese) {#name, english, chinese},
#include "compiler/cli/session_words.def"
#undef WORD
};

// "{0}", "{1}", "{}": what a sentence leaves room for, sorted.
std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t i = text.find('{'); i != std::string_view::npos; i = text.find('{', i + 1))
        parts.emplace_back(text.substr(i, text.find('}', i) - i + 1));
    std::sort(parts.begin(), parts.end());
    return parts;
}

bool has_chinese(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

void expect_both(const Entry& entry) {
    EXPECT_FALSE(entry.english.empty()) << entry.name;
    EXPECT_FALSE(entry.chinese.empty()) << entry.name;
    EXPECT_EQ(parts_of(entry.english), parts_of(entry.chinese)) << entry.name;
    EXPECT_FALSE(has_chinese(entry.english)) << entry.name;
    // What is all parts and marks is the same in both.
    const bool has_words = std::any_of(entry.english.begin(), entry.english.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    EXPECT_TRUE(!has_words || has_chinese(entry.chinese)) << entry.name;
}

} // namespace

TEST(Words, EverySentenceIsThereInBothLanguages) {
    for (const Entry& entry : sentences) expect_both(entry);
    for (const Entry& entry : words) expect_both(entry);
    for (const Entry& entry : promise_words) expect_both(entry);
}

TEST(Words, PartsStandWhereTheSentenceWantsThem) {
    using recourse::machine::say;
    using recourse::machine::Sentence;
    EXPECT_EQ(say(Sentence::not_accepted, "en", {"apply", "{0}"}), "apply was not accepted: {0}");
    EXPECT_EQ(say(Sentence::not_accepted, "zh", {"申请", "已截止"}), "申请未被受理：已截止");
    EXPECT_EQ(say(Sentence::not_accepted, "zh-CN", {"a"}), "a未被受理：");
    EXPECT_EQ(say(Sentence::once, "de"), "once");
}
