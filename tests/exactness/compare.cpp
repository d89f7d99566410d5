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

}  // namespace

Comparison compare(const Compiled& compiled, Bounds bounds) {
    Comparison result;
    const Claims claims = explore_all(compiled);
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
    const Claims claims = explore_all(compiled);
    result.obstacles = claims.obstacles;
    if (!claims.exact) return result;
    const Reached walked = walk_some(compiled, seed, 60);
    result.configurations = walked.configurations.size();
    result.inputs = walked.work;
    result.disagreement = missed(walked.configurations, claims.reached.configurations);
    if (result.disagreement.empty()) result.disagreement = missed(walked.rules, claims.reached.rules);
    return result;
}

}  // namespace exactness
