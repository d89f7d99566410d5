// What the rooms that make text share.
#pragma once

#include "runtime/machine/run.h"

#include <string>

namespace recourse::machine {

/// "2024-03-13 10:00" as the clock on the wall shows it.
std::string instant_text(const ZoneView& zone, Instant t);
/// "2024-03-13T10:00:00+08:00".
std::string rfc3339_text(const ZoneView& zone, Instant t);

TypeInfo type_info(const TypeRecord& record);

} // namespace recourse::machine
