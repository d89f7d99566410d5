// recourse fmt: the one way to lay out a policy.
#include <memory>

#include <fmt/format.h>
#include <recourse/compiler.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "line_diff.h"

namespace recourse::cli {

namespace {

struct FmtOptions {
    std::vector<std::string> paths;
    bool check = false, diff = false;
    OutputOptions output;
};

struct Outcome {
    std::size_t changed = 0, refused = 0, unwritable = 0;
};

// One file; its own findings are told when it cannot be formatted.
void format_one(const std::string& path, const std::string& text, const FmtOptions& options, Console& console, Outcome& outcome) {
    SourceSet alone;
    alone.add(path == "-" ? "standard input" : path, text);
    const Analysis analysis = analyse(std::move(alone), {{}, false});
    const auto formatted = analysis.formatted(analysis.sources().paths().front());
    if (!formatted) {
        ++outcome.refused;
        console.err(console.render(analysis.findings(), analysis.sources(), options.output));
        return;
    }
    const bool is_changed = *formatted != text;
    if (path == "-" && !options.check && !options.diff) console.out(*formatted);
    if (!is_changed) return;
    ++outcome.changed;
    if (options.diff) console.out(unified_diff(path, text, *formatted));
    if (options.check) console.out(fmt::format("would be changed: {}\n", path));
    if (options.check || options.diff || path == "-") return;
    if (const std::string problem = replace_file(path, *formatted); !problem.empty()) {
        ++outcome.unwritable;
        console.trouble(fmt::format("cannot write `{}`", path), problem, "the file is as it was; may you write it and its folder?");
        return;
    }
    console.out(fmt::format("changed: {}\n", path));
}

int format(const FmtOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    const auto input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    Outcome outcome;
    for (const std::string& path : input->asked) format_one(path, *input->sources.find(path), options, console, outcome);
    if (outcome.refused != 0) {
        console.err(fmt::format("{} left as written: only what parses can be laid out\n", counted(outcome.refused, "file")));
    }
    if (outcome.unwritable != 0) return Exit::misuse;
    const bool only_asked = options.check || options.diff;
    return outcome.refused != 0 || (only_asked && outcome.changed != 0) ? Exit::found : Exit::clean;
}

}  // namespace

Command fmt_command() {
    return {"fmt", "lay policies out in the one way",
            "rewrites files in place, each in one step. A folder stands for every .rule file below it;\n"
            "- reads standard input and writes standard output. A file that does not parse is left alone (exit code 1).",
            "recourse fmt --check rules\n"
            "recourse fmt --diff rules/taobao/after_sales.rule\n"
            "recourse fmt - < rules/taobao/after_sales.rule",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<FmtOptions>();
                app.add_option("paths", options->paths, "Files and folders, or -")->option_text("PATH ...")->required();
                app.add_flag("--check", options->check, "Change nothing; exit code 1 when a file would be changed");
                app.add_flag("--diff", options->diff, "Change nothing; print what would be changed");
                add_format_options(app, options->output);
                return [options](Console& console) { return format(*options, console); };
            }};
}

}  // namespace recourse::cli
