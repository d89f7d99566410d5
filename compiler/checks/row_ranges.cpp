#include "compiler/checks/row_ranges.h"

#include <algorithm>
#include <limits>

namespace recourse::checks {

namespace {

using semantics::Expr;
using semantics::ExprId;
using semantics::ExprKind;
using semantics::Model;

struct Range {
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
    [[nodiscard]] bool meets(const Range& other) const { return low <= other.high && other.low <= high; }
};

using Ranges = std::vector<Range>;   // by parameter

ExprKind mirrored(ExprKind kind) {
    switch (kind) {
        case ExprKind::less: return ExprKind::greater;
        case ExprKind::at_most: return ExprKind::at_least;
        case ExprKind::greater: return ExprKind::less;
        case ExprKind::at_least: return ExprKind::at_most;
        default: return kind;
    }
}

void narrow(Range& range, ExprKind kind, std::int64_t bound) {
    constexpr std::int64_t kEdge = std::int64_t{1} << 62;
    if (bound < -kEdge || bound > kEdge) return;
    const bool above = kind == ExprKind::equal || kind == ExprKind::at_least || kind == ExprKind::greater;
    const bool below = kind == ExprKind::equal || kind == ExprKind::at_most || kind == ExprKind::less;
    if (above) range.low = std::max(range.low, kind == ExprKind::greater ? bound + 1 : bound);
    if (below) range.high = std::min(range.high, kind == ExprKind::less ? bound - 1 : bound);
}

// Plain parameters against plain constants, of one unit; all else says nothing here.
void read_comparison(const Model& model, const Expr& e, Ranges& ranges) {
    const Expr& left = model.exprs[e.children[0]];
    const Expr& right = model.exprs[e.children[1]];
    const bool turned = left.kind == ExprKind::constant;
    const Expr& parameter = turned ? right : left;
    const Expr& constant = turned ? left : right;
    const bool plain = parameter.kind == ExprKind::parameter && constant.kind == ExprKind::constant && !parameter.type.optional &&
                       !constant.type.optional && parameter.type.kind == constant.type.kind && parameter.type.divisor == 1 &&
                       constant.type.divisor == 1 && parameter.type.kind != semantics::TypeKind::set &&
                       static_cast<std::size_t>(parameter.number) < ranges.size();
    if (plain) narrow(ranges[static_cast<std::size_t>(parameter.number)], turned ? mirrored(e.kind) : e.kind, constant.number);
}

Ranges ranges_of(const Model& model, const semantics::Decision& decision, ExprId condition) {
    Ranges ranges(decision.parameters.size());
    std::vector<ExprId> open{condition};
    while (!open.empty()) {
        const Expr& e = model.exprs[open.back()];
        open.pop_back();
        switch (e.kind) {
            case ExprKind::logical_and: open.insert(open.end(), e.children.begin(), e.children.end()); break;
            case ExprKind::equal: case ExprKind::less: case ExprKind::at_most: case ExprKind::greater: case ExprKind::at_least:
                read_comparison(model, e, ranges);
                break;
            default: break;
        }
    }
    return ranges;
}

struct Row {
    std::uint32_t index = 0;
    Ranges ranges;
};

// Calls `meet` with each two rows whose ranges of the parameter meet, until it says false.
template <typename Meet>
bool sweep(std::vector<const Row*> rows, std::size_t parameter, Meet meet) {
    std::sort(rows.begin(), rows.end(), [&](const Row* a, const Row* b) { return a->ranges[parameter].low < b->ranges[parameter].low; });
    std::vector<const Row*> open;
    for (const Row* row : rows) {
        std::erase_if(open, [&](const Row* other) { return other->ranges[parameter].high < row->ranges[parameter].low; });
        for (const Row* other : open) {
            if (!meet(*other, *row)) return false;
        }
        open.push_back(row);
    }
    return true;
}

// How many pairs meet in the parameter, as far as `most`.
std::size_t pairs_in(const std::vector<const Row*>& rows, std::size_t parameter, std::size_t most) {
    std::size_t pairs = 0;
    (void)sweep(rows, parameter, [&](const Row&, const Row&) { return ++pairs <= most; });
    return pairs;
}

}  // namespace

std::optional<std::vector<RowPair>> meeting_rows(const Model& model, const semantics::Decision& decision, std::size_t most) {
    // More than these are not even looked at.
    const std::size_t most_looked_at = 100 * most;
    std::vector<Row> rows;
    for (std::uint32_t i = 0; i < decision.rows.size(); ++i) {
        if (decision.rows[i].condition.valid()) rows.push_back({i, ranges_of(model, decision, decision.rows[i].condition)});
    }
    std::vector<const Row*> all;
    for (const Row& row : rows) all.push_back(&row);
    std::size_t best = 0, fewest = most_looked_at + 1;
    for (std::size_t i = 0; i < decision.parameters.size(); ++i) {
        const std::size_t pairs = pairs_in(all, i, fewest);
        if (pairs < fewest) {
            best = i;
            fewest = pairs;
        }
    }
    std::vector<RowPair> pairs;
    const auto meet = [&](const Row& a, const Row& b) {
        for (std::size_t i = 0; i < a.ranges.size(); ++i) {
            if (!a.ranges[i].meets(b.ranges[i])) return true;
        }
        pairs.emplace_back(std::min(a.index, b.index), std::max(a.index, b.index));
        return pairs.size() <= most;
    };
    if (decision.parameters.empty()) {
        for (std::size_t a = 0; a < rows.size(); ++a) {
            for (std::size_t b = a + 1; b < rows.size(); ++b) {
                if (!meet(rows[a], rows[b])) return std::nullopt;
            }
        }
    } else if (fewest > most_looked_at || !sweep(all, best, meet)) {
        return std::nullopt;
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

}  // namespace recourse::checks
