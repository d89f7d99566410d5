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
    std::string from;                     // a state by its path: time counts from each entering of it, and what is assumed holds from then on; empty: the opening
    std::string opened;                   // a date or an instant as the policy writes them: times are told as dates, of cases opened then
};

// An instant, in words of the policy's zone and as RFC 3339.
struct StateDate {
    std::int64_t at = 0;                  // milliseconds since 1970
    std::string local, rfc3339;
};

// One state, at entry, counted from the opening, or from the state that was asked about.
struct StateTimes {
    std::string state;                    // "BuyerShips", "Refund.Paid"
    bool is_final = false;
    bool reached = false;                 // false: no case comes there under these assumptions
    std::int64_t soonest = 0;             // milliseconds
    std::optional<std::int64_t> latest;   // nothing: nothing bounds it
    std::vector<std::string> waits_for;   // why nothing does: parties that alone can end a wait without a time limit; "" is a happening
    bool goes_round = false;              // or a round that can be gone again and again
    std::vector<std::string> soonest_way, latest_way;   // lines of scenarios that attain them; empty where there is none to show
    // What the ways take: not what `soonest` and `latest` say only where the search by days had to be ended, so that these hold whatever
    // the calendar, and no day is known to attain them.
    std::optional<std::int64_t> soonest_shown, latest_shown;
    std::optional<StateDate> soonest_date, latest_date;   // where an opening was asked about; `soonest` and `latest` are not told then
};

struct BoundsReport {
    std::string problem;                  // why there is no answer; empty when there is one
    std::string undecided;                // why some time is not known to the day; empty when each is
    // The last day of which the policy's calendar says anything of its own, where periods depend on it; days beyond go by its `beyond` rule.
    std::string calendar_until;
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
    std::optional<std::int64_t> latest_shown;   // what that takes; nothing where there is none, and `latest` holds whatever the calendar
};

struct SilenceReport {
    std::string problem, undecided, calendar_until;   // as in BoundsReport
    std::string case_type;
    std::vector<SilenceTimes> parties;    // that may send some event of the case, in the order declared
};

// For each party of the case type (empty: of the first), until when a case is over at the latest if that party falls silent. O(parties ·
// situations, told apart by how long the party has been silent).
[[nodiscard]] SilenceReport silence_bounds(const SourceSet& sources, std::string_view path, std::string_view case_type, const Options& options = {});

// Explores the policy at `path`. Of the options, budget and progress count. Faults of the policy, unknown names and reached limits are a `problem`. O(situations of the case type).
[[nodiscard]] BoundsReport time_bounds(const SourceSet& sources, std::string_view path, const BoundsQuestion& question, const Options& options = {});

}  // namespace recourse
