// What a program declares, by index and by name.
#include "runtime/machine/words.h"

#include <string>

namespace recourse {

using namespace machine;

namespace {

template <class Record>
std::uint32_t size_of(std::span<const Record> section) {
    return static_cast<std::uint32_t>(section.size());
}

FieldInfo info_of(const Tables& tables, const FieldRecord& record) {
    return {tables.string(record.name), type_info(record.type), record.low, record.high};
}

/// Whether `suffix` is the whole path or its last parts.
bool ends_path(std::string_view path, std::string_view suffix) {
    if (!path.ends_with(suffix)) return false;
    return path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '.';
}

std::string_view last_part(std::string_view path) {
    const auto dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// A state by all its names: machine, outer states, its own.
std::string full_path(const Tables& tables, std::uint32_t state) {
    std::string path(last_part(tables.string(tables.states[state].name)));
    for (auto outer = tables.states[state].parent; outer != kNone; outer = tables.states[outer].parent) {
        path.insert(0, std::string(last_part(tables.string(tables.states[outer].name))) + '.');
    }
    const auto machine = tables.string(tables.machines[tables.states[state].machine].name);
    return machine.empty() ? path : std::string(machine) + '.' + path;
}

/// The only index whose path ends with `wanted`; the one whose name it is goes before.
template <class NameOf, class PathOf>
std::uint32_t find(std::uint32_t count, std::string_view wanted, NameOf name_of, PathOf path_of) {
    if (wanted.empty()) return none;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (name_of(i) == wanted) return i;
    }
    std::uint32_t found = none;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!ends_path(path_of(i), wanted)) continue;
        if (found != none) return none;
        found = i;
    }
    return found;
}

const FieldInfo no_field{};

FieldInfo field_at(const Tables& tables, Range range, std::uint32_t index) {
    return index < range.count ? info_of(tables, tables.fields[range.first + index]) : no_field;
}

constexpr Range nothing{0, 0};

} // namespace

TypeInfo machine::type_info(const TypeRecord& record) {
    TypeInfo info;
    info.type = static_cast<ValueType>(record.type);
    info.optional = record.optional != 0;
    info.is_private = record.is_private != 0;
    info.decimals = record.decimals;
    if (record.type == Type::money) {
        for (std::size_t i = 0; i < 3; ++i) info.currency_letters[i] = static_cast<char>((record.detail >> (8 * i)) & 0xFF);
    } else {
        info.detail = record.detail;
    }
    return info;
}

std::uint32_t Program::case_count() const { return size_of(tables_->cases); }
std::string_view Program::case_name(std::uint32_t type) const {
    return type < case_count() ? tables_->string(tables_->cases[type].name) : std::string_view();
}
std::uint32_t Program::find_case(std::string_view wanted) const {
    const auto name_of = [&](std::uint32_t i) { return case_name(i); };
    return find(case_count(), wanted, name_of, name_of);
}
std::uint32_t Program::case_bytes(std::uint32_t type) const { return type < case_count() ? tables_->cases[type].bytes : 0; }

std::uint32_t Program::party_count() const { return size_of(tables_->parties); }
std::string_view Program::party_name(std::uint32_t party) const {
    return party < party_count() ? tables_->string(tables_->parties[party].name) : std::string_view();
}
std::uint32_t Program::find_party(std::string_view wanted) const {
    const auto name_of = [&](std::uint32_t i) { return party_name(i); };
    return find(party_count(), wanted, name_of, name_of);
}

namespace {
const EventRecord* event_at(const Tables& tables, std::uint32_t type, std::uint32_t event) {
    if (type >= tables.cases.size() || event >= tables.cases[type].events.count) return nullptr;
    return &tables.events[tables.cases[type].events.first + event];
}
} // namespace

std::uint32_t Program::event_count(std::uint32_t type) const {
    return type < case_count() ? tables_->cases[type].events.count : 0;
}
std::string_view Program::event_name(std::uint32_t type, std::uint32_t event) const {
    const EventRecord* record = event_at(*tables_, type, event);
    return record != nullptr ? tables_->string(record->name) : std::string_view();
}
std::uint32_t Program::find_event(std::uint32_t type, std::string_view wanted) const {
    const auto name_of = [&](std::uint32_t i) { return event_name(type, i); };
    return find(event_count(type), wanted, name_of, name_of);
}
std::uint32_t Program::event_parties(std::uint32_t type, std::uint32_t event) const {
    const EventRecord* record = event_at(*tables_, type, event);
    return record != nullptr ? record->parties : 0;
}
std::uint32_t Program::event_field_count(std::uint32_t type, std::uint32_t event) const {
    const EventRecord* record = event_at(*tables_, type, event);
    return record != nullptr ? record->fields.count : 0;
}
FieldInfo Program::event_field(std::uint32_t type, std::uint32_t event, std::uint32_t field) const {
    const EventRecord* record = event_at(*tables_, type, event);
    return field_at(*tables_, record != nullptr ? record->fields : nothing, field);
}
std::uint32_t Program::fact_count(std::uint32_t type) const { return type < case_count() ? tables_->cases[type].facts.count : 0; }
FieldInfo Program::fact(std::uint32_t type, std::uint32_t index) const {
    return field_at(*tables_, type < case_count() ? tables_->cases[type].facts : nothing, index);
}
std::uint32_t Program::opening_event(std::uint32_t type) const {
    return type < case_count() ? tables_->cases[type].opening_event : none;
}

