// What the rooms that make text share.
#pragma once

#include "runtime/machine/run.h"

#include <string>

namespace recourse::machine {

/// "2024-03-13 10:00" as the clock on the wall shows it.
std::string instant_text(const ZoneView& zone, Instant t);
/// "2024-03-13T10:00:00+08:00".
std::string rfc3339_text(const ZoneView& zone, Instant t);

/// The label of a path: its own, or those of its parts that have one ("Dispute.Review": "the dispute.under review").
std::string label_of_path(const Program& program, std::string_view path, std::string_view language);

TypeInfo type_info(const TypeRecord& record);

} // namespace recourse::machine
