#include "compiler/explore/rounds.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::Model;
using semantics::StateId;

namespace {

// Situations that are told apart for one group before the search is given up, and ways of a round that are tried on dates.
constexpr std::size_t kMostMembers = 3'000, kMostWays = 12;

// Which instants a step sets anew. What a state keeps of an instant that has passed (a latch) does not bound time any more, and what
// only a step at hand reads does not last: both count as set anew.
class Anew {
public:
    Anew(const Model& model, const Slots& slots) : model_(model), slots_(slots) {}

    [[nodiscard]] std::vector<bool> by(const RoundStep& step) const {
        std::vector<bool> all(slots_.points().size());
        const std::set<StateId> entered = entered_by(step);
        for (std::uint32_t point = 1; point < all.size(); ++point) {
            const SlotKey& key = slots_.points()[point].key;
            switch (key.kind) {
                case SlotKind::entered: all[point] = entered.contains(StateId(key.id)); break;
                case SlotKind::instant:
                case SlotKind::field:
                    all[point] = step.trigger.event.valid() && key.id == step.trigger.event.value && key.occurrence != semantics::Occurrence::first;
                    break;
                case SlotKind::record: all[point] = writes(step, key.id); break;
                case SlotKind::latch:
                case SlotKind::at_hand: all[point] = true; break;
                case SlotKind::calendar: all[point] = all[slots_.points()[point].base]; break;   // made after what it is counted from
                default: break;
            }
        }
        return all;
    }

private:
    [[nodiscard]] bool writes(const RoundStep& step, std::uint32_t record) const {
        return std::any_of(step.taken.begin(), step.taken.end(), [&](const Taken& taken) {
            if (!taken.transition.valid()) return false;
            const auto& actions = model_.transitions[taken.transition].actions;
            return std::any_of(actions.begin(), actions.end(), [&](const semantics::Action& one) { return one.record.value == record; });
        });
    }
    [[nodiscard]] std::set<StateId> entered_by(const RoundStep& step) const {
        std::vector<StateId> leaves = step.before;
        std::set<StateId> entered;
        for (const Taken& taken : step.taken) {
            if (!taken.transition.valid()) continue;
            const semantics::Transition& rule = model_.transitions[taken.transition];
            const std::vector<StateId> states = entered_states(model_, leaves[taken.machine], rule);
            if (!states.empty()) leaves[taken.machine] = states.front();
            entered.insert(states.begin(), states.end());
        }
        return entered;
    }

    const Model& model_;
    const Slots& slots_;
};

struct Member {
    Situation at;
    std::uint32_t node = kNoIndex;     // of the search, for a seed
    std::uint32_t parent = kNoIndex;   // the link by which it was found, for others
};
struct Link {
    std::uint32_t from = 0, to = 0;
    RoundStep step;
    std::vector<bool> anew;
};

// The situations of one group, told apart unless each covers the other.
struct Close {
    std::vector<Member> members;
    std::vector<Link> links;
    bool complete = true;
};

class Finder {
public:
    Finder(const Model& model, const TimeFacts& times, const Explorer& explorer, const Exploration& found, const RoundQuestion& question)
        : model_(model), times_(times), explorer_(explorer), slots_(explorer.slots()), found_(found), question_(question), anew_(model, slots_) {}

    Rounds run() {
        Rounds result;
        collect();
        std::vector<std::vector<std::uint32_t>> successors(found_.nodes.size());
        for (const Link& link : links_) successors[link.from].push_back(link.to);
        const auto groups = groups_of(successors);
        keep_within(groups);
        for (const std::vector<std::uint32_t>& group : groups) {
            const std::vector<bool> old = old_in(links_, group);
            if (!has_required(links_, group)) continue;
            std::vector<Member> seeds;
            for (const std::uint32_t node : group) {
                if (auto at = long_ago(found_.nodes[node].at, old)) seeds.push_back({std::move(*at), node, kNoIndex});
            }
            if (look_closer(std::move(seeds), old, result)) break;
        }
        return result;
    }

private:
    [[nodiscard]] bool allowed(const RoundStep& step) const { return question_.may(step); }

