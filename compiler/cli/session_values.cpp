#include "session_values.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "json_lines.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

using Kind = JsonNode::Kind;

std::string indefinite(const Program& program, const TypeInfo& type) {
    switch (type.type) {
        case ValueType::boolean: return "true or false";
        case ValueType::integer: return "a whole number";
        case ValueType::percent: return "a percentage";
        case ValueType::money: return fmt::format("money in {}", type.currency());
        case ValueType::text: return "a text";
        case ValueType::instant: return "an instant";
        case ValueType::date: return "a date";
        case ValueType::duration: return "a duration";
        case ValueType::period: return "a period";
        case ValueType::party: return "a party";
        case ValueType::kind: return fmt::format("one of {}", program.kind_name(type.detail));
        case ValueType::set: return fmt::format("a set of {}", program.kind_name(type.detail));
    }
    return "a value";
}

std::vector<std::string_view> members_of(const Program& program, std::uint32_t kind) {
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < program.member_count(kind); ++i) names.push_back(program.member_name(kind, i));
    return names;
}

std::vector<std::string_view> parties_of(const Program& program) {
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < program.party_count(); ++i) names.push_back(program.party_name(i));
    return names;
}

LineError wrong(const Program& program, const FieldInfo& field, const JsonNode& given) {
    std::string message = fmt::format("`{}` is {}", field.name, expected(program, field));
    // A number where money is wanted is written out as money, so that it can be taken over as it stands.
    if (field.type.type == ValueType::money && given.kind == Kind::integer)
        message = fmt::format("`{}` is money, and a number has no currency: write \"{}{} {}\"", field.name, given.text,
                              field.type.decimals == 0 ? "" : "." + std::string(field.type.decimals, '0'), field.type.currency());
    if (field.type.type == ValueType::percent && given.kind == Kind::integer)
        message = fmt::format("`{}` is a percentage: write \"{}%\"", field.name, given.text);
    return {given.column, std::move(message)};
}

// Names are looked up here, for the sake of the one that was meant.
std::variant<HeldValue, LineError> read_name(const FieldInfo& field, std::string_view what, std::string_view text,
                                             std::uint32_t column, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return HeldValue{static_cast<std::int64_t>(i), {}};
    return LineError{column, fmt::format("`{}`: no {} is called `{}`{}", field.name, what, shown(text), meant(text, names))};
}

std::variant<HeldValue, LineError> read_set(const Program& program, const FieldInfo& field, const JsonNode& given) {
    const std::vector<std::string_view> names = members_of(program, field.type.detail);
    HeldValue set{0, {}};
    const auto add = [&](std::string_view text, std::uint32_t column) -> std::optional<LineError> {
        std::variant<HeldValue, LineError> one = read_name(field, program.kind_name(field.type.detail), text, column, names);
        if (LineError* error = std::get_if<LineError>(&one)) return std::move(*error);
        set.number |= std::int64_t{1} << std::get<HeldValue>(one).number;
        return std::nullopt;
    };
    if (given.kind == Kind::list) {
        for (const JsonNode& item : given.items) {
            if (item.kind != Kind::text) return wrong(program, field, item);
            if (auto error = add(item.text, item.column)) return std::move(*error);
        }
        return set;
    }
    std::string_view rest = given.text;
    while (rest.find_first_not_of(" \t") != std::string_view::npos) {
        const std::size_t comma = rest.find(',');
        std::string_view one = rest.substr(0, comma);
        one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
        one = one.substr(0, one.find_last_not_of(" \t") + 1);
        if (auto error = add(one, given.column)) return std::move(*error);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return set;
}

std::variant<HeldValue, LineError> read_text(const Program& program, const FieldInfo& field, const JsonNode& given) {
    switch (field.type.type) {
        case ValueType::text: return HeldValue{0, given.text};
        case ValueType::party: return read_name(field, "party", given.text, given.column, parties_of(program));
        case ValueType::kind:
            return read_name(field, program.kind_name(field.type.detail), given.text, given.column, members_of(program, field.type.detail));
        case ValueType::set: return read_set(program, field, given);
        case ValueType::instant: {
            std::variant<Instant, LineError> read = read_instant({given.text, given.column, given.as_written});
            if (LineError* error = std::get_if<LineError>(&read)) {
                error->message = fmt::format("`{}`: {}", field.name, error->message);
                return std::move(*error);
            }
            return HeldValue{std::get<Instant>(read), {}};
        }
        default: break;
    }
    std::string problem;
    const std::optional<Value> value = parse_value(program, field.type, given.text, utc_zone, problem);
    if (!value) return LineError{given.column, fmt::format("`{}`: {}", field.name, shown(problem))};
    return HeldValue{value->number, std::string(value->text)};
}

}  // namespace

