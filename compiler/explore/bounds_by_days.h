// Best and worst times on real dates: where periods have no one length, the bounds that hold whatever the calendar (bounds.h) are
// narrowed by classes of days until each is attained, so that there is one figure, and a case that takes just as long.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/explore/bounds.h"
#include "compiler/explore/refinement.h"
#include "compiler/explore/silence.h"

namespace recourse::explore {

// A time that a case attains, and none goes beyond: since the opening, or since 1970 where an opening was asked about; of silence, since it began.
struct Attained {
    std::int64_t time = 0;
    Trace trace;
};

struct TimesByDays {
    bool reached = false;                     // on some date
    std::optional<Attained> soonest, latest;  // `latest`: nothing where nothing bounds it
};

struct BoundsByDays {
    std::vector<TimesByDays> times;           // of those that were asked for, in their order
    std::string problem;                      // why not every figure is known; empty when each is
};

// `by_bounds` is what holds whatever the calendar, of the same case type, watch and limits; `asked`: the states to be narrowed, as indices
// of its states. With `days.opened`, times are instants. Each search tells cases apart by how long they have been open, and by the day.
// O(searches · situations): a search for each halving of the classes that the times turn on.
[[nodiscard]] BoundsByDays bounds_by_days(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, const Watch& watch, Limits limits,
                                          const Bounds& by_bounds, const std::vector<std::size_t>& asked, ByDays days);

// The same of how long a case goes on once the party is silent; `by_bounds` has a `latest`. One time is given: `latest`, which is nothing where no
// date has anybody wait. O(searches · situations).
[[nodiscard]] BoundsByDays silence_by_days(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, semantics::PartyId silent,
                                           Limits limits, const SilenceBound& by_bounds);

}  // namespace recourse::explore
