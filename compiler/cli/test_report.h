// What `recourse test` prints.
#pragma once

#include <string>
#include <vector>

#include <recourse/compiler.h>

namespace recourse::cli {

struct TestReport {
    std::vector<Finding> errors;            // of files that cannot be played
    std::vector<ScenarioReport> files;
    bool coverage = false;
    int required = -1;                      // percent; none when negative
    [[nodiscard]] bool has_failed() const;  // a scenario failed, or a file lacks coverage
};

[[nodiscard]] std::string text_of(const TestReport& report, bool colour);
[[nodiscard]] std::string json_of(const TestReport& report);

}  // namespace recourse::cli
