// Literals: what they are worth, and what is wrong with those that are worth nothing.
#include <algorithm>
#include <array>

#include "compiler/semantics/currency.h"
#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

ExprId ExprTyper::missing(const Written& written, const Type&) { return unknown(written); }

ExprId ExprTyper::plain_literal(const Written& written, const Type&) {
    const TypeKind kind = written.kind == S::boolean   ? TypeKind::boolean
                          : written.kind == S::integer ? TypeKind::integer
                                                       : TypeKind::percent;
    if (written.number > most_number) {
        state_.report("number-too-large", written.span, "this number is too large to be computed with",
                      "numbers go up to 9,223,372,036,854,775,806");
        return unknown(written);
    }
    return state_.constant(type_of_kind(kind), written.number, written.span);
}

ExprId ExprTyper::money_literal(const Written& written, const Type&) {
    const std::optional<int> decimals = decimals_of(written.unit);
    if (!decimals && written.unit.empty()) {
        state_.report("bare-decimal", written.span, "this amount names no currency", "write it with its currency, as `100.00 CNY`");
        return unknown(written);
    }
    if (!decimals) {
        auto& finding = state_.report("unknown-currency", written.span, "`" + written.unit + "` is not a currency of ISO 4217",
                                      "write the three letters of a currency, such as CNY or EUR");
        if (const auto near = diagnostics::nearest(written.unit, currency_codes())) {
            finding.hint = "did you mean `" + *near + "`?";
            finding.fix = diagnostics::Fix{written.span, written.text + " " + *near, "replace with `" + *near + "`"};
        }
        return unknown(written);
    }
    const Amount amount = parse_amount(written.text, *decimals);
    const std::string shown = written.text + " " + written.unit;
    switch (amount.error) {
        case Amount::Error::none: return state_.constant(money_type(written.unit, 0, 0), amount.minor, written.span);
        case Amount::Error::too_large:
            state_.report("number-too-large", written.span, "`" + shown + "` is too large to be computed with",
                          "amounts go up to " + number_text(money_type(written.unit, 0, 0), most_number));
            break;
        case Amount::Error::too_many_decimals: {
            const std::string allowed = *decimals == 0 ? "no decimals"
                                                       : std::to_string(*decimals) + " decimals at most";
            state_.report("too-many-decimals", written.span, "`" + shown + "` has more decimals than " + written.unit + " has",
                          "amounts in " + written.unit + " have " + allowed);
            break;
        }
        case Amount::Error::malformed:
            state_.report("malformed-amount", written.span, "`" + shown + "` is not an amount", "write it as `88.00 CNY`");
            break;
    }
    return unknown(written);
}

ExprId ExprTyper::text_literal(const Written& written, const Type&) {
    Expr expr;
    expr.kind = ExprKind::text_literal;
    expr.type = type_of_kind(TypeKind::text);
    // Characters are code points: bytes that do not continue one.
    for (const char c : written.text) expr.type.low += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    expr.type.high = expr.type.low;
    expr.text = written.text;
    expr.span = written.span;
    return state_.add(std::move(expr));
}

// ---- dates and instants -----------------------------------------------------------------------------------------------------

namespace {

// The parser says so of what no calendar has (`invalid-date`); the rest depends on the zone.
void report_impossible(TyperState& state, const Written& written, std::string_view what, TextError error) {
    const auto& findings = state.sink.all();
    const bool said_already = std::any_of(findings.begin(), findings.end(), [&](const diagnostics::Diagnostic& each) {
        return each.code == "invalid-date" && !each.labels.empty() && each.labels.front().span == written.span;
    });
    if (said_already) return;
    state.report("impossible-date", written.span, "`" + written.text + "` is not " + std::string(what) + ": " + std::string(describe(error)),
                 "write a date as `2024-02-29`, an instant as `2024-02-29 10:00`");
}

}  // namespace

std::optional<std::int64_t> ExprTyper::date_number(const Written& written) {
    const ParsedDate parsed = parse_date(written.text);
    if (parsed.error == TextError::none) return parsed.value;
    report_impossible(state_, written, "a date", parsed.error);
    return std::nullopt;
}

ExprId ExprTyper::date_literal(const Written& written, const Type&) {
    const std::optional<std::int64_t> day = date_number(written);
    return day ? state_.constant(type_of_kind(TypeKind::date), *day, written.span) : unknown(written);
}

namespace {

std::string local_text(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> text{};
    return {text.data(), format_local(text, zone, t)};
}

// The nearest local minute, in a direction, that comes exactly once; clocks move by less than two days.
std::string nearest_unique(const ZoneView& zone, LocalTime local, std::int32_t step_minutes) {
    constexpr std::int32_t day_minutes = 24 * 60;
    std::int32_t minute = static_cast<std::int32_t>(local.ms_of_day / minute_ms);
    for (std::int32_t tried = 0; tried < 2 * day_minutes; ++tried) {
        minute += step_minutes;
        const Day shift = minute < 0 ? -1 : minute >= day_minutes ? 1 : 0;
        local.day += shift;
        minute -= shift * day_minutes;
        local.ms_of_day = static_cast<std::int32_t>(minute * minute_ms);
        const ResolvedLocal resolved = resolve_local(zone, local);
        if (resolved.kind == LocalKind::unique) return local_text(zone, resolved.instant);
    }
    return {};
}

// A local time that does not come once, read as if clocks never moved.
LocalTime as_written(std::string_view text) {
    const ParsedInstant utc = parse_instant(text, &utc_zone);
    return to_local(utc_zone, utc.value);
}

}  // namespace

