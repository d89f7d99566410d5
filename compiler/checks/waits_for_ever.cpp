#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/silence.h"

namespace recourse::checks {

namespace {

std::string listed(const std::set<std::string>& names, std::string_view between) {
    std::string text;
    for (const std::string& name : names) text.append(text.empty() ? "" : between).append(name.empty() ? "something that happens" : "the " + name);
    return text;
}

// Machines that only wait for another machine of the case follow it: the one that a party can move is the cause.
std::vector<StateId> causes(const CheckInput& input, const ExploredCase& explored, std::uint32_t node) {
    const Model& model = input.model;
    std::vector<StateId> waiting = unfinished(model, explored.at(node));
    std::vector<StateId> moved;
    for (const StateId leaf : waiting) {
        const bool moves = std::any_of(explored.found.edges_from[node].begin(), explored.found.edges_from[node].end(), [&](std::uint32_t index) {
            const explore::Edge& edge = explored.found.edges[index];
            return edge.to != explore::kNoIndex && std::any_of(edge.taken.begin(), edge.taken.end(), [&](const explore::Taken& taken) {
                       return taken.transition.valid() && model.transitions[taken.transition].owner.valid() &&
                              graph::lies_in(model, leaf, model.transitions[taken.transition].owner);
                   });
        });
        if (moves) moved.push_back(leaf);
    }
    return moved.empty() ? waiting : moved;
}

// Whom the case waits for comes before where it waits: the author knows people before states.
std::string message(const std::string& states, const std::set<std::string>& parties, const std::set<std::string>& needed) {
    if (parties.empty()) return fmt::format("a case can come to stand still in {}: nobody can do anything any more, and no time limit runs", states);
    const std::set<std::string>& who = needed.empty() ? parties : needed;
    const std::string why = needed.empty() ? fmt::format("in {} nobody else can move it on, and no time limit runs", states)
                                           : fmt::format("whatever others do in {}, it does not come to an end by that, and no time limit runs", states);
    if (who.contains("")) {
        return who.size() == 1 ? fmt::format("a case can wait for ever for something that nobody need do: in {} nobody can move it on, and no time limit runs", states)
                               : fmt::format("a case can wait in {} for ever: only {} can move it on, and no time limit runs", states, listed(who, " or "));
    }
    return fmt::format("if {} {} nothing, the case stays open for ever: {}", listed(who, " and "), who.size() == 1 ? "does" : "do", why);
}

// `needed`: without whom nothing ends it, where others may act as well.
Diagnostic finding_of(const CheckInput& input, const std::vector<StateId>& waiting, const std::set<std::string>& parties, const std::set<std::string>& needed) {
    const Model& model = input.model;
    std::string names;
    for (const StateId leaf : waiting) names.append(names.empty() ? "`" : " and `").append(model.states[leaf].path).append("`");
    Diagnostic finding = finding_at("waits-for-ever", own_place(model, waiting.front(), model.states[waiting.front()].span), message(names, parties, needed),
                                    "add a time limit (`after … -> …`), or declare the state `resting` if nobody owes anything there");
    finding.labels.front().text = "no time limit runs here";
    for (std::size_t i = 1; i < waiting.size(); ++i) {
        finding.labels.push_back({own_place(model, waiting[i], model.states[waiting[i]].span), "nor here"});
    }
    const std::set<std::string>& who = needed.empty() ? parties : needed;
    const bool one = who.size() == 1 && !who.begin()->empty();
    finding.why = one ? fmt::format("a silent {} would keep everybody waiting", *who.begin()) : "the case would never come to an end";
    return finding;
}

}  // namespace

// Situations in which no deadline runs, so that the case moves only if somebody acts, or never. One finding a wait. States from which no
// rule leads to an end at all are no-way-out's and no-final-reachable's to tell.
void waits_for_ever(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::set<StateId> told;
    std::vector<StateId> ends;
    for (const StateId leaf : input.graph.leaves()) {
        if (model.states[leaf].kind != semantics::StateKind::plain) ends.push_back(leaf);
    }
    const std::vector<bool> can_end = input.graph.reaching(ends);
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        for (std::uint32_t node = 0; node < explored->found.nodes.size(); ++node) {
            const explore::Situation& at = explored->at(node);
            if (at.standing != explore::Standing::running || unfinished(model, at).empty()) continue;
            if (!explored->explorer.steps().pending(at).empty()) continue;
            const std::vector<StateId> waiting = causes(input, *explored, node);
            const bool blocked = std::all_of(waiting.begin(), waiting.end(), [&](StateId leaf) { return told_of_states(sink, "blocked-machine", model, {leaf}); });
            if (blocked) continue;
            // One finding for a wait, not one for each machine that shares it.
            std::vector<StateId> newly;
            std::copy_if(waiting.begin(), waiting.end(), std::back_inserter(newly), [&](StateId leaf) { return told.insert(leaf).second; });
            if (std::none_of(newly.begin(), newly.end(), [&](StateId leaf) { return can_end[leaf.index()]; })) continue;
            const std::set<std::string> parties = who_can_act(model, *explored, node);
            std::set<std::string> needed;
            for (const semantics::PartyId party : needed_from(model, *explored, node)) needed.insert(model.parties[party].name);
            // Whoever is needed only later on is told of there.
            const bool others = std::any_of(parties.begin(), parties.end(), [&](const std::string& name) { return !needed.contains(name); });
            if (!others) needed.clear();
            Diagnostic finding = finding_of(input, waiting, parties, needed);
            const Sought same = [&](const explore::Exploration& found, const explore::Edge& edge) {
                if (edge.to == explore::kNoIndex) return false;
                const explore::Situation& there = found.nodes[edge.to].at;
                return there.standing == explore::Standing::running && there.leaves == at.leaves && there.counts == at.counts && explored->by_days().steps().pending(there).empty();
            };
            if (show(input, *explored, explored->found.path_to(node), same, finding)) {
                sink.add(std::move(finding));
            } else {
                for (const StateId leaf : newly) told.erase(leaf);   // another situation may be real
            }
        }
    }
}

}  // namespace recourse::checks
