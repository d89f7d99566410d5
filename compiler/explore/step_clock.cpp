// Instants that records keep: when a deadline was counted anew, and its last instant as pauses have left it.
#include <algorithm>

#include "compiler/explore/step_run.h"

namespace recourse::explore {

namespace {

constexpr std::int64_t kUnbounded = DifferenceBounds::unbounded;
constexpr std::int64_t kAllTime = std::int64_t{1} << 50;

std::int64_t plus(std::int64_t a, std::int64_t b) { return a == kUnbounded || b == kUnbounded ? kUnbounded : a + b; }

// A bound on x − y for two instants at fixed distances from points.
std::int64_t apart(const DifferenceBounds& zone, const Moment& x, const Moment& y) { return plus(zone.upper(x.point, y.point), x.offset - y.offset); }

}  // namespace

void StepRun::compute_instant(const semantics::Action& action) {
    const std::uint32_t point = slots.point({SlotKind::record, action.record.value}).value_or(kNoIndex);
    if (point == kNoIndex) return;   // nothing reads it
    const semantics::Expr& value = model.exprs[action.value];
    if (value.kind != semantics::ExprKind::resumed) {
        stores_.emplace_back(point, reader.moment(action.value));
        return;
    }
    Resumption made;
    made.point = point;
    made.adds = static_cast<PauseAdds>(value.number);
    made.due = reader.moment(value.children[0]);
    made.stopped = reader.moment(value.children[1]);
    if (made.adds != PauseAdds::time) made.counted = reader.moment(value.children[2]);
    resumptions_.push_back(made);
}

// Resumptions first: they read what the others write.
void StepRun::store_instants() {
    for (const Resumption& one : resumptions_) resume(one);
    for (const auto& [point, value] : stores_) set_point(point, value);
    resumptions_.clear();
    stores_.clear();
}

// Let D be the last instant, P when its clock stopped, now the step. What becomes of D lies as far behind now as D behind P, and as far
// behind D as now behind P; of the three together difference bounds hold each pair. Where one of the two distances is known to the
// millisecond that is exact; else it is wider, as the lengths of calendar periods are, and dates decide (decision 0030). Of days it is only
// known that D moves no further back, and no further on than the days that the pause may touch.
void StepRun::resume(const Resumption& one) {
    if (one.due.kind != Moment::Kind::point || one.stopped.kind != Moment::Kind::point) return clear_point(one.point);
    if (resumed != nullptr) resumed->push_back(one);
    const DifferenceBounds& zone = now().zone;
    const Moment present{Moment::Kind::point, 0, reader.offset()};
    const std::int64_t longest = apart(zone, present, one.stopped), shortest_back = apart(zone, one.stopped, present);
    const std::int64_t left = apart(zone, one.due, one.stopped), left_back = apart(zone, one.stopped, one.due);
    const bool exact = one.adds == PauseAdds::time;
    const bool bounded = longest < kAllTime;   // longer than the calendar lasts is no bound
    const std::int64_t most = exact ? longest : bounded ? slots.times().days_added(one.adds, longest) : kUnbounded;
    const std::int64_t least_back = exact ? shortest_back : 0;
    struct Bound {
        std::size_t other;
        std::int64_t above, below;
    };
    std::vector<Bound> bounds;
    for (std::size_t row = 0; row < zone.rows(); ++row) {
        const std::size_t other = zone.variable(row);
        if (other == one.point) continue;
        bounds.push_back({other, plus(plus(zone.upper(one.due.point, other), one.due.offset), most),
                          plus(plus(zone.upper(other, one.due.point), -one.due.offset), least_back)});
    }
    now().zone.forget(one.point);
    now().known[one.point] = 1;
    const auto place = static_cast<std::uint32_t>(one.point);
    for (const Bound& bound : bounds) {
        const auto other = static_cast<std::uint32_t>(bound.other);
        if (bound.above != kUnbounded) reader.require(place, other, bound.above);
        if (bound.below != kUnbounded) reader.require(other, place, bound.below);
    }
    if (exact) {
        if (left != kUnbounded) reader.require(place, 0, left + present.offset);
        if (left_back != kUnbounded) reader.require(0, place, left_back - present.offset);
    }
    hang(one.point);
}

}  // namespace recourse::explore
