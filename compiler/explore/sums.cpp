#include "compiler/explore/sums.h"

#include <algorithm>
#include <numeric>

#include "compiler/semantics/types.h"

namespace recourse::explore {

namespace {

using semantics::Wide;

// More are not kept: a loop could add one each time it is gone through.
constexpr std::size_t kMost = 16;
constexpr std::int64_t kLargestFactor = std::int64_t{1} << 40;

std::int64_t factor_of(const Sum& sum, std::uint32_t row) {
    for (const auto& [at, factor] : sum.parts) {
        if (at == row) return factor;
    }
    return 0;
}

bool mentions(const Sum& sum, std::uint32_t row) { return factor_of(sum, row) != 0; }

// The same with 128 bits, while sums are put together.
struct WideSum {
    std::map<std::uint32_t, Wide> parts;
    Wide bound = 0;
    void add(const Sum& sum, std::int64_t times) {
        for (const auto& [row, factor] : sum.parts) parts[row] += Wide{factor} * times;
        bound += Wide{sum.bound} * times;
    }
};

Wide common_factor(Wide a, Wide b) {
    while (b != 0) a = std::exchange(b, a % b);
    return a < 0 ? -a : a;
}

Wide floor_division(Wide a, Wide b) { return a / b - (a % b != 0 && a < 0 ? 1 : 0); }

// Without common factors; nothing when its numbers are too large.
std::optional<Sum> narrowed(const WideSum& wide) {
    Sum sum;
    Wide common = 0;
    for (const auto& [row, factor] : wide.parts) {
        if (row != 0) common = common_factor(common, factor);   // row 0 is zero
    }
    for (const auto& [row, factor] : wide.parts) {
        if (row == 0 || factor == 0) continue;
        const Wide small = factor / common;
        if (small > kLargestFactor || small < -kLargestFactor) return std::nullopt;
        sum.parts.emplace_back(row, static_cast<std::int64_t>(small));
    }
    const Wide bound = common == 0 ? wide.bound : floor_division(wide.bound, common);
    if (bound > kWide || bound < -kWide) return std::nullopt;
    sum.bound = static_cast<std::int64_t>(bound);
    return sum;
}

bool implied(const Sum& sum, const DifferenceBounds& numbers) {
    if (sum.parts.size() == 2 && sum.parts[0].second + sum.parts[1].second == 0) {
        const bool first_is_plus = sum.parts[0].second > 0;
        const std::int64_t upper = numbers.upper(sum.parts[first_is_plus ? 0 : 1].first, sum.parts[first_is_plus ? 1 : 0].first);
        if (upper != DifferenceBounds::unbounded && Wide{upper} * sum.parts[first_is_plus ? 0 : 1].second <= sum.bound) return true;
    }
    Wide most = 0;
    for (const auto& [row, factor] : sum.parts) {
        const std::int64_t upper = factor > 0 ? numbers.upper(row, 0) : numbers.upper(0, row);
        if (upper == DifferenceBounds::unbounded) return false;
        most += Wide{upper} * (factor > 0 ? factor : -factor);
    }
    return most <= sum.bound;
}

}  // namespace

void Sums::add(Sum sum, const DifferenceBounds& numbers) {
    WideSum wide;
    wide.add(sum, 1);
    const auto made = narrowed(wide);
    if (!made) {
        lost_ = true;
        return;
    }
    if (implied(*made, numbers)) return;
    const auto at = std::lower_bound(all_.begin(), all_.end(), *made, [](const Sum& a, const Sum& b) { return a.parts < b.parts; });
    if (at != all_.end() && at->parts == made->parts) {
        at->bound = std::min(at->bound, made->bound);
    } else if (all_.size() < kMost) {
        all_.insert(at, *made);
    } else {
        lost_ = true;
    }
}

void Sums::shift(std::uint32_t row, std::int64_t by) {
    for (Sum& sum : all_) {
        std::int64_t change = 0, bound = 0;   // the old value is the new one less `by`
        if (__builtin_mul_overflow(factor_of(sum, row), by, &change) || __builtin_add_overflow(sum.bound, change, &bound)) {
            lost_ = true;
            sum.parts.clear();
            sum.bound = 0;
            continue;
        }
        sum.bound = bound;
    }
    std::erase_if(all_, [](const Sum& sum) { return sum.parts.empty() && sum.bound >= 0; });
}

void Sums::substitute(std::uint32_t row, std::uint32_t by, std::int64_t offset, const DifferenceBounds& numbers) {
    const std::vector<Sum> before = std::exchange(all_, {});
    for (const Sum& sum : before) {
        WideSum wide;
        wide.add(sum, 1);
        const Wide factor = wide.parts[row];
        wide.parts.erase(row);
        wide.parts[by] += factor;
        wide.bound -= factor * offset;
        if (const auto made = narrowed(wide)) {
            add(*made, numbers);
        } else {
            lost_ = true;
        }
    }
}

void Sums::forget(std::uint32_t row, const DifferenceBounds& numbers) {
    if (std::none_of(all_.begin(), all_.end(), [&](const Sum& sum) { return mentions(sum, row); })) return;
    for (std::uint32_t other = 0; other < numbers.size(); ++other) {
        const std::int64_t upper = numbers.upper(row, other);
        if (other == row || upper == DifferenceBounds::unbounded || upper != -numbers.upper(other, row)) continue;
        return substitute(row, other, upper, numbers);
    }
    eliminate(row, numbers);
}

namespace {

// The bounds of a row that do not follow from its other bounds, as sums.
std::vector<Sum> own_bounds(std::uint32_t row, const DifferenceBounds& numbers) {
    std::vector<Sum> all;
    const auto size = static_cast<std::uint32_t>(numbers.size());
    const auto through = [&](std::uint32_t x, std::uint32_t y, std::uint32_t middle) {   // x − y <= (x − middle) + (middle − y)
        const std::int64_t first = numbers.upper(x, middle), second = numbers.upper(middle, y);
        return first != DifferenceBounds::unbounded && second != DifferenceBounds::unbounded && first + second <= numbers.upper(x, y);
    };
    for (std::uint32_t other = 0; other < size; ++other) {
        for (const bool above : {true, false}) {
            const std::uint32_t x = above ? row : other, y = above ? other : row;
            const std::int64_t upper = numbers.upper(x, y);
            if (other == row || upper == DifferenceBounds::unbounded) continue;
            bool follows = false;
            for (std::uint32_t middle = 0; middle < size && !follows; ++middle) {
                if (middle == row || middle == other || !through(x, y, middle)) continue;
                // Of rows that are always equally far apart the first one speaks.
                const bool alike = numbers.upper(middle, other) == -numbers.upper(other, middle);
                follows = !alike || middle < other;
            }
            if (follows) continue;
            Sum bound;
            bound.bound = upper;
            bound.parts = x < y ? decltype(bound.parts){{x, 1}, {y, -1}} : decltype(bound.parts){{y, -1}, {x, 1}};
            std::erase_if(bound.parts, [](const auto& part) { return part.first == 0; });
            all.push_back(std::move(bound));
        }
    }
    return all;
}

}  // namespace

void Sums::eliminate(std::uint32_t row, const DifferenceBounds& numbers) {
    std::vector<Sum> mine, rest;
    for (Sum& sum : all_) (mentions(sum, row) ? mine : rest).push_back(std::move(sum));
    all_ = std::move(rest);
    const std::size_t sums = mine.size();
    for (Sum& bound : own_bounds(row, numbers)) mine.push_back(std::move(bound));
    for (std::size_t i = 0; i < mine.size(); ++i) {
        for (std::size_t j = i + 1; j < mine.size() && i < sums; ++j) {   // two bounds have been put together already
            const std::int64_t a = factor_of(mine[i], row), b = factor_of(mine[j], row);
            if ((a < 0) == (b < 0)) continue;
            const std::int64_t size_a = std::abs(a), size_b = std::abs(b), common = std::gcd(size_a, size_b);
            WideSum wide;
            wide.add(mine[i], size_b / common);
            wide.add(mine[j], size_a / common);
            lost_ = lost_ || (size_a != 1 && size_b != 1);
            if (const auto made = narrowed(wide)) {
                add(*made, numbers);
            } else {
                lost_ = true;
            }
        }
    }
}

void Sums::prune(const DifferenceBounds& numbers) {
    std::erase_if(all_, [&](const Sum& sum) { return implied(sum, numbers); });
}

void Sums::mention(std::uint32_t row) { all_.insert(all_.begin(), Sum{{{row, 0}}, 0}); }

bool Sums::cover(const Sums& inner, const DifferenceBounds& inner_numbers) const {
    return std::all_of(all_.begin(), all_.end(), [&](const Sum& ours) {
        return implied(ours, inner_numbers) || std::any_of(inner.all_.begin(), inner.all_.end(), [&](const Sum& theirs) {
                   return theirs.parts == ours.parts && theirs.bound <= ours.bound;
               });
    });
}

// ---- questions ---------------------------------------------------------------------------------------------------------------

namespace {

// The sums and what the bounds say of their rows. The bounds are closed, so that rows beside these allow whatever these do.
struct Asked {
    Asked(const DifferenceBounds& numbers, const Sums& sums) {
        for (const Sum& sum : sums.all()) {
            for (const auto& [row, factor] : sum.parts) rows.push_back(row);
        }
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        for (const std::uint32_t row : rows) {
            Variable made;
            if (numbers.upper(row, 0) != DifferenceBounds::unbounded) made.high = numbers.upper(row, 0);
            if (numbers.upper(0, row) != DifferenceBounds::unbounded) made.low = -numbers.upper(0, row);
            variables.push_back(store.variable({row}, std::move(made)));
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t j = 0; j < rows.size(); ++j) {
                const std::int64_t upper = numbers.upper(rows[i], rows[j]);
                if (i != j && upper != DifferenceBounds::unbounded) parts.push_back(store.atom(variables[i], variables[j], Relation::at_most, upper));
            }
        }
        for (const Sum& sum : sums.all()) {
            Term left;
            for (const auto& [row, factor] : sum.parts) left.parts.push_back({factor, variable(row)});
            parts.push_back(store.compare(left, semantics::ExprKind::at_most, Term{Term::Kind::number, sum.bound, {}}));
        }
    }
    [[nodiscard]] VariableId variable(std::uint32_t row) const {
        return variables[static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin())];
    }

