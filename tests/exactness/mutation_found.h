// Analyses a mutated file with all that has to do with it, and says what noticed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/driver/pipeline.h"

namespace exactness {

// A file, what it imports and what imports it.
struct Surroundings {
    recourse::SourceSet sources;
    std::string path;
};
[[nodiscard]] Surroundings surroundings_of(const recourse::SourceSet& all, const std::string& path);

struct Noticed {
    std::shared_ptr<const recourse::driver::Pipeline> pipeline;
    bool refused = false;      // no program: not a policy of the language any more
    bool checks = false;       // a finding of a check
    bool scenarios = false;    // a scenario does not come out
    [[nodiscard]] bool any() const { return refused || checks || scenarios; }
};
[[nodiscard]] Noticed notice(const Surroundings& around, const std::string& text);

}  // namespace exactness
