// What happened as JSON lines (docs/run-format.md).
#pragma once

#include <string>

#include "session.h"

namespace recourse::cli {

// One line, with its line end.
[[nodiscard]] std::string json_line(const Occurrence& occurrence);

}  // namespace recourse::cli
