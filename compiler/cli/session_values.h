// Values on their way in and out of JSON lines: exact both ways, and what this file writes, it reads.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include <recourse/runtime.hpp>

#include "json_lines_tree.h"

namespace recourse::cli {

// A value that owns its text.
struct HeldValue {
    std::int64_t number = absent;
    std::string text;
    [[nodiscard]] Value view() const { return {number, text}; }
};

// A value by its name: an argument of an effect, a field of an event, a fact.
struct NamedValueText {
    std::string name;
    TypeInfo type;
    HeldValue value;
};

// The value of a fact, field or parameter, or what is wrong and what would be right.
[[nodiscard]] std::variant<HeldValue, LineError> read_value(const Program& program, const FieldInfo& field, const JsonNode& given);

// A text that read_value takes for a value of this type: "88.00 CNY".
[[nodiscard]] std::string example_of(const Program& program, const TypeInfo& type);
// "is money: write "88.00 CNY"": what a value of this type is.
[[nodiscard]] std::string expected(const Program& program, const FieldInfo& field);

// For programs to read: names, not labels; instants with their offset in `zone`; null for none.
[[nodiscard]] nlohmann::ordered_json json_of(const Program& program, const TypeInfo& type, const HeldValue& value, const ZoneView& zone);

// "2024-03-06T10:00:00+08:00".
[[nodiscard]] std::string rfc3339(const ZoneView& zone, Instant t);

}  // namespace recourse::cli
