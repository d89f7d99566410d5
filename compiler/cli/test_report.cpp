#include "test_report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "console.h"
#include "report_json.h"

namespace recourse::cli {

namespace {

bool lacks_coverage(const TestReport& report, const ScenarioReport& file) {
    return report.required >= 0 && file.coverage.percent() < static_cast<std::uint32_t>(report.required);
}

struct NamedCount {
    std::string_view name;
    const CoverageCount* count;
};
std::array<NamedCount, 5> counts_of(const Coverage& coverage) {
    return {{{"states", &coverage.states}, {"transitions", &coverage.transitions}, {"deadlines", &coverage.deadlines},
             {"duties", &coverage.duties}, {"rows", &coverage.rows}}};
}

class TextReport {
public:
    TextReport(const TestReport& report, bool colour) : report_(report), colour_(colour) {}

    std::string write() {
        for (const ScenarioReport& file : report_.files) {
            if (!file.scenarios.empty() || (report_.coverage && file.coverage.percent() < 100)) write(file);
        }
        const std::string outcome = failed_ != 0   ? paint("31", fmt::format("{} passed, {} failed", passed_, failed_))
                                    : passed_ == 0 ? "nothing was played"
                                                   : paint("32", "all passed");
        out_ += fmt::format("{} in {}: {}\n", counted(passed_ + failed_, "scenario"), counted(report_.files.size(), "file"), outcome);
        for (const ScenarioReport& file : report_.files) {
            if (!lacks_coverage(report_, file)) continue;
            out_ += fmt::format("{}: {} % covered, and {} % are required\n", file.path, file.coverage.percent(), report_.required);
        }
        if (!report_.errors.empty()) out_ += fmt::format("{} kept files from being played\n", counted(report_.errors.size(), "error"));
        return std::move(out_);
    }

private:
    void write(const ScenarioReport& file) {
        out_ += file.path + "\n";
        for (const ScenarioResult& scenario : file.scenarios) {
            ++(scenario.passed ? passed_ : failed_);
            out_ += fmt::format("  {}  {}\n", scenario.passed ? paint("32", "ok    ") : paint("1;31", "FAILED"), scenario.name);
            for (const ScenarioFailure& failure : scenario.failures) write(failure);
            if (!scenario.passed && !scenario.timeline.empty()) {
                line("so far", "");
                for (const std::string& happened : scenario.timeline) out_ += fmt::format("            {}\n", happened);
            }
        }
        if (report_.coverage) write_coverage(file);
    }

    void write(const ScenarioFailure& failure) {
        out_ += fmt::format("          {}:{}:{}: {}\n", failure.place.path, failure.place.begin.line, failure.place.begin.column,
                            failure.message);
        if (!failure.expected.empty()) line("expected", failure.expected);
        if (!failure.actual.empty()) line("actual", failure.actual);
        if (!failure.explanation.empty()) line("why", failure.explanation);
    }

    void write_coverage(const ScenarioReport& file) {
        const Coverage& coverage = file.coverage;
        std::string parts;
        for (const auto& [name, count] : counts_of(coverage)) {
            if (count->total != 0) parts += fmt::format("{}{} {}/{}", parts.empty() ? "" : ", ", name, count->covered, count->total);
        }
        out_ += fmt::format("  coverage {} %{}\n", coverage.percent(), parts.empty() ? "" : ": " + parts);
        for (const auto& [name, count] : counts_of(coverage)) {
            for (const CoverageCount::Missed& missed : count->missed) {
                // A state of a reusable machine stands in the machine's file.
                const bool here = missed.place.path == file.path;
                const std::string line = here ? "line" : missed.place.path + " line";
                out_ += fmt::format("    {} {}: {}\n", line, missed.place.begin.line, missed.what);
            }
        }
    }

    void line(std::string_view label, std::string_view text) {
        out_ += fmt::format("          {}:{}{}\n", label, text.empty() ? "" : " ", text);
    }

    [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
        return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
    }

    const TestReport& report_;
    bool colour_;
    std::string out_;
    std::size_t passed_ = 0, failed_ = 0;
};

using Json = nlohmann::ordered_json;

Json json_of(const ScenarioResult& scenario) {
    Json failures = Json::array();
    for (const ScenarioFailure& failure : scenario.failures) {
        Json one = {{"line", failure.place.begin.line}, {"column", failure.place.begin.column}, {"message", failure.message}};
        if (!failure.expected.empty()) one["expected"] = failure.expected;
        if (!failure.actual.empty()) one["actual"] = failure.actual;
        if (!failure.explanation.empty()) one["why"] = failure.explanation;
        failures.push_back(std::move(one));
    }
    return {{"name", scenario.name}, {"line", scenario.place.begin.line}, {"passed", scenario.passed},
            {"failures", std::move(failures)}, {"timeline", scenario.timeline}};
}

Json json_of(const Coverage& coverage) {
    Json json = {{"percent", coverage.percent()}};
    for (const auto& [name, count] : counts_of(coverage)) {
        Json missed = Json::array();
        for (const CoverageCount::Missed& one : count->missed) missed.push_back({{"path", one.place.path}, {"line", one.place.begin.line}, {"what", one.what}});
        json[std::string(name)] = {{"total", count->total}, {"covered", count->covered}, {"missed", std::move(missed)}};
    }
    return json;
}

}  // namespace

bool TestReport::has_failed() const {
    return std::any_of(files.begin(), files.end(),
                       [&](const ScenarioReport& file) { return !file.passed() || lacks_coverage(*this, file); });
}

std::string text_of(const TestReport& report, bool colour) { return TextReport(report, colour).write(); }

// { "version": 1, "files": [ { "path", "scenarios": [ … ], "coverage": { "percent", "states": { "total", "covered", "missed" }, … } } ],
//   "errors": [ as the findings of check ], "summary": { "passed", "failed", "errors" } }
std::string json_of(const TestReport& report) {
    std::size_t passed = 0, failed = 0;
    Json files = Json::array();
    for (const ScenarioReport& file : report.files) {
        Json scenarios = Json::array();
        for (const ScenarioResult& scenario : file.scenarios) {
            ++(scenario.passed ? passed : failed);
            scenarios.push_back(json_of(scenario));
        }
        files.push_back({{"path", file.path}, {"scenarios", std::move(scenarios)}, {"coverage", json_of(file.coverage)}});
    }
    const Json whole = {{"version", 1},
                        {"files", std::move(files)},
                        {"errors", report_of(report.errors)["findings"]},
                        {"summary", {{"passed", passed}, {"failed", failed}, {"errors", report.errors.size()}}}};
    return as_page(whole);
}

}  // namespace recourse::cli
