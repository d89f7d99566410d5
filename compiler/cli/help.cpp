#include "help.h"

#include <algorithm>

#include <fmt/format.h>

#include "session_log.h"

namespace recourse::cli {

namespace {

struct Line {
    std::string_view english, chinese;
};
constexpr Line table[] = {
#define HELP(english, chinese) {english, chinese},
#include "help.def"
};

}  // namespace

std::string_view in_words(std::string_view english, std::string_view language) {
    if (language != "zh") return english;
    const auto* const found = std::find_if(std::begin(table), std::end(table), [&](const Line& line) { return line.english == english; });
    return found == std::end(table) ? english : found->chinese;
}

std::string help_language(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--lang" && i + 1 < arguments.size()) return chosen_language(arguments[i + 1]);
        if (arguments[i].starts_with("--lang=")) return chosen_language(arguments[i].substr(std::string_view("--lang=").size()));
    }
    return chosen_language("");
}

std::string help_of(const Command& command, CLI::App& app, std::string_view language) {
    const auto words = [language](std::string_view english) { return std::string(in_words(english, language)); };
    for (CLI::Option* option : app.get_options()) option->description(words(option->get_description()));
    for (const char* label : {"Usage", "Positionals", "Options", "OPTIONS"}) app.get_formatter()->label(label, words(label));
    std::string text = fmt::format("recourse {}{}{}\n\n", command.name, language == "zh" ? "：" : ": ", words(command.description));
    // CLI11's own help begins with the description, which stands above already.
    text += app.help("", CLI::AppFormatMode::Normal);
    text += words("\nExamples:\n");
    std::string_view rest = command.example;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        text += fmt::format("  {}\n", rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text;
}

}  // namespace recourse::cli
