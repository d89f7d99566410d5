#include "runtime/machine/sentences.h"

namespace recourse::machine {

namespace {

struct Entry {
    std::string_view english, chinese;
};
constexpr Entry entries[] = {
#define SENTENCE(name, english, chinese) {english, chinese},
#include "runtime/machine/sentences.def"
#undef SENTENCE
};

} // namespace

bool is_chinese(std::string_view language) { return language == "zh" || language.starts_with("zh-") || language.starts_with("zh_"); }

std::string say(Sentence sentence, std::string_view language, std::initializer_list<std::string_view> parts) {
    const Entry& entry = entries[static_cast<std::size_t>(sentence)];
    std::string_view pattern = is_chinese(language) ? entry.chinese : entry.english;
    std::string text;
    while (!pattern.empty()) {
        const bool is_place = pattern.size() > 2 && pattern[0] == '{' && pattern[1] >= '0' && pattern[1] <= '9' && pattern[2] == '}';
        if (is_place) {
            const std::size_t index = static_cast<std::size_t>(pattern[1] - '0');
            if (index < parts.size()) text += parts.begin()[index];
            pattern.remove_prefix(3);
        } else {
            text += pattern.front();
            pattern.remove_prefix(1);
        }
    }
    return text;
}

} // namespace recourse::machine
