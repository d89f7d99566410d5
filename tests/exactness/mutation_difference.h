// Two programs side by side: whether anything that can be done or asked tells them apart.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "compiler/driver/pipeline.h"
#include "tests/exactness/mutation_lives.h"

namespace exactness {

// The originals of a run: what is costly to find of them is found once.
class Originals {
public:
    explicit Originals(const recourse::SourceSet& sources);
    // In words the first case that a mutated tree answers differently; empty when every life of either, and every one a millisecond
    // sooner or later, comes to the same. Only the policies of the mutant's pipeline are compared.
    [[nodiscard]] std::string difference(const recourse::driver::Pipeline& mutant);

private:
    struct Subject {
        const recourse::semantics::Model* model = nullptr;
        std::optional<recourse::Program> program;
        std::set<std::int64_t> numbers;
        std::optional<Lives> lives;   // with walks
    };
    static Subject subject_of(const recourse::driver::Unit& unit);
    static Lives lives_of_subject(const Subject& subject);
    static std::string difference(const Subject& original, const Subject& mutant, const Lives& lives);

    std::shared_ptr<const recourse::driver::Pipeline> pipeline_;
    std::map<std::string, Subject> subjects_;    // by path: versions of a policy have one name
};

}  // namespace exactness
