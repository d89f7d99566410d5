// Real dates for what the search treats as bounds: which openings are worth trying, and what the calendar makes of an instant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/support/calendar_table.h"

namespace recourse::explore {

// Which of the declared zones and calendars count, where a fact chooses; the first of each otherwise.
struct Chosen {
    std::uint32_t zone = 0, calendar = 0;
    friend auto operator<=>(const Chosen&, const Chosen&) = default;
};

class Dates {
public:
    Dates(const semantics::Model& model, const TimeFacts& times);
    // How many openings there are to try, and each in order: mornings from the day on which the policy comes into force, then the edges of days; as many as there
    // are kinds of days (weekdays, holidays, months' ends, leap years) in the calendar's years.
    [[nodiscard]] std::size_t candidates() const { return 3 * days_; }
    [[nodiscard]] std::int64_t candidate(std::size_t index) const;
    // What the calendar makes of an instant, as the runtime does; nothing where it makes none.
    [[nodiscard]] std::optional<std::int64_t> made(const SlotKey& key, std::int64_t of, Chosen chosen = {}) const;
    // The last instant when its clock runs again, as the runtime has it; nothing where it lies beyond all time.
    [[nodiscard]] std::optional<std::int64_t> resumed(PauseAdds adds, std::int64_t due, std::int64_t stopped, std::int64_t counted, std::int64_t now,
                                                      Chosen chosen = {}) const;
    [[nodiscard]] ZoneView zone(std::uint32_t chosen) const;
    [[nodiscard]] std::uint32_t zones() const { return static_cast<std::uint32_t>(zones_.size()); }
    [[nodiscard]] std::uint32_t calendars() const { return static_cast<std::uint32_t>(calendars_.size()); }
    // The last day of which the declared calendars say anything of their own; nothing where there are none.
    [[nodiscard]] std::optional<Day> last_day() const;
    // The first day on which the policy is in force; where it does not say, the first of its calendars' years, or of 2000.
    [[nodiscard]] Day first_day() const { return first_; }

private:
    std::vector<std::shared_ptr<const support::ZoneTable>> zones_;
    std::vector<std::optional<support::CalendarTable>> calendars_;
    ZoneView shown_in_;
    Day first_ = 0, tried_from_ = 0;
    std::size_t days_ = 0;   // that are tried
};

}  // namespace recourse::explore
