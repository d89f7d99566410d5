// recourse fmt: the one way to lay out a policy.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <recourse/compiler.h>
#include <recourse/translation.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "line_diff.h"
#include "report_json.h"
#include "session_output.h"
#include "usage.h"

namespace recourse::cli {

namespace {

struct FmtOptions {
    std::vector<std::string> paths;
    bool check = false, diff = false;
    std::string language;           // of the keywords; empty: each file's own
    OutputOptions output;
};

// What became of one file.
struct Formatted {
    std::string path;
    bool is_changed = false, is_written = false, is_refused = false;
    std::string diff, text;         // as far as they were asked for
};

struct Outcome {
    std::vector<Formatted> files;
    std::vector<Finding> findings;  // of files that do not parse
    std::size_t unwritable = 0;
    [[nodiscard]] std::size_t count(bool Formatted::* what) const {
        return static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [&](const Formatted& file) { return file.*what; }));
    }
};

bool is_json(const FmtOptions& options) { return options.output.format == OutputFormat::json; }
bool only_asked(const FmtOptions& options) { return options.check || options.diff; }

// What is told of a file as soon as it is done.
void tell(const Formatted& file, const FmtOptions& options, Console& console) {
    if (is_json(options)) return;
    if (file.path == "-" && !only_asked(options)) return console.out(file.text);
    console.out(file.diff);
    if (options.check && file.is_changed) console.out(fmt::format("would be changed: {}\n", file.path));
    if (file.is_written) console.out(fmt::format("changed: {}\n", file.path));
}

// The text as it is laid out, in its own keywords or those that were asked for; or what stands in the way.
Translation laid_out(const SourceSet& alone, const std::string& path, const std::string& text, const FmtOptions& options) {
    if (!options.language.empty()) return translate(path, text, options.language);
    const Analysis analysis = analyse(alone, {{}, false});
    return {analysis.formatted(path), analysis.findings()};
}

// One file; its own findings are told when it cannot be formatted.
void format_one(const std::string& path, const std::string& text, const FmtOptions& options, Console& console, Outcome& outcome) {
    SourceSet alone;
    const std::string shown = path == "-" ? "standard input" : path;
    alone.add(shown, text);
    const Translation done = laid_out(alone, shown, text, options);
    const std::optional<std::string>& formatted = done.text;
    Formatted& file = outcome.files.emplace_back();
    file.path = path;
    if (!formatted) {
        file.is_refused = true;
        outcome.findings.insert(outcome.findings.end(), done.findings.begin(), done.findings.end());
        if (!is_json(options)) console.show(done.findings, alone, options.output);
        return;
    }
    file.is_changed = *formatted != text;
    if (path == "-" && !only_asked(options)) file.text = *formatted;
    if (options.diff && file.is_changed) file.diff = unified_diff(path, text, *formatted);
    if (file.is_changed && !only_asked(options) && path != "-") {
        const std::string problem = replace_file(path, *formatted);
        file.is_written = problem.empty();
        if (!file.is_written) {
            ++outcome.unwritable;
            console.trouble(fmt::format("cannot write `{}`", path), problem, "the file is as it was; may you write it and its folder?");
        }
    }
    tell(file, options, console);
}

// { "version", "findings", "summary": { …, "changed", "refused" }, "files": [ { "path", "changed", "written", "parses", "diff"?, "text"? } ] }
std::string json_of(const Outcome& outcome) {
    nlohmann::ordered_json report = report_of(outcome.findings), files = nlohmann::ordered_json::array();
    for (const Formatted& file : outcome.files) {
        nlohmann::ordered_json one = {{"path", file.path}, {"changed", file.is_changed}, {"written", file.is_written}, {"parses", !file.is_refused}};
        if (!file.diff.empty()) one["diff"] = file.diff;
        if (!file.text.empty()) one["text"] = file.text;
        files.push_back(std::move(one));
    }
    report["summary"]["changed"] = outcome.count(&Formatted::is_changed);
    report["summary"]["refused"] = outcome.count(&Formatted::is_refused);
    report["files"] = std::move(files);
    return as_page(report);
}

// A pipe has no place to be rewritten in. Found before anything is read: nothing would come of waiting for it.
bool can_be_rewritten(const std::vector<std::string>& paths, Console& console) {
    for (const std::string& path : paths) {
        const std::string oddity = path == "-" ? std::string() : oddity_of(path);
        if (oddity.empty()) continue;
        console.trouble(fmt::format("cannot rewrite `{}`", path), oddity + ", and only files are rewritten in place", "--check, --diff, or - for standard input");
        return false;
    }
    return true;
}

int format(const FmtOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration || (!only_asked(options) && !can_be_rewritten(options.paths, console))) return Exit::misuse;
    const auto input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    Outcome outcome;
    for (const std::string& path : input->asked) format_one(path, *input->sources.find(path), options, console, outcome);
    if (is_json(options)) console.out(json_of(outcome));
    const std::size_t refused = outcome.count(&Formatted::is_refused);
    if (refused != 0) console.remark(fmt::format("{} left as written: {}", counted(refused, "file"),
                                                  options.language.empty() ? "only what parses can be laid out" : "only what can be said in that language is translated"));
    if (outcome.unwritable != 0) return Exit::misuse;
    return input->settle(refused != 0 || (only_asked(options) && outcome.count(&Formatted::is_changed) != 0) ? Exit::found : Exit::clean);
}

}  // namespace

Command fmt_command() {
    return {"fmt", "lay policies out in the one way",
            "rewrites files in place, each in one step. A folder stands for every .rule file below it;\n"
            "- reads standard input and writes standard output. A file that does not parse is left alone (exit code 1).",
            "recourse fmt --check rules\n"
            "recourse fmt --language zh-Hans - < rules/taobao/after_sales.rule\n"
            "recourse fmt --diff rules/taobao/after_sales.rule\n"
            "recourse fmt - < rules/taobao/after_sales.rule",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<FmtOptions>();
                app.add_option("paths", options->paths, "Files and folders, or -")->option_text("PATH ...")->required();
                app.add_flag("--check", options->check, "Change nothing; exit code 1 when a file would be changed");
                app.add_flag("--diff", options->diff, "Change nothing; print what would be changed");
                app.add_option("--language", options->language, "Write the keywords in another language: en, zh-Hans (simplified) or zh-Hant (traditional)")
                    ->option_text("LANGUAGE")
                    ->check(one_of(keyword_languages()));
                add_format_options(app, options->output);
                return [options](Console& console) { return format(*options, console); };
            }};
}

}  // namespace recourse::cli
