#include "tests/certify/rows.h"

#include <algorithm>

namespace certify {

using recourse::explore::DifferenceBounds;
using recourse::explore::Standing;
using recourse::semantics::StateId;

namespace {

using Words = std::vector<std::string_view>;

template <typename List>
bool small_numbers(const Words& words, std::int64_t most, List& into) {
    into.clear();
    for (const std::string_view word : words) {
        std::int64_t value = 0;
        if (!read_number(word, value) || value < 0 || value > most) return false;
        into.push_back(static_cast<typename List::value_type>(value));
    }
    return true;
}

// All conclusions are drawn: the text may leave out what follows.
bool bounds(const Words& words, char letter, DifferenceBounds& into) {
    into = DifferenceBounds(into.size());
    for (const std::string_view word : words) {
        Bound one;
        if (!read_bound(word, letter, one) || one.x >= into.size() || one.y >= into.size()) return false;
        into.bound(one.x, one.y, one.bound);
    }
    return into.close();
}

bool read_standing(std::string_view word, Standing& into) {
    if (word == "running") into = Standing::running;
    if (word == "ended") into = Standing::ended;
    if (word == "halted") into = Standing::halted;
    return word == "running" || word == "ended" || word == "halted";
}

}  // namespace

std::string Rows::situation(const Row& row, Situation& into) const {
    using Read = bool (Rows::*)(const Words&, Situation&) const;
    struct Reading {
        Part part;
        Read read;
    };
    constexpr Reading all[] = {
        {Part::at, &Rows::at},           {Part::counts, &Rows::counts}, {Part::known, &Rows::known},
        {Part::done, &Rows::done},       {Part::orders, &Rows::orders}, {Part::marks, &Rows::marks},
        {Part::choices, &Rows::choices}, {Part::numbers, &Rows::numbers}, {Part::sums, &Rows::sums}, {Part::times, &Rows::times},
    };
    static_assert(std::size(all) == part_names.size());
    into = blank_;
    if (!read_standing(row.standing, into.standing)) return "a situation is running, ended or halted";
    for (const Reading& one : all) {
        if ((this->*one.read)(row.part(one.part), into)) continue;
        return "`" + std::string(part_names[static_cast<std::size_t>(one.part)]) + "` does not fit the columns of the set";
    }
    return {};
}

// One innermost state of each machine.
bool Rows::at(const Words& words, Situation& into) const {
    const auto& machines = model_.cases[of_].machines;
    if (words.size() != machines.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        into.leaves[i] = StateId();
        for (const StateId state : model_.states.ids()) {
            const auto& of = model_.states[state];
            if (of.of == of_ && of.machine == machines[i] && of.children.empty() && of.path == words[i]) into.leaves[i] = state;
        }
        if (!into.leaves[i].valid()) return false;
    }
    return true;
}

bool Rows::counts(const Words& words, Situation& into) const {
    return words.size() == slots_.counters() && small_numbers(words, 0xFFFF, into.counts);
}

bool Rows::known(const Words& words, Situation& into) const {
    std::fill(into.known.begin(), into.known.end(), std::uint8_t{0});
    for (const std::string_view word : words) {
        std::uint32_t point = 0;
        if (!read_index(word, 'p', point) || point >= into.known.size()) return false;
        into.known[point] = 1;
    }
    return into.known[0] == 1;
}

// Of states in which the case is.
bool Rows::done(const Words& words, Situation& into) const {
    for (const std::string_view word : words) {
        std::uint32_t key = 0;
        if (!read_index(word, 'd', key) || key / 2 >= (key % 2 == 0 ? model_.deadlines.size() : model_.whens.size())) return false;
        StateId owner = key % 2 == 0 ? model_.deadlines[recourse::semantics::DeadlineId(key / 2)].state
                                     : model_.whens[recourse::semantics::WhenId(key / 2)].state;
        if (model_.states[owner].of != of_) return false;
        into.done.push_back(key);
    }
    return std::is_sorted(into.done.begin(), into.done.end());
}

// Of a case that has ended nothing is compared any more.
bool Rows::orders(const Words& words, Situation& into) const {
    if (words.empty() && into.standing != Standing::running) return into.orders.clear(), true;
    return words.size() == slots_.orders().size() && small_numbers(words, 2, into.orders);
}

bool Rows::marks(const Words& words, Situation& into) const {
    return words.size() == blank_.marks.size() && small_numbers(words, 0xFFFF, into.marks);
}

bool Rows::choices(const Words& words, Situation& into) const {
    into.domains = slots_.full_domains();
    for (std::string_view word : words) {
        const std::size_t equals = word.find('=');
        std::uint32_t index = 0;
        if (equals == std::string_view::npos || !read_index(word.substr(0, equals), 'k', index) || index >= into.domains.size()) return false;
        std::uint64_t classes = 0;
        for (word.remove_prefix(equals + 1);;) {
            const std::size_t comma = std::min(word.find(','), word.size());
            std::int64_t one = 0;
            if (!read_number(word.substr(0, comma), one) || one < 0 || one > 63) return false;
            classes |= std::uint64_t{1} << one;
            if (comma == word.size()) break;
            word.remove_prefix(comma + 1);
        }
        if ((classes & ~into.domains[index]) != 0) return false;
        into.domains[index] = classes;
    }
    return true;
}

bool Rows::numbers(const Words& words, Situation& into) const { return bounds(words, 'n', into.numbers); }
// "2*n1+-3*n4<=17": after the bounds of the rows, without which a sum says nothing.
bool Rows::sums(const Words& words, Situation& into) const {
    for (std::string_view word : words) {
        recourse::explore::Sum sum;
        const std::size_t less = word.find("<=");
        if (less == std::string_view::npos || !read_number(word.substr(less + 2), sum.bound)) return false;
        for (std::string_view rest = word.substr(0, less); !rest.empty();) {
            const std::size_t plus = std::min(rest.find('+'), rest.size()), times = rest.find('*');
            std::int64_t factor = 0;
            std::uint32_t row = 0;
            if (times == std::string_view::npos || times > plus || !read_number(rest.substr(0, times), factor)) return false;
            if (!read_index(rest.substr(times + 1, plus - times - 1), 'n', row) || row >= into.numbers.size()) return false;
            sum.parts.emplace_back(row, factor);
            rest.remove_prefix(std::min(plus + 1, rest.size()));
        }
        if (sum.parts.empty() || !std::is_sorted(sum.parts.begin(), sum.parts.end())) return false;
        into.sums.add(std::move(sum), into.numbers);
    }
    return true;
}
bool Rows::times(const Words& words, Situation& into) const { return bounds(words, 'p', into.zone); }

}  // namespace certify