std::string example_of(const Program& program, const TypeInfo& type) {
    switch (type.type) {
        case ValueType::boolean: return "true";
        case ValueType::integer: return "1";
        case ValueType::percent: return "12.5%";
        case ValueType::money: return fmt::format("88{}{} {}", type.decimals == 0 ? "" : ".", std::string(type.decimals, '0'), type.currency());
        case ValueType::text: return "some words";
        case ValueType::instant: return "2024-03-01T10:00:00+08:00";
        case ValueType::date: return "2024-03-01";
        case ValueType::duration: return "72 hours";
        case ValueType::period: return "5 days";
        case ValueType::party: return program.party_count() == 0 ? std::string() : std::string(program.party_name(0));
        case ValueType::kind:
        case ValueType::set: return program.member_count(type.detail) == 0 ? std::string() : std::string(program.member_name(type.detail, 0));
    }
    return {};
}

std::string expected(const Program& program, const FieldInfo& field) {
    const std::string what = indefinite(program, field.type);
    const std::string example = example_of(program, field.type);
    switch (field.type.type) {
        case ValueType::boolean: return what;
        case ValueType::integer: return fmt::format("{} from {} to {}: write {}", what, field.low, field.high, field.low);
        case ValueType::kind: return fmt::format("{}: write {}", what, listed(members_of(program, field.type.detail), " or "));
        case ValueType::set:
            return fmt::format("{}: write a list such as [\"{}\"]; there are {}", what, example, listed(members_of(program, field.type.detail)));
        default: return fmt::format("{}: write \"{}\"", what, example);
    }
}

std::variant<HeldValue, LineError> read_value(const Program& program, const FieldInfo& field, const JsonNode& given) {
    const ValueType type = field.type.type;
    switch (given.kind) {
        case Kind::none:
            if (field.type.optional) return HeldValue{};
            return LineError{given.column, fmt::format("`{}` cannot be none; it is {}", field.name, expected(program, field))};
        case Kind::boolean:
            if (type == ValueType::boolean) return HeldValue{given.text == "true" ? 1 : 0, {}};
            return wrong(program, field, given);
        case Kind::integer:
            if (type == ValueType::integer) return read_text(program, field, given);
            return wrong(program, field, given);
        case Kind::text: return read_text(program, field, given);
        case Kind::list:
            if (type == ValueType::set) return read_set(program, field, given);
            return wrong(program, field, given);
        case Kind::number:
        case Kind::object: break;
    }
    return wrong(program, field, given);
}

nlohmann::ordered_json json_of(const Program& program, const TypeInfo& type, const HeldValue& value, const ZoneView& zone) {
    if (value.number == absent) return nullptr;
    switch (type.type) {
        case ValueType::boolean: return value.number != 0;
        case ValueType::integer: return value.number;
        case ValueType::text: return value.text;
        case ValueType::instant: return rfc3339(zone, value.number);
        case ValueType::party: return std::string(program.party_name(static_cast<std::uint32_t>(value.number)));
        case ValueType::kind: return std::string(program.member_name(type.detail, static_cast<std::uint32_t>(value.number)));
        case ValueType::set: {
            nlohmann::ordered_json names = nlohmann::ordered_json::array();
            for (std::uint32_t i = 0; i < program.member_count(type.detail); ++i)
                if ((value.number >> i) & 1) names.push_back(std::string(program.member_name(type.detail, i)));
            return names;
        }
        // Exact and without labels: parse_value reads these back.
        case ValueType::percent:
        case ValueType::money:
        case ValueType::date:
        case ValueType::duration:
        case ValueType::period: return print(program, type, value.view(), zone);
    }
    return nullptr;
}

std::string rfc3339(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return std::string(buffer.data(), format_rfc3339(buffer, zone, t));
}

}  // namespace recourse::cli