    // By node, kNoIndex where it is in none.
    [[nodiscard]] std::vector<std::uint32_t> group_of_each(const std::vector<std::vector<std::uint32_t>>& groups) const {
        std::vector<std::uint32_t> group_of(found_.nodes.size(), kNoIndex);
        for (std::uint32_t i = 0; i < groups.size(); ++i) {
            for (const std::uint32_t node : groups[i]) group_of[node] = i;
        }
        return group_of;
    }

    // The steps of the search that may be part of a round. Most cases never come back, whatever is done; their steps are not looked at.
    void collect() {
        const auto goes_on = [&](const Edge& edge) {
            return edge.from != kNoIndex && edge.to != kNoIndex && !edge.inexact && found_.nodes[edge.to].at.standing == Standing::running;
        };
        std::vector<std::vector<std::uint32_t>> successors(found_.nodes.size());
        for (const Edge& edge : found_.edges) {
            if (goes_on(edge)) successors[edge.from].push_back(edge.to);
        }
        const std::vector<std::uint32_t> group_of = group_of_each(groups_of(successors));
        for (const Edge& edge : found_.edges) {
            if (!goes_on(edge) || group_of[edge.from] == kNoIndex || group_of[edge.from] != group_of[edge.to]) continue;
            RoundStep step{edge.trigger, edge.taken, found_.nodes[edge.from].at.leaves, found_.nodes[edge.to].at.leaves};
            if (!allowed(step)) continue;
            links_.push_back({edge.from, edge.to, std::move(step), {}});
        }
    }

    // Most steps lead from group to group, or belong to none.
    void keep_within(const std::vector<std::vector<std::uint32_t>>& groups) {
        const std::vector<std::uint32_t> group_of = group_of_each(groups);
        std::erase_if(links_, [&](const Link& link) { return group_of[link.from] == kNoIndex || group_of[link.from] != group_of[link.to]; });
        for (Link& link : links_) link.anew = anew_.by(link.step);
    }

    static bool inside(const Link& link, const std::vector<std::uint32_t>& group) {
        return std::binary_search(group.begin(), group.end(), link.from) && std::binary_search(group.begin(), group.end(), link.to);
    }
    bool has_required(const std::vector<Link>& links, const std::vector<std::uint32_t>& group) const {
        return std::any_of(links.begin(), links.end(), [&](const Link& link) { return inside(link, group) && question_.must(link.step); });
    }
    // Instants that no step of the group sets anew.
    std::vector<bool> old_in(const std::vector<Link>& links, const std::vector<std::uint32_t>& group) const {
        std::vector<bool> old(slots_.points().size(), true);
        old[0] = false;
        for (const Link& link : links) {
            if (inside(link, group)) without(old, link.anew);
        }
        return old;
    }
    static void without(std::vector<bool>& old, const std::vector<bool>& anew) {
        for (std::size_t i = 0; i < old.size(); ++i) old[i] = old[i] && !anew[i];
    }

    // The part of a situation in which these instants lie further back than any rule looks.
    [[nodiscard]] std::optional<Situation> long_ago(Situation at, const std::vector<bool>& old) const {
        for (std::uint32_t point = 1; point < old.size(); ++point) {
            const std::int64_t greatest = slots_.clocks().greatest[point];
            if (!old[point] || at.known[point] == 0 || greatest == ClockBounds::never_compared) continue;
            if (!at.zone.tighten(point, 0, -greatest - 1)) return std::nullopt;
        }
        return at;
    }
    [[nodiscard]] bool all_long_ago(const Situation& at, const std::vector<bool>& old) const {
        for (std::uint32_t point = 1; point < old.size(); ++point) {
            const std::int64_t greatest = slots_.clocks().greatest[point];
            if (!old[point] || at.known[point] == 0 || greatest == ClockBounds::never_compared) continue;
            if (at.zone.upper(point, 0) > -greatest - 1) return false;
        }
        return true;
    }