std::uint32_t Program::machine_count(std::uint32_t type) const {
    return type < case_count() ? tables_->cases[type].machines.count : 0;
}
std::uint32_t Program::first_machine(std::uint32_t type) const {
    return type < case_count() ? tables_->cases[type].machines.first : none;
}
std::string_view Program::machine_name(std::uint32_t machine) const {
    return machine < tables_->machines.size() ? tables_->string(tables_->machines[machine].name) : std::string_view();
}

std::uint32_t Program::state_count() const { return size_of(tables_->states); }
std::uint32_t Program::find_state(std::uint32_t type, std::string_view wanted) const {
    if (type >= case_count()) return none;
    const Range states = tables_->cases[type].states;
    const auto found = find(
        states.count, wanted, [&](std::uint32_t i) { return state_name(states.first + i); },
        [&](std::uint32_t i) { return full_path(*tables_, states.first + i); });
    return found == none ? none : states.first + found;
}
std::string_view Program::state_name(std::uint32_t state) const {
    return state < state_count() ? tables_->string(tables_->states[state].name) : std::string_view();
}
bool Program::state_is_final(std::uint32_t state) const {
    return state < state_count() && (tables_->states[state].flags & kFinal) != 0;
}
bool Program::state_is_resting(std::uint32_t state) const {
    return state < state_count() && (tables_->states[state].flags & kResting) != 0;
}
bool Program::state_is_unseen(std::uint32_t state) const {
    return state < state_count() && (tables_->states[state].flags & kUnseen) != 0;
}
bool Program::state_is_leaf(std::uint32_t state) const { return state < state_count() && tables_->states[state].last == state; }
std::uint32_t Program::state_case(std::uint32_t state) const {
    for (std::uint32_t type = 0; type < case_count(); ++type) {
        const Range states = tables_->cases[type].states;
        if (state >= states.first && state - states.first < states.count) return type;
    }
    return none;
}

std::uint32_t Program::transition_count() const { return size_of(tables_->transitions); }
std::string_view Program::reason_name(std::uint32_t transition) const {
    return transition < transition_count() ? tables_->string(tables_->transitions[transition].reason) : std::string_view();
}
std::uint32_t Program::covers(std::uint32_t transition) const {
    return transition < transition_count() ? tables_->transitions[transition].covers : none;
}
std::uint32_t Program::deadline_count() const { return size_of(tables_->deadlines); }
std::string_view Program::deadline_name(std::uint32_t deadline) const {
    return deadline < deadline_count() ? tables_->string(tables_->deadlines[deadline].name) : std::string_view();
}

std::uint32_t Program::opening_count() const { return size_of(tables_->openings); }
OpeningInfo Program::opening(std::uint32_t opening) const {
    if (opening >= opening_count()) return {};
    const OpeningRecord& record = tables_->openings[opening];
    return {tables_->string(record.name), record.opener, record.opened, record.effect, record.event - tables_->cases[record.opener].events.first};
}
std::uint32_t Program::effect_count() const { return size_of(tables_->effects); }
std::string_view Program::effect_name(std::uint32_t effect) const {
    return effect < effect_count() ? tables_->string(tables_->effects[effect].name) : std::string_view();
}
std::uint32_t Program::effect_parameter_count(std::uint32_t effect) const {
    return effect < effect_count() ? tables_->effects[effect].parameters.count : 0;
}
FieldInfo Program::effect_parameter(std::uint32_t effect, std::uint32_t parameter) const {
    return field_at(*tables_, effect < effect_count() ? tables_->effects[effect].parameters : nothing, parameter);
}

