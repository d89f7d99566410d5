// Time zones from the system's tz database, read while a policy is compiled. The compiled program carries the
// rows with it: the database is never asked again (law 1).
#pragma once

#include "recourse/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recourse::support {

// The rows of one zone, as a program stores them.
struct ZoneTable {
    std::vector<ZoneTransition> transitions;
    Instant cycle_from = never;
    // A view that is good for as long as the table is.
    [[nodiscard]] ZoneView view() const {
        return {transitions.data(), static_cast<std::uint32_t>(transitions.size()), cycle_from};
    }
};

struct ZoneError {
    enum class Kind : std::uint8_t {
        unknown,    // no zone of that name; `suggestions` has the nearest names, best first
        shorthand,  // "PST", "UTC+8": no name, and shared by places with other clocks; `suggestions` has such places
        unreadable, // the tz database is missing, or holds what cannot be understood; `reason` says what
    };
    Kind kind = Kind::unknown;
    std::string reason;
    std::vector<std::string> suggestions;
};

// All offsets of a zone by its name in the tz database ("Asia/Shanghai"): those that the database lists, then
// those of its closing rule for 400 years and three more, after which they repeat. Rows that change no offset
// are left out. The result passes valid_zone. Throws nothing. The system's own zoneinfo directory is read;
// TZDIR is not looked at, since the date library, which reads the transitions, does not.
[[nodiscard]] std::variant<ZoneTable, ZoneError> read_zone(std::string_view name);

// The zones of one analysis, each read once. Not for two threads at a time.
class ZoneReader {
public:
    using Result = std::variant<ZoneTable, ZoneError>;
    // As read_zone. O(log zones) after the first time.
    [[nodiscard]] std::shared_ptr<const Result> read(std::string_view name);

private:
    std::map<std::string, std::shared_ptr<const Result>, std::less<>> read_;
};

// All names that read_zone knows, sorted; empty when there is no tz database. Throws nothing.
[[nodiscard]] std::vector<std::string> zone_names();

} // namespace recourse::support
