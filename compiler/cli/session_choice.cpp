#include "session_choice.h"

#include <algorithm>

#include <fmt/format.h>

namespace recourse::cli {

namespace {

bool refines(const Policy& one, const Policy& other) {
    const std::vector<std::string>& chain = one.order.refines;
    return std::find(chain.begin(), chain.end(), other.program.name()) != chain.end();
}

bool is_said_before(const Policy& one, const Policy& other) {
    const std::vector<std::string>& over = one.order.overrides;
    return refines(one, other) || std::find(over.begin(), over.end(), other.program.name()) != over.end();
}

// Also by way of others: what comes before something comes before all that this comes before.
bool comes_before(const std::vector<Policy>& policies, const Policy& one, const Policy& other) {
    std::vector<const Policy*> reached = {&one};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        for (const Policy& next : policies) {
            if (!is_said_before(*reached[i], next) || std::find(reached.begin(), reached.end(), &next) != reached.end()) continue;
            reached.push_back(&next);
        }
    }
    return std::find(reached.begin() + 1, reached.end(), &other) != reached.end();
}

}  // namespace

Choice choose_policy(const std::vector<Policy>& policies, const Policy& named, const Applies& applies) {
    if (!named.order.refines.empty() && !applies(named))
        return {nullptr, fmt::format("`{}` does not apply to a case with these facts: open `{}`, and they decide", named.program.name(), named.order.refines.back())};
    std::vector<const Policy*> open = {&named};
    for (const Policy& one : policies)
        if (&one != &named && refines(one, named) && applies(one)) open.push_back(&one);
    const Policy* first = nullptr;
    for (const Policy* one : open) {
        const bool leads = std::all_of(open.begin(), open.end(), [&](const Policy* other) { return other == one || comes_before(policies, *one, *other); });
        if (leads) first = one;
    }
    if (first != nullptr) return {first, {}};
    std::string names;
    for (std::size_t i = 1; i < open.size(); ++i) names += fmt::format("{}`{}`", i == 1 ? "" : i + 1 == open.size() ? " and " : ", ", open[i]->program.name());
    return {nullptr, fmt::format("{} all apply to a case with these facts, and none of them comes before the others: `recourse check` tells more", names)};
}

}  // namespace recourse::cli
