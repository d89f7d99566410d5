// What has to be followed beside the rules of a case to judge a promise.
#pragma once

#include "compiler/explore/watch.h"
#include "compiler/semantics/model.h"

namespace recourse::promises {

[[nodiscard]] explore::Watch watch_of(const semantics::Promise& promise);

}  // namespace recourse::promises
