// What the rules of a case type read, as columns of a situation: instants become points of the zone, numbers rows of the bounds on
// data, and values of a handful (kinds, yes or no, parties, texts that are compared with literals) sets of what they may still be.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/explore/time_facts.h"
#include "compiler/explore/zone.h"
#include "compiler/explore/watch.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

class CalendarClasses;

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFFu;

// Where a value comes from.
enum class SlotKind : std::uint8_t { opening, fact, record, instant, field, at_hand, party, party_at_hand, entered, calendar, epoch, latch, watch };
struct SlotKey {
    SlotKind kind = SlotKind::opening;
    std::uint32_t id = 0;       // fact, record, event, state (also of a latch)
    std::uint32_t index = 0;    // field; the expression that a latch keeps
    semantics::Occurrence occurrence = semantics::Occurrence::last;
    // calendar: what is done to which point, at which distance from it
    semantics::ExprKind operation = semantics::ExprKind::constant;
    std::int64_t period = 0, offset = 0;
    friend auto operator<=>(const SlotKey&, const SlotKey&) = default;
};

// The instant of the event at hand, where the calendar counts from it.
inline constexpr SlotKey kStamp{SlotKind::at_hand, kNoIndex};

// An instant relative to a point.
struct Moment {
    enum class Kind : std::uint8_t { point, never, absent } kind = Kind::point;
    std::uint32_t point = 0;
    std::int64_t offset = 0;
    friend auto operator<=>(const Moment&, const Moment&) = default;
};

struct Point {
    SlotKey key;
    std::uint32_t base = 0;     // calendar
    Reach reach;                // calendar: its distance from base + key.offset
    std::uint32_t absence = kNoIndex;   // domain that says whether an optional instant is given (bit 0) or absent (bit 1)
    std::vector<std::uint32_t> hangers; // calendar points counted from this one
};

struct Slot {
    SlotKey key;
    semantics::Type type;
    bool counted = false;             // a number; else one of a few values
    std::uint32_t number = kNoIndex;  // row of the data bounds
    std::uint32_t domain = kNoIndex;  // set of classes; a set of a kind has one domain a member, from here on
    std::uint32_t absence = kNoIndex;
    std::uint32_t classes = 0;
    std::vector<std::string> texts;   // literals that a text is compared with; one class more for all others
};

// The column that an expression reads, if it is one.
[[nodiscard]] std::optional<SlotKey> slot_key(const semantics::Expr& e);

// Columns of one case type. O(size of its expressions) to make.
class Slots {
public:
    // `dated`: every instant is related to 1970, for a search by classes of days.
    Slots(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch = {}, bool dated = false);

    [[nodiscard]] const std::vector<Point>& points() const { return points_; }
    [[nodiscard]] const std::vector<Slot>& data() const { return data_; }
    [[nodiscard]] std::uint32_t numbers() const { return numbers_; }            // rows of the data bounds, the zero included
    [[nodiscard]] const std::vector<std::uint64_t>& full_domains() const { return full_; }
    [[nodiscard]] const ClockBounds& clocks() const { return clocks_; }
    [[nodiscard]] std::uint32_t counters() const { return static_cast<std::uint32_t>(counter_of_.size()); }
    [[nodiscard]] std::optional<std::uint32_t> counter(std::uint32_t kind, std::uint32_t id) const;   // kind 0 event, 1 rule

    [[nodiscard]] std::optional<std::uint32_t> point(const SlotKey& key) const;
    [[nodiscard]] const Slot* slot(const SlotKey& key) const;

    // What an expression is in every situation, found out once: an instant at a fixed distance from a point, which is never while the
    // point that it is counted from in the end has not come.
    struct Fixed {
        std::uint32_t anchor = kNoIndex;   // kNoIndex: it is no such thing
        Moment moment;
    };
    [[nodiscard]] const Fixed& fixed(semantics::ExprId id) {
        auto& known = fixed_[id.index()];
        return known ? *known : known.emplace(find_fixed(id));
    }
    // A row of the data bounds (0 for a constant) and a constant, where there always is a value.
    struct RowRead {
        std::uint32_t row = kNoIndex;      // kNoIndex: it is no such thing
        std::int64_t offset = 0;
    };
    [[nodiscard]] const RowRead& row_read(semantics::ExprId id) {
        auto& known = row_reads_[id.index()];
        return known ? *known : known.emplace(find_row_read(id));
    }
    // A row of the data bounds that holds a record's next value while others are still read.
    [[nodiscard]] std::uint32_t next_of(std::uint32_t number) const { return next_.at(number); }

    // The instant that the calendar makes of another one. Points are made on the way the first time (while the columns are being
    // set up); afterwards all are known.
    [[nodiscard]] Moment calendar(semantics::ExprKind operation, std::int64_t period, Moment of);

    // A date or an instant that is written out.
    [[nodiscard]] Moment constant(const semantics::Expr& e) const;
    // The class of a text that is compared with somewhere.
    [[nodiscard]] std::uint64_t literal(const std::string& text) const;

