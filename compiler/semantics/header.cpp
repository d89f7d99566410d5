#include "compiler/semantics/header.h"

#include "compiler/semantics/calendars.h"
#include "compiler/semantics/regimes.h"
#include "compiler/support/zone_source.h"
#include "recourse/time.hpp"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using syntax::File;
using syntax::HeaderLine;

namespace {

std::string_view line_name(HeaderLine::Kind kind) {
    switch (kind) {
        case HeaderLine::Kind::title: return "title";
        case HeaderLine::Kind::version: return "version";
        case HeaderLine::Kind::time_zone:
        case HeaderLine::Kind::time_zone_by: return "time zone";
        case HeaderLine::Kind::calendar:
        case HeaderLine::Kind::calendar_by: return "calendar";
        case HeaderLine::Kind::counting: return "counting";
        case HeaderLine::Kind::source: return "source";
        case HeaderLine::Kind::years: return "years";
        case HeaderLine::Kind::weekend: return "weekend";
        case HeaderLine::Kind::beyond: return "beyond";
        case HeaderLine::Kind::applies: return "applies";
        case HeaderLine::Kind::overrides: return "overrides";
        case HeaderLine::Kind::regime: break;
    }
    return "line";
}

bool belongs(HeaderLine::Kind line, File::Kind file) {
    switch (line) {
        case HeaderLine::Kind::title:
        case HeaderLine::Kind::version:
        case HeaderLine::Kind::source: return true;
        case HeaderLine::Kind::counting: return file == File::Kind::policy || file == File::Kind::library;
        case HeaderLine::Kind::time_zone:
        case HeaderLine::Kind::time_zone_by:
        case HeaderLine::Kind::calendar:
        case HeaderLine::Kind::calendar_by:
        case HeaderLine::Kind::applies:
        case HeaderLine::Kind::overrides: return file == File::Kind::policy;
        case HeaderLine::Kind::years:
        case HeaderLine::Kind::weekend:
        case HeaderLine::Kind::beyond: return file == File::Kind::calendar;
        case HeaderLine::Kind::regime: return file == File::Kind::counting;
    }
    return true;
}

std::string_view file_name(File::Kind kind) {
    switch (kind) {
        case File::Kind::library: return "library";
        case File::Kind::calendar: return "calendar";
        case File::Kind::counting: return "counting regime";
        default: return "policy";
    }
}

// Reports lines that stand twice or in the wrong kind of file.
void check_lines(Analyser& analyser) {
    std::map<std::string, Span> seen;
    for (const HeaderLine& line : analyser.file.header) {
        const std::string name = line.kind == HeaderLine::Kind::regime ? line.name.text : std::string(line_name(line.kind));
        if (analyser.file.kind != File::Kind::missing && !belongs(line.kind, analyser.file.kind)) {
            analyser.sink.error("header-line-of-another-file", line.span,
                                "a " + std::string(file_name(analyser.file.kind)) + " has no `" + name + "` line", "take the line away");
            continue;
        }
        const bool of_refinement = line.kind == HeaderLine::Kind::applies || line.kind == HeaderLine::Kind::overrides;
        if (of_refinement && analyser.file.refines.empty()) {
            analyser.sink.error("header-line-of-another-file", line.span, "only a policy that refines another has an `" + name + "` line",
                                "take the line away, or begin with `policy NAME refines NAME`");
            continue;
        }
        std::string key = name;
        if (line.kind == HeaderLine::Kind::title) key += " " + line.language.text;
        if (line.kind == HeaderLine::Kind::source) key += " " + line.name.text;
        const auto [at, fresh] = seen.emplace(key, line.span);
        if (fresh) continue;
        Diagnostic& diagnostic = analyser.sink.error("header-line-twice", line.span, "the header says `" + key + "` twice", "keep one of the two");
        diagnostic.labels.front().text = "said again here";
        diagnostic.labels.push_back({at->second, "first said here"});
    }
}

// What is wrong with a zone's name, and how to mend it.
void report_zone(Analyser& analyser, const syntax::Text& zone, const support::ZoneError& error) {
    if (error.kind == support::ZoneError::Kind::unreadable) {
        analyser.sink.error("time-zones-unreadable", zone.span, "the system's time zones cannot be read: " + error.reason,
                            "install the tz database (the package is often called tzdata)");
        return;
    }
    Diagnostic& diagnostic = analyser.sink.error("unknown-time-zone", zone.span, "there is no time zone \"" + zone.value + "\"");
    diagnostic.labels.front().text = "not a name of the tz database";
    diagnostic.hint = "time zones are named by place, as \"Asia/Shanghai\"";
    std::string near;
    for (const std::string& name : error.suggestions) near += (near.empty() ? "\"" : " or \"") + name + "\"";
    if (error.kind == support::ZoneError::Kind::shorthand) {
        diagnostic.hint = "name an area and a city, as " + (near.empty() ? std::string("\"Asia/Shanghai\"") : near);
        diagnostic.why = "places with other clocks share an abbreviation, and hours from Greenwich know no summer time";
        return;
    }
    if (error.suggestions.empty()) return;
    diagnostic.hint = "did you mean " + near + "?";
    const std::string& best = error.suggestions.front();
    diagnostic.fix = diagnostics::Fix{zone.span, "\"" + best + "\"", "replace with \"" + best + "\""};
}

void add_zone(Analyser& analyser, std::int64_t member, const syntax::Text& zone) {
    const std::shared_ptr<const support::ZoneReader::Result> read = analyser.zones.read(zone.value);
    if (const auto* error = std::get_if<support::ZoneError>(read.get())) report_zone(analyser, zone, *error);
    analyser.model.zones.push_back({member, zone.value, zone.span, {read, std::get_if<support::ZoneTable>(read.get())}});
    if (std::holds_alternative<support::ZoneError>(*read)) analyser.model.zones.back().table = nullptr;
}

// The day of a date in the header; nothing when it did not parse or does not exist.
std::optional<std::int32_t> header_date(Analyser& analyser, const syntax::Expr& written) {
    if (written.kind != syntax::ExprKind::date) return std::nullopt;
    const ParsedDate parsed = parse_date(written.text);
    if (parsed.error == TextError::none) return parsed.value;
    analyser.sink.error("bad-date", written.span, written.text + " is not a date: " + std::string(describe(parsed.error)));
    return std::nullopt;
}

void read_version(Analyser& analyser, const HeaderLine& line) {
    Model& model = analyser.model;
    if (line.number < 1 || line.number > 1'000'000'000) {
        analyser.sink.error("bad-version", line.span, "a version is a number from 1 on", "count versions 1, 2, 3 …");
    } else {
        model.version = static_cast<std::uint32_t>(line.number);
    }
    model.in_force_from = header_date(analyser, line.from);
    model.in_force_until = header_date(analyser, line.until);
    if (model.in_force_from && model.in_force_until && *model.in_force_until < *model.in_force_from) {
        Diagnostic& diagnostic = analyser.sink.error("in-force-backwards", line.until.span, "the version ends before it begins", "swap the two dates");
        diagnostic.labels.push_back({line.from.span, "begins here"});
    }
}

void read_source(Analyser& analyser, const HeaderLine& line) {
    auto& clauses = analyser.model.clauses;
    if (line.clauses.empty()) clauses.push_back({line.name.text, line.text.value, "", "", false, line.span, {}});
    const std::size_t first = clauses.size();
    for (const syntax::SourceClause& clause : line.clauses) {
        const std::string& text = clause.title.value;
        Clause row{line.name.text, line.text.value, clause.clause, text, clause.left_out, clause.span, clause.left_out ? text : std::string()};
        const auto same = std::find_if(clauses.begin() + static_cast<std::ptrdiff_t>(first), clauses.end(), [&](const Clause& c) { return c.clause == row.clause; });
        if (same == clauses.end()) {
            clauses.push_back(std::move(row));
        } else if (same->left_out != row.left_out) {   // listed with its title, and left out
            same->title = row.left_out ? same->title : row.title;
            same->because = row.left_out ? row.because : same->because;
            same->left_out = true;
        } else {
            report_duplicate(analyser.sink, row.clause, row.span, same->span, "duplicate-clause");
        }
    }
}

void read_title(Model& model, const HeaderLine& line) {
    if (line.language.empty()) {
        model.title = line.text.value;
        return;
    }
    if (model.title.empty()) model.title = line.text.value;
    const std::string& language = line.language.text;
    if (std::find(model.languages.begin(), model.languages.end(), language) == model.languages.end()) model.languages.push_back(language);
    model.labels.push_back({model.name, language, line.text.value, line.span});
}

void read_line(Analyser& analyser, const HeaderLine& line) {
    Model& model = analyser.model;
    switch (line.kind) {
        case HeaderLine::Kind::title: read_title(model, line); break;
        case HeaderLine::Kind::version: read_version(analyser, line); break;
        case HeaderLine::Kind::time_zone:
            if (model.zones.empty()) add_zone(analyser, 0, line.text);
            break;
        case HeaderLine::Kind::time_zone_by:
            for (const auto& [member, zone] : line.by_texts) {
                add_zone(analyser, static_cast<std::int64_t>(model.zones.size()), zone);
            }
            model.zone_fact = line.name.text;
            break;
        case HeaderLine::Kind::calendar:
            if (const CalendarId id = use_calendar(analyser, line.name); id.valid()) model.calendars.push_back({0, id, line.name.span});
            break;
        case HeaderLine::Kind::calendar_by:
            for (const auto& [member, calendar] : line.by_names) {
                const CalendarId id = use_calendar(analyser, calendar);
                if (id.valid()) model.calendars.push_back({static_cast<std::int64_t>(model.calendars.size()), id, calendar.span});
            }
            model.calendar_fact = line.name.text;
            break;
        case HeaderLine::Kind::counting:
            if (!line.name.empty() && find_regime(analyser, line.name.text) == nullptr) report_unknown_regime(analyser, line.name);
            break;
        case HeaderLine::Kind::source: read_source(analyser, line); break;
        case HeaderLine::Kind::years:
        case HeaderLine::Kind::weekend:
        case HeaderLine::Kind::beyond: break;   // read with the calendar
        case HeaderLine::Kind::regime: break;   // read with the regime
        case HeaderLine::Kind::applies:
        case HeaderLine::Kind::overrides: break;   // made a part of the whole (refine.h)
    }
}

// The facts of that name, in every case that has one; the kind that they share.
struct ChoosingFact { bool found = false; KindId kind; };

ChoosingFact choosing_fact(Analyser& analyser, const syntax::Name& name) {
    ChoosingFact result;
    std::vector<std::string> candidates;
    for (CaseEntry& entry : analyser.cases) {
        for (const std::string& fact : entry.body->scope->visible({SymbolKind::fact})) candidates.push_back(fact);
        Symbol* symbol = entry.body->scope->find(name.text);
        if (symbol == nullptr || symbol->kind != SymbolKind::fact) continue;
        symbol->used = true;
        const Type& type = analyser.model.facts[FactId(symbol->id)].type;
        result.found = true;
        if (type.kind == TypeKind::unknown) continue;
        if (type.kind == TypeKind::kind && !type.optional) {
            result.kind = type.of;
            continue;
        }
        Diagnostic& diagnostic = analyser.sink.error("header-fact-kind", name.span, "`" + name.text + "` must be a kind that every case gives",
                                                     "declare it as `fact " + name.text + ": KIND`");
        diagnostic.labels.push_back({symbol->declared, "declared here"});
    }
    if (!result.found) unknown_name(analyser.sink, "unknown-fact", name, "no case has a fact `" + name.text + "`", candidates);
    return result;
}

// Members of the kind for the rows of a `… by FACT`; all of them must be there, each once.
std::vector<std::int64_t> member_rows(Analyser& analyser, const HeaderLine& line, const std::vector<syntax::Name>& rows) {
    std::vector<std::int64_t> members(rows.size(), 0);
    const ChoosingFact fact = choosing_fact(analyser, line.name);
    if (!fact.kind.valid()) return members;
    const Kind& kind = analyser.model.kinds[fact.kind];
    std::vector<Span> seen(kind.members.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto at = std::find(kind.members.begin(), kind.members.end(), rows[i].text);
        if (at == kind.members.end()) {
            unknown_name(analyser.sink, "unknown-member", rows[i], "`" + kind.name + "` has no `" + rows[i].text + "`", kind.members);
            continue;
        }
        const auto index = static_cast<std::size_t>(at - kind.members.begin());
        members[i] = static_cast<std::int64_t>(index);
        if (seen[index].valid()) report_duplicate(analyser.sink, rows[i].text, rows[i].span, seen[index], "duplicate-member");
        else seen[index] = rows[i].span;
    }
    std::string missing;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (!seen[i].valid()) missing += (missing.empty() ? "`" : ", `") + kind.members[i] + "`";
    }
    if (!missing.empty()) {
        analyser.sink.error("header-choice-missing", line.span, "nothing is chosen for " + missing + " of `" + kind.name + "`", "add a row for it");
    }
    return members;
}

}  // namespace

