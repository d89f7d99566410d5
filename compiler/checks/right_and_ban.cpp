#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

using semantics::Norm;

// Those of whom both rules speak; nobody in particular when either speaks of a party that is not known.
std::string who_in_words(const Model& model, const Transition& right, const Transition& ban) {
    std::string who;
    for (const semantics::PartyId party : right.by) {
        if (std::find(ban.by.begin(), ban.by.end(), party) == ban.by.end()) continue;
        who.append(who.empty() ? "the " : " or the ").append(model.parties[party].name);
    }
    return who.empty() ? "somebody" : who;
}

}  // namespace

// One rule beside the states allows an act, another forbids it, to the same party at the same instant. The search notes it where the ban
// refuses what the right would have taken.
void right_and_ban(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        for (const auto& [pair, edge] : explored->conflicts) {
            const bool ban_first = model.transitions[pair.first].norm == Norm::ban;
            const Transition& ban = model.transitions[ban_first ? pair.first : pair.second];
            const Transition& right = model.transitions[ban_first ? pair.second : pair.first];
            if (ban.norm != Norm::ban || right.norm != Norm::right) continue;
            const std::string who = who_in_words(model, right, ban);
            const std::string& act = model.events[ban.event].name;
            Diagnostic finding = finding_at("right-and-ban", ban.span, fmt::format("{} may `{}` and may not `{}` at the same time", who, act, act),
                                            "let one of the two begin where the other ends, or say in the right when it does not hold: `unless …`");
            finding.labels.front().text = "forbidden here";
            finding.labels.push_back({right.span, "allowed here"});
            finding.why = fmt::format("{} would read of a right and be refused", who);
            if (show(input, *explored, explored->way_to(edge), in_conflict(pair.first, pair.second), finding)) sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
