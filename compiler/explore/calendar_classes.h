// Classes of absolute days, for a search that is to be exact about dates. The instants from which the calendar counts are split into
// classes of neighbouring days; within a class, what the calendar makes of them is known by its bounds, and to the millisecond once the
// class is one piece (calendar_pieces.h). Classes begin as one and are split where a way through the search turns on them.
// docs/decisions/0022-classes-of-days.md
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/explore/calendar_pieces.h"
#include "compiler/explore/dates.h"
#include "compiler/explore/slots.h"

namespace recourse::explore {

// Which openings a search by days looks at.
struct ByDays {
    std::optional<Reach> opened;   // instants; else every day on which the policy can be in force
    std::int64_t ahead = 0;        // how long after the opening days still matter, where more than rules look back
};

// What the calendar makes of this instant depends on which days are worked: it rolls, or counts in working days, or its counting regime asks.
[[nodiscard]] bool asks_calendar(const SlotKey& key);

class CalendarClasses {
public:
    // The columns have to live as long. O(days looked at · different periods).
    CalendarClasses(const semantics::Model& model, const TimeFacts& times, const Slots& slots, semantics::CaseId of, const ByDays& days);

    // The openings that are looked at: from the first day in force until the calendar's years are over, and beyond as far as days differ.
    [[nodiscard]] const Reach& openings() const { return openings_; }
    [[nodiscard]] std::uint32_t epoch() const { return epoch_; }

    // A class: instants from which the calendar counts, and how far its result lies from them and from 1970.
    struct Class {
        std::size_t first = 0, last = 0;   // pieces
        Reach from, moved, result;
        [[nodiscard]] bool exact() const { return first == last; }
    };
    // The classes of one instant, made by one zone and calendar.
    [[nodiscard]] const std::vector<Class>* of(std::uint32_t point, Chosen chosen) const;
    // An instant that is a date: it is the first of its day.
    [[nodiscard]] bool is_date(std::uint32_t point) const { return is_date_[point]; }

    // Facts that choose the zone or the calendar: the domain of one, and its members by what they choose.
    struct Chooser {
        std::uint32_t domain = kNoIndex;
        std::vector<std::uint64_t> members;   // by zone or calendar
    };
    [[nodiscard]] const Chooser& zone_chooser() const { return zone_chooser_; }
    [[nodiscard]] const Chooser& calendar_chooser() const { return calendar_chooser_; }

    // How old an instant is still matters where the calendar may yet count from it: situations on different days are different.
    static constexpr std::int64_t kAlways = std::int64_t{1} << 60;
    void tell_apart(ClockBounds& clocks) const;

    // What a step falls into, while somebody listens.
    struct Visit {
        std::uint32_t point = 0;
        Chosen chosen;
        std::uint32_t index = 0;
        friend auto operator<=>(const Visit&, const Visit&) = default;
    };
    void listen(std::vector<Visit>* into) { visits_ = into; }
    void visited(const Visit& visit) const {
        if (visits_ != nullptr) visits_->push_back(visit);
    }
    [[nodiscard]] const Class& at(const Visit& visit) const { return (*of(visit.point, visit.chosen))[visit.index]; }
    // Splits these into a few parts each; what was explored before has to be explored again. Visits are void afterwards.
    void split(const std::vector<Visit>& visits);
    // The days that are looked at and how they are split, for a certificate: `days FIRST LAST`, then for each instant that has several classes
    // `class p5 z0 c0 12 40`, the first pieces of all but the first. A reader of one splits likewise; false when a line fits no table.
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] bool split_as(const std::vector<std::string_view>& lines);

private:
    using Table = std::vector<Class>;
    struct Key {
        std::uint32_t point;
        Chosen chosen;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Known {
        std::shared_ptr<const CalendarPieces> pieces;
        Table classes;
    };
    void choose_days(const ByDays& days);
    [[nodiscard]] bool has_seasons() const;
    [[nodiscard]] Chooser chooser(const std::string& fact, const std::vector<std::int64_t>& members) const;
    void make_tables();
    [[nodiscard]] std::vector<std::int64_t> edges_of(std::uint32_t zone) const;
    [[nodiscard]] static Class joined(const CalendarPieces& pieces, std::size_t first, std::size_t last);

    const semantics::Model& model_;
    const TimeFacts& times_;
    const Slots& slots_;
    semantics::CaseId of_;
    Dates dates_;
    Reach openings_, anchors_;
    std::uint32_t epoch_ = 0;
    std::vector<bool> is_date_;
    Chooser zone_chooser_, calendar_chooser_;
    std::map<Key, Known> known_;
    std::vector<Visit>* visits_ = nullptr;
};

}  // namespace recourse::explore
