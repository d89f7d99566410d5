// An example of a decision's inputs as a line of a scenario.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/explore/guards.h"
#include "compiler/explore/words.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprKind;
using semantics::Type;
using semantics::TypeKind;

namespace {

constexpr std::int64_t kSomeDay = 19'723;   // 2024-01-01

// The `which`-th of the texts that are none of the policy's own; nothing when it is longer than the type allows.
std::optional<std::string> other_text(const Type& type, const std::vector<std::string>& known, std::int64_t which) {
    constexpr std::int64_t kLetters = 26;
    std::string text;
    do {
        text += static_cast<char>('a' + which % kLetters);
        which /= kLetters;
    } while (which > 0);
    while (static_cast<std::int64_t>(text.size()) < type.low) text += '_';
    while (std::find(known.begin(), known.end(), text) != known.end()) text += 'X';
    return static_cast<std::int64_t>(text.size()) <= type.high ? std::optional(text) : std::nullopt;
}

// A value that the example says nothing of.
std::int64_t any_value(const Type& type) {
    std::int64_t usual = 0;
    if (type.kind == TypeKind::instant) usual = kSomeDay * day_ms;
    if (type.kind == TypeKind::date) usual = kSomeDay;
    if (type.kind == TypeKind::period) usual = static_cast<std::int64_t>(make_period(Unit::days, Reading::whole, 1).bits);
    const bool bounded = type.kind != TypeKind::period && type.low <= type.high;
    return bounded ? std::clamp(usual, type.low, type.high) : usual;
}

}  // namespace

std::optional<std::string> Guards::literal(const Type& type, std::int64_t value) const {
    switch (type.kind) {
        case TypeKind::text: {
            const auto& known = translator_.texts();
            if (value >= 0 && value < static_cast<std::int64_t>(known.size())) return "\"" + known[static_cast<std::size_t>(value)] + "\"";
            const auto other = other_text(type, known, value - static_cast<std::int64_t>(known.size()));
            return other ? std::optional("\"" + *other + "\"") : std::nullopt;
        }
        case TypeKind::set: {
            std::string text;
            const auto& members = model_.kinds[type.of].members;
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (((value >> i) & 1) != 0) text.append(text.empty() ? "" : " and ").append(members[i]);
            }
            return text.empty() ? "none" : text;
        }
        case TypeKind::duration:
            if (value % minute_ms != 0) return std::nullopt;   // hours and minutes are what a policy can write
            break;
        case TypeKind::period:
            if (const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(value)}); parts.unit != Unit::exact && parts.reading != Reading::whole) {
                return value_in_words(model_, times_, type, value) + " to the minute";
            }
            break;
        default: break;
    }
    return value_in_words(model_, times_, type, value);
}

std::optional<std::string> Guards::decide_line(const Answer& example) const {
    struct Said {
        std::optional<std::int64_t> number;
        std::int64_t members = 0;
        bool absent = false;
    };
    const semantics::Decision& decision = model_.decisions[place_.decision];
    std::vector<Said> said(decision.parameters.size());
    const auto parameter = [&](VariableId id) -> Said* {
        const Variable& variable = store_[id];
        if (!variable.source.valid() || model_.exprs[variable.source].kind != ExprKind::parameter) return nullptr;
        return &said[static_cast<std::size_t>(model_.exprs[variable.source].number)];
    };
    for (const VariableId id : example.solution.used) {
        const Variable& variable = store_[id];
        const std::int64_t worth = example.solution.values[id.index()];
        if (variable.role == Role::value) {
            if (Said* one = parameter(id)) one->number = worth;
        } else if (variable.role == Role::absence) {
            if (Said* one = parameter(variable.of)) one->absent = worth == 1;
        } else if (variable.role == Role::member) {
            if (Said* one = parameter(variable.of)) one->members |= worth << variable.set_member;
        }
    }
    // Of texts that are none of the policy's own it counts alone which are the same: the first of them is the shortest.
    const auto known = static_cast<std::int64_t>(translator_.texts().size());
    std::vector<std::int64_t> others;
    for (std::size_t i = 0; i < said.size(); ++i) {
        if (decision.parameters[i].type.kind == TypeKind::text && said[i].number.value_or(0) >= known) others.push_back(said[i].number.value_or(known));
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (std::size_t i = 0; i < said.size(); ++i) {
        if (decision.parameters[i].type.kind != TypeKind::text || said[i].number.value_or(0) < known) continue;
        said[i].number = known + (std::lower_bound(others.begin(), others.end(), said[i].number.value_or(known)) - others.begin());
    }
    std::string line = fmt::format("decide {}(", decision.name);
    for (std::size_t i = 0; i < said.size(); ++i) {
        const semantics::Field& field = decision.parameters[i];
        const bool is_set = field.type.kind == TypeKind::set;
        const bool silent = said[i].absent || (field.type.optional && !said[i].number && said[i].members == 0);
        const std::optional<std::string> value =
            silent ? std::optional<std::string>("none") : literal(field.type, is_set ? said[i].members : said[i].number.value_or(any_value(field.type)));
        if (!value) return std::nullopt;
        line += fmt::format("{}{}: {}", i == 0 ? "" : ", ", field.name, *value);
    }
    return line + ")";
}

}  // namespace recourse::explore
