// Formulas over integer variables: what conditions of a policy become once names and types are gone. Negation is pushed down to the
// atoms while a formula is built, so that the search sees `all`, `any` and atoms alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/semantics/model.h"
#include "compiler/support/ids.h"

namespace recourse::explore {

using FormulaId = support::Id<struct FormulaTag>;
using VariableId = support::Id<struct VariableTag>;

// The variable that is always 0: an atom over one value compares it with this one.
inline constexpr VariableId kZero{0};
// Larger numbers than any value of a policy (years 1 to 9999 in milliseconds, amounts of money): "no bound".
inline constexpr std::int64_t kWide = std::int64_t{1} << 60;

enum class Relation : std::uint8_t { at_most, equal, differs };

// x − y  relation  bound.
struct Atom {
    VariableId x = kZero, y = kZero;
    Relation relation = Relation::at_most;
    std::int64_t bound = 0;
};

struct Part {
    std::int64_t factor = 1;
    VariableId variable;
    friend auto operator<=>(const Part&, const Part&) = default;
};

// A sum of more variables than an atom holds:  Σ parts  relation  bound. The search checks it by intervals and on the witness only.
struct SumAtom {
    std::vector<Part> parts;
    Relation relation = Relation::at_most;
    std::int64_t bound = 0;
};

// The value of an expression in one case: a number that depends on variables, or one of the two values beside the numbers.
// `absent` lies below every number and `never` above (as the runtime compares them).
struct Term {
    enum class Kind : std::uint8_t { absent, number, never } kind = Kind::number;
    std::int64_t offset = 0;
    std::vector<Part> parts;
    [[nodiscard]] bool constant() const { return kind != Kind::number || parts.empty(); }
    friend bool operator==(const Term&, const Term&) = default;
};

enum class Role : std::uint8_t {
    zero,
    value,       // a fact, record, field, instant, parameter …
    absence,     // 1 when the optional value `of` is absent
    not_yet,     // 1 when the instant `of` has not happened
    member,      // 1 when the set has the member
    place,       // the leaf state of a machine, in pre-order
    period_end,  // an instant that the calendar decides, such as `5 days after apply`
    computed,    // a product, a quotient: known once its operands are
    unknown,     // what the reasoning does not follow; a witness that needs it decides nothing
};

struct Variable {
    Role role = Role::value;
    semantics::Type type;
    semantics::ExprId source;          // an expression that it stands for, for messages
    std::int64_t low = -kWide, high = kWide;
    VariableId of;                     // absence, not_yet
    std::uint32_t machine = 0, set_member = 0;
    std::string name;                  // when no expression says it
    std::vector<VariableId> needs;     // variables that its axioms speak of
    // computed: how.
    semantics::ExprKind operation = semantics::ExprKind::constant;
    semantics::Rounding rounding = semantics::Rounding::down;
    std::int64_t divisor = 1;
    std::vector<Term> operands;
};

struct Formula {
    enum class Kind : std::uint8_t { truth, falsity, atom, sum, all, any } kind = Kind::truth;
    Atom atom;
    std::uint32_t sum = 0;
    std::vector<FormulaId> children;
};

// What variables are worth; indexed by VariableId.
using Assignment = std::vector<std::int64_t>;

class FormulaStore {
public:
    FormulaStore();

    // The variable of that key, made when it is new. Equal keys are the same value.
    using Key = std::vector<std::int64_t>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    [[nodiscard]] std::optional<VariableId> known(const Key& key) const;
    VariableId variable(const Key& key, Variable made);
    [[nodiscard]] const Variable& operator[](VariableId id) const { return variables_[id]; }
    [[nodiscard]] Variable& operator[](VariableId id) { return variables_[id]; }
    [[nodiscard]] std::size_t variable_count() const { return variables_.size(); }
    [[nodiscard]] const Formula& operator[](FormulaId id) const { return formulas_[id]; }
    [[nodiscard]] const SumAtom& sum(std::uint32_t index) const { return sums_[index]; }

    [[nodiscard]] FormulaId truth() const { return FormulaId(0); }
    [[nodiscard]] FormulaId falsity() const { return FormulaId(1); }
    FormulaId atom(VariableId x, VariableId y, Relation relation, std::int64_t bound);
    FormulaId is(VariableId variable, std::int64_t value) { return atom(variable, kZero, Relation::equal, value); }
    // a  comparison  b  (one of the six comparisons of ExprKind).
    FormulaId compare(const Term& a, semantics::ExprKind comparison, const Term& b);
    FormulaId all(std::vector<FormulaId> parts);
    FormulaId any(std::vector<FormulaId> parts);
    FormulaId opposite(FormulaId formula);

    // Holds in every situation that has the variable `subject`.
    void add_axiom(VariableId subject, FormulaId axiom);
    // The formula with the axioms of all variables in it, of those that the axioms bring in, and so on; and these variables.
    FormulaId with_axioms(FormulaId formula, std::vector<VariableId>& used);

    [[nodiscard]] bool holds(FormulaId formula, const Assignment& values) const;
    // The number; nothing when the arithmetic overflows or the term is no number.
    [[nodiscard]] std::optional<std::int64_t> number(const Term& term, const Assignment& values) const;

private:
    FormulaId linear(std::vector<Part> parts, Relation relation, std::int64_t bound);
    FormulaId shared(const Key& key, Formula made);
    FormulaId make(Formula::Kind kind, std::vector<FormulaId> parts);
    FormulaId turned(FormulaId id);
    void collect(FormulaId formula, std::vector<bool>& seen, std::vector<VariableId>& used) const;

    support::Table<VariableId, Variable> variables_;
    support::Table<FormulaId, Formula> formulas_;
    std::vector<SumAtom> sums_;
    std::map<Key, VariableId> keys_;
    std::unordered_map<Key, FormulaId, KeyHash> shared_;   // equal formulas are one
    std::unordered_map<FormulaId, FormulaId> opposites_;
    std::vector<std::pair<VariableId, FormulaId>> axioms_;
};

}  // namespace recourse::explore
