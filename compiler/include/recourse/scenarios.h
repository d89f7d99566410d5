// What came of running a policy's scenarios, and how much of the policy they exercise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <recourse/diagnostic.h>

namespace recourse {

struct ScenarioName {
    std::string name;
    Place place;
};

// One expectation that does not hold, one input that was not taken, or one promise of the policy that the case breaks.
struct ScenarioFailure {
    Place place;                        // the scenario's line
    std::string message;                // one sentence
    std::string expected, actual;       // may be empty
    std::string explanation;            // the runtime's words for a rejection, and more of the kind; may be empty
    std::string promise;                // the title of the promise that is broken on this line; empty for any other failure
};

struct ScenarioResult {
    std::string name;
    Place place;
    bool passed = false;
    std::vector<ScenarioFailure> failures;  // a failed input ends the scenario; others do not
    std::vector<std::string> timeline;      // what happened, a line each, to the failure or the end
};

// How much of one kind of thing the scenarios of a file exercise.
struct CoverageCount {
    std::uint32_t total = 0, covered = 0;
    struct Missed {
        std::string what;               // "Claim.BuyerShips", "at closes -> Expired: only seen after it fired"
        Place place;
    };
    std::vector<Missed> missed;         // in the order written
};

struct Coverage {
    CoverageCount states;               // leaf states entered
    CoverageCount transitions;          // rules and their outcomes taken, as written
    CoverageCount deadlines;            // seen within the day before they are due, and seen to fire
    CoverageCount duties;               // fulfilled in time, and broken
    CoverageCount rows;                 // rows of decisions that gave an answer in a `decide` line
    // Of everything counted, in whole percent, rounded down; 100 when there is nothing to count.
    [[nodiscard]] std::uint32_t percent() const;
};

struct ScenarioReport {
    std::string path;
    bool ran = false;                   // false: the file does not compile, or there is no such file; nothing was run
    std::vector<ScenarioResult> scenarios;
    Coverage coverage;
    [[nodiscard]] bool passed() const;  // it ran, and every scenario passed (true without any)
};

}  // namespace recourse
