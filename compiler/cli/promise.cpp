// recourse promise: what policies promise of every case, proved or broken.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <recourse/compiler.h>
#include <recourse/promises.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "modules.h"
#include "report_json.h"
#include "search.h"

namespace recourse::cli {

namespace {

struct PromiseOptions {
    std::vector<std::string> paths;
    bool ways = false;
    OutputOptions output;
};

const char* word_of(PromiseOutcome outcome) {
    switch (outcome) {
    case PromiseOutcome::kept: return "kept";
    case PromiseOutcome::broken: return "broken";
    case PromiseOutcome::vacuous: return "vacuous";
    case PromiseOutcome::undecided: break;
    }
    return "undecided";
}

std::string text_of(const std::string& path, const PromisesReport& report, bool ways) {
    std::string text = fmt::format("{}\n", path);
    for (const PromiseAnswer& answer : report.promises) {
        text += fmt::format("  {:<9}  {}  ({})\n", word_of(answer.outcome), answer.title, counted(answer.situations, "situation"));
        if (!answer.reason.empty()) text += fmt::format("             {}\n", answer.reason);
        const bool shows = answer.outcome != PromiseOutcome::kept || ways;
        for (const std::string& line : answer.way) {
            if (shows) text += fmt::format("             {}\n", line);
        }
    }
    return text;
}

nlohmann::ordered_json json_of(const std::string& path, const PromisesReport& report) {
    nlohmann::ordered_json promises = nlohmann::ordered_json::array();
    for (const PromiseAnswer& answer : report.promises) {
        promises.push_back({{"title", answer.title}, {"line", answer.line}, {"outcome", word_of(answer.outcome)}, {"reason", answer.reason},
                            {"situations", answer.situations}, {"way", answer.way}});
    }
    return {{"path", path}, {"problem", report.problem}, {"promises", std::move(promises)}};
}

int tell_promises(const PromiseOptions& options, Console& console) {
    const std::optional<Configuration> configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    std::optional<Input> input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    add_imports(*input, *configuration, console);
    const bool json = options.output.format == OutputFormat::json;
    std::size_t kept = 0, all = 0;
    int code = Exit::clean;
    Search search(*configuration);
    const Options how = search.options(false);
    for (const std::string& path : input->asked) {
        const PromisesReport report = judge_promises(input->sources, path, how);
        if (search.settle(Exit::clean) != Exit::clean) return search.settle(Exit::clean);
        if (!report.problem.empty()) {
            if (json) console.out(as_line(json_of(path, report)));
            (void)console.trouble(fmt::format("{}: {}", path, report.problem));
            code = Exit::misuse;
            continue;
        }
        if (report.promises.empty()) continue;
        for (const PromiseAnswer& answer : report.promises) {
            ++all;
            if (answer.outcome == PromiseOutcome::kept || answer.outcome == PromiseOutcome::vacuous) ++kept;
        }
        console.out(json ? as_line(json_of(path, report)) : text_of(path, report, options.ways));
    }
    if (!json) console.out(fmt::format("{}: {} kept in every case\n", counted(all, "promise"), kept));
    if (code == Exit::clean && kept != all) code = Exit::failed;
    return input->settle(code);
}

}  // namespace

Command promise_command() {
    return {"promise", "say which promises of policies hold in every case",
            "holds what policies promise against every case that can be: each promise is kept, or broken by the scenario that is shown.\n"
            "A vacuous one is kept because what it speaks of never comes about. A folder stands for every .rule file below it.\n"
            "Exit codes: 0, 2 when a policy has errors, 3 when a promise is broken or cannot be decided.",
            "recourse promise rules\n"
            "recourse promise rules/taobao/after_sales.rule --ways",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<PromiseOptions>();
                app.add_option("paths", options->paths, "Files and folders")->option_text("[PATH ...]");
                app.add_flag("--ways", options->ways, "Print the scenario of a promise that something can be reached, too");
                add_format_options(app, options->output);
                return [options](Console& console) { return tell_promises(*options, console); };
            }};
}

}  // namespace recourse::cli
