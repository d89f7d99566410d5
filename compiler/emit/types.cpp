#include "compiler/emit/types.h"

#include "compiler/semantics/currency.h"

#include <algorithm>
#include <limits>

#include <recourse/time.hpp>

namespace recourse::emit {

namespace {

using semantics::TypeKind;

format::Type kind_of(TypeKind kind) {
    switch (kind) {
    case TypeKind::unknown:
    case TypeKind::boolean: return format::Type::boolean;
    case TypeKind::integer: return format::Type::integer;
    case TypeKind::percent: return format::Type::percent;
    case TypeKind::money: return format::Type::money;
    case TypeKind::text: return format::Type::text;
    case TypeKind::instant: return format::Type::instant;
    case TypeKind::date: return format::Type::date;
    case TypeKind::duration: return format::Type::duration;
    case TypeKind::period: return format::Type::period;
    case TypeKind::party: return format::Type::party;
    case TypeKind::kind: return format::Type::kind;
    case TypeKind::set: return format::Type::set;
    }
    return format::Type::boolean;
}

} // namespace

format::TypeRecord type_record(const semantics::Type& type) {
    format::TypeRecord record{};
    record.type = kind_of(type.kind);
    record.optional = type.optional ? 1 : 0;
    record.is_private = type.is_private ? 1 : 0;
    if (type.kind == TypeKind::money) {
        record.decimals = static_cast<std::uint8_t>(semantics::decimals_of(type.currency).value_or(2));
        record.detail = type.currency.size() == 3 ? format::pack_currency(type.currency.c_str()) : 0;
    } else if (type.kind == TypeKind::kind || type.kind == TypeKind::set) {
        record.detail = type.of.value;
    }
    return record;
}

Bounds bounds_of(const semantics::Model& model, const semantics::Type& type) {
    const auto members = [&] {
        return type.of.valid() ? static_cast<std::int64_t>(model.kinds[type.of].members.size()) : std::int64_t{1};
    };
    switch (type.kind) {
    case TypeKind::boolean: return {0, 1};
    case TypeKind::kind: return {0, members() - 1};
    case TypeKind::set: return {0, (std::int64_t{1} << std::min<std::int64_t>(members(), 62)) - 1};
    case TypeKind::party: return {0, std::max<std::int64_t>(static_cast<std::int64_t>(model.parties.size()), 1) - 1};
    case TypeKind::date: return {std::max<std::int64_t>(type.low, min_day), std::min<std::int64_t>(type.high, max_day)};
    default: return {type.low, type.high};
    }
}

bool may_leave(const semantics::Model& model, semantics::ExprId value, const semantics::Type& receiver) {
    const semantics::Type& type = model.exprs[value].type;
    const bool bounded = type.kind == TypeKind::integer || type.kind == TypeKind::percent || type.kind == TypeKind::money ||
                         type.kind == TypeKind::duration || type.kind == TypeKind::text;
    if (!bounded || type.kind != receiver.kind || type.divisor != 1) return false;
    return type.high > receiver.high || (type.kind != TypeKind::text && type.low < receiver.low);
}

std::uint8_t width_of(Bounds bounds) {
    const auto fits = [&](std::int64_t lowest, std::int64_t highest) {
        return bounds.low > lowest && bounds.high <= highest;
    };
    if (fits(std::numeric_limits<std::int8_t>::min(), std::numeric_limits<std::int8_t>::max())) return 1;
    if (fits(std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max())) return 2;
    if (fits(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max())) return 4;
    return 8;
}

} // namespace recourse::emit
