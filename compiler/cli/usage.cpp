#include "usage.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "console.h"
#include "json_lines.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) text += fmt::format("{}{}", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
    return text;
}

std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

// The option that a message of the parser begins with.
const CLI::Option* option_of(const CLI::App& app, std::string_view message) {
    const CLI::Option* longest = nullptr;
    std::size_t length = 0;
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_name();
        if (name.size() <= length || !message.starts_with(name)) continue;
        longest = option;
        length = name.size();
    }
    return longest;
}

// "--case NAME", "POLICY".
std::string shown_option(const CLI::Option& option) {
    const std::string text = option.get_option_text();
    if (option.get_positional()) return text;
    return text.empty() ? option.get_name() : fmt::format("{} {}", option.get_name(), text);
}

// The first thing that is required and was not given.
const CLI::Option* missing_option(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
        const std::size_t least = static_cast<std::size_t>(option->get_items_expected_min());
        if (option->get_required() && option->count() < std::max<std::size_t>(least, 1)) return option;
    }
    return nullptr;
}

// What no option and no place takes.
int refuse_extra(const CLI::App& app, const std::string& extra, const std::string& help, Console& console) {
    if (!extra.starts_with('-') || extra == "-")
        return console.trouble(fmt::format("`{}` is one argument too many", shown(extra)), {}, help);
    const std::string name = extra.substr(0, extra.find('='));
    const std::string near = name.starts_with("--") ? nearest_name(name, options_of(app)) : std::string();
    return console.trouble(near.empty() ? fmt::format("unknown option `{}`", shown(name))
                                        : fmt::format("unknown option `{}`: did you mean `{}`?", shown(name), near),
                           {}, help);
}

int refuse_missing(const CLI::Option& option, const std::string& help, Console& console) {
    if (!option.get_positional()) return console.trouble(fmt::format("`{}` is missing", shown_option(option)), {}, help);
    return console.trouble(option.count() == 0 ? fmt::format("`{}` is missing", shown_option(option))
                                               : fmt::format("one argument is not enough: this verb takes {}", shown_option(option)),
                           option.get_description(), help);
}

}  // namespace

CLI::Validator one_of(std::vector<std::string> words) {
    return CLI::Validator(
        [words = std::move(words)](std::string& written) -> std::string {
            if (std::find(words.begin(), words.end(), written) != words.end()) return {};
            return fmt::format("wants {}, not `{}`", joined(words), shown(written));
        },
        "");
}

CLI::Validator whole_number(int low, int high) {
    return CLI::Validator(
        [low, high](std::string& written) -> std::string {
            int number = 0;
            const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
            if (error == std::errc() && end == written.data() + written.size() && number >= low && number <= high) return {};
            return fmt::format("wants a whole number from {} to {}, not `{}`", low, high, shown(written));
        },
        "");
}

CLI::Validator an_instant() {
    return CLI::Validator(
        [](std::string& written) -> std::string {
            const ParsedInstant parsed = parse_instant(written, nullptr);
            if (parsed.error == TextError::none) return {};
            return fmt::format("wants an instant such as 2024-03-01T10:00:00+08:00; `{}` is none: {}", shown(written),
                               parsed.error == TextError::missing_offset ? "add the offset" : describe(parsed.error));
        },
        "");
}

int refuse_arguments(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments, std::string_view verb,
                     Console& console) {
    const std::string help = fmt::format("recourse {} --help", verb);
    const std::string_view message = error.what();
    const CLI::Option* option = option_of(app, message);
    if (option != nullptr && dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
        // "--lang: wants en or zh …": the name, a colon, and what the check gave.
        const std::string_view said = message.substr(std::min(option->get_name().size() + 2, message.size()));
        return console.trouble(fmt::format("{} {}", option->get_name(), said), {}, help);
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        const std::vector<std::string> extras = app.remaining();
        if (!extras.empty()) return refuse_extra(app, extras.front(), help, console);
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        for (const std::string& argument : arguments) {     // a flag with a value
            const CLI::Option* flag = app.get_option_no_throw(argument.substr(0, argument.find('=')));
            if (flag != nullptr && flag->get_option_text().empty() && argument.find('=') != std::string::npos)
                return console.trouble(fmt::format("{} takes no value", flag->get_name()), {}, help);
        }
    }
    if (const CLI::Option* missing = missing_option(app); missing != nullptr && dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr)
        return refuse_missing(*missing, help, console);
    if (option != nullptr && option->get_positional()) return refuse_missing(*option, help, console);
    if (option != nullptr) {
        const bool last = !arguments.empty() && option->check_name(arguments.back());
        return console.trouble(last ? fmt::format("{} wants a value: {}", option->get_name(), shown_option(*option))
                                    : fmt::format("{} takes one value, once: {}", option->get_name(), shown_option(*option)),
                               {}, help);
    }
    return console.trouble("these arguments do not fit together", {}, help);
}

}  // namespace recourse::cli
