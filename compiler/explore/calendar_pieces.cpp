#include "compiler/explore/calendar_pieces.h"

#include <algorithm>

namespace recourse::explore {

CalendarPieces::CalendarPieces(const CalendarFunction& made, const std::vector<std::int64_t>& edges) {
    end_ = edges.back();
    for (std::size_t i = 0; i + 1 < edges.size() && !failed_; ++i) add(made, edges[i], edges[i + 1] - 1);
    if (failed_) pieces_.clear();
}

// A stretch is one piece when its two ends and three instants between them say so: it is shorter than a day and ends where clocks change,
// so that it bends at most where the result's own clocks change, which moves the end against the beginning, or is seen from within.
void CalendarPieces::add(const CalendarFunction& made, std::int64_t from, std::int64_t until) {
    const auto begin = made(from), end = made(until);
    if (!begin || !end) {
        failed_ = true;
        return;
    }
    bool moves = true, stays = true;
    for (int quarter = 1; quarter <= 4; ++quarter) {
        const std::int64_t at = quarter == 4 ? until : from + (until - from) / 4 * quarter;
        const auto here = quarter == 4 ? end : made(at);
        moves = moves && here && *here - *begin == at - from;
        stays = stays && here == begin;
    }
    if (stays) return append(from, *begin, false, from == until);
    if (moves) return append(from, *begin - from, true, false);
    const std::int64_t middle = from + (until - from) / 2;
    add(made, from, middle);
    if (!failed_) add(made, middle + 1, until);
}

// What goes on as before is no new piece; a single instant is part of either neighbour on whose line it lies.
void CalendarPieces::append(std::int64_t from, std::int64_t value, bool moves, bool single) {
    const auto on_line = [](const CalendarPiece& line, std::int64_t at, std::int64_t made) { return (line.moves ? at + line.value : line.value) == made; };
    const CalendarPiece made{from, value, moves};
    if (!pieces_.empty()) {
        CalendarPiece& last = pieces_.back();
        if (single ? on_line(last, from, value) : last.moves == moves && last.value == value) return;
        if (last_is_single_ && on_line(made, last.from, last.value)) {
            last = {last.from, value, moves};
            last_is_single_ = single;
            return;
        }
    }
    pieces_.push_back(made);
    last_is_single_ = single;
}

}  // namespace recourse::explore