// Policies carry no offsets: an author thinks in the clock on the wall. So the way out is a time that comes exactly once.
void ExprTyper::report_local_time(const Written& written, bool skipped, std::int64_t value, const ZoneView& zone) {
    const LocalTime local = as_written(written.text);
    const std::string later = skipped ? local_text(zone, value) : nearest_unique(zone, local, 1);
    const std::string earlier = nearest_unique(zone, local, -1);
    const std::string name = state_.model.zones.empty() ? "UTC" : state_.model.zones[place_.zone.value_or(0)].zone;
    auto& finding = state_.report(
        skipped ? "skipped-time" : "repeated-time", written.span,
        "`" + written.text + "` " + (skipped ? "never came in " : "came twice in ") + name + ": the clocks went " +
            (skipped ? "forward over it" : "back over it"),
        "write `" + later + "` or later, or `" + earlier + "` or earlier: those come once");
    finding.why = skipped ? "a deadline cannot stand at a time that is on no clock" : "two instants an hour or so apart bear this time";
    finding.fix = diagnostics::Fix{written.span, later, "replace with `" + later + "`"};
}

std::optional<std::int64_t> ExprTyper::instant_number(const Written& written) {
    const support::ZoneTable* zone = state_.zone_of(place_);
    if (zone == nullptr) {
        if (state_.model.zones.size() > 1) {
            state_.report("zone-unclear", written.span,
                          "the time zone depends on `" + state_.model.zone_fact + "`, so that a fixed time is not one instant",
                          "let a fact or an event carry the instant");
        }
        return std::nullopt;
    }
    const ZoneView view = zone->view();
    const ParsedInstant parsed = parse_instant(written.text, &view);
    if (parsed.error == TextError::none) return parsed.value;
    if (parsed.error == TextError::skipped || parsed.error == TextError::repeated) {
        report_local_time(written, parsed.error == TextError::skipped, parsed.value, view);
    } else {
        report_impossible(state_, written, "an instant", parsed.error);
    }
    return std::nullopt;
}

ExprId ExprTyper::instant_literal(const Written& written, const Type&) {
    const std::optional<std::int64_t> value = instant_number(written);
    return value ? state_.constant(type_of_kind(TypeKind::instant), *value, written.span) : unknown(written);
}

// ---- periods ------------------------------------------------------------------------------------------------------------------

