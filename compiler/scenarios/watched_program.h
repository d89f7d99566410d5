// The program on which the promises of a run are followed. A host's program keeps what some rule reads and no more; a promise may read
// what no rule does. So the same policy is written once more with the promises' conditions as named conditions of their own, and a case
// of it is played beside the host's: the states are the same, the memory is larger, and the runtime's own code evaluates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/scenarios/bridge.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

namespace recourse::scenarios {

// Not movable: the parts refer to one another. The host's bridge has to live as long.
class WatchedProgram {
public:
    // O(size of the model) where some promise has conditions; otherwise it is the host's own program.
    WatchedProgram(const Bridge& host, const support::SourceTable& sources);
    WatchedProgram(const WatchedProgram&) = delete;
    WatchedProgram& operator=(const WatchedProgram&) = delete;

    [[nodiscard]] const Bridge& bridge() const { return own_ ? own_->bridge : host_; }
    [[nodiscard]] const Program& program() const { return bridge().program(); }
    // Whether it differs from the host's.
    [[nodiscard]] bool is_apart() const { return own_ != nullptr; }
    // Whether a promise's condition can be asked: not one that reads a text without a maximum, which no case can keep.
    [[nodiscard]] bool knows(semantics::ExprId condition) const { return named_.contains(condition); }
    // Whether it holds in the case as it stands; one that cannot be computed, as where it reads a value that is not there, does not.
    [[nodiscard]] bool holds(semantics::ExprId condition, CaseRef c) const;

private:
    struct Own {
        Own(std::unique_ptr<semantics::Model> from, const support::SourceTable& sources, std::vector<std::byte> written, Program loaded)
            : model(std::move(from)), bytes(std::move(written)), program(std::move(loaded)), bridge(*model, sources, program) {}
        std::unique_ptr<semantics::Model> model;
        std::vector<std::byte> bytes;
        Program program;
        Bridge bridge;
    };
    void make(const support::SourceTable& sources);

    const Bridge& host_;
    std::unique_ptr<Own> own_;
    std::map<semantics::ExprId, std::uint32_t> named_;      // index within the case type's named values
};

}  // namespace recourse::scenarios
