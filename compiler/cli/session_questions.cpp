#include "session_questions.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "session_text.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

using Json = nlohmann::ordered_json;

class PermissionsOf final : public PermissionListener {
public:
    explicit PermissionsOf(std::vector<Permission>& into) : into_(into) {}
    void permission(const Permission& permission) override { into_.push_back(permission); }

private:
    std::vector<Permission>& into_;
};

class DeadlinesOf final : public DeadlineListener {
public:
    explicit DeadlinesOf(std::vector<DeadlineInfo>& into) : into_(into) {}
    void deadline(const DeadlineInfo& deadline) override { into_.push_back(deadline); }

private:
    std::vector<DeadlineInfo>& into_;
};

std::string_view status_word(Status status, std::string_view language) {
    switch (status) {
        case Status::running: return word(Word::running, language);
        case Status::ended: return word(Word::ended, language);
        case Status::halted: return word(Word::halted, language);
    }
    return {};
}

std::vector<std::uint32_t> active_states(const FollowedCase& followed) {
    std::vector<std::uint32_t> states;
    const std::uint32_t first = followed.program->first_machine(followed.type);
    for (std::uint32_t m = 0; m < followed.program->machine_count(followed.type); ++m) {
        const std::uint32_t state = active_state(*followed.program, followed.ref(), first + m);
        if (!followed.program->state_is_unseen(state)) states.push_back(state);
    }
    return states;
}

std::string deadline_label(const FollowedCase& followed, const DeadlineInfo& one, const Labels& labels) {
    const std::string_view name = one.deadline == none ? std::string_view{} : followed.program->deadline_name(one.deadline);
    const std::string state = one.state == none ? std::string() : labels.state(one.state);
    if (name.empty()) return state;
    return state.empty() ? labels.name(name) : fmt::format("{} ({})", labels.name(name), state);
}

Json json_of(const FollowedCase& followed, const PartyPermission& one) {
    const Permission& permission = one.permission;
    const ZoneView zone = followed.zone();
    Json out;
    out["party"] = followed.program->party_name(one.party);
    out["event"] = followed.program->event_name(followed.type, permission.event);
    out["allowed"] = permission.allowed;
    if (permission.allowed) {
        out["until"] = permission.until == never ? Json(nullptr) : Json(rfc3339(zone, permission.until));
        if (permission.depends_on_fields) out["depends_on_fields"] = true;
        if (permission.without_right) out["without_right"] = true;
    } else {
        out["from"] = permission.from == never ? Json(nullptr) : Json(rfc3339(zone, permission.from));
        out["reason"] = reason_word(permission.why_not.reason);
        out["why"] = one.why_not;
    }
    if (permission.provisional) out["provisional"] = true;
    return out;
}

Json json_of(const FollowedCase& followed, const DeadlineInfo& one) {
    Json out;
    if (one.deadline != none && !followed.program->deadline_name(one.deadline).empty())
        out["deadline"] = followed.program->deadline_name(one.deadline);
    if (one.state != none) out["state"] = followed.program->state_name(one.state);
    out["due"] = rfc3339(followed.zone(), one.due);
    if (one.overdue) out["overdue"] = true;
    if (one.provisional) out["provisional"] = true;
    return out;
}

}  // namespace

namespace {

// What no rule of the present states names: most of a policy's events at most times, said in one line a party.
bool is_elsewhere(const PartyPermission& one) {
    return !one.permission.allowed && one.permission.why_not.reason == Reason::not_here && one.permission.from == never;
}

std::string text_of_elsewhere(const FollowedCase& followed, const std::vector<PartyPermission>& all, std::string_view language) {
    const Labels labels(*followed.program, language);
    std::string text;
    std::uint32_t party = none;
    for (const PartyPermission& one : all) {
        if (!is_elsewhere(one)) continue;
        if (one.party == party) text += ", ";
        else text += fmt::format("{}      {}: {}: ", party == none ? "" : "\n", labels.party(one.party), word(Word::not_in_this_state, language));
        text += labels.name(followed.program->event_name(followed.type, one.permission.event));
        party = one.party;
    }
    return text.empty() ? text : text + "\n";
}

}  // namespace

std::vector<PartyPermission> permissions(const FollowedCase& followed, std::uint32_t party, Instant at, std::string_view language) {
    const Program& program = *followed.program;
    const CaseRef c = followed.ref();
    std::vector<PartyPermission> all;
    const Instant from = std::max(at, c.sealed() == max_instant ? c.sealed() : c.sealed() + 1);
    for (std::uint32_t p = 0; p < program.party_count(); ++p) {
        if (party != none && p != party) continue;
        std::vector<Permission> found;
        PermissionsOf listener(found);
        allowed(program, c, p, from, listener);
        for (const Permission& permission : found) {
            PartyPermission one{p, permission, {}};
            if (!permission.allowed) {
                recourse::Input input;
                input.event = permission.event;
                input.by = p;
                input.at = from;
                one.why_not = explain(program, c, input, {Verdict::rejected, permission.why_not, 0}, language);
            }
            all.push_back(std::move(one));
        }
    }
    return all;
}