namespace {

struct UnitRow {
    std::string_view name;
    Unit unit;
    std::int64_t exact_ms;   // 0 for those that the calendar counts
    std::int64_t most;       // the years 1 to 9999 hold no more
    std::int64_t times = 1;  // how many of `unit` one of these is
};
constexpr std::array units = {
    UnitRow{"minute", Unit::exact, minute_ms, longest_duration / minute_ms},
    UnitRow{"hour", Unit::exact, hour_ms, longest_duration / hour_ms},
    UnitRow{"day", Unit::days, 0, max_day - min_day},
    UnitRow{"week", Unit::weeks, 0, (max_day - min_day) / 7},
    UnitRow{"month", Unit::months, 0, 9998 * 12},
    UnitRow{"year", Unit::years, 0, 9998},
    UnitRow{"business day", Unit::business_days, 0, max_day - min_day},
    // Section 189 (1) BGB; of half a month also article 3 (2) (d) of Regulation 1182/71, by which a month's parts are those of thirty days.
    UnitRow{"half month", Unit::days, 0, 1, 15},
    UnitRow{"half year", Unit::months, 0, 1, 6},
};

const UnitRow* unit_named(std::string_view name) {
    for (const UnitRow& row : units) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

std::string period_text(const Written& written) {
    if (written.unit.starts_with("half ")) return "half a" + written.unit.substr(written.unit.find(' '));
    return std::to_string(written.number) + " " + written.unit + (written.number == 1 ? "" : "s");
}

}  // namespace

// The reading that a calendar unit has where nothing is said, or an error when the policy names no counting regime.
static std::optional<Reading> reading_of(TyperState& state, Written::Reading said_so, Span span, const std::string& shown) {
    if (said_so == Written::Reading::whole) return Reading::whole;
    if (said_so == Written::Reading::to_the_minute) return Reading::to_the_minute;
    if (state.model.counting.known) return state.model.counting.whole ? Reading::whole : Reading::to_the_minute;
    if (!state.model.is_policy) return Reading::whole;
    auto& finding = state.report("counting-regime-missing", span, "`" + shown + "` does not say how its days are counted",
                                 "say `whole` or `to the minute`, or name a counting regime in the header, as "
                                 "`counting std.counting.to_the_minute`");
    finding.why = "counted to the minute a period ends at the same time of day, counted in whole days at the end of the last day";
    return std::nullopt;
}

// What the counting regime makes of whole days.
static std::int64_t packed(const TyperState& state, Unit unit, Reading reading, std::int64_t count) {
    std::uint8_t rules = reading == Reading::whole ? state.model.counting.rules : 0;
    if (unit == Unit::business_days) rules = static_cast<std::uint8_t>(rules & period_counts_first);
    if (unit == Unit::days || unit == Unit::weeks) rules = static_cast<std::uint8_t>(rules & ~period_by_first_day);   // says nothing of them
    return static_cast<std::int64_t>(make_period(unit, reading, count, rules).bits);
}

std::optional<std::int64_t> ExprTyper::exact_period(const Written& written, const Type& expected) {
    const UnitRow* row = unit_named(written.unit);
    if (written.reading == Written::Reading::whole) {
        state_.report("whole-hours", written.span, "hours and minutes are exact: there are no whole " + written.unit + "s",
                      "leave `whole` out");
        return std::nullopt;
    }
    if (written.number < 1 && expected.kind != TypeKind::duration) {
        state_.report("empty-period", written.span, "a period lasts at least 1 " + written.unit);
        return std::nullopt;
    }
    return written.number * row->exact_ms;
}

ExprId ExprTyper::period_literal(const Written& written, const Type& expected) {
    const UnitRow* row = unit_named(written.unit);
    if (row == nullptr) return unknown(written);
    const std::string shown = period_text(written);
    if (written.number > row->most) {
        state_.report("period-too-long", written.span, "`" + shown + "` is longer than the years 1 to 9999",
                      "at most " + std::to_string(row->most) + " " + std::string(row->name) + "s");
        return unknown(written);
    }
    if (row->exact_ms != 0) {
        // A packed exact period is its count of milliseconds: a duration is one as it stands.
        const std::optional<std::int64_t> ms = exact_period(written, expected);
        return ms ? state_.constant(type_of_kind(TypeKind::duration), *ms, written.span) : unknown(written);
    }
    if (written.number < 1) {
        state_.report("empty-period", written.span, "a period lasts at least 1 " + written.unit);
        return unknown(written);
    }
    if (row->unit == Unit::business_days) {
        if (written.reading == Written::Reading::to_the_minute) {
            state_.report("business-days-to-the-minute", written.span, "business days are whole days and cannot be counted to the minute",
                          "leave `to the minute` out, or write `" + std::to_string(written.number) + " days to the minute`");
            return unknown(written);
        }
        if (calendar_missing(written.span, shown, "")) return unknown(written);
        return state_.constant(type_of_kind(TypeKind::period), packed(state_, row->unit, Reading::whole, written.number), written.span);
    }
    const std::optional<Reading> reading = reading_of(state_, written.reading, written.span, shown);
    if (!reading) return unknown(written);
    const std::int64_t made = packed(state_, row->unit, *reading, written.number * row->times);
    if (needs_calendar(Period{static_cast<std::uint64_t>(made)}) && calendar_missing(written.span, shown, "by the counting regime ")) return unknown(written);
    return state_.constant(type_of_kind(TypeKind::period), made, written.span);
}

bool ExprTyper::calendar_missing(Span span, const std::string& shown, const std::string& why) {
    if (!state_.model.calendars.empty() || !state_.model.is_policy) return false;
    state_.report("calendar-missing", span, why + "`" + shown + "` needs a calendar that says which days are worked",
                  "name one in the header, as `calendar std.calendar.china`");
    return true;
}

std::optional<std::int64_t> ExprTyper::pack_days(std::int64_t count, Written::Reading said_so, Span span) {
    const std::optional<Reading> reading = reading_of(state_, said_so, span, "the " + std::to_string(count + 1) + "th day");
    if (!reading) return std::nullopt;
    // The N-th day is a day, and no last day of anything: it neither rolls nor grows.
    const std::int64_t made = packed(state_, Unit::days, *reading, count);
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(made)});
    return static_cast<std::int64_t>(make_period(parts.unit, parts.reading, parts.count, static_cast<std::uint8_t>(parts.rules & period_counts_first)).bits);
}

// ---- none, never, opening ---------------------------------------------------------------------------------------------------

ExprId ExprTyper::none(const Written& written, const Type& expected) {
    if (expected.kind == TypeKind::instant) return never_value(written, expected);
    if (expected.kind == TypeKind::set && !expected.optional) return state_.constant(expected, 0, written.span);
    Type type = expected;
    type.optional = true;
    return node(ExprKind::absent, type, written.span, {});
}

ExprId ExprTyper::never_value(const Written& written, const Type&) {
    Type type = type_of_kind(TypeKind::instant);
    type.low = type.high = never;
    return node(ExprKind::never, type, written.span, {});
}

ExprId ExprTyper::opening(const Written& written, const Type&) {
    if (!reads_allowed(written, "the instant of opening")) return unknown(written);
    return node(ExprKind::opening, type_of_kind(TypeKind::instant), written.span, {});
}

}  // namespace recourse::semantics
