// The rows of a set as situations of the case type that it is of. Nothing is taken on trust: what does not fit the columns is a problem.
#pragma once

#include <string>

#include "compiler/explore/steps.h"
#include "tests/certify/read.h"

namespace certify {

class Rows {
public:
    Rows(const recourse::semantics::Model& model, const recourse::explore::Slots& slots, const recourse::explore::Steps& steps,
         recourse::semantics::CaseId of)
        : model_(model), slots_(slots), blank_(steps.blank()), of_(of) {}
    // Gives the problem, or nothing.
    [[nodiscard]] std::string situation(const Row& row, recourse::explore::Situation& into) const;

private:
    using Situation = recourse::explore::Situation;
    using Words = std::vector<std::string_view>;
    // One for each part.
    [[nodiscard]] bool at(const Words& words, Situation& into) const;
    [[nodiscard]] bool counts(const Words& words, Situation& into) const;
    [[nodiscard]] bool known(const Words& words, Situation& into) const;
    [[nodiscard]] bool done(const Words& words, Situation& into) const;
    [[nodiscard]] bool orders(const Words& words, Situation& into) const;
    [[nodiscard]] bool marks(const Words& words, Situation& into) const;
    [[nodiscard]] bool choices(const Words& words, Situation& into) const;
    [[nodiscard]] bool numbers(const Words& words, Situation& into) const;
    [[nodiscard]] bool sums(const Words& words, Situation& into) const;
    [[nodiscard]] bool times(const Words& words, Situation& into) const;

    const recourse::semantics::Model& model_;
    const recourse::explore::Slots& slots_;
    Situation blank_;
    recourse::semantics::CaseId of_;
};

}  // namespace certify
