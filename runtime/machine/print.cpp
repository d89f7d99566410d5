// Values as people read them. `parse_value` reads the English forms back exactly.
#include "runtime/machine/sentences.h"
#include "runtime/machine/words.h"

#include <array>

namespace recourse {

using namespace machine;

namespace {

/// A number with so many digits after the point.
std::string decimal(std::int64_t number, unsigned decimals) {
    const bool negative = number < 0;
    // The magnitude of the smallest number does not fit a signed one.
    std::string digits = std::to_string(negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number));
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
    return negative ? "-" + digits : digits;
}

std::string percent(std::int64_t hundredths) {
    std::string text = decimal(hundredths, 2);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + "%";
}

/// A unit in English and Chinese.
struct UnitWord {
    std::string_view english, chinese;
};
std::string counted(std::int64_t count, const UnitWord& unit, std::string_view language) {
    if (is_chinese(language)) return std::to_string(count) + " " + std::string(unit.chinese);
    return std::to_string(count) + " " + std::string(unit.english) + (count == 1 || count == -1 ? "" : "s");
}

std::string duration(std::int64_t ms, std::string_view language) {
    constexpr std::pair<std::int64_t, UnitWord> units[] = {
        {hour_ms, {"hour", "小时"}}, {minute_ms, {"minute", "分钟"}}, {second_ms, {"second", "秒"}}};
    for (const auto& [size, word] : units) {
        if (ms % size == 0 && (ms != 0 || size == hour_ms)) return counted(ms / size, word, language);
    }
    return counted(ms, {"millisecond", "毫秒"}, language);
}

std::string period(std::int64_t bits, std::string_view language) {
    const Period value{static_cast<std::uint64_t>(bits)};
    if (!valid_period(value)) return "?";
    const PeriodParts parts = unpack(value);
    if (parts.unit == Unit::exact) return duration(parts.count, language);
    constexpr std::array<UnitWord, 6> words{{{"", ""}, {"day", "天"}, {"week", "周"}, {"month", "个月"}, {"year", "年"},
                                             {"business day", "个工作日"}}};
    const std::string count = counted(parts.count, words[static_cast<std::size_t>(parts.unit)], language);
    if (parts.unit == Unit::business_days) return count;
    const bool whole = parts.reading == Reading::whole;
    const bool rolls = (parts.rules & period_rolls) != 0;
    if (is_chinese(language)) return count + (rolls ? "（整日，遇休息日顺延）" : whole ? "（整日）" : "（到分）");
    return count + (rolls ? " whole, rolling" : whole ? " whole" : " to the minute");
}

std::string set_members(const Program& program, std::uint32_t kind, std::int64_t mask, std::string_view language) {
    std::string text;
    for (std::uint32_t i = 0; i < program.member_count(kind) && i < 63; ++i) {
        if (((mask >> i) & 1) == 0) continue;
        if (!text.empty()) text += ", ";
        text += program.label(program.member_name(kind, i), language);
    }
    return text.empty() ? is_chinese(language) ? "无" : "nothing" : text;
}

std::string labelled(const Program& program, std::string_view name, std::int64_t index, std::string_view language) {
    return name.empty() ? "#" + std::to_string(index) : std::string(program.label(name, language));
}

std::string date(std::int64_t day, std::string_view language) {
    if (day == never || day == never_day) return is_chinese(language) ? "永不" : "never";
    std::array<char, time_text_max> room{};
    if (day < min_day || day > max_day) return "?";
    return {room.data(), format_date(room, static_cast<Day>(day))};
}

} // namespace

std::string machine::instant_text(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> room{};
    const std::size_t size = format_local(room, zone, t);
    return size == 0 ? "?" : std::string(room.data(), size);
}

std::string machine::rfc3339_text(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> room{};
    const std::size_t size = format_rfc3339(room, zone, t);
    return size == 0 ? "?" : std::string(room.data(), size);
}

std::string machine::label_of_path(const Program& program, std::string_view path, std::string_view language) {
    if (const std::string_view label = program.label(path, language); label != path) return std::string(label);
    std::string text;
    while (true) {
        const auto dot = path.find('.');
        text += program.label(path.substr(0, dot), language);
        if (dot == std::string_view::npos) return text;
        text += '.';
        path.remove_prefix(dot + 1);
    }
}

std::string print(const Program& program, const TypeInfo& type, const Value& value, const ZoneView& zone,
                  std::string_view language) {
    const std::int64_t n = value.number;
    if (n == absent) return is_chinese(language) ? "无" : "none";
    switch (type.type) {
    case ValueType::boolean:
        if (is_chinese(language)) return n != 0 ? "是" : "否";
        return n != 0 ? "true" : "false";
    case ValueType::integer: return std::to_string(n);
    case ValueType::percent: return percent(n);
    case ValueType::money: return decimal(n, type.decimals) + " " + std::string(type.currency());
    case ValueType::text: return std::string(value.text);
    case ValueType::instant: return instant_text(zone, n);
    case ValueType::date: return date(n, language);
    case ValueType::duration: return n == never ? (is_chinese(language) ? "永不" : "never") : duration(n, language);
    case ValueType::period: return n == never ? (is_chinese(language) ? "永不" : "never") : period(n, language);
    case ValueType::party:
        return labelled(program, n >= 0 ? program.party_name(static_cast<std::uint32_t>(n)) : "", n, language);
    case ValueType::kind:
        return labelled(program, n >= 0 ? program.member_name(type.detail, static_cast<std::uint32_t>(n)) : "", n, language);
    case ValueType::set: return set_members(program, type.detail, n, language);
    }
    return {};
}

} // namespace recourse
