// recourse new: a policy to begin with.
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <recourse/compiler.h>
#include <recourse/translation.h>

#include "command.h"
#include "console.h"
#include "session_output.h"
#include "session_words.h"
#include "starters.h"
#include "usage.h"

namespace recourse::cli {

namespace {

struct NewOptions {
    std::string name;
    std::string folder;
    std::string language = "en";    // of the keywords, comments and texts
};

bool is_policy_name(std::string_view name) {
    bool begins = true;     // a part of the name
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (!begins && ((c >= '0' && c <= '9') || c == '_'));
        if (!letter && (c != '.' || begins)) return false;
        begins = c == '.';
    }
    return !begins;
}

int make(const NewOptions& options, Console& console) {
    if (!is_policy_name(options.name))
        return console.trouble(fmt::format("`{}` cannot be the name of a policy", shown(options.name)),
                               "a name is small letters, digits and _, in parts with dots between", "recourse new shop.returns");
    namespace fs = std::filesystem;
    std::error_code error;
    if (!options.folder.empty() && !fs::is_directory(options.folder, error))
        return console.trouble(fmt::format("there is no folder `{}`", options.folder), {}, fmt::format("mkdir -p {}", options.folder));
    const std::string file = options.name.substr(options.name.rfind('.') + 1) + ".rule";
    const std::string path = (fs::path(options.folder) / file).generic_string();
    const std::string text = fmt::format(fmt::runtime(starter(options.language)), options.name, path);
    const Analysis analysis = analyse([&] {
        SourceSet sources;
        sources.add(path, text);
        return sources;
    }());
    if (analysis.has_errors())      // such as a word of the language in the name
        return console.trouble(fmt::format("`{}` cannot be the name of a policy", options.name), analysis.findings().front().message,
                               "choose another name");
    if (const std::string problem = write_new_file(path, analysis.formatted(path).value_or(text)); !problem.empty())
        return console.trouble(fmt::format("cannot make `{}`", path), problem, "choose another name, or --dir FOLDER");
    console.out(fmt::format("{}: a policy to begin with, and a scenario\n  recourse check {}\n  recourse promise {}\n  recourse test {}\n", path, path, path, path));
    return Exit::clean;
}

}  // namespace

Command new_command() {
    return {"new", "a policy to begin with",
            "writes a small policy with comments and a scenario that passes, in a file called by the last part of its name.\n"
            "A file that is there is never written over. Exit codes: 0, 2 when the file cannot be made.",
            "recourse new shop.returns --dir /tmp\n"
            "recourse test /tmp/returns.rule\n"
            "recourse new shop.tuihuo --language zh-Hans",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<NewOptions>();
                app.add_option("name", options->name, "The policy's name, as in shop.returns")->required()->option_text("NAME");
                app.add_option("--language", options->language, "The language of its keywords: en, zh-Hans (simplified) or zh-Hant (traditional)")
                    ->option_text("LANGUAGE")
                    ->check(one_of(keyword_languages()));
                app.add_option("--dir", options->folder, "The folder; otherwise the current one")->option_text("FOLDER");
                return [options](Console& console) { return make(*options, console); };
            }};
}

}  // namespace recourse::cli
