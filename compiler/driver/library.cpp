#include "compiler/driver/library.h"

#include <algorithm>
#include <string>

namespace recourse::driver {

std::optional<PackedFile> library_file(std::string_view name) {
    constexpr std::string_view prefix = "std.";
    if (!name.starts_with(prefix)) return std::nullopt;
    std::string path(name.substr(prefix.size()));
    std::replace(path.begin(), path.end(), '.', '/');
    path += ".rule";
    for (const PackedFile& file : packed_stdlib()) {
        if (file.path == path) return file;
    }
    return std::nullopt;
}

}  // namespace recourse::driver
