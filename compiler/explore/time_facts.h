// What is known of calendar arithmetic without a date: how far a period can reach, given the policy's zones and calendars.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/semantics/model.h"
#include "compiler/support/zone_source.h"

namespace recourse::explore {

// Inclusive bounds of a difference of two instants, in milliseconds.
struct Reach {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

class TimeFacts {
public:
    // Nothing is read until it is asked for; the model has to live as long. Where a zone cannot be read, or none is declared, clocks
    // may differ by as much as anywhere on earth.
    explicit TimeFacts(const semantics::Model& model) : model_(&model) {}
    TimeFacts(const TimeFacts&) = delete;
    TimeFacts& operator=(const TimeFacts&) = delete;

    // `period after X` lies at X + [least, most], for every X.
    [[nodiscard]] Reach after(std::int64_t packed_period) const;
    // `period before X` lies at X − [least, most], for every X.
    [[nodiscard]] Reach before(std::int64_t packed_period) const;
    // (longer after X) − (shorter after X) for two periods of one unit and reading, from the same X; empty for different units.
    [[nodiscard]] std::optional<Reach> apart(std::int64_t shorter, std::int64_t longer) const;
    // How far the end of the local day of X lies behind X, at most.
    [[nodiscard]] std::int64_t longest_day() const;
    // By how much a pause of at most `longest` milliseconds moves a last instant that is counted in days, at most: a pause touches up to two
    // days more than it has whole ones, and so many days, or working days, are counted on from there. At least it moves it by nothing: a
    // pause over holidays adds no working day.
    [[nodiscard]] std::int64_t days_added(PauseAdds adds, std::int64_t longest) const;
    // How far the next working day lies behind an instant, at most.
    [[nodiscard]] std::int64_t longest_roll() const { return (longest_business_span(1) + 1) * 86'400'000 + spread(); }
    // The policy's clocks never change for any case that it can govern: a day is 24 hours.
    [[nodiscard]] bool same_offset() const { return spread() == 0; }
    // The policy's zone, to show instants in; the first when a fact chooses.
    [[nodiscard]] const support::ZoneTable& zone() const { return zones().first; }

private:
    [[nodiscard]] Reach days_of(std::int64_t count, int unit) const;
    [[nodiscard]] Reach by_rules(Reach days, std::uint8_t rules) const;
    [[nodiscard]] std::int64_t longest_business_span(std::int64_t count) const;

    struct Zones {
        support::ZoneTable first;
        std::int64_t spread = 0;   // between the smallest and the largest offset of one zone
    };
    const Zones& zones() const;
    [[nodiscard]] std::int64_t spread() const { return zones().spread; }

    const semantics::Model* model_;
    mutable std::optional<Zones> zones_;
    // Of each calendar, over its years and some weeks around them.
    mutable std::optional<std::vector<std::vector<std::int32_t>>> working_days_;
    mutable std::map<std::int64_t, std::int64_t> business_spans_;
};

}  // namespace recourse::explore
