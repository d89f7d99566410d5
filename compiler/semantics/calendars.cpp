#include "compiler/semantics/calendars.h"

#include "recourse/time.hpp"

#include <algorithm>
#include <array>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Sink;
using syntax::File;
using syntax::HeaderLine;

namespace {

constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

void read_weekend(Sink& sink, const HeaderLine& line, Calendar& calendar) {
    for (const syntax::Name& word : line.words) {
        if (word.text == "none") continue;
        const auto at = std::find(weekdays.begin(), weekdays.end(), word.text);
        if (at == weekdays.end()) {
            unknown_name(sink, "unknown-weekday", word, "there is no day of the week `" + word.text + "`", {weekdays.begin(), weekdays.end()});
            continue;
        }
        calendar.weekend_mask = static_cast<std::uint8_t>(calendar.weekend_mask | (1u << static_cast<unsigned>(at - weekdays.begin())));
    }
    if (calendar.weekend_mask == 0x7F) {
        sink.error("calendar-without-workday", line.span, "every day of the week is weekend", "leave at least one working day");
        calendar.weekend_mask = 0;
    }
}

void read_years(Sink& sink, const HeaderLine& line, Calendar& calendar) {
    if (line.number < 1 || line.number_to > 9999 || line.number_to < line.number) {
        sink.error("bad-years", line.span, "the years must go forward and lie between 1 and 9999", "write the first year, `to`, the last");
        return;
    }
    calendar.first_year = static_cast<std::int32_t>(line.number);
    calendar.last_year = static_cast<std::int32_t>(line.number_to);
}

std::optional<Day> day_of(Sink& sink, const syntax::Expr& written) {
    if (written.kind != syntax::ExprKind::date) return std::nullopt;
    const ParsedDate parsed = parse_date(written.text);
    if (parsed.error == TextError::none) return parsed.value;
    sink.error("bad-date", written.span, written.text + " is not a date: " + std::string(describe(parsed.error)));
    return std::nullopt;
}

void check_day(Sink& sink, const Calendar& calendar, const syntax::CalendarDay& row, Day first, Day last) {
    const std::int32_t from = civil_from_days(first).year, to = civil_from_days(last).year;
    if (calendar.first_year != 0 && (from < calendar.first_year || to > calendar.last_year)) {
        sink.error("calendar-day-outside", row.span,
                   "the calendar is for " + std::to_string(calendar.first_year) + " to " + std::to_string(calendar.last_year),
                   "widen `years`, or take the row away").labels.front().text = "outside these years";
    }
    if (!row.workday) return;
    for (Day day = first; day <= last; ++day) {
        if (((calendar.weekend_mask >> weekday(day)) & 1u) != 0) continue;
        sink.warning("workday-on-weekday", row.span, "this day is no weekend: it is worked in any case", "take the row away, or mend the date");
        return;
    }
}

void read_day(Sink& sink, const syntax::CalendarDay& row, Calendar& calendar, std::map<Day, std::pair<Span, bool>>& seen) {
    const auto first = day_of(sink, row.from);
    if (!first) return;
    auto last = row.to.kind == syntax::ExprKind::missing ? first : day_of(sink, row.to);
    if (!last) return;
    if (*last < *first || *last - *first > 400) {
        sink.error("bad-date-range", row.span, *last < *first ? "the row ends before it begins" : "the row is longer than a year", "mend the second date");
        return;
    }
    check_day(sink, calendar, row, *first, *last);
    for (Day day = *first; day <= *last; ++day) {
        const auto [at, fresh] = seen.emplace(day, std::pair(row.span, row.workday));
        if (!fresh) {
            const bool both = at->second.second != row.workday;
            Diagnostic& diagnostic = sink.error("calendar-day-twice", row.span, both ? "a day cannot be both a holiday and a workday" : "a day is listed twice",
                                                "keep one of the two rows");
            diagnostic.labels.push_back({at->second.first, "listed here as well"});
            return;
        }
        (row.workday ? calendar.workdays : calendar.holidays).push_back(day);
    }
}

Calendar read_calendar(const File& file, Sink& sink) {
    Calendar calendar;
    calendar.name = file.name.text;
    calendar.span = file.name.span;
    bool years = false, weekend = false;
    for (const HeaderLine& line : file.header) {
        if (line.kind == HeaderLine::Kind::source && calendar.source.empty()) calendar.source = line.text.value;
        if (line.kind == HeaderLine::Kind::years) {
            years = true;
            read_years(sink, line, calendar);
        }
        if (line.kind == HeaderLine::Kind::weekend) {
            weekend = true;
            read_weekend(sink, line, calendar);
        }
    }
    if (!years) sink.error("years-missing", file.name.span, "the calendar does not say for which years it is", "add a line such as `years 2020 to 2026`");
    if (!weekend) sink.error("weekend-missing", file.name.span, "the calendar names no weekend", "add `weekend saturday, sunday`, or `weekend none`");
    std::map<Day, std::pair<Span, bool>> seen;
    for (const syntax::TopItem& item : file.items) {
        if (const auto* row = std::get_if<syntax::CalendarDay>(&item)) read_day(sink, *row, calendar, seen);
    }
    std::sort(calendar.holidays.begin(), calendar.holidays.end());
    std::sort(calendar.workdays.begin(), calendar.workdays.end());
    return calendar;
}

}  // namespace

CalendarId use_calendar(Analyser& analyser, const syntax::Name& name) {
    if (name.empty()) return {};
    const auto found = analyser.modules.find(name.text);
    if (found == analyser.modules.end() || found->second->kind != File::Kind::calendar) {
        std::vector<std::string> calendars;
        for (const auto& [known, file] : analyser.modules) {
            if (file->kind == File::Kind::calendar) calendars.push_back(known);
        }
        const bool other = found != analyser.modules.end();
        unknown_name(analyser.sink, "unknown-calendar", name,
                     other ? "`" + name.text + "` is not a calendar" : "there is no calendar `" + name.text + "`", calendars);
        return {};
    }
    for (const CalendarId id : analyser.model.calendars_used.ids()) {
        if (analyser.model.calendars_used[id].name == name.text) return id;
    }
    return analyser.model.calendars_used.add(read_calendar(*found->second, analyser.muted));
}

void analyse_calendar(Analyser& analyser) {
    analyser.model.calendars_used.add(read_calendar(analyser.file, analyser.sink));
}

}  // namespace recourse::semantics
