#include "compiler/support/zone_source.h"

#include "compiler/support/posix_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

namespace recourse::support {
namespace {

// Where the date library looks, in its order (discover_tz_dir of date 3.0.1).
constexpr std::array directories = {"/usr/share/zoneinfo/uclibc/", "/usr/share/zoneinfo/",
                                    "/var/db/timezone/zoneinfo/"};

// Names that mean something else on another machine, or nothing.
bool is_local_alias(std::string_view name) {
    return name == "localtime" || name == "posixrules" || name == "Factory" || name.starts_with("posix/") ||
           name.starts_with("right/");
}

// ---- What the database lists
// -------------------------------------------------------------------------------------

void append(std::vector<ZoneTransition>& rows, Instant from, std::int32_t offset_ms) {
    if (!rows.empty() && rows.back().offset_ms == offset_ms) return;
    rows.push_back({from, offset_ms, 0});
}

struct Listed {
    std::vector<ZoneTransition> rows;
    Instant last; // the last listed transition, INT64_MIN without any
};

Listed listed_rows(const date::time_zone& zone) {
    Listed listed{{}, std::numeric_limits<Instant>::min()};
    date::sys_seconds at{std::chrono::seconds{min_instant / second_ms}};
    const date::sys_seconds horizon{std::chrono::seconds{max_instant / second_ms}};
    while (true) {
        const date::sys_info info = zone.get_info(at);
        append(listed.rows, listed.last, static_cast<std::int32_t>(info.offset.count() * second_ms));
        if (info.end <= at || info.end > horizon) return listed;
        at = info.end;
        listed.last = at.time_since_epoch().count() * second_ms;
    }
}

// ---- What its closing rule says
// ----------------------------------------------------------------------------------

// The last line of the zone's file; nothing when the file is not TZif of version 2 or later.
std::optional<std::string> footer_of(const std::string& name) {
    for (const char* directory : directories) {
        std::ifstream file(directory + name, std::ios::binary);
        if (!file) continue;
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        if (!bytes.starts_with("TZif") || bytes.size() < 46 || bytes[4] < '2' || bytes.back() != '\n')
            return std::nullopt;
        const std::size_t begin = bytes.rfind('\n', bytes.size() - 2);
        if (begin == std::string::npos) return std::nullopt;
        return bytes.substr(begin + 1, bytes.size() - begin - 2);
    }
    return std::nullopt;
}

struct Change {
    Instant at;
    bool to_daylight; // orders a day that both ends and begins daylight time: the beginning holds
    friend auto operator<=>(const Change&, const Change&) = default;
};

// Adds the rule's rows after the last listed one, for a whole cycle and a year more. The cycle begins two
// years after the last listed change, when nothing but the rule has been at work.
void append_rule(ZoneTable& table, Instant last_listed, const PosixZone& rule) {
    if (!rule.has_daylight) return;
    const Instant start = std::max(last_listed, min_instant);
    const std::int32_t year = civil_from_days(to_local(utc_zone, start).day).year;
    const std::int32_t cycle_year = year + 2;
    std::vector<Change> changes;
    for (std::int32_t y = year; y <= cycle_year + 401; ++y) {
        changes.push_back({rule.begins_in(y), true});
        changes.push_back({rule.ends_in(y), false});
    }
    std::sort(changes.begin(), changes.end());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].at <= start) continue;
        if (i + 1 < changes.size() && changes[i + 1].at == changes[i].at) continue;
        append(table.transitions, changes[i].at,
               changes[i].to_daylight ? rule.daylight_ms : rule.standard_ms);
    }
    const Instant cycle_from = days_from_civil(cycle_year, 1, 1) * day_ms;
    if (table.transitions.back().from >= cycle_from + cycle_ms) table.cycle_from = cycle_from;
}

// ---- Names
// -------------------------------------------------------------------------------------------------------

std::string folded(std::string_view name) {
    std::string result(name);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == ' ' || c == '-') c = '_';
    }
    return result;
}

// How many letters to change, add or leave out (Levenshtein, one row of the table).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

// What people write for a clock. Places with other rules share these letters, so none of them is a name.
struct Shorthand {
    std::string_view letters;
    std::vector<std::string> places;
};