    // Only the step at hand can read the point.
    [[nodiscard]] bool passing(std::uint32_t point) const;

    // Some rule elsewhere reads when the state was entered last: the instant matters after the state is left.
    [[nodiscard]] bool remembered(semantics::StateId state) const { return remembered_.contains(state); }

    [[nodiscard]] const TimeFacts& times() const { return times_; }

    // How far apart two instants lie that the calendar counts from one point by one unit; the first is the nearer one or they are told
    // apart by nothing.
    [[nodiscard]] std::optional<Reach> apart(std::uint32_t first, std::uint32_t second) const;

    // What the reasoning does not follow, in words; empty when all is exact.
    [[nodiscard]] const std::vector<std::string>& obstacles() const { return obstacles_; }

    // Where a state keeps that an instant of its rules has passed, for those that may lie in the future again while it stands (law 5):
    // the window that it ends stays shut, the deadline stays due. The point is known once it has.
    struct Latch {
        semantics::ExprId instant;
        std::uint32_t point;
        bool compared;   // of a deadline beside others: which of them fell due first is asked
    };
    [[nodiscard]] const std::vector<Latch>& latches(semantics::StateId state) const { return latches_[state.index()]; }
    [[nodiscard]] std::optional<std::uint32_t> latch(semantics::StateId state, semantics::ExprId instant) const {
        for (const Latch& one : latches_[state.index()]) {
            if (one.instant == instant) return one.point;
        }
        return std::nullopt;
    }

    // The classes of days that the search goes by; null when it knows calendar periods by their shortest and longest lengths alone.
    [[nodiscard]] const CalendarClasses* classes() const { return classes_; }
    void go_by(const CalendarClasses& classes) { classes_ = &classes; }

    [[nodiscard]] const Watch& watch() const { return watch_; }
    // The instant at which the watch's time limit runs out.
    [[nodiscard]] const std::optional<Moment>& watch_limit() const { return watch_limit_; }

    // Comparisons of two instants that rules make: x − y <= bound, neither of them `before`. Situations are told apart by them.
    struct Order {
        std::uint32_t x, y;
        std::int64_t bound;
        friend bool operator==(const Order&, const Order&) = default;
    };
    [[nodiscard]] const std::vector<Order>& orders() const { return orders_; }
    // Notes such a comparison. What was explored before a new one was seen has to be explored again.
    void compare(std::uint32_t x, std::uint32_t y, std::int64_t bound);

private:
    using ExprId = semantics::ExprId;
    using Expr = semantics::Expr;
    void collect(ExprId root);
    void collect_one(const Expr& e);
    void collect_rules();
    void collect_latches(semantics::StateId state);
    void add_latch(semantics::StateId state, ExprId instant, bool compared);
    void collect_actions(const std::vector<semantics::Action>& actions);
    void collect_limbs(const semantics::Transition& transition);
    void add_slot(const SlotKey& key, const semantics::Type& type);
    std::uint32_t add_point(const SlotKey& key);
    // All instants that an expression can be, and the comparisons of them with `before` noted.
    std::vector<Moment> moments(ExprId id);
    void compare_with_now(ExprId id);
    void note_distance(const Moment& moment);
    void look_back(std::uint32_t point, std::int64_t distance);
    [[nodiscard]] std::int64_t least_lag(std::uint32_t point) const;
    void relate();
    void relate(ExprId root);
    void relate_resumption(const Expr& resumed);
    void collect_watch();
    void relate_watch();
    [[nodiscard]] Fixed find_fixed(ExprId id);
    [[nodiscard]] RowRead find_row_read(ExprId id) const;

    const semantics::Model& model_;
    const TimeFacts& times_;
    semantics::CaseId of_;
    std::vector<Point> points_;
    std::vector<Slot> data_;
    struct Hash {
        [[nodiscard]] std::size_t operator()(const SlotKey& key) const;
    };
    std::unordered_map<SlotKey, std::uint32_t, Hash> point_of_, slot_of_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> counter_of_;
    std::map<std::uint32_t, std::uint32_t> next_;
    std::vector<std::uint64_t> full_;
    std::uint32_t numbers_ = 1;
    bool complete_ = false;
    ClockBounds clocks_;
    const CalendarClasses* classes_ = nullptr;
    Watch watch_;
    std::optional<Moment> watch_limit_;
    std::vector<Order> orders_;
    std::vector<std::vector<Latch>> latches_;   // by state
    std::set<semantics::StateId> remembered_;
    std::vector<std::string> obstacles_, literals_;
    std::vector<std::optional<Fixed>> fixed_;       // by expression, once it has been asked for
    std::vector<std::optional<RowRead>> row_reads_;
};

// A column of which nothing is known but its type.
void open_slot(const Slots& slots, const Slot& slot, struct Situation& in);

}  // namespace recourse::explore
