// recourse check: what is wrong with policies, and what may go wrong in them.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <recourse/certificates.h>
#include <recourse/compiler.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "search.h"
#include "session_output.h"

namespace recourse::cli {

namespace {

struct CheckOptions {
    std::vector<std::string> paths;
    std::string witness;    // a folder for scenarios
    std::string certificate;   // a file
    OutputOptions output;
};

// Findings of the files asked for. Errors of files that they import are shown too: they keep the importing file from compiling.
std::vector<Finding> of_interest(const Analysis& analysis, const Input& input) {
    std::vector<Finding> shown;
    for (const Finding& finding : analysis.findings()) {
        const bool asked = finding.places.empty() || input.is_asked(finding.places.front().path);
        if (asked || finding.severity == Severity::error) shown.push_back(finding);
    }
    return shown;
}

std::string summary(const std::vector<Finding>& findings, std::size_t files) {
    std::size_t counts[3] = {};
    std::set<std::string> touched;
    for (const Finding& finding : findings) {
        ++counts[static_cast<std::size_t>(finding.severity)];
        if (!finding.places.empty()) touched.insert(finding.places.front().path);
    }
    if (findings.empty()) return fmt::format("{} checked: nothing found\n", counted(files, "file"));
    std::string text;
    constexpr std::string_view words[] = {"error", "warning", "note"};
    for (std::size_t i = 0; i < 3; ++i) {
        if (counts[i] != 0) text += fmt::format("{}{}", text.empty() ? "" : ", ", counted(counts[i], words[i]));
    }
    return fmt::format("{} in {} of {}\n", text, touched.size(), counted(files, "file"));
}

// Each finding's scenario as a file of its own; false after a message when one cannot be written.
bool write_witnesses(const std::vector<Finding>& findings, const std::string& folder, Console& console) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::map<std::string, int> used;
    for (const Finding& finding : findings) {
        if (finding.witness.empty() || !finding.witness.front().starts_with("scenario ") || finding.places.empty()) continue;
        const Place& place = finding.places.front();
        std::string name = fmt::format("{}-{}-{}", place.path, place.begin.line, finding.code);
        std::replace_if(name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || c == ':'; }, '_');
        if (const int times = used[name]++; times > 0) name += fmt::format("-{}", times + 1);
        std::string text = fmt::format("# {}:{}: {} [{}]\n", place.path, place.begin.line, finding.message, finding.code);
        for (const std::string& line : finding.witness) text += line + "\n";
        const std::string path = (std::filesystem::path(folder) / (name + ".scenario")).generic_string();
        const std::string problem = write_file(path, text);
        if (problem.empty()) continue;
        (void)console.trouble(fmt::format("cannot write `{}`", path), problem);
        return false;
    }
    return true;
}

// All policies in one file, or none: an exit code, and a line for the report.
std::pair<int, std::string> write_certificate(const Analysis& analysis, const Input& input, const std::string& path, const Options& how, Console& console) {
    const Certificate certificate = certificate_of(analysis, input.asked, how);
    if (!certificate.problem.empty()) {
        (void)console.trouble(fmt::format("`{}` is not written", path), certificate.problem);
        return {Exit::found, ""};
    }
    const std::string problem = write_file(path, certificate.text);
    if (!problem.empty()) return {console.trouble(fmt::format("cannot write `{}`", path), problem), ""};
    return {Exit::clean, fmt::format("{}: {}, {}\n", path, counted(certificate.sets, "set"), counted(certificate.situations, "situation"))};
}

int check(const CheckOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    auto input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    add_imports(*input, *configuration, console);
    std::optional<Search> search(std::in_place, *configuration);
    const Options how = search->options(true);
    const Analysis analysis = analyse(input->sources, how);
    int certified = Exit::clean;
    std::string written;
    if (!options.certificate.empty() && search->settle(Exit::clean) == Exit::clean) {
        std::tie(certified, written) = write_certificate(analysis, *input, options.certificate, how, console);
    }
    const int ended = search->settle(certified);
    search.reset();
    const std::vector<Finding> findings = of_interest(analysis, *input);
    if (!options.witness.empty() && !write_witnesses(findings, options.witness, console)) return Exit::misuse;
    console.out(console.render(findings, analysis.sources(), options.output));
    if (options.output.format != OutputFormat::json) {
        if (!findings.empty()) console.out("\n");
        console.out(summary(findings, input->asked.size()) + written);
    }
    for (const Finding& finding : findings) {
        if (ended == Exit::clean && reaches(finding.severity, options.output.fail_level)) return input->settle(Exit::found);
    }
    return input->settle(ended);
}

}  // namespace

Command check_command() {
    return {"check", "say what is wrong in policies, and what can go wrong",
            "finds faults in policies: of writing, of meaning, and of what they lead to.\n"
            "A folder stands for every .rule file below it. Without paths: those of recourse.toml, or the current folder.",
            "recourse check rules\n"
            "recourse check --format json rules/taobao/after_sales.rule",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<CheckOptions>();
                app.add_option("paths", options->paths, "Files and folders")->option_text("[PATH ...]");
                app.add_option("--certificate", options->certificate, "Write every situation that was found into this file, for recourse_certify")->option_text("FILE");
                app.add_option("--witness", options->witness, "Write the scenario of each finding into this folder")->option_text("FOLDER");
                add_output_options(app, options->output);
                return [options](Console& console) { return check(*options, console); };
            }};
}

}  // namespace recourse::cli
