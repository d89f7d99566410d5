#include "compiler/emit/image.h"

#include <bit>
#include <cstring>
#include <type_traits>

namespace recourse::emit {
namespace {

static_assert(std::endian::native == std::endian::little, "programs are written as they lie in memory");

/// Copies a record without the bytes between its members, which are zero in the file: equal images give equal files.
template <class Record>
void put(std::byte* at, const Record& record) {
    static_assert(std::has_unique_object_representations_v<Record>, "a record with holes needs its own `put`");
    std::memcpy(at, &record, sizeof record);
}
template <class Member>
void put_member(std::byte* record, std::size_t offset, const Member& member) {
    std::memcpy(record + offset, &member, sizeof member);
}
void put(std::byte* at, const ZoneRecord& zone) {
    put_member(at, offsetof(ZoneRecord, name), zone.name);
    put_member(at, offsetof(ZoneRecord, transitions), zone.transitions);
    put_member(at, offsetof(ZoneRecord, cycle_from), zone.cycle_from);
}

constexpr std::size_t aligned(std::size_t size) { return (size + 7) & ~std::size_t{7}; }

template <class Record>
SectionRecord append(std::vector<std::byte>& file, const std::vector<Record>& records) {
    const SectionRecord section{static_cast<std::uint32_t>(file.size()), static_cast<std::uint32_t>(records.size())};
    file.resize(aligned(file.size() + records.size() * sizeof(Record)));
    std::byte* at = file.data() + section.offset;
    for (const Record& record : records) {
        put(at, record);
        at += sizeof(Record);
    }
    return section;
}

} // namespace

Str Image::intern(std::string_view string) {
    const auto [entry, fresh] = interned_.try_emplace(std::string(string), static_cast<Str>(strings.size()));
    if (fresh) {
        strings.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(string.size())});
        text.insert(text.end(), string.begin(), string.end());
    }
    return entry->second;
}

std::uint32_t Image::constant(std::int64_t value) {
    const auto [entry, fresh] = constants_.try_emplace(value, static_cast<std::uint32_t>(constants.size()));
    if (fresh) constants.push_back(value);
    return entry->second;
}

std::vector<std::byte> write(const Image& image) {
    Header header{};
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.version_major = kVersionMajor;
    header.version_minor = kVersionMinor;
    header.section_count = static_cast<std::uint32_t>(Section::count);

    std::vector<std::byte> file(aligned(sizeof(Header)));
#define SECTION(name, record) header.sections[static_cast<std::size_t>(Section::name)] = append(file, image.name);
#include "runtime/format/sections.def"
    header.total_bytes = file.size();
    std::memcpy(file.data(), &header, sizeof header);
    header.checksum = file_checksum(file);
    std::memcpy(file.data(), &header, sizeof header);
    return file;
}

} // namespace recourse::emit
