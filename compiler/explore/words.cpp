#include "compiler/explore/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprId;
using semantics::ExprKind;
using semantics::Model;
using semantics::Occurrence;
using semantics::TypeKind;

namespace {

std::string decimal(std::int64_t value, std::int64_t hundredths) {
    const std::int64_t whole = value / hundredths, rest = value % hundredths;
    return fmt::format("{}{}.{:02}", value < 0 ? "-" : "", whole < 0 ? -whole : whole, rest < 0 ? -rest : rest);
}

std::string money(std::int64_t value, const std::string& currency) {
    // ISO 4217: currencies without minor units.
    constexpr std::array<std::string_view, 5> kWholeUnits{"JPY", "KRW", "VND", "CLP", "ISK"};
    const bool whole = std::find(kWholeUnits.begin(), kWholeUnits.end(), currency) != kWholeUnits.end();
    return (whole ? std::to_string(value) : decimal(value, 100)) + (currency.empty() ? "" : " " + currency);
}

std::string duration(std::int64_t value) {
    if (value % hour_ms == 0) return fmt::format("{} hours", value / hour_ms);
    if (value % minute_ms == 0) return fmt::format("{} minutes", value / minute_ms);
    return fmt::format("{} ms", value);
}

std::string period(std::int64_t packed) {
    constexpr std::array<std::string_view, 6> kUnits{"", "days", "weeks", "months", "years", "business days"};
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
    if (parts.unit == Unit::exact) return duration(parts.count);
    std::string unit(kUnits[std::min<std::size_t>(static_cast<std::size_t>(parts.unit), 5)]);
    if (parts.count == 1) unit.pop_back();
    const bool whole = parts.reading == Reading::whole && parts.unit != Unit::business_days;
    return fmt::format("{} {}{}", parts.count, whole ? "whole " : "", unit);
}

std::string date(std::int64_t value) {
    std::array<char, time_text_max> out{};
    if (value < min_day || value > max_day) return std::to_string(value);
    return {out.data(), format_date(out, static_cast<Day>(value))};
}

std::string instant(const TimeFacts& times, std::int64_t value) {
    std::array<char, time_text_max> out{};
    const ZoneView zone = times.zone().transitions.empty() ? utc_zone : times.zone().view();
    const std::size_t length = format_local(out, zone, value);
    return length == 0 ? std::to_string(value) : std::string(out.data(), length);
}

std::string member_of(const std::vector<std::string>& members, std::int64_t index) {
    return index >= 0 && index < static_cast<std::int64_t>(members.size()) ? members[static_cast<std::size_t>(index)] : std::to_string(index);
}

}  // namespace

std::string value_in_words(const Model& model, const TimeFacts& times, const semantics::Type& type, std::int64_t value,
                           const std::vector<std::string>& texts) {
    switch (type.kind) {
        case TypeKind::boolean: return value != 0 ? "true" : "false";
        case TypeKind::percent: return (value % 100 == 0 ? std::to_string(value / 100) : decimal(value, 100)) + "%";
        case TypeKind::money: return money(value, type.currency);
        case TypeKind::text:
            if (value >= 0 && value < static_cast<std::int64_t>(texts.size())) return "\"" + texts[static_cast<std::size_t>(value)] + "\"";
            return "any other text";
        case TypeKind::instant: return value == never ? "never" : instant(times, value);
        case TypeKind::date: return date(value);
        case TypeKind::duration: return duration(value);
        case TypeKind::period: return period(value);
        case TypeKind::party:
            return value >= 0 && value < static_cast<std::int64_t>(model.parties.size())
                       ? model.parties[semantics::PartyId(static_cast<std::size_t>(value))].name : std::to_string(value);
        case TypeKind::kind: return type.of.valid() ? member_of(model.kinds[type.of].members, value) : std::to_string(value);
        default: return std::to_string(value);
    }
}

namespace {

// Text of an expression; recursion is as deep as the expression.
class Words {
public:
    Words(const Model& model, const TimeFacts& times, const std::vector<semantics::Field>* parameters)
        : model_(model), times_(times), parameters_(parameters) {}

    std::string of(ExprId id) const {
        if (!id.valid()) return "…";
        const semantics::Expr& e = model_.exprs[id];
        return e.named.valid() ? model_.named[e.named].name : defined(e);
    }

