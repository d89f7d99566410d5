// From bytes to a Program: the header, the checksum, the sections, and then the proof of verify.h. Nothing is executed before.
#include "runtime/machine/direct.h"
#include "runtime/machine/verify.h"

#include <algorithm>

namespace recourse {

using namespace machine;

namespace {

std::string version_text(std::uint32_t major, std::uint32_t minor) {
    return std::to_string(major) + "." + std::to_string(minor);
}

/// What is wrong with the file as a whole; empty when nothing is.
std::string check_header(std::span<const std::byte> bytes, Header& header) {
    constexpr std::size_t prefix = sizeof(format::kMagic) + 4;
    const std::size_t common = std::min(bytes.size(), sizeof(format::kMagic));
    if (bytes.empty() || std::memcmp(bytes.data(), format::kMagic, common) != 0) {
        return "this is not a compiled policy (it does not begin with RECOURSE): compile one with `recourse compile`";
    }
    if (bytes.size() < prefix) return "the file is cut off after " + std::to_string(bytes.size()) + " bytes: compile or copy it again";
    const auto major = read_number<std::uint16_t>(bytes.data() + sizeof(format::kMagic));
    const auto minor = read_number<std::uint16_t>(bytes.data() + sizeof(format::kMagic) + 2);
    const std::string ours = version_text(format::kVersionMajor, format::kVersionMinor);
    if (major > format::kVersionMajor || (major == format::kVersionMajor && minor > format::kVersionMinor)) {
        return "the policy was compiled for format " + version_text(major, minor) + " and this runtime reads " + ours +
               ": use a newer runtime, or compile the policy with an older compiler";
    }
    if (major < format::kVersionMajor) {
        return "the policy was compiled for format " + version_text(major, minor) + " and this runtime reads " + ours +
               ": compile the policy again";
    }
    if (bytes.size() < sizeof(Header)) {
        return "the file is cut off after " + std::to_string(bytes.size()) + " bytes: compile or copy it again";
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.total_bytes != bytes.size()) {
        return "the file should have " + std::to_string(header.total_bytes) + " bytes and has " +
               std::to_string(bytes.size()) + ": compile or copy it again";
    }
    if (header.section_count != static_cast<std::uint32_t>(Section::count)) {
        return "the file's table of sections is damaged: compile or copy it again";
    }
    if (header.checksum != format::file_checksum(bytes)) {
        return "the file was altered or damaged (its checksum does not fit): compile or copy it again";
    }
    return {};
}

template <class Record>
bool place(const Tables& tables, const Header& header, Section section, std::span<const Record>& into) {
    const SectionRecord& record = header.sections[static_cast<std::size_t>(section)];
    const std::uint64_t size = std::uint64_t{record.count} * sizeof(Record);
    if (record.offset % 8 != 0 || record.offset < sizeof(Header) || record.offset > tables.storage_bytes) return false;
    if (size > tables.storage_bytes - record.offset) return false;
    const auto* bytes = reinterpret_cast<const std::byte*>(tables.storage.get()) + record.offset;
    into = {reinterpret_cast<const Record*>(bytes), record.count};
    return true;
}

bool place_sections(Tables& tables, const Header& header) {
    bool good = true;
#define SECTION(name, record) good = good && place(tables, header, Section::name, tables.name);
#include "runtime/format/sections.def"
    return good;
}

bool place_zones(Tables& tables, std::string& problem) {
    for (const ZoneTransitionRecord& row : tables.zone_transitions) {
        tables.zone_rows.push_back({row.from, row.offset_ms, row.pad});
    }
    for (const ZoneRecord& zone : tables.zones) {
        const bool inside = zone.transitions.count >= 1 && zone.transitions.first <= tables.zone_rows.size() &&
                            zone.transitions.count <= tables.zone_rows.size() - zone.transitions.first &&
                            (zone.name == kNone || zone.name < tables.strings.size());
        if (inside) {
            const ZoneView view{tables.zone_rows.data() + zone.transitions.first, zone.transitions.count, zone.cycle_from};
            tables.zone_views.push_back(view);
        }
        if (!inside || !valid_zone(tables.zone_views.back())) {
            problem = "a time zone's table (number " + std::to_string(tables.zone_views.size()) + ")";
            return false;
        }
    }
    return true;
}

bool place_calendars(Tables& tables, std::string& problem) {
    for (const CalendarRecord& c : tables.calendars) {
        const bool days = c.first_day >= min_day && c.last_day <= max_day && c.first_day <= c.last_day;
        const bool inside = days && c.words <= tables.calendar_words.size() && c.ranks <= tables.calendar_ranks.size() &&
                            c.word_count == calendar_words(c.first_day, c.last_day) &&
                            c.word_count <= tables.calendar_words.size() - c.words &&
                            c.word_count < tables.calendar_ranks.size() - c.ranks && c.weekend_mask < 128 &&
                            c.beyond == static_cast<std::uint32_t>(BeyondRule::weekends_only) &&
                            (c.name == kNone || c.name < tables.strings.size());
        if (inside) {
            tables.calendar_views.push_back({tables.calendar_words.data() + c.words, tables.calendar_ranks.data() + c.ranks,
                                             c.first_day, c.last_day, static_cast<std::uint8_t>(c.weekend_mask),
                                             static_cast<BeyondRule>(c.beyond)});
        }
        if (!inside || !valid_calendar(tables.calendar_views.back())) {
            problem = "a calendar's table (number " + std::to_string(tables.calendar_views.size()) + ")";
            return false;
        }
    }
    return true;
}

/// What a step would otherwise walk for. States are in pre-order: a parent comes first.
void derive_traits(Tables& tables) {
    tables.traits.resize(tables.states.size());
    for (std::size_t s = 0; s < tables.states.size(); ++s) {
        const StateRecord& state = tables.states[s];
        std::uint8_t traits = 0;
        if (state.parent < s) traits = tables.traits[state.parent];
        if ((state.flags & kFinal) != 0) traits |= kInFinal | kMayEnd;
        if ((state.flags & kLetsEnd) != 0) traits |= kMayEnd;
        if (state.deadlines.count > 0 || state.whens.count > 0) traits |= kTimed;
        if (state.latches.count > 0) traits |= kLatched;
        tables.traits[s] = traits;
    }
}

} // namespace

machine::Tables::Tables() = default;
machine::Tables::~Tables() = default;

Program::Program() : tables_(std::make_unique<Tables>()) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

std::optional<Program> Program::load(std::span<const std::byte> bytes, LoadError& error) {
    Header header{};
    error.message = check_header(bytes, header);
    if (!error.message.empty()) return std::nullopt;

    Program program;
    Tables& tables = *program.tables_;
    tables.storage_bytes = bytes.size();
    tables.storage = std::make_unique<std::uint64_t[]>((bytes.size() + 7) / 8);
    std::memcpy(tables.storage.get(), bytes.data(), bytes.size());
    tables.identity = header.checksum;

    std::string problem;
    const bool good = place_sections(tables, header) && place_zones(tables, problem) &&
                      place_calendars(tables, problem) && Verifier(tables, problem).all();
    if (!good) {
        if (problem.empty()) problem = "a section lies outside the file";
        error.message = "the program does not hold together: " + problem + "; compile the policy again";
        return std::nullopt;
    }
    derive_traits(tables);
    derive_quick(tables);
    derive_direct(tables);
    return program;
}

std::uint64_t Program::identity() const { return tables_->identity; }
std::string_view Program::name() const { return tables_->string(tables_->policy[0].name); }
std::uint32_t Program::version() const { return tables_->policy[0].version; }

} // namespace recourse
