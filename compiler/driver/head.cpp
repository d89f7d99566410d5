#include "compiler/driver/head.h"

#include <set>

#include <fmt/format.h>

#include "compiler/driver/packing.h"

namespace recourse::driver {

namespace {

FileKind kind_of(syntax::File::Kind kind) {
    switch (kind) {
    case syntax::File::Kind::policy: return FileKind::policy;
    case syntax::File::Kind::library: return FileKind::library;
    case syntax::File::Kind::calendar: return FileKind::calendar;
    case syntax::File::Kind::counting: return FileKind::counting;
    case syntax::File::Kind::missing: break;
    }
    return FileKind::unknown;
}

syntax::File::Kind kind_of(FileKind kind) {
    switch (kind) {
    case FileKind::policy: return syntax::File::Kind::policy;
    case FileKind::library: return syntax::File::Kind::library;
    case FileKind::calendar: return syntax::File::Kind::calendar;
    case FileKind::counting: return syntax::File::Kind::counting;
    case FileKind::unknown: break;
    }
    return syntax::File::Kind::missing;
}

}  // namespace

std::string versioned_name(const std::string& name, std::uint64_t version) { return fmt::format("{} {}", name, version); }

Head head_of(const syntax::File& file) {
    std::set<std::string> used = {file.refines.text}, zones;
    for (const auto& item : file.items) {
        if (const auto* import = std::get_if<syntax::Import>(&item)) used.insert(import->module.text);
        if (const auto* migrate = std::get_if<syntax::Migrate>(&item)) used.insert(versioned_name(file.name.text, static_cast<std::uint64_t>(migrate->from)));
        const auto* scenario = std::get_if<syntax::Scenario>(&item);
        if (scenario != nullptr && scenario->under != 0) used.insert(versioned_name(file.name.text, static_cast<std::uint64_t>(scenario->under)));
    }
    std::uint32_t version = 0;
    for (const syntax::HeaderLine& line : file.header) {
        const bool names = line.kind == syntax::HeaderLine::Kind::calendar || line.kind == syntax::HeaderLine::Kind::counting;
        if (names) used.insert(line.name.text);
        if (line.kind == syntax::HeaderLine::Kind::version && line.number > 0 && line.number <= 1'000'000'000) version = static_cast<std::uint32_t>(line.number);
        if (line.kind == syntax::HeaderLine::Kind::overrides) {
            for (const syntax::Name& policy : line.words) used.insert(policy.text);
        }
        if (line.kind == syntax::HeaderLine::Kind::calendar_by) {
            for (const auto& [member, calendar] : line.by_names) used.insert(calendar.text);
        }
        if (line.kind == syntax::HeaderLine::Kind::time_zone) zones.insert(line.text.value);
        if (line.kind == syntax::HeaderLine::Kind::time_zone_by) {
            for (const auto& [member, zone] : line.by_texts) zones.insert(zone.value);
        }
    }
    used.erase("");
    if (version != 0) used.erase(versioned_name(file.name.text, version));
    return {kind_of(file.kind), file.name.text, version, file.refines.text, {used.begin(), used.end()}, {zones.begin(), zones.end()}};
}

syntax::File stub_of(const Head& head) {
    syntax::File file;
    file.kind = kind_of(head.kind);
    file.name.text = head.name;
    file.refines.text = head.refines;
    return file;
}

std::string packed(const Head& head, const Digest& key) {
    Packer into;
    into.number(static_cast<std::uint64_t>(head.kind));
    into.text(head.name);
    into.number(head.version);
    into.text(head.refines);
    into.texts(head.uses);
    into.texts(head.zones);
    return into.value(key);
}

std::optional<Head> unpacked_head(std::string_view value, const Digest& key) {
    Unpacker from(value, key);
    Head head;
    const std::uint64_t kind = from.number();
    if (kind > static_cast<std::uint64_t>(FileKind::counting)) return std::nullopt;
    head.kind = static_cast<FileKind>(kind);
    head.name = from.text();
    head.version = static_cast<std::uint32_t>(from.number());
    head.refines = from.text();
    from.texts(head.uses);
    from.texts(head.zones);
    if (!from.good_to_the_end()) return std::nullopt;
    return head;
}

}  // namespace recourse::driver
