// What the system's tz database says of a zone, as a digest.
#pragma once

#include <optional>
#include <string>

#include <recourse/store.h>

namespace recourse::driver {

// Of all that read_zone reads of a zone that it finds: another digest when the database has other rows for it. Nothing when there is no
// such zone, or none that read_zone understands. Throws nothing. A few microseconds.
[[nodiscard]] std::optional<Digest> zone_digest(const std::string& name);

}  // namespace recourse::driver
