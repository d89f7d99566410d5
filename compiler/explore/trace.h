// A way through the search as one case with real dates and values: what a finding shows. The way is gone again with every step's
// instants and payloads kept, then dates are chosen, the calendar asked what it makes of them, and the earliest instants taken.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "compiler/explore/explorer.h"

namespace recourse::explore {

// A value of a declared type; `text` for texts.
struct Given {
    bool absent = false;
    std::int64_t number = 0;
    std::string text;
};

struct TraceStep {
    Trigger trigger;
    std::int64_t at = 0;                       // instant
    semantics::PartyId by;                     // events; invalid for a happening
    std::vector<Given> fields;                 // events: one a field
    std::vector<Taken> taken;
    std::vector<semantics::StateId> leaves;    // after the step
    Standing standing = Standing::running;
    bool refused = false;                      // the event is neither taken nor ignored
    bool unfinished = false;                   // a deadline falls on this very instant and has not fired yet
};

struct Trace {
    semantics::CaseId of;
    std::vector<Given> facts;                  // in the order of the case's facts
    std::vector<TraceStep> steps;              // the opening first
};

// How long a case waits before its steps.
enum class Pace : std::uint8_t { earliest, latest };

struct Realised {
    std::optional<Trace> trace;   // nothing: no date that was tried realises the way
    bool any_date = false;        // every date was as good as the ones that were tried: nothing depends on the calendar
};

// What is assumed of the instants that a step leaves; 0 is `before`, so far before which the step's own instant lies.
struct Held {
    std::size_t step = 0;
    std::int64_t stamp = 0;
    std::vector<Slots::Order> bounds;
};
// So many dates are tried where a search by days can follow: most ways go on any date or on one of the first weeks', and it finds those that
// go on few dates sooner than trying them all does.
inline constexpr std::size_t kFewDates = 40;

// What the last step is to come as soon or as late after as can be; without a search by days, `opening` leaves it to the pace of each step.
enum class Since : std::uint8_t { opening, epoch, watch };

// What a way has to show beyond its steps.
struct Ending {
    bool past_limit = false;      // the last step comes after the watch's time limit
    bool waits = false;           // nothing more happens until after the limit, or for `wait` milliseconds where there is none
    std::int64_t wait = 0;
    Held held = {};
    std::size_t most_dates = std::numeric_limits<std::size_t>::max();   // that are tried
    Since since = Since::opening;
};

// Makes a way (edges of an exploration, the opening first) real. `latest`: every step as late as its successors allow, and the last at
// its latest. O(dates tried · (steps · points)³).
[[nodiscard]] Realised realise(const semantics::Model& model, const TimeFacts& times, const Explorer& explorer,
                               const Exploration& found, const std::vector<std::uint32_t>& edges, Pace pace = Pace::earliest, const Ending& ending = {});

// The lines of a scenario that plays the trace, from `scenario "…" {` to `}`; each step's states are expected after it.
[[nodiscard]] std::vector<std::string> scenario_lines(const semantics::Model& model, const TimeFacts& times, const Trace& trace,
                                                      const std::string& name);

}  // namespace recourse::explore
