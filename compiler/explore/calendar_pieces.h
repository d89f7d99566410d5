// What the calendar makes of every instant, as a function in pieces: within a piece it moves along with the instant, or stays where it is.
// Both are relations that zones hold exactly, so that a search inside of pieces knows every length to the millisecond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace recourse::explore {

// From `from` until a millisecond before the next piece: the instant itself and `value` more, or `value` whatever the instant.
struct CalendarPiece {
    std::int64_t from = 0;
    std::int64_t value = 0;
    bool moves = false;
};

// Nothing where the calendar makes nothing of an instant.
using CalendarFunction = std::function<std::optional<std::int64_t>(std::int64_t)>;

class CalendarPieces {
public:
    // `edges`: instants from the first to one past the last (sorted, two at least) at which a piece may begin: the starts of local days, and
    // the instants at which clocks change. Between two of them the function has few pieces, which are found by halving to the millisecond.
    // O(edges + pieces · log of their length).
    CalendarPieces(const CalendarFunction& made, const std::vector<std::int64_t>& edges);

    [[nodiscard]] bool empty() const { return pieces_.empty(); }   // the calendar makes nothing of some instant
    [[nodiscard]] std::size_t count() const { return pieces_.size(); }
    [[nodiscard]] const CalendarPiece& operator[](std::size_t index) const { return pieces_[index]; }
    [[nodiscard]] std::int64_t first() const { return pieces_.front().from; }
    [[nodiscard]] std::int64_t last() const { return end_ - 1; }
    // The last instant of a piece.
    [[nodiscard]] std::int64_t until(std::size_t index) const { return (index + 1 < pieces_.size() ? pieces_[index + 1].from : end_) - 1; }

private:
    void add(const CalendarFunction& made, std::int64_t from, std::int64_t until);
    void append(std::int64_t from, std::int64_t value, bool moves, bool single);

    std::vector<CalendarPiece> pieces_;
    std::int64_t end_ = 0;
    bool failed_ = false, last_is_single_ = false;
};

}  // namespace recourse::explore