std::vector<DeadlineInfo> running_deadlines(const FollowedCase& followed) {
    std::vector<DeadlineInfo> all;
    DeadlinesOf listener(all);
    deadlines(*followed.program, followed.ref(), listener);
    std::stable_sort(all.begin(), all.end(), [](const DeadlineInfo& a, const DeadlineInfo& b) { return a.due < b.due; });
    return all;
}

std::string text_of(const FollowedCase& followed, const PartyPermission& one, std::string_view language) {
    const Labels labels(*followed.program, language);
    const ZoneView zone = followed.zone();
    const Permission& permission = one.permission;
    const std::string what = labels.name(followed.program->event_name(followed.type, permission.event));
    std::string text = fmt::format("{}: {}", labels.party(one.party), what);
    if (!permission.allowed) {
        text += fmt::format(": {}", reason_text(one.why_not));
        if (permission.from != never) text += fmt::format("; {} {}", word(Word::from, language), local_time(zone, permission.from));
        return text;
    }
    if (permission.until == never) text += fmt::format(", {}", word(Word::no_end, language));
    else text += fmt::format(", {} {}", word(Word::until, language), end_time(zone, permission.until, language));
    if (permission.depends_on_fields) text += fmt::format(", {}", word(Word::depends, language));
    if (permission.without_right) text += fmt::format(", {}", word(Word::without_right, language));
    if (permission.provisional) text += fmt::format(", {}", word(Word::provisional, language));
    return text;
}

std::string text_of(const FollowedCase& followed, const DeadlineInfo& one, std::string_view language) {
    const Labels labels(*followed.program, language);
    std::string text = fmt::format("{}  {}", end_time(followed.zone(), one.due, language), deadline_label(followed, one, labels));
    if (one.overdue) text += fmt::format(", {}", word(Word::overdue, language));
    if (one.provisional) text += fmt::format(", {}", word(Word::provisional, language));
    return text;
}

std::string standing(const FollowedCase& followed, std::string_view language) {
    const Labels labels(*followed.program, language);
    std::string text;
    const std::uint32_t first = followed.program->first_machine(followed.type);
    const std::vector<std::uint32_t> states = active_states(followed);
    for (std::uint32_t m = 0; m < states.size(); ++m) {
        if (m > 0) text += ", ";
        if (const std::string_view machine = followed.program->machine_name(first + m); !machine.empty()) text += labels.name(machine) + ": ";
        text += labels.state(states[m]);
    }
    return fmt::format("{} ({})", text, status_word(followed.ref().status(), language));
}

std::string text_of(const Situation& situation, std::string_view language) {
    const FollowedCase& followed = *situation.followed;
    std::string text = fmt::format("  {} ({}): {}\n", word(Word::state_now, language), local_time(followed.zone(), situation.at),
                                   standing(followed, language));
    const std::vector<PartyPermission> all = permissions(followed, situation.party, situation.at, language);
    std::string may, may_not;
    for (const PartyPermission& one : all)
        if (!is_elsewhere(one)) (one.permission.allowed ? may : may_not) += fmt::format("      {}\n", text_of(followed, one, language));
    may_not += text_of_elsewhere(followed, all, language);
    if (may.empty()) may = fmt::format("      {}\n", word(Word::nobody_may, language));
    text += fmt::format("    {}:\n{}", word(Word::may_next, language), may);
    if (situation.why_not && !may_not.empty()) text += fmt::format("    {}:\n{}", word(Word::may_not, language), may_not);
    const std::vector<DeadlineInfo> running = running_deadlines(followed);
    text += fmt::format("    {}:\n", word(Word::deadlines, language));
    if (running.empty()) text += fmt::format("      {}\n", word(Word::none_run, language));
    for (const DeadlineInfo& one : running) text += fmt::format("      {}\n", text_of(followed, one, language));
    return text;
}

Json json_of(const Situation& situation, std::string_view language) {
    const FollowedCase& followed = *situation.followed;
    Json out;
    out["case"] = followed.name;
    out["type"] = followed.full_type();
    out["at"] = rfc3339(followed.zone(), situation.at);
    out["status"] = status_word(followed.ref().status(), "en");
    Json states = Json::array(), parties = Json::array(), running = Json::array();
    for (const std::uint32_t state : active_states(followed)) states.push_back(followed.program->state_name(state));
    for (const PartyPermission& one : permissions(followed, situation.party, situation.at, language))
        if (one.permission.allowed || situation.why_not) parties.push_back(json_of(followed, one));
    for (const DeadlineInfo& one : running_deadlines(followed)) running.push_back(json_of(followed, one));
    out["states"] = std::move(states);
    out["may"] = std::move(parties);
    out["deadlines"] = std::move(running);
    return out;
}

}  // namespace recourse::cli
