#include "compiler/emit/tables.h"

#include "compiler/emit/cases.h"
#include "compiler/emit/code.h"
#include "compiler/emit/rules.h"
#include "compiler/emit/types.h"
#include "compiler/semantics/calendar_table.h"
#include "compiler/support/zone_source.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string_view>
#include <tuple>
#include <variant>

#include <fmt/format.h>

namespace recourse::emit {

using namespace semantics;
using format::kNone;

namespace {

std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

const char* regime_text(const Regime& regime) {
    if (!regime.known) return "";
    return regime.whole ? "whole days" : "to the minute";
}

void too_many(Writer& writer, support::Span span, const std::string& what, const std::string& most) {
    writer.sink.error("too-many", span, fmt::format("{}, and at most {} fit into a program", what, most), "split it into two");
}

// The rows of UTC alone: for a model that names no zone.
void write_utc(Writer& writer) {
    const std::uint32_t first = size_of(writer.image.zone_transitions);
    writer.image.zone_transitions.push_back({utc_row.from, utc_row.offset_ms, 0});
    writer.image.zones.push_back({writer.text("UTC"), {first, 1}, never});
}

void add_zone(Writer& writer, format::Str name, const support::ZoneTable& table) {
    const std::uint32_t first = size_of(writer.image.zone_transitions);
    for (const ZoneTransition& row : table.transitions) writer.image.zone_transitions.push_back({row.from, row.offset_ms, 0});
    writer.image.zones.push_back({name, {first, size_of(writer.image.zone_transitions) - first}, table.cycle_from});
}

void write_zone(Writer& writer, const ZoneChoice& choice) {
    const format::Str name = writer.text(choice.zone);
    if (std::ranges::find(writer.image.zones, name, &format::ZoneRecord::name) != writer.image.zones.end()) return;
    if (choice.table != nullptr) return add_zone(writer, name, *choice.table);
    const auto read = support::read_zone(choice.zone);
    if (const auto* error = std::get_if<support::ZoneError>(&read)) {
        const bool unknown = error->kind != support::ZoneError::Kind::unreadable;
        const std::string message = unknown ? fmt::format("there is no time zone \"{}\"", choice.zone)
                                            : fmt::format("the time zone \"{}\" cannot be read: {}", choice.zone, error->reason);
        const std::string hint = error->suggestions.empty() ? "name a zone of the tz database, such as \"Asia/Shanghai\""
                                                            : fmt::format("did you mean \"{}\"?", error->suggestions.front());
        writer.sink.error("unknown-zone", choice.span, message, hint);
        return;
    }
    add_zone(writer, name, std::get<support::ZoneTable>(read));
}

// ---- decisions -------------------------------------------------------------------------------------------------------------

// `field`: where the result is declared.
format::ResultRecord write_result(Writer& writer, const CodeScope& scope, const RowResult& result, const semantics::Type& declared,
                                  std::uint32_t field) {
    format::ResultRecord record{kNone, 0, kNone, kNone, kNone};
    if (result.up_to) record.flags |= format::kUpTo;
    if (result.undecided || !result.value.valid()) {
        record.flags |= format::kUndecided;
        return record;
    }
    if (may_leave(writer.model, result.value, declared)) record.bounds = field;
    if (!is_text(writer.model, result.value)) {
        record.code = value_code(writer, scope, result.value);
        return record;
    }
    const TextPlace place = text_place(writer, scope, result.value);
    if (place.kind == TextPlace::Kind::literal) record.text = place.index;
    if (place.kind == TextPlace::Kind::parameter) record.text_parameter = place.index;
    return record;
}

format::RowRecord write_row(Writer& writer, const DecisionRow& row, const std::vector<Field>& declared, format::Range fields) {
    const CodeScope scope; // a decision sees its parameters alone
    std::vector<format::ResultRecord> results;
    for (std::size_t i = 0; i < row.results.size() && i < declared.size(); ++i) {
        results.push_back(write_result(writer, scope, row.results[i], declared[i].type, fields.first + static_cast<std::uint32_t>(i)));
    }
    return {writer.text(row.name), value_code(writer, scope, row.condition), append(writer.image.results, results),
            write_cites(writer, row.text), write_location(writer, row.span)};
}

void write_decision(Writer& writer, const Decision& decision) {
    if (decision.parameters.size() > 32) {
        too_many(writer, decision.span, fmt::format("`{}` asks for {} values", decision.name, decision.parameters.size()), "32");
    }
    if (decision.results.size() > 8) {
        too_many(writer, decision.span, fmt::format("`{}` gives {} results", decision.name, decision.results.size()), "8");
    }
    std::vector<std::uint32_t> order = decision.order;
    if (order.size() != decision.rows.size()) {
        order.resize(decision.rows.size());
        std::iota(order.begin(), order.end(), 0u);
    }
    const format::Range parameters = write_fields(writer, decision.parameters);
    const format::Range results = write_fields(writer, decision.results);
    std::vector<format::RowRecord> rows;
    for (const std::uint32_t row : order) rows.push_back(write_row(writer, decision.rows[row], decision.results, results));
    writer.image.decisions.push_back({writer.text(decision.name), parameters, results, append(writer.image.rows, rows),
                                      decision.may_be_undecided ? 1u : 0u});
}

} // namespace

void write_openings(Writer& writer) {
    for (const Opening& opening : writer.model.openings) {
        const auto& events = writer.model.cases[opening.of].events;
        const auto at = static_cast<std::uint32_t>(std::ranges::find(events, opening.ends) - events.begin());
        const std::uint32_t first = writer.image.cases[opening.of.index()].events.first;
        writer.image.openings.push_back({writer.text(opening.name), static_cast<std::uint32_t>(opening.of.index()),
                                         static_cast<std::uint32_t>(opening.opened.index()), static_cast<std::uint32_t>(opening.effect.index()), first + at});
    }
}

void write_policy(Writer& writer) {
    const Model& model = writer.model;
    format::PolicyRecord record{};
    record.name = writer.text(model.name);
    record.title = writer.text_or_none(model.title);
    record.version = model.version;
    record.in_force_from = model.in_force_from.value_or(std::numeric_limits<std::int32_t>::min());
    record.in_force_until = model.in_force_until.value_or(std::numeric_limits<std::int32_t>::max());
    record.counting = writer.text_or_none(regime_text(model.counting));
    record.source_file = kNone;
    const bool known = model.span.valid() && writer.sources != nullptr && model.span.file.index() < writer.sources->size();
    if (known) {
        const support::SourceFile& file = (*writer.sources)[model.span.file];
        record.source_file = writer.text(file.path());
        record.source_hash = fnv1a(file.text());
    }
    writer.image.policy.push_back(record);
}

namespace {

// The label of a name in a language, or the name.
std::string called(const Model& model, const std::string& name, std::string_view language) {
    const auto own = std::ranges::find_if(model.labels, [&](const LabelText& one) { return one.of == name && one.language == language; });
    return own == model.labels.end() ? name : own->text;
}

// "account for the deposit: done late": what a machine that no author wrote is called by, and how it stands.
void write_standing(Writer& writer, const std::string& of, StateId state, const std::string& english, const std::string& chinese) {
    if (!state.valid()) return;
    const format::Str path = writer.text(writer.model.states[state].path);
    writer.image.labels.push_back({path, 0, writer.text("en"), writer.text(fmt::format("{}: {}", called(writer.model, of, "en"), english))});
    writer.image.labels.push_back({path, 0, writer.text("zh"), writer.text(fmt::format("{}：{}", called(writer.model, of, "zh"), chinese))});
}

}  // namespace

// How a duty stands, or a case that was opened, in words: their states have names that no author gave.
void write_standings(Writer& writer) {
    const Model& model = writer.model;
    for (const Duty& duty : model.duties) {
        write_standing(writer, duty.name, duty.dormant, "dormant", "未产生");
        write_standing(writer, duty.name, duty.pending, "pending", "待履行");
        write_standing(writer, duty.name, duty.done, "done", "已履行");
        write_standing(writer, duty.name, duty.broken, "broken", "已违反");
        write_standing(writer, duty.name, duty.done_late, "done late", "逾期履行");
        write_standing(writer, duty.name, duty.released, "released", "已免除");
    }
    for (const Opening& opening : model.openings) {
        write_standing(writer, opening.name, opening.dormant, "not opened", "未立案");
        write_standing(writer, opening.name, opening.pending, "pending", "审理中");
        for (const StateId state : model.machines[opening.machine].states) {
            const std::string& name = model.states[state].name;
            if (state != opening.dormant && state != opening.pending) write_standing(writer, opening.name, state, called(model, name, "en"), called(model, name, "zh"));
        }
    }
}

void write_names(Writer& writer) {
    const Model& model = writer.model;
    if (model.parties.size() > 32) {
        too_many(writer, model.parties[PartyId(std::size_t{32})].span, fmt::format("there are {} parties", model.parties.size()), "32");
    }
    if (model.cases.size() > 0xFFFF) too_many(writer, model.span, "there are more than 65,535 case types", "65,535");
    for (const Party& party : model.parties) writer.image.parties.push_back({writer.text(party.name)});
    for (const Kind& kind : model.kinds) {
        if (kind.members.size() > 0xFFFF) too_many(writer, kind.span, fmt::format("`{}` has too many members", kind.name), "65,535");
        std::vector<format::MemberRecord> members;
        for (const std::string& member : kind.members) members.push_back({writer.text(member)});
        writer.image.kinds.push_back({writer.text(kind.name), append(writer.image.members, members)});
    }
    for (const Effect& effect : model.effects) {
        if (effect.parameters.size() > 32) {
            too_many(writer, effect.span, fmt::format("`{}` has {} parameters", effect.name, effect.parameters.size()), "32");
        }
        writer.image.effects.push_back({writer.text(effect.name), write_fields(writer, effect.parameters)});
    }
    for (const LabelText& label : model.labels) {
        writer.image.labels.push_back({writer.text(label.of), 0, writer.text(label.language), writer.text(label.text)});
    }
    write_standings(writer);
}

void write_clauses(Writer& writer) {
    for (const Clause& clause : writer.model.clauses) {
        writer.image.clauses.push_back({writer.text(clause.source), writer.text_or_none(clause.source_title),
                                        writer.text(as_cited(clause.source, clause.clause)),
                                        writer.text_or_none(clause.title)});
    }
}

void write_zones(Writer& writer) {
    for (const ZoneChoice& choice : writer.model.zones) write_zone(writer, choice);
    if (writer.model.zones.empty()) write_utc(writer);
}

void write_calendars(Writer& writer) {
    for (const Calendar& calendar : writer.model.calendars_used) {
        const support::CalendarTable table = table_of(calendar); // its problems are semantics' findings
        if (table.bitmap.empty()) {
            writer.sink.error("bad-calendar", calendar.span, fmt::format("the calendar `{}` covers no years", calendar.name),
                              "give it `years FIRST to LAST`");
            continue;
        }
        format::CalendarRecord record{};
        record.name = writer.text(calendar.name);
        record.first_day = table.first_day;
        record.last_day = table.last_day;
        record.weekend_mask = table.weekend_mask;
        record.beyond = static_cast<std::uint32_t>(table.beyond);
        record.words = append(writer.image.calendar_words, table.bitmap).first;
        record.ranks = append(writer.image.calendar_ranks, table.rank).first;
        record.word_count = static_cast<std::uint32_t>(table.bitmap.size());
        writer.image.calendars.push_back(record);
    }
}

void write_decisions(Writer& writer) {
    for (const DecisionId id : writer.numbers.decision_order) write_decision(writer, writer.model.decisions[id]);
}

} // namespace recourse::emit
