// Build ids: a linker writes a digest of all that a program or library is made of into a note of it (ld's --build-id), and the note is in
// memory whenever the program runs. Source: the ELF notes of elf(5) and dl_iterate_phdr(3).
#include "compiler/driver/digest.h"

#if __has_include(<link.h>)
#include <elf.h>
#include <link.h>
#endif

#include <cstddef>
#include <cstring>

namespace recourse::driver {

#if __has_include(<link.h>)

namespace {

constexpr std::size_t padded(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

// The build id among the notes of one segment; empty when it is not there.
std::string_view build_id_in(const char* notes, std::size_t size, std::size_t alignment) {
    const std::size_t to = alignment == 8 ? 8 : 4;
    std::size_t at = 0;
    while (size - at >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) head;
        std::memcpy(&head, notes + at, sizeof head);
        const std::size_t name = at + sizeof head;
        const std::size_t value = name + padded(head.n_namesz, to);
        if (value > size || head.n_descsz > size - value) return {};
        const bool is_gnu = head.n_namesz == sizeof ELF_NOTE_GNU && std::memcmp(notes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0;
        if (is_gnu && head.n_type == NT_GNU_BUILD_ID) return {notes + value, head.n_descsz};
        at = value + padded(head.n_descsz, to);
        if (at > size) return {};
    }
    return {};
}

struct Seen {
    DigestOf all;
    bool complete = true;
};

int look_at(dl_phdr_info* object, std::size_t, void* into) {
    auto& seen = *static_cast<Seen*>(into);
    std::string_view id;
    for (std::size_t i = 0; i < object->dlpi_phnum && id.empty(); ++i) {
        const ElfW(Phdr)& segment = object->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) continue;
        // The address at which the system laid the segment: it is given as a number.
        const auto* notes = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);     // NOLINT
        id = build_id_in(notes, segment.p_memsz, segment.p_align);
    }
    if (id.empty()) seen.complete = false;
    seen.all.add(id);
    return 0;
}

}  // namespace

std::optional<Digest> program_identity() {
    Seen seen;
    dl_iterate_phdr(look_at, &seen);
    if (!seen.complete) return std::nullopt;
    return seen.all.digest();
}

#else

std::optional<Digest> program_identity() { return std::nullopt; }

#endif

}  // namespace recourse::driver
