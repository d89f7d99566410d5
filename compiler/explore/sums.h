// What a situation knows of its numbers beyond differences of two: sums of rows, kept where a rule compared one. They are few; a
// question about them goes to the case splitter first and then to the solver.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/explore/difference_bounds.h"
#include "compiler/explore/search.h"

namespace recourse::explore {

// Σ factor · row <= bound
struct Sum {
    std::vector<std::pair<std::uint32_t, std::int64_t>> parts;   // row, factor; sorted by row
    std::int64_t bound = 0;
    friend auto operator<=>(const Sum&, const Sum&) = default;
};

// Each function takes the difference bounds of the same rows, closed; what they imply is not kept.
class Sums {
public:
    void add(Sum sum, const DifferenceBounds& numbers);
    // A row's value becomes larger by so much.
    void shift(std::uint32_t row, std::int64_t by);
    // A row's value is forgotten; `numbers` still knows it. Another row that always differs by the same takes its place, else it is
    // eliminated (Fourier and Motzkin), which is exact over the integers where one of each two factors is 1.
    void forget(std::uint32_t row, const DifferenceBounds& numbers);
    // Drops what the bounds have come to imply.
    void prune(const DifferenceBounds& numbers);
    // Says something of the row that is always true, so that an example gives it a value.
    void mention(std::uint32_t row);
    // Whether all that fits the inner ones fits these. May say no where it does.
    [[nodiscard]] bool cover(const Sums& inner, const DifferenceBounds& inner_numbers) const;
    // Something had to be given up since the last call: more is thought possible than is.
    [[nodiscard]] bool take_loss() { return std::exchange(lost_, false); }
    [[nodiscard]] const std::vector<Sum>& all() const { return all_; }
    [[nodiscard]] bool empty() const { return all_.empty(); }

private:
    void substitute(std::uint32_t row, std::uint32_t by, std::int64_t offset, const DifferenceBounds& numbers);
    void eliminate(std::uint32_t row, const DifferenceBounds& numbers);

    std::vector<Sum> all_;   // sorted, at most one a list of parts
    bool lost_ = false;
};

// Whether some numbers fit bounds and sums. Remembers its answers: a step is run again for each of its ways.
class SumJudge {
public:
    [[nodiscard]] Verdict judge(const DifferenceBounds& numbers, const Sums& sums);
    // The value of a row in an example; the row is one that a sum speaks of. Nothing when there is none or it is not found.
    [[nodiscard]] std::optional<std::int64_t> example(const DifferenceBounds& numbers, const Sums& sums, std::uint32_t row);

private:
    Ladder ladder_{CaseSplitter(500, 200)};
    std::map<std::vector<std::int64_t>, Verdict> known_;
};

}  // namespace recourse::explore