void read_unit_header(Analyser& analyser, Unit& unit) {
    for (const HeaderLine& line : unit.file->header) {
        if (line.kind == HeaderLine::Kind::counting) unit.counting = regime_named(analyser, line.name.text);
        if (line.kind != HeaderLine::Kind::source) continue;
        if (line.name.empty()) unit.unnamed_source = true;
        unit.sources.insert(line.name.text);
        if (!line.clauses.empty()) unit.sources_with_clauses.insert(line.name.text);
        for (const syntax::SourceClause& clause : line.clauses) unit.clauses.insert(line.name.text + "." + clause.clause);
    }
}

void read_header(Analyser& analyser) {
    Model& model = analyser.model;
    const File& file = analyser.file;
    model.name = file.name.text;
    model.is_policy = file.kind == File::Kind::policy;
    model.span = file.name.span;
    model.languages = {"en"};
    check_lines(analyser);
    bool zone = false, counting = false;
    for (const HeaderLine& line : file.header) {
        if (!belongs(line.kind, file.kind)) continue;
        zone = zone || line.kind == HeaderLine::Kind::time_zone || line.kind == HeaderLine::Kind::time_zone_by;
        counting = counting || line.kind == HeaderLine::Kind::counting;
        read_line(analyser, line);
    }
    if (!model.is_policy) return;
    if (!zone) {
        analyser.sink.error("time-zone-missing", file.name.span, "the policy names no time zone",
                            "add a line such as `time zone \"Asia/Shanghai\"` to the header").why =
            "without one nobody can say when a day ends";
    }
    if (!counting) {
        analyser.sink.error("counting-regime-missing", file.name.span, "the policy does not say how days are counted",
                            "add `counting std.counting.to_the_minute` or `counting std.counting.whole_days` to the header").why =
            "\"5 days\" may end at the same minute five days later, or at the end of the fifth day: there is no default";
    }
}

void resolve_header_choices(Analyser& analyser) {
    for (const HeaderLine& line : analyser.file.header) {
        if (!belongs(line.kind, analyser.file.kind)) continue;
        if (line.kind == HeaderLine::Kind::time_zone_by) {
            std::vector<syntax::Name> rows;
            for (const auto& [member, zone] : line.by_texts) rows.push_back(member);
            const auto members = member_rows(analyser, line, rows);
            for (std::size_t i = 0; i < members.size() && i < analyser.model.zones.size(); ++i) analyser.model.zones[i].member = members[i];
        } else if (line.kind == HeaderLine::Kind::calendar_by) {
            std::vector<syntax::Name> rows;
            for (const auto& [member, calendar] : line.by_names) rows.push_back(member);
            const auto members = member_rows(analyser, line, rows);
            // Rows of unknown calendars are not in the model; what is left is found again by its place.
            for (CalendarChoice& choice : analyser.model.calendars) {
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    if (line.by_names[i].second.span == choice.span) choice.member = members[i];
                }
            }
        }
    }
}

}  // namespace recourse::semantics
