// A case outside the engine: its bytes, the program it belongs to, and a checksum.
#include "runtime/machine/admit.h"

namespace recourse {

using namespace machine;

namespace {

struct SavedHeader {
    char magic[8];
    std::uint64_t program;
    std::uint32_t size;
    std::uint32_t zero;
    std::uint64_t checksum; // FNV-1a 64 of `program`, `size` and the bytes
};
static_assert(sizeof(SavedHeader) == 32);
constexpr char saved_magic[8] = {'R', 'C', 'C', 'A', 'S', 'E', '0', '1'};

std::uint64_t hash_on(std::uint64_t hash, std::span<const std::byte> bytes) {
    for (const std::byte b : bytes) hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3u;
    return hash;
}
std::uint64_t checksum(const SavedHeader& header, std::span<const std::byte> bytes) {
    std::uint64_t hash = hash_on(0xcbf29ce484222325u, std::as_bytes(std::span(&header.program, 1)));
    hash = hash_on(hash, std::as_bytes(std::span(&header.size, 1)));
    return hash_on(hash, bytes);
}

/// Whether the bytes name only leaves, parties and texts that there are.
bool holds_together(const Tables& tables, std::span<const std::byte> bytes) {
    if (!is_case_of(tables, bytes)) return false;
    const CaseRecord& type = tables.cases[read_header(bytes.data()).type];
    if (bytes.size() != type.bytes) return false;
    for (const MachineRecord& machine : tables.part(tables.machines, type.machines)) {
        const std::uint32_t leaf = active_leaf(type, machine, bytes.data());
        if (tables.states[leaf].last != leaf) return false;
    }
    for (const SlotRecord& slot : tables.part(tables.slots, type.slots)) {
        if (slot.width != kTextWidth) continue;
        const auto length = read_number<std::uint16_t>(bytes.data() + slot.offset);
        if (length != kNoText && length > slot.capacity) return false;
    }
    return true;
}

} // namespace

std::size_t saved_size(const CaseRef& c) { return sizeof(SavedHeader) + c.bytes().size(); }

std::size_t save(const Program& program, CaseRef c, std::span<std::byte> out) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return 0;
    const std::uint32_t size = tables.cases[c.type()].bytes;
    if (out.size() < sizeof(SavedHeader) + size) return 0;
    const auto bytes = c.bytes().first(size);
    SavedHeader header{};
    std::memcpy(header.magic, saved_magic, sizeof saved_magic);
    header.program = tables.identity;
    header.size = size;
    header.checksum = checksum(header, bytes);
    std::memcpy(out.data(), &header, sizeof header);
    std::memcpy(out.data() + sizeof header, bytes.data(), size);
    return sizeof header + size;
}

StepResult restore(const Program& program, std::span<const std::byte> saved, std::span<std::byte> into) {
    const Tables& tables = program.tables();
    const StepResult refused{Verdict::rejected, {Reason::bad_bytes, none, none, none, never}, 0};
    if (saved.size() < sizeof(SavedHeader)) return refused;
    SavedHeader header;
    std::memcpy(&header, saved.data(), sizeof header);
    const auto bytes = saved.subspan(sizeof header);
    const bool ours = std::memcmp(header.magic, saved_magic, sizeof saved_magic) == 0 && header.zero == 0 &&
                      header.program == tables.identity && header.size == bytes.size() && header.size <= kMaxCaseBytes &&
                      header.checksum == checksum(header, bytes);
    if (!ours) return refused;
    alignas(8) std::byte room[kMaxCaseBytes];
    std::memcpy(room, bytes.data(), bytes.size());
    if (!holds_together(tables, std::span<const std::byte>(room, bytes.size()))) return refused;
    if (into.size() < bytes.size() || reinterpret_cast<std::uintptr_t>(into.data()) % 8 != 0) {
        return {Verdict::rejected, {Reason::case_too_large, none, none, none, never}, 0};
    }
    std::memcpy(into.data(), room, bytes.size());
    return {};
}

} // namespace recourse
