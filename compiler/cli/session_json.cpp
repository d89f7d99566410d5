#include "session_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report_json.h"
#include "session_text.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

using Json = nlohmann::ordered_json;
using Kind = Occurrence::Kind;

std::string_view cause_word(Cause cause) {
    switch (cause) {
        case Cause::opening: return "opening";
        case Cause::event: return "event";
        case Cause::deadline: return "deadline";
        case Cause::condition: return "condition";
    }
    return "unknown";
}

Json values_of(const Occurrence& occurrence, const std::vector<NamedValueText>& values) {
    Json out = Json::object();
    for (const NamedValueText& one : values) out[one.name] = json_of(*occurrence.program, one.type, one.value, occurrence.zone);
    return out;
}

void add_act(Json& out, const Occurrence& occurrence) {
    if (!occurrence.act) return;
    const Act& act = *occurrence.act;
    out["event"] = act.event_name;
    if (act.by != none) out["by"] = occurrence.program->party_name(act.by);
    if (!act.id.empty()) out["id"] = act.id;
}

// Where a rule stands, and the clauses that it encodes.
void add_rule(Json& out, const Occurrence& occurrence, std::uint32_t transition) {
    const Program& program = *occurrence.program;
    if (transition == none) return;
    const Program::Location at = program.transition_location(transition);
    if (!at.rule.empty()) out["rule"] = rule_text(program, transition);
    if (!at.file.empty()) out["place"] = fmt::format("{}:{}:{}", at.file, at.line, at.column);
    if (const std::string_view policy = occurrence.order == nullptr ? std::string_view() : occurrence.order->policy_at(at.file); !policy.empty()) out["policy"] = policy;
    if (program.cite_count(transition) == 0) return;
    Json cites = Json::array();
    for (std::uint32_t i = 0; i < program.cite_count(transition); ++i) cites.push_back(program.cite(transition, i));
    out["cites"] = std::move(cites);
}

void add_move(Json& out, const Occurrence& occurrence) {
    const Program& program = *occurrence.program;
    const Move& move = occurrence.move;
    out["cause"] = cause_word(move.cause);
    add_act(out, occurrence);
    if (move.deadline != none) {
        if (!program.deadline_name(move.deadline).empty()) out["deadline"] = program.deadline_name(move.deadline);
        out["due"] = rfc3339(occurrence.zone, move.due);
    }
    if (!program.machine_name(move.machine).empty()) out["machine"] = program.machine_name(move.machine);
    if (move.from != none) out["from"] = program.state_name(move.from);
    out["to"] = program.state_name(move.to);
    if (!program.reason_name(move.transition).empty()) out["reason"] = program.reason_name(move.transition);
    add_rule(out, occurrence, move.transition);
}

void add_rejection(Json& out, const Occurrence& occurrence) {
    out["reason"] = reason_word(occurrence.rejection.reason);
    out["why"] = occurrence.why;
    if (occurrence.rejection.boundary != never) out["boundary"] = rfc3339(occurrence.zone, occurrence.rejection.boundary);
    add_rule(out, occurrence, occurrence.rejection.transition);
}

// Of a migration, whether or not the case comes over.
void add_versions(Json& out, const Occurrence& occurrence) {
    if (occurrence.kind == Kind::migrated) out["migrated"] = occurrence.program->name();
    out["from"] = occurrence.from_version;
    out["to"] = occurrence.to_version;
}

void add_answer(Json& out, const Occurrence& occurrence) {
    const std::string name = occurrence.act ? occurrence.act->event_name : occurrence.to_version != 0 ? "migration" : "opening";
    if (occurrence.to_version != 0) add_versions(out, occurrence);
    switch (occurrence.kind) {
        case Kind::moved: return add_move(out, occurrence);
        case Kind::effect:
            out["effect"] = occurrence.program->effect_name(occurrence.effect);
            out["arguments"] = values_of(occurrence, occurrence.arguments);
            out["id"] = occurrence.effect_id;
            return;
        case Kind::ignored:
        case Kind::rejected:
            out[occurrence.kind == Kind::ignored ? "ignored" : "rejected"] = name;
            if (occurrence.act && occurrence.act->by != none) out["by"] = occurrence.program->party_name(occurrence.act->by);
            if (occurrence.act && !occurrence.act->id.empty()) out["id"] = occurrence.act->id;
            if (occurrence.kind == Kind::rejected) add_rejection(out, occurrence);
            return;
        case Kind::migrated: return;
        case Kind::halted:
            out["halted"] = true;
            add_rejection(out, occurrence);
            return;
        case Kind::broken:
            out["promise"] = occurrence.promise;
            out["broken"] = occurrence.why;
            return;
        case Kind::error: return;
    }
}

}  // namespace

std::string json_line(const Occurrence& occurrence) {
    Json out = Json::object();
    out["line"] = occurrence.line;
    if (occurrence.kind == Kind::error) out["column"] = occurrence.column;
    if (!occurrence.case_name.empty()) out["case"] = occurrence.case_name;
    if (occurrence.kind == Kind::error) {
        out["error"] = occurrence.why;
    } else {
        out["at"] = rfc3339(occurrence.zone, occurrence.at);
        add_answer(out, occurrence);
        if (occurrence.repeated) out["repeated"] = true;
    }
    return as_line(out);
}

}  // namespace recourse::cli
