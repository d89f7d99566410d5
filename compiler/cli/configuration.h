// recourse.toml: what a project has settled, so that nobody need say it again.
//
//     paths = ["rules", "stdlib"]      # what verbs work on when no path is given, from the folder of recourse.toml
//
//     [levels]                         # by code or group: "off", "note", "warning" or "error"
//     missing-label = "off"
//
//     [budget]                         # of the search through what cases of one type can come to
//     situations = 20000
//     megabytes  = 1024
//     seconds    = 60                  # without it, as long as it takes
//
//     [cache]                          # of what `check` found (docs/cache.md)
//     folder    = "../recourse-cache"  # from the folder of recourse.toml; without it the user's own
//     megabytes = 64                   # 0: none is kept
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <recourse/compiler.h>

namespace recourse::cli {

class Console;

struct Configuration {
    std::string folder;                 // of recourse.toml, as seen from the current folder; empty when there is none
    std::vector<std::string> paths;     // likewise
    std::map<std::string, Level, std::less<>> levels;
    Budget budget;
    std::optional<std::int64_t> seconds;
    std::string cache_folder;           // as seen from the current folder; empty: the user's own
    std::uint64_t cache_megabytes = 64;
};

// The recourse.toml of the current folder, or of the nearest folder above that has one; an empty configuration when none has.
// Nothing, after a message, when it cannot be understood.
[[nodiscard]] std::optional<Configuration> read_configuration(Console& console);

}  // namespace recourse::cli
