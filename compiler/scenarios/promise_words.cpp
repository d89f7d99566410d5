#include "compiler/scenarios/promise_words.h"

#include <array>

#include <fmt/format.h>

namespace recourse::scenarios {

namespace {

bool is_chinese(std::string_view language) { return language.substr(0, 2) == "zh"; }

std::string_view word(PromiseWord of, std::string_view language) {
    struct Entry { std::string_view english, chinese; };
    static constexpr Entry entries[] = {
#define PROMISE_WORD(name, english, chinese) {english, chinese},
#include "compiler/scenarios/promise_words.def"
#undef PROMISE_WORD
    };
    const Entry& entry = entries[static_cast<std::size_t>(of)];
    return is_chinese(language) ? entry.chinese : entry.english;
}

// As the policy writes it, or as it is labelled; a party is called by its name alone.
std::string shown(const Program& program, std::string_view name, std::string_view language, bool party = false) {
    if (is_chinese(language)) return fmt::format("“{}”", program.label(name, language));
    return party ? std::string(name) : fmt::format("`{}`", name);
}

std::string when(const ZoneView& zone, Instant at) {
    std::array<char, time_text_max> text{};
    return std::string(text.data(), format_local(text, zone, at));
}

}  // namespace

std::string in_words(const PromiseBreak& broken, const Program& program, const ZoneView& zone, std::string_view language) {
    const auto name = [&](std::size_t which, bool party = false) {
        return which < broken.names.size() ? shown(program, broken.names[which], language, party) : std::string();
    };
    const auto any_of_them = [&] {
        std::string all;
        for (std::size_t i = 0; i < broken.names.size(); ++i) all += (i == 0 ? std::string() : std::string(word(PromiseWord::joint_or, language))) + name(i);
        return all;
    };
    std::string first, second;
    switch (broken.how) {
        case PromiseWord::not_ended: first = when(zone, broken.at); break;
        case PromiseWord::not_entered:
            first = any_of_them();
            second = when(zone, broken.at);
            break;
        case PromiseWord::ended_elsewhere:
        case PromiseWord::entered: first = any_of_them(); break;
        case PromiseWord::happened_too_often:
            first = name(0);
            second = std::to_string(broken.most);
            break;
        case PromiseWord::accepted:
        case PromiseWord::refused:
            first = name(0);
            second = name(1, true);
            break;
        default:
            first = name(0);
            second = name(1);
            break;
    }
    return fmt::format(fmt::runtime(word(broken.how, language)), first, second);
}

}  // namespace recourse::scenarios
