// The packed standard library by the names that its files declare.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/driver/stdlib_pack.h"

namespace recourse::driver {

// "std.calendar.china" is calendar/china.rule: a file of the library declares the name that its path spells. O(number of files).
[[nodiscard]] std::optional<PackedFile> library_file(std::string_view name);

}  // namespace recourse::driver
