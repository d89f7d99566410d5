// recourse test: the scenarios of policies, played on what they compile to.
#include <memory>

#include <fmt/format.h>
#include <recourse/compiler.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "modules.h"
#include "test_report.h"
#include "usage.h"

namespace recourse::cli {

namespace {

struct TestOptions {
    std::vector<std::string> paths;
    bool coverage = false;
    int required = -1;
    OutputOptions output;
};

std::vector<Finding> errors_of(const Analysis& analysis) {
    std::vector<Finding> errors;
    for (const Finding& finding : analysis.findings()) {
        if (finding.severity == Severity::error) errors.push_back(finding);
    }
    return errors;
}

int test(const TestOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    auto input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    add_imports(*input, *configuration, console);
    const Analysis analysis = analyse(input->sources, {configuration->levels, false});
    TestReport report;
    report.coverage = options.coverage || options.required >= 0;
    report.required = options.required;
    report.errors = errors_of(analysis);
    for (const std::string& path : input->asked) {
        const FileInfo* file = analysis.file(path);
        if (file != nullptr && file->compiles) report.files.push_back(analysis.run_scenarios(path));
    }
    const bool json = options.output.format == OutputFormat::json;
    if (!json) console.out(console.render(report.errors, analysis.sources(), options.output));
    console.out(json ? json_of(report) : text_of(report, console.use_colour(options.output)));
    if (report.has_failed()) return Exit::failed;
    return input->settle(report.errors.empty() ? Exit::clean : Exit::found);
}

}  // namespace

Command test_command() {
    return {"test", "play the scenarios of policies",
            "plays every scenario on what its policy compiles to, and says which expectation does not hold.\n"
            "Without paths: those of recourse.toml, or the current folder. Exit code 3 when a scenario fails,\n"
            "1 when none fails but a file has errors.",
            "recourse test rules/taobao\n"
            "recourse test --coverage rules/taobao/after_sales.rule\n"
            "recourse test --require-coverage 100 rules/taobao",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<TestOptions>();
                app.add_option("paths", options->paths, "Files and folders")->option_text("[PATH ...]");
                app.add_flag("--coverage", options->coverage, "Say which states, rules, deadlines and rows no scenario exercises");
                app.add_option("--require-coverage", options->required, "Fail (exit code 3) when a file is below N percent")
                    ->check(whole_number(0, 100))
                    ->option_text("N");
                add_format_options(app, options->output);
                return [options](Console& console) { return test(*options, console); };
            }};
}

}  // namespace recourse::cli
