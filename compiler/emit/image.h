// A compiled program while it is put together: one vector of records a section, and `write`, which makes the file of them.
// The layout is runtime/format/layout.h; docs/program-format.md tells it to readers of other languages.
#pragma once

#include "runtime/format/layout.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace recourse::emit {

using namespace recourse::format;

struct Image {
#define SECTION(name, record) std::vector<record> name;
#include "runtime/format/sections.def"

    /// The index of a string; equal strings share one. Amortised O(length).
    Str intern(std::string_view string);

    /// The index of a constant; equal constants share one. Amortised O(1).
    std::uint32_t constant(std::int64_t value);

  private:
    std::unordered_map<std::string, Str> interned_;
    std::unordered_map<std::int64_t, std::uint32_t> constants_;
};

/// The file: header with checksum, then the sections in order, each 8-byte aligned. Equal images give equal bytes. O(size).
std::vector<std::byte> write(const Image& image);

} // namespace recourse::emit