const std::vector<Shorthand>& shorthands() {
    static const std::vector<Shorthand> known = {
        {"ACST", {"Australia/Adelaide", "Australia/Darwin"}}, {"AEDT", {"Australia/Sydney"}},
        {"AEST", {"Australia/Sydney", "Australia/Brisbane"}}, {"AKST", {"America/Anchorage"}},
        {"ART", {"America/Argentina/Buenos_Aires"}},          {"AST", {"America/Halifax", "Asia/Riyadh"}},
        {"AWST", {"Australia/Perth"}},                        {"BRT", {"America/Sao_Paulo"}},
        {"BST", {"Europe/London", "Asia/Dhaka"}},             {"CAT", {"Africa/Maputo"}},
        {"CDT", {"America/Chicago", "America/Havana"}},       {"CEST", {"Europe/Berlin", "Europe/Paris"}},
        {"CST", {"Asia/Shanghai", "America/Chicago"}},        {"EAT", {"Africa/Nairobi"}},
        {"EDT", {"America/New_York"}},                        {"EEST", {"Europe/Helsinki", "Europe/Kyiv"}},
        {"GST", {"Asia/Dubai"}},                              {"HKT", {"Asia/Hong_Kong"}},
        {"ICT", {"Asia/Bangkok"}},                            {"IST", {"Asia/Kolkata", "Europe/Dublin"}},
        {"JST", {"Asia/Tokyo"}},                              {"KST", {"Asia/Seoul"}},
        {"MDT", {"America/Denver"}},                          {"MSK", {"Europe/Moscow"}},
        {"NZDT", {"Pacific/Auckland"}},                       {"NZST", {"Pacific/Auckland"}},
        {"PDT", {"America/Los_Angeles"}},                     {"PHT", {"Asia/Manila"}},
        {"PKT", {"Asia/Karachi"}},                            {"PST", {"America/Los_Angeles", "Asia/Manila"}},
        {"SAST", {"Africa/Johannesburg"}},                    {"SGT", {"Asia/Singapore"}},
        {"WAT", {"Africa/Lagos"}},                            {"WIB", {"Asia/Jakarta"}},
    };
    return known;
}

// Capitals alone, or hours counted from Greenwich.
bool looks_like_shorthand(std::string_view name) {
    if ((name.starts_with("UTC") || name.starts_with("GMT")) && name.find_first_of("+-0123456789") != std::string_view::npos) return true;
    if (name.starts_with('+') || name.starts_with('-')) return true;
    constexpr std::size_t longest = 5;
    return name.size() >= 2 && name.size() <= longest &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('/') + 1);
}

// The nearest names, at most three: by the whole name, or by the city alone ("Shanghai").
std::vector<std::string> nearest_names(std::string_view wanted) {
    constexpr std::size_t longest_name = 64;
    if (wanted.size() < 3 || wanted.size() > longest_name) return {};
    const std::string sought = folded(wanted);
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& name : zone_names()) {
        const std::string candidate = folded(name);
        const std::size_t whole = distance(sought, candidate);
        const std::size_t city = distance(last_part(sought), last_part(candidate));
        const std::size_t best = std::min(whole, city + 1);
        const std::size_t letters = last_part(sought).size();
        const std::size_t most = letters <= 4 ? 1 : std::max<std::size_t>(2, letters / 3);
        if (best <= most) ranked.emplace_back(best, name);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < ranked.size() && i < 3; ++i)
        names.push_back(ranked[i].second);
    return names;
}

ZoneError no_such_zone(std::string_view name) {
    const auto& known = shorthands();
    const auto found = std::find_if(known.begin(), known.end(), [&](const Shorthand& one) { return one.letters == name; });
    if (found != known.end()) return {ZoneError::Kind::shorthand, "it is an abbreviation", found->places};
    if (looks_like_shorthand(name)) return {ZoneError::Kind::shorthand, "it names no place", {}};
    return {ZoneError::Kind::unknown, "there is no time zone of that name", nearest_names(name)};
}

ZoneError unreadable(std::string reason) {
    return {ZoneError::Kind::unreadable, std::move(reason), {}};
}

std::variant<ZoneTable, ZoneError> read_known_zone(const std::string& name) {
    Listed listed = listed_rows(*date::locate_zone(name));
    const std::optional<std::string> footer = footer_of(name);
    if (!footer) return unreadable("the tz database has no closing rule for it");
    ZoneTable table{std::move(listed.rows), never};
    if (!footer->empty()) {
        const std::optional<PosixZone> rule = parse_posix_zone(*footer);
        if (!rule) return unreadable("the closing rule \"" + *footer + "\" cannot be read");
        append_rule(table, listed.last, *rule);
    }
    if (!valid_zone(table.view())) return unreadable("its changes of clocks overlap");
    return table;
}

} // namespace

std::variant<ZoneTable, ZoneError> read_zone(std::string_view name) {
    try {
        const auto& zones = date::get_tzdb().zones;
        if (zones.empty()) return unreadable("this system has no tz database");
        const auto named = [&](const date::time_zone& zone) { return zone.name() == name; };
        const bool known = !is_local_alias(name) && std::any_of(zones.begin(), zones.end(), named);
        if (!known) return no_such_zone(name);
        return read_known_zone(std::string(name));
    } catch (const std::exception& error) {
        return unreadable(error.what());
    }
}

std::shared_ptr<const ZoneReader::Result> ZoneReader::read(std::string_view name) {
    auto found = read_.find(name);
    if (found == read_.end()) {
        found = read_.emplace(std::string(name), std::make_shared<const Result>(read_zone(name))).first;
    }
    return found->second;
}

std::vector<std::string> zone_names() {
    try {
        std::vector<std::string> names;
        for (const date::time_zone& zone : date::get_tzdb().zones) {
            if (!is_local_alias(zone.name())) names.push_back(zone.name());
        }
        std::sort(names.begin(), names.end());
        return names;
    } catch (const std::exception&) {
        return {};
    }
}

} // namespace recourse::support