    // ---- the group once more, told apart ---------------------------------------------------------------------------------------

    [[nodiscard]] std::uint32_t place(Close& close, Situation at, std::uint32_t node, std::uint32_t parent) const {
        for (std::uint32_t i = 0; i < close.members.size(); ++i) {
            const Situation& other = close.members[i].at;
            if (other.same_configuration(at) && covers(other, at, slots_.clocks()) && covers(at, other, slots_.clocks())) return i;
        }
        close.members.push_back({std::move(at), node, parent});
        return static_cast<std::uint32_t>(close.members.size() - 1);
    }

    [[nodiscard]] Close closely(std::vector<Member> seeds) const {
        Close close;
        for (Member& seed : seeds) (void)place(close, std::move(seed.at), seed.node, kNoIndex);
        for (std::uint32_t i = 0; i < close.members.size() && close.complete; ++i) {
            const Situation from = close.members[i].at;   // the members move when one is added
            std::vector<Trigger> triggers = {{Cause::time, semantics::EventId()}};
            for (const semantics::EventId event : explorer_.steps().events(from)) triggers.push_back({Cause::event, event});
            for (const Trigger& trigger : triggers) follow(close, i, from, trigger);
            close.complete = close.members.size() <= kMostMembers;
        }
        return close;
    }

    void follow(Close& close, std::uint32_t from, const Situation& at, const Trigger& trigger) const {
        for (Successor& next : explorer_.steps().next(at, trigger)) {
            if (!next.accepted || next.inexact || next.to.standing != Standing::running) continue;
            Link link{from, 0, {trigger, std::move(next.taken), at.leaves, next.to.leaves}, {}};
            if (!allowed(link.step)) continue;
            link.anew = anew_.by(link.step);
            link.to = place(close, std::move(next.to), kNoIndex, static_cast<std::uint32_t>(close.links.size()));
            close.links.push_back(std::move(link));
        }
    }

    // True when a round is found.
    bool look_closer(std::vector<Member> seeds, const std::vector<bool>& old, Rounds& result) const {
        if (seeds.empty()) return false;
        const Close close = closely(std::move(seeds));
        if (!close.complete) {
            result.undecided = true;
            return false;
        }
        std::vector<std::vector<std::uint32_t>> successors(close.members.size());
        for (const Link& link : close.links) successors[link.from].push_back(link.to);
        for (const std::vector<std::uint32_t>& group : groups_of(successors)) {
            if (!has_required(close.links, group)) continue;
            const std::vector<bool> older = old_in(close.links, group);
            const bool settled = std::all_of(group.begin(), group.end(), [&](std::uint32_t one) { return all_long_ago(close.members[one].at, older); });
            if (settled) {
                if (auto round = shown(close, group)) {
                    result.round = std::move(round);
                    return true;
                }
                continue;
            }
            if (older == old) continue;
            if (look_closer(further_back(close, group, older), older, result)) return true;
        }
        return false;
    }

    // What is left of a group when more instants lie long ago; each is reached from a situation of the search by way of the group.
    [[nodiscard]] std::vector<Member> further_back(const Close& close, const std::vector<std::uint32_t>& group, const std::vector<bool>& old) const {
        std::vector<Member> seeds;
        for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
            const Situation& at = found_.nodes[node].at;
            const bool alike = std::any_of(group.begin(), group.end(), [&](std::uint32_t one) { return close.members[one].at.same_configuration(at); });
            if (!alike) continue;
            if (auto part = long_ago(at, old)) seeds.push_back({std::move(*part), node, kNoIndex});
        }
        return seeds;
    }

    // ---- one round of a group ----------------------------------------------------------------------------------------------------

