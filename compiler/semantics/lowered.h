// States of machines that no author wrote: of a duty, of a case that is opened, of a clock.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "compiler/semantics/model.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// `whole` is all that the machine is made of, `of` its name there; what is allowed of it is allowed in each of its states.
inline syntax::State lowered_state(std::string_view called, syntax::State::Kind kind, std::vector<syntax::Item> items, const syntax::Name& of,
                                   const syntax::Trailing& trailing, support::Span whole) {
    syntax::State made;
    made.kind = kind;
    made.name = {std::string(called), of.span};
    made.has_body = !items.empty();
    made.items = std::move(items);
    made.trailing.allows = trailing.allows;
    made.span = whole;
    made.head = of.span;
    return made;
}

// Invalid when the machine has none of that name.
inline StateId state_called(const Model& model, MachineId machine, std::string_view name) {
    for (const StateId id : model.machines[machine].states) {
        if (model.states[id].name == name) return id;
    }
    return {};
}

}  // namespace recourse::semantics
