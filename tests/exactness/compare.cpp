#include <algorithm>

#include "tests/exactness/configurations.h"

namespace exactness {

namespace {

std::string at(const Seen& seen) { return " (events " + std::to_string(seen.events) + ", ms " + std::to_string(seen.time) + ")"; }
std::string name(const std::string& configuration) { return "configuration " + configuration; }
std::string name(const Place& place) { return "rule " + std::to_string(place.first) + ":" + std::to_string(place.second); }

template <typename Map>
std::string missed(const Map& played, const Map& claimed) {
    for (const auto& [one, seen] : played) {
        if (!claimed.contains(one)) return "missed: " + name(one) + at(seen);
    }
    return "";
}

template <typename Map>
std::string false_alarm(const Map& played, const Map& claimed, const Bounds& bounds) {
    for (const auto& [one, seen] : claimed) {
        if (seen.events <= bounds.events && seen.time <= bounds.time && !played.contains(one)) return "false alarm: " + name(one) + at(seen);
    }
    return "";
}

std::string first_beside(const std::set<std::string>& in, const std::set<std::string>& without) {
    const auto found = std::find_if(in.begin(), in.end(), [&](const std::string& one) { return !without.contains(one); });
    return found == in.end() ? "" : *found;
}

// Both searches say the same of states, of waits and of rules.
std::string difference(const Claims& full, const Claims& forgetful) {
    const auto differ = [](const std::string& what, const std::set<std::string>& a, const std::set<std::string>& b) {
        if (const std::string one = first_beside(a, b); !one.empty()) return "missed: " + what + " " + one + " by the search that forgets";
        if (const std::string one = first_beside(b, a); !one.empty()) return "false alarm: " + what + " " + one + " of the search that forgets";
        return std::string();
    };
    std::set<std::string> a, b;
    for (const auto& [rule, seen] : full.reached.rules) a.insert(name(rule));
    for (const auto& [rule, seen] : forgetful.reached.rules) b.insert(name(rule));
    for (const std::string& found : {differ("state", full.places, forgetful.places), differ("wait in", full.waits, forgetful.waits), differ("", a, b)}) {
        if (!found.empty()) return found;
    }
    return "";
}

// What both searches claim; a disagreement of theirs is noted.
Claims claims_of(const Compiled& compiled, Comparison& result) {
    Claims full = explore_all(compiled, true);
    const Claims forgetful = explore_all(compiled, false);
    if (full.exact && forgetful.exact) result.disagreement = difference(full, forgetful);
    return full;
}

}  // namespace

Comparison compare(const Compiled& compiled, Bounds bounds) {
    Comparison result;
    const Claims claims = claims_of(compiled, result);
    if (!result.disagreement.empty()) return result;
    bounds.back = claims.greatest + 2;
    const Reached played = play_all(compiled, bounds);
    result.configurations = played.configurations.size();
    result.inputs = played.work;
    result.cases = played.cases;
    result.both_ways = played.complete && claims.exact && !claims.inexact;
    if (claims.exact) {
        result.disagreement = missed(played.configurations, claims.reached.configurations);
        if (result.disagreement.empty()) result.disagreement = missed(played.rules, claims.reached.rules);
    }
    if (result.both_ways && result.disagreement.empty()) {
        result.disagreement = false_alarm(played.configurations, claims.reached.configurations, bounds);
        if (result.disagreement.empty()) result.disagreement = false_alarm(played.rules, claims.reached.rules, bounds);
    }
    result.obstacles = claims.obstacles;
    return result;
}

Comparison compare_walks(const Compiled& compiled, std::uint64_t seed) {
    Comparison result;
    const Claims claims = claims_of(compiled, result);
    result.obstacles = claims.obstacles;
    if (!claims.exact || !result.disagreement.empty()) return result;
    const Reached walked = walk_some(compiled, seed, 60);
    result.configurations = walked.configurations.size();
    result.inputs = walked.work;
    result.disagreement = missed(walked.configurations, claims.reached.configurations);
    if (result.disagreement.empty()) result.disagreement = missed(walked.rules, claims.reached.rules);
    return result;
}

}  // namespace exactness
