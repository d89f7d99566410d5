#pragma once

#include <span>
#include <string_view>

namespace recourse::driver {

/// A file of the standard library, as it was when the compiler was built.
struct PackedFile {
    std::string_view path; ///< relative to stdlib/, for instance "calendar/china.rule"
    std::string_view text;
};

/// Every .rule file below stdlib/, ordered by path. The definition is generated (cmake/pack_stdlib.cmake).
std::span<const PackedFile> packed_stdlib();

} // namespace recourse::driver