    std::string defined(const semantics::Expr& e) const {
        switch (e.kind) {
            case ExprKind::constant: return value_in_words(model_, times_, e.type, e.number);
            case ExprKind::text_literal: return "\"" + e.text + "\"";
            case ExprKind::absent: return "none";
            case ExprKind::never: return "never";
            case ExprKind::opening: return "opening";
            case ExprKind::fact: return model_.facts[e.fact].name;
            case ExprKind::record: return model_.records[e.record].name;
            case ExprKind::now: return "now";
            case ExprKind::field_at_hand:
            case ExprKind::event_field: return prefix(e) + event(e) + "." + field(e);
            case ExprKind::party_at_hand: return "the sender";
            case ExprKind::event_party: return "the sender of " + event(e);
            case ExprKind::event_instant: return prefix(e) + event(e);
            case ExprKind::entered: return "entered " + model_.states[e.state].path;
            case ExprKind::state_entry: return "entering " + model_.states[e.state].path;
            case ExprKind::in_state: return "being in " + model_.states[e.state].path;
            case ExprKind::parameter: return parameter(e.number);
            default: return compound(e);
        }
    }

private:
    std::string compound(const semantics::Expr& e) const {
        switch (e.kind) {
            case ExprKind::decision_result: return model_.decisions[e.decision].name + "(…)";
            case ExprKind::equal: return joined(e, " = ");
            case ExprKind::not_equal: return joined(e, " != ");
            case ExprKind::less: return joined(e, " < ");
            case ExprKind::at_most: return joined(e, " <= ");
            case ExprKind::greater: return joined(e, " > ");
            case ExprKind::at_least: return joined(e, " >= ");
            case ExprKind::logical_and: return joined(e, " and ");
            case ExprKind::logical_or: return joined(e, " or ");
            case ExprKind::logical_not: return "not (" + of(e.children[0]) + ")";
            case ExprKind::is_set: return of(e.children[0]) + " is set";
            case ExprKind::has_passed: return of(e.children[0]) + " has passed";
            case ExprKind::has_member: return joined(e, " has ");
            case ExprKind::add: return joined(e, " + ");
            case ExprKind::subtract: return joined(e, " - ");
            case ExprKind::multiply: return joined(e, " * ");
            case ExprKind::negate: return "-" + of(e.children[0]);
            case ExprKind::smaller: return (e.type.kind == TypeKind::instant ? "the earlier of " : "the smaller of ") + joined(e, ", ");
            case ExprKind::larger: return (e.type.kind == TypeKind::instant ? "the later of " : "the larger of ") + joined(e, ", ");
            case ExprKind::after_period: return joined(e, " after ");
            case ExprKind::before_period: return joined(e, " before ");
            case ExprKind::end_of_day: case ExprKind::end_of_date: return "end of " + of(e.children[0]);
            case ExprKind::start_of_day: case ExprKind::start_of_date: return "start of " + of(e.children[0]);
            case ExprKind::date_of: return "date of " + of(e.children[0]);
            case ExprKind::roll: return of(e.children[0]) + ", rolled to a working day";
            case ExprKind::just_before: return "just before " + of(e.children[0]);
            case ExprKind::resumed: return of(e.children[0]) + ", its clock running again";
            case ExprKind::divide: return "(" + of(e.children[0]) + ") rounded";
            default: return "a value chosen by rows";
        }
    }

    std::string joined(const semantics::Expr& e, std::string_view between) const {
        std::string result;
        for (const ExprId child : e.children) result.append(result.empty() ? "" : between).append(of(child));
        return result;
    }
    static std::string prefix(const semantics::Expr& e) {
        if (e.occurrence == Occurrence::first) return "first ";
        return e.occurrence == Occurrence::previous ? "previous " : "";
    }
    std::string event(const semantics::Expr& e) const { return e.event.valid() ? model_.events[e.event].name : "event"; }
    std::string field(const semantics::Expr& e) const {
        const auto index = static_cast<std::size_t>(e.number);
        return e.event.valid() && index < model_.events[e.event].fields.size() ? model_.events[e.event].fields[index].name : "field";
    }
    std::string parameter(std::int64_t number) const {
        const auto index = static_cast<std::size_t>(number);
        return parameters_ != nullptr && index < parameters_->size() ? (*parameters_)[index].name : "value " + std::to_string(number + 1);
    }

    const Model& model_;
    const TimeFacts& times_;
    const std::vector<semantics::Field>* parameters_;
};

}  // namespace

std::string expression_in_words(const Model& model, const TimeFacts& times, ExprId id,
                                const std::vector<semantics::Field>* parameters) {
    return Words(model, times, parameters).of(id);
}

std::string definition_in_words(const Model& model, const TimeFacts& times, ExprId id) {
    return Words(model, times, nullptr).defined(model.exprs[id]);
}

std::vector<std::string> witness_in_words(const Model& model, const TimeFacts& times, const Translator& translator,
                                          const FormulaStore& store, const Solution& solution, const Place& place) {
    std::vector<std::string> lines;
    const auto* parameters = place.decision.valid() ? &model.decisions[place.decision].parameters : nullptr;
    const auto worth = [&](VariableId id) { return solution.values[id.index()]; };
    const auto name = [&](VariableId id) {
        const Variable& variable = store[id];
        if (variable.source.valid()) return expression_in_words(model, times, variable.source, parameters);
        return variable.name;
    };
    std::vector<VariableId> silent;   // values that are absent, or have not happened
    for (const VariableId id : solution.used) {
        const Variable& variable = store[id];
        if ((variable.role == Role::absence || variable.role == Role::not_yet) && worth(id) == 1) silent.push_back(variable.of);
    }
    const auto is_silent = [&](VariableId id) { return std::find(silent.begin(), silent.end(), id) != silent.end(); };
    for (const VariableId id : solution.used) {
        const Variable& variable = store[id];
        switch (variable.role) {
            case Role::zero: case Role::unknown: break;
            case Role::absence:
                if (worth(id) == 1) lines.push_back(name(variable.of) + " = none");
                break;
            case Role::not_yet:
                if (worth(id) == 1) lines.push_back(name(variable.of) + " has not happened");
                break;
            case Role::member:
                lines.push_back(fmt::format("{} {} {}", name(variable.of), worth(id) == 1 ? "has" : "does not have",
                                            model.kinds[store[variable.of].type.of].members[variable.set_member]));
                break;
            case Role::place: {
                const semantics::MachineId machine(variable.machine);
                const auto leaf = translator.known_leaves(variable.machine)[static_cast<std::size_t>(worth(id))];
                const std::string& of = model.machines[machine].name;
                lines.push_back((of.empty() ? "the case" : of) + " is in " + model.states[leaf].path);
                break;
            }
            default:
                if (is_silent(id) || variable.type.kind == TypeKind::set) break;
                lines.push_back(name(id) + " = " + value_in_words(model, times, variable.type, worth(id), translator.texts()));
        }
    }
    return lines;
}

}  // namespace recourse::explore