    FormulaStore store;
    std::vector<std::uint32_t> rows;
    std::vector<VariableId> variables;
    std::vector<FormulaId> parts;
};

std::vector<std::int64_t> key_of(const DifferenceBounds& numbers, const Sums& sums) {
    std::vector<std::int64_t> key;
    std::vector<std::uint32_t> rows{0};
    for (const Sum& sum : sums.all()) {
        key.insert(key.end(), {static_cast<std::int64_t>(sum.parts.size()), sum.bound});
        for (const auto& [row, factor] : sum.parts) {
            key.insert(key.end(), {row, factor});
            if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
        }
    }
    for (const std::uint32_t x : rows) {
        for (const std::uint32_t y : rows) key.push_back(numbers.upper(x, y));
    }
    return key;
}

}  // namespace

Verdict SumJudge::judge(const DifferenceBounds& numbers, const Sums& sums) {
    if (numbers.empty()) return Verdict::unsatisfiable;
    if (sums.empty()) return Verdict::satisfiable;
    const auto [found, fresh] = known_.try_emplace(key_of(numbers, sums), Verdict::undecided);
    if (fresh) {
        Asked asked(numbers, sums);
        found->second = ladder_.decide(asked.store, asked.store.all(asked.parts)).verdict;
    }
    return found->second;
}

std::optional<std::int64_t> SumJudge::example(const DifferenceBounds& numbers, const Sums& sums, std::uint32_t row) {
    Asked asked(numbers, sums);
    const Solution solution = ladder_.decide(asked.store, asked.store.all(asked.parts));
    if (solution.verdict != Verdict::satisfiable || !std::binary_search(asked.rows.begin(), asked.rows.end(), row)) return std::nullopt;
    return solution.values[asked.variable(row).index()];
}

}  // namespace recourse::explore
