// How long a case takes: the soonest and the latest at which it can come to each of its states, proved over every case that can be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

namespace recourse {

struct BoundsQuestion {
    std::string case_type;                // empty: the first
    std::vector<std::string> silent;      // parties that never act; everybody else may do anything
    std::vector<std::string> prompt;      // parties that let no time limit take effect while they have an act to make
};

// One state, at entry, counted from the opening.
struct StateTimes {
    std::string state;                    // "BuyerShips", "Refund.Paid"
    bool is_final = false;
    bool reached = false;                 // false: no case comes there under these assumptions
    std::int64_t soonest = 0;             // milliseconds
    std::optional<std::int64_t> latest;   // nothing: nothing bounds it
    std::vector<std::string> waits_for;   // why nothing does: parties that alone can end a wait without a time limit; "" is a happening
    bool goes_round = false;              // or a round that can be gone again and again
    std::vector<std::string> soonest_way, latest_way;   // lines of scenarios that attain them; empty where there is none to show
    std::optional<std::int64_t> latest_shown;           // what `latest_way` takes; less than `latest` where it depends on the calendar's days
};

struct BoundsReport {
    std::string problem;                  // why there is no answer; empty when there is one
    std::string case_type;
    std::vector<StateTimes> states;       // in the order written
};

// Once a party never acts again, from whatever situation, and whatever the others do.
struct SilenceTimes {
    std::string party;
    std::optional<std::int64_t> latest;   // milliseconds until the case ends or rests; nothing: nothing bounds it
    std::vector<std::string> waits_for;   // as in StateTimes, the silent party among them
    bool goes_round = false;
    std::vector<std::string> latest_way;  // lines of a scenario that attains it
};

struct SilenceReport {
    std::string problem;                  // as in BoundsReport
    std::string case_type;
    std::vector<SilenceTimes> parties;    // that may send some event of the case, in the order declared
};

// For each party of the case type (empty: of the first), until when a case is over at the latest if that party falls silent. O(parties ·
// situations, told apart by how long the party has been silent).
[[nodiscard]] SilenceReport silence_bounds(const SourceSet& sources, std::string_view path, std::string_view case_type, const Options& options = {});

// Explores the policy at `path`. Of the options, budget and progress count. Faults of the policy, unknown names and reached limits are a `problem`. O(situations of the case type).
[[nodiscard]] BoundsReport time_bounds(const SourceSet& sources, std::string_view path, const BoundsQuestion& question, const Options& options = {});

}  // namespace recourse