    // The links of a shortest way within the group; empty from a member to itself.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> way(const Close& close, const std::vector<std::uint32_t>& group, std::uint32_t from,
                                                                std::uint32_t to) const {
        std::vector<std::uint32_t> by(close.members.size(), kNoIndex), todo = {from};
        std::vector<bool> seen(close.members.size());
        seen[from] = true;
        for (std::size_t i = 0; i < todo.size() && !seen[to]; ++i) {
            for (std::uint32_t index = 0; index < close.links.size(); ++index) {
                const Link& link = close.links[index];
                if (link.from != todo[i] || seen[link.to] || !inside(link, group)) continue;
                seen[link.to] = true;
                by[link.to] = index;
                todo.push_back(link.to);
            }
        }
        if (!seen[to]) return std::nullopt;
        std::vector<std::uint32_t> links;
        for (std::uint32_t at = to; at != from; at = close.links[by[at]].from) links.push_back(by[at]);
        std::reverse(links.begin(), links.end());
        return links;
    }

    // The shortest way through a required step and back; led past a step that sets anew whatever else would bound its time.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> circle(const Close& close, const std::vector<std::uint32_t>& group, std::uint32_t first) const {
        std::vector<std::uint32_t> round = {first};
        const auto extend = [&](std::uint32_t index) {
            const auto there = way(close, group, close.links[round.back()].to, close.links[index].from);
            if (!there) return false;
            round.insert(round.end(), there->begin(), there->end());
            round.push_back(index);
            return true;
        };
        const auto home = [&] { return way(close, group, close.links[round.back()].to, close.links[first].from); };
        for (;;) {
            const auto back = home();
            if (!back) return std::nullopt;
            std::vector<std::uint32_t> whole = round;
            whole.insert(whole.end(), back->begin(), back->end());
            const std::optional<std::uint32_t> bounding = bounds_time(close, whole);
            if (!bounding) return whole;
            const auto resets = std::find_if(close.links.begin(), close.links.end(), [&](const Link& link) { return inside(link, group) && link.anew[*bounding]; });
            if (resets == close.links.end() || !extend(static_cast<std::uint32_t>(resets - close.links.begin()))) return std::nullopt;
        }
    }

    // An instant that the round does not set anew and that is not long ago, if there is one.
    [[nodiscard]] std::optional<std::uint32_t> bounds_time(const Close& close, const std::vector<std::uint32_t>& round) const {
        std::vector<bool> old(slots_.points().size(), true);
        old[0] = false;
        for (const std::uint32_t index : round) without(old, close.links[index].anew);
        for (std::uint32_t point = 1; point < old.size(); ++point) {
            if (!old[point]) continue;
            std::vector<bool> one(old.size());
            one[point] = true;
            const bool behind = std::all_of(round.begin(), round.end(), [&](std::uint32_t index) { return all_long_ago(close.members[close.links[index].from].at, one); });
            if (!behind) return point;
        }
        return std::nullopt;
    }

    // The node of the search from which the group was gone over to where the round begins.
    [[nodiscard]] static std::uint32_t seed_of(const Close& close, const std::vector<std::uint32_t>& round) {
        std::uint32_t member = close.links[round.front()].from;
        while (close.members[member].parent != kNoIndex) member = close.links[close.members[member].parent].from;
        return close.members[member].node;
    }

    [[nodiscard]] std::optional<Round> shown(const Close& close, const std::vector<std::uint32_t>& group) const {
        std::vector<std::vector<std::uint32_t>> rounds;
        for (std::uint32_t index = 0; index < close.links.size(); ++index) {
            if (!inside(close.links[index], group) || !question_.must(close.links[index].step)) continue;
            if (auto one = circle(close, group, index)) rounds.push_back(std::move(*one));
        }
        // The shortest, from where cases come to it first.
        const auto rank = [&](const std::vector<std::uint32_t>& one) { return std::make_pair(one.size(), found_.nodes[seed_of(close, one)].depth); };
        std::stable_sort(rounds.begin(), rounds.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
        if (rounds.size() > kMostWays) rounds.resize(kMostWays);
        for (const auto& one : rounds) {
            if (auto round = on_dates(close, one)) return round;
        }
        return std::nullopt;
    }

    // ---- the round as a case ---------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::optional<Round> on_dates(const Close& close, const std::vector<std::uint32_t>& links) const {
        std::vector<const RoundStep*> steps;
        std::uint32_t member = close.links[links.front()].from;
        while (close.members[member].parent != kNoIndex) {
            const Link& by = close.links[close.members[member].parent];
            steps.push_back(&by.step);
            member = by.from;
        }
        std::reverse(steps.begin(), steps.end());
        const std::uint32_t node = seed_of(close, links);
        for (int twice = 0; twice < 2; ++twice) {
            for (const std::uint32_t index : links) steps.push_back(&close.links[index].step);
        }
        Exploration made;
        for (const std::uint32_t edge : found_.path_to(node)) made.edges.push_back(found_.edges[edge]);
        Round round;
        round.stem = made.edges.size() + steps.size() - 2 * links.size();
        for (const std::uint32_t index : links) round.steps.push_back(close.links[index].step);
        std::size_t tries = kMostWays;
        if (!play(found_.nodes[node].at, steps, 0, made, tries, round)) return std::nullopt;
        return round;
    }

    // Goes the steps from a situation in every way that takes the same rules, until some date realises one.
    bool play(const Situation& at, const std::vector<const RoundStep*>& steps, std::size_t next, Exploration& made, std::size_t& tries, Round& round) const {
        if (next == steps.size()) {
            if (tries == 0) return false;
            --tries;
            std::vector<std::uint32_t> edges(made.edges.size());
            std::iota(edges.begin(), edges.end(), 0u);
            auto realised = realise(model_, times_, explorer_, made, edges, Pace::latest);
            if (!realised.trace) realised = realise(model_, times_, explorer_, made, edges);
            if (realised.trace) round.trace = std::move(*realised.trace);
            return realised.trace.has_value();
        }
        const auto same = [](const Taken& a, const Taken& b) { return a.machine == b.machine && a.transition == b.transition && a.round == b.round; };
        for (Successor& one : explorer_.steps().next(at, steps[next]->trigger)) {
            if (!one.accepted || one.inexact || one.to.leaves != steps[next]->after || tries == 0) continue;
            if (!std::equal(one.taken.begin(), one.taken.end(), steps[next]->taken.begin(), steps[next]->taken.end(), same)) continue;
            Edge edge;
            edge.to = 0;   // it is taken; to where, is not asked
            edge.trigger = steps[next]->trigger;
            edge.taken = std::move(one.taken);
            edge.way = std::move(one.way);
            made.edges.push_back(std::move(edge));
            if (play(one.to, steps, next + 1, made, tries, round)) return true;
            made.edges.pop_back();
        }
        return false;
    }

    const Model& model_;
    const TimeFacts& times_;
    const Explorer& explorer_;
    const Slots& slots_;
    const Exploration& found_;
    const RoundQuestion& question_;
    Anew anew_;
    std::vector<Link> links_;   // between nodes of the search
};

}  // namespace

std::vector<StateId> entered_states(const Model& model, StateId from, const semantics::Transition& rule) {
    std::vector<StateId> entered;
    if (rule.target_kind != semantics::TargetKind::move) return entered;
    StateId outer = model.states[rule.target].parent;
    while (outer.valid() && !graph::lies_in(model, from, outer)) outer = model.states[outer].parent;
    for (StateId at = graph::entry_leaf(model, rule.target); at.valid() && at != outer; at = model.states[at].parent) entered.push_back(at);
    return entered;
}

Rounds find_round(const Model& model, const TimeFacts& times, const Explorer& explorer, const Exploration& found, const RoundQuestion& question) {
    return Finder(model, times, explorer, found, question).run();
}

}  // namespace recourse::explore