std::uint32_t Program::decision_count() const { return size_of(tables_->decisions); }
std::string_view Program::decision_name(std::uint32_t decision) const {
    return decision < decision_count() ? tables_->string(tables_->decisions[decision].name) : std::string_view();
}
std::uint32_t Program::find_decision(std::string_view wanted) const {
    const auto name_of = [&](std::uint32_t i) { return decision_name(i); };
    return find(decision_count(), wanted, name_of, name_of);
}
std::uint32_t Program::decision_parameter_count(std::uint32_t decision) const {
    return decision < decision_count() ? tables_->decisions[decision].parameters.count : 0;
}
FieldInfo Program::decision_parameter(std::uint32_t decision, std::uint32_t parameter) const {
    return field_at(*tables_, decision < decision_count() ? tables_->decisions[decision].parameters : nothing, parameter);
}
std::uint32_t Program::decision_result_count(std::uint32_t decision) const {
    return decision < decision_count() ? tables_->decisions[decision].results.count : 0;
}
FieldInfo Program::decision_result(std::uint32_t decision, std::uint32_t result) const {
    return field_at(*tables_, decision < decision_count() ? tables_->decisions[decision].results : nothing, result);
}
std::string_view Program::row_name(std::uint32_t row) const {
    return row < tables_->rows.size() ? tables_->string(tables_->rows[row].name) : std::string_view();
}

std::uint32_t Program::kind_count() const { return size_of(tables_->kinds); }
std::string_view Program::kind_name(std::uint32_t kind) const {
    return kind < kind_count() ? tables_->string(tables_->kinds[kind].name) : std::string_view();
}
std::uint32_t Program::member_count(std::uint32_t kind) const {
    return kind < kind_count() ? tables_->kinds[kind].members.count : 0;
}
std::string_view Program::member_name(std::uint32_t kind, std::uint32_t member) const {
    if (member >= member_count(kind)) return {};
    return tables_->string(tables_->members[tables_->kinds[kind].members.first + member].name);
}

std::uint32_t Program::named_count(std::uint32_t type) const { return type < case_count() ? tables_->cases[type].named.count : 0; }
std::string_view Program::named_name(std::uint32_t type, std::uint32_t named) const {
    if (named >= named_count(type)) return {};
    return tables_->string(tables_->named[tables_->cases[type].named.first + named].name);
}
TypeInfo Program::named_type(std::uint32_t type, std::uint32_t named) const {
    if (named >= named_count(type)) return {};
    return type_info(tables_->named[tables_->cases[type].named.first + named].type);
}

std::string_view Program::label(std::string_view name, std::string_view language) const {
    for (const LabelRecord& record : tables_->labels) {
        if (tables_->string(record.of) == name && tables_->string(record.language) == language) {
            return tables_->string(record.text);
        }
    }
    return name;
}

namespace {
Program::Location location_at(const Tables& tables, std::uint32_t index) {
    if (index >= tables.locations.size()) return {};
    const LocationRecord& record = tables.locations[index];
    return {tables.string(record.file), record.line, record.column, tables.string(record.rule)};
}
} // namespace

Program::Location Program::transition_location(std::uint32_t transition) const {
    return transition < transition_count() ? location_at(*tables_, tables_->transitions[transition].location) : Location{};
}
Program::Location Program::row_location(std::uint32_t row) const {
    return row < tables_->rows.size() ? location_at(*tables_, tables_->rows[row].location) : Location{};
}
std::uint32_t Program::row_cite_count(std::uint32_t row) const {
    return row < tables_->rows.size() ? tables_->rows[row].cites.count : 0;
}
Program::Clause Program::row_cite(std::uint32_t row, std::uint32_t index) const {
    if (index >= row_cite_count(row)) return {};
    const ClauseRecord& clause = tables_->clauses[tables_->cites[tables_->rows[row].cites.first + index]];
    return {tables_->string(clause.clause), tables_->string(clause.source), tables_->string(clause.source_title), tables_->string(clause.title)};
}
std::uint32_t Program::cite_count(std::uint32_t transition) const {
    return transition < transition_count() ? tables_->transitions[transition].cites.count : 0;
}
std::string_view Program::cite(std::uint32_t transition, std::uint32_t index) const {
    if (index >= cite_count(transition)) return {};
    return tables_->string(tables_->clauses[tables_->cites[tables_->transitions[transition].cites.first + index]].clause);
}

namespace {
/// A case's bytes, when they are there and of this type.
const std::byte* bytes_of(const CaseRef* c, std::uint32_t type) {
    return c != nullptr && c->type() == type ? c->bytes().data() : nullptr;
}
} // namespace

ZoneView Program::zone(const CaseRef* c, std::uint32_t type) const {
    if (type >= case_count()) return zone_of(*tables_, nullptr, nullptr);
    return zone_of(*tables_, &tables_->cases[type], bytes_of(c, type));
}
std::string_view Program::zone_name(const CaseRef* c, std::uint32_t type) const {
    if (tables_->zones.empty()) return "UTC";
    const CaseRecord* record = type < case_count() ? &tables_->cases[type] : nullptr;
    const ZoneView& view = zone_of(*tables_, record, bytes_of(c, type));
    return tables_->string(tables_->zones[static_cast<std::size_t>(&view - tables_->zone_views.data())].name);
}

} // namespace recourse
