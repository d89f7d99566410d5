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
#include <nlohmann/json.hpp>
#include <recourse/certificates.h>
#include <recourse/compiler.h>

#include "cache.h"
#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "line_diff.h"
#include "mend.h"
#include "modules.h"
#include "report_json.h"
#include "search.h"
#include "session_output.h"

namespace recourse::cli {

namespace {

struct CheckOptions {
    std::vector<std::string> paths;
    std::string witness;    // a folder for scenarios
    std::string certificate;   // a file
    bool fix = false, diff = false;
    bool no_cache = false;
    OutputOptions output;
};

// Findings of the files asked for. Errors of files that they import are shown too: they keep the importing file from compiling.
std::vector<Finding> of_interest(const std::vector<Finding>& findings, const Input& input) {
    std::vector<Finding> shown;
    const std::set<std::string_view> asked_for(input.asked.begin(), input.asked.end());
    for (const Finding& finding : findings) {
        const bool asked = finding.places.empty() || asked_for.contains(finding.places.front().path);
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
    if (findings.empty()) return fmt::format("0 findings in {}\n", counted(files, "file"));
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

// ---- fixes ------------------------------------------------------------------------------------------------------------------

// What became of a file that fixes changed.
struct Rewritten {
    std::string path, diff;
    bool is_written = false;
};

// Writes what was mended, each file in one step, or only shows it; nothing after a message when a file cannot be written.
std::optional<std::vector<Rewritten>> rewrite(const Mended& mended, const Input& input, const CheckOptions& options, Console& console) {
    std::vector<Rewritten> files;
    for (const std::string& path : input.asked) {
        const std::string& before = *input.sources.find(path);
        const std::string& after = *mended.analysis.sources().find(path);
        if (before == after) continue;
        Rewritten& file = files.emplace_back(Rewritten{path, options.diff ? unified_diff(path, before, after) : std::string(), false});
        if (options.diff) continue;
        const std::string problem = replace_file(path, after);
        if (!problem.empty()) {
            console.trouble(fmt::format("cannot write `{}`", path), problem, "the file is as it was; may you write it and its folder?");
            return std::nullopt;
        }
        file.is_written = true;
    }
    return files;
}

std::string place_in_words(const Finding& finding) {
    return finding.places.empty() ? std::string() : fmt::format("{}:{}: ", finding.places.front().path, finding.places.front().begin.line);
}

std::string mends_in_words(const Mended& mended, const std::vector<Rewritten>& files, bool only_shown) {
    std::string text;
    for (const Rewritten& file : files) text += file.diff;
    for (const Mend& mend : mended.mends) text += fmt::format("{}: {}{} [{}]\n", only_shown ? "would mend" : "mended", place_in_words(mend.finding), mend.finding.fix->title, mend.finding.code);
    for (const Finding& finding : mended.withheld) text += fmt::format("not mended: {}{} [{}]: it would bring an error about\n", place_in_words(finding), finding.fix->title, finding.code);
    return text;
}

// The report of the findings that are left, with "fixes": [ { "code", "title", "path", "line" } ] and "files": [ { "path", "written", "diff"? } ].
std::string mends_as_json(const Mended& mended, const std::vector<Rewritten>& files, const std::vector<Finding>& findings) {
    nlohmann::ordered_json report = report_of(findings), fixes = nlohmann::ordered_json::array(), changed = nlohmann::ordered_json::array();
    for (const Mend& mend : mended.mends) {
        const Place& place = mend.finding.fix->edits.front().place;
        fixes.push_back({{"code", mend.finding.code}, {"title", mend.finding.fix->title}, {"path", place.path}, {"line", place.begin.line}});
    }
    for (const Rewritten& file : files) {
        changed.push_back({{"path", file.path}, {"written", file.is_written}});
        if (!file.diff.empty()) changed.back()["diff"] = file.diff;
    }
    report["fixes"] = std::move(fixes);
    report["files"] = std::move(changed);
    return as_page(report);
}

// Only files are rewritten in place; found before anything is read.
bool can_fix(const CheckOptions& options, Console& console) {
    if (options.diff && !options.fix) {
        console.trouble("--diff shows what --fix would do", {}, "recourse check --fix --diff");
        return false;
    }
    for (const std::string& path : options.paths) {
        const std::string oddity = path == "-" ? "it is standard input" : oddity_of(path);
        if (!options.fix || options.diff || oddity.empty()) continue;
        console.trouble(fmt::format("cannot rewrite `{}`", path), oddity + ", and only files are rewritten in place", "--fix --diff");
        return false;
    }
    return true;
}

int finish(const std::vector<Finding>& findings, const CheckOptions& options, const Input& input, int ended) {
    for (const Finding& finding : findings) {
        if (ended == Exit::clean && reaches(finding.severity, options.output.fail_level)) return input.settle(Exit::found);
    }
    return input.settle(ended);
}

int fix(const CheckOptions& options, const Configuration& configuration, const Input& input, Console& console) {
    std::optional<Search> search(std::in_place, configuration);
    const Options how = search->options(true);
    const Mended mended = mend(analyse(input.sources, how), {input.asked.begin(), input.asked.end()}, how);
    const int ended = search->settle(Exit::clean);
    search.reset();
    if (ended != Exit::clean) return ended;     // what was not checked to the end is not changed
    const auto files = rewrite(mended, input, options, console);
    if (!files) return Exit::misuse;
    const std::vector<Finding> findings = of_interest(mended.analysis.findings(), input);
    if (options.output.format == OutputFormat::json) {
        console.out(mends_as_json(mended, *files, findings));
        return finish(findings, options, input, ended);
    }
    console.out(mends_in_words(mended, *files, options.diff));
    console.out(console.render(findings, mended.analysis.sources(), options.output));
    if (!findings.empty()) console.out("\n");
    console.out(fmt::format("{} {} in {}\n", fmt::format("{} {}", mended.mends.size(), mended.mends.size() == 1 ? "fix" : "fixes"), options.diff ? "to apply" : "applied", counted(files->size(), "file")));
    console.out(summary(findings, input.asked.size()));
    return finish(findings, options, input, ended);
}

// ---- checking ---------------------------------------------------------------------------------------------------------------

// What there is to tell, and what is written beside it.
struct Checked {
    SourceSet sources;
    std::vector<Finding> findings;
    int ended = Exit::clean;
    std::string written;
};

// A certificate says what was found on the way: then nothing is taken from the cache.
Checked certified(Input& input, const std::string& path, const Options& how, const Search& search, Console& console) {
    const Analysis analysis = analyse(std::move(input.sources), how);
    Checked checked{analysis.sources(), analysis.findings(), Exit::clean, {}};
    if (search.settle(Exit::clean) == Exit::clean) {
        std::tie(checked.ended, checked.written) = write_certificate(analysis, input, path, how, console);
    }
    return checked;
}

int report(const CheckOptions& options, const Input& input, const Checked& checked, Console& console) {
    const std::vector<Finding> findings = of_interest(checked.findings, input);
    if (!options.witness.empty() && !write_witnesses(findings, options.witness, console)) return Exit::misuse;
    console.out(console.render(findings, checked.sources, options.output));
    if (options.output.format != OutputFormat::json) {
        if (!findings.empty()) console.out("\n");
        console.out(summary(findings, input.asked.size()) + checked.written);
    }
    return finish(findings, options, input, checked.ended);
}

int check(const CheckOptions& options, Console& console) {
    if (!can_fix(options, console)) return Exit::misuse;
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    auto input = read_input(options.paths, *configuration, console);
    if (!input) return Exit::misuse;
    if (options.fix) {
        add_imports(*input, *configuration, console);
        return fix(options, *configuration, *input, console);
    }
    const std::string folder = options.no_cache || !options.certificate.empty() ? std::string() : cache_folder(*configuration);
    std::optional<Cache> cache;
    if (!folder.empty() && configuration->cache_megabytes > 0) cache.emplace(folder, configuration->cache_megabytes << 20);
    ModuleFinder modules(*input, *configuration, console);
    std::optional<Search> search(std::in_place, *configuration);
    Options how = search->options(true);
    how.find_module = [&](std::string_view name, std::string_view importer) { return modules.find(name, importer); };
    Checked checked;
    if (options.certificate.empty()) {
        Inspection found = inspect(std::move(input->sources), how, cache ? &*cache : nullptr);
        checked = {std::move(found.sources), std::move(found.findings), Exit::clean, {}};
    } else {
        checked = certified(*input, options.certificate, how, *search, console);
    }
    checked.ended = search->settle(checked.ended);
    search.reset();
    const int code = report(options, *input, checked, console);
    console.flush();    // nobody waits for the cache
    if (cache) cache->write();
    return code;
}

}  // namespace

Command check_command() {
    return {"check", "say what is wrong in policies, and what can go wrong",
            "finds faults in policies: of writing, of meaning, and of what they lead to.\n"
            "A folder stands for every .rule file below it. Without paths: those of recourse.toml, or the current folder.",
            "recourse check rules\n"
            "recourse check --fix --diff rules\n"
            "recourse check --format json rules/taobao/after_sales.rule",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<CheckOptions>();
                app.add_option("paths", options->paths, "Files and folders")->option_text("[PATH ...]");
                app.add_option("--certificate", options->certificate, "Write every situation that was found into this file, for recourse_certify")->option_text("FILE");
                app.add_option("--witness", options->witness, "Write the scenario of each finding into this folder")->option_text("FOLDER");
                app.add_flag("--fix", options->fix, "Apply the fixes of findings, each file in one step, and tell what is left");
                app.add_flag("--diff", options->diff, "With --fix: change nothing; print what would be changed");
                app.add_flag("--no-cache", options->no_cache, "Find everything anew, and keep nothing of it");
                add_output_options(app, options->output);
                return [options](Console& console) { return check(*options, console); };
            }};
}

}  // namespace recourse::cli
