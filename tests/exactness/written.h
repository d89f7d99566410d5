// How a configuration is written: the same text for a case of the runtime and for a situation of the explorer.
#pragma once

#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/explore/situation.h"
#include "compiler/explore/slots.h"
#include "tests/exactness/compiled.h"

namespace exactness {

[[nodiscard]] std::string written(const Compiled& compiled, const recourse::Case& c);
// Its standing and states alone.
[[nodiscard]] std::string place_of(const Compiled& compiled, const recourse::explore::Situation& situation);
// All configurations that a situation stands for: records and facts that are left open take each of their values.
[[nodiscard]] std::vector<std::string> written(const Compiled& compiled, const recourse::explore::Slots& slots,
                                               const recourse::explore::Situation& situation);

}  // namespace exactness
