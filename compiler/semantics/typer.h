// Types and meanings of expressions: from syntax to rows of Model::exprs.
//
// What may be absent. An instant that has not happened is `never`, later than everything, and compares as such; so `none` where an
// instant is expected is `never`. `=` and `!=` take any optional value (none = none). `<` and its like, arithmetic, conditions and
// places that want a plain value refuse one that is declared `or none` (`maybe-absent`), unless the same expression says `E is set`
// in an enclosing `and`, `E is not set` in an enclosing `or`, or the row's condition does; Place::known_set carries that from a
// rule's condition to its actions. `X.field` of an event that need not have happened is optional too, but only a check that
// knows the states can tell whether it has: it is not reported here.
//
// Inside `on X` the bare `X` is now and `X.field` what is at hand; `previous X` is the one before it, `first X` the first of all.
// `X has happened`, `X by I` and `no X by I` speak of what was accepted before. The latter two ask for the first X: one that
// came in time stays in time when another follows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/semantics/scope.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// Where an expression stands.
struct Place {
    Scope* scope = nullptr;
    EventId at_hand;          // inside `on X`: X is the event at hand
    StateId state;            // the state whose rule it is: what `within D` and `after D` count from
    DecisionId decision;      // inside a decision: only its parameters, constants and other decisions may be read
    bool constant = false;    // scenario values, bounds of everything but facts, record limits: only constants
    // Effects' arguments are read after the step: the memory holds the event at hand already.
    bool after_step = false;
    bool begins = false;      // a `moment`: where something begins, no last day rolls
    // What a rule's condition has shown to be set (Typer::known_set), for its branches and actions.
    std::vector<std::string> known_set;
    // type_of: facts and events' fields are `given`, effects' parameters `computed`. Neither may be a period; what is computed
    // needs no maximum of money.
    enum class Role : std::uint8_t { any, given, computed } role = Role::any;
    // The index in Model::zones in which literals are read; when there are several and none is chosen, literals are an error.
    std::optional<std::size_t> zone;
};

// Asked back by the typer when a name is met whose value is typed on demand.
class Declarations {
public:
    virtual ~Declarations() = default;
    // The type and value of a named period, deadline, moment, amount or condition, typed now if it was not yet (a ring is reported once).
    virtual const Named& named_value(NamedId id) = 0;
    // The signature of a decision (parameters and results have types).
    virtual const Decision& decision_signature(DecisionId id) = 0;
};

struct TyperState;

class Typer {
public:
    Typer(Model& model, diagnostics::Sink& sink, Declarations& declarations);
    ~Typer();
    Typer(const Typer&) = delete;
    Typer& operator=(const Typer&) = delete;

    // A type as written. Bounds that are constants are in low and high; bounds that read other names are given back as a
    // condition by `field_check` (facts only; elsewhere an error).
    Type type_of(const syntax::TypeRef& written, const Place& place);
    // The condition that a fact's bounds ask beyond constants (`not after opening`): invalid when there is none.
    ExprId field_check(const syntax::TypeRef& written, const Type& type, ExprId subject, const Place& place);

    // An expression, checked against `expected` when given (kinds' members and `none` are resolved by it; optional accepts plain).
    // Always gives an id; after an error its type is unknown, and no further error follows from it.
    ExprId expression(const syntax::Expr& written, const Place& place, const std::optional<Type>& expected = std::nullopt);
    ExprId condition(const syntax::Expr& written, const Place& place);        // boolean
    ExprId instant(const syntax::Expr& written, const Place& place);
    ExprId period(const syntax::Expr& written, const Place& place);
    // Rows or a single value; `expected` may have kind unknown. The result is one expression (`choose` for rows).
    ExprId rows(const syntax::Rows& written, const Place& place, const Type& expected);
    // The values that a condition shows to be set when it holds (`truth`) or fails, for Place::known_set.
    [[nodiscard]] static std::vector<std::string> known_set(const syntax::Expr& condition, bool truth = true);
    // Whether an instant's window ends at it (a period counted from something, `end of`, a `deadline`) rather than begins; what
    // shut_until decides by. For `earlier of` and rows: whether all parts do.
    [[nodiscard]] bool ends(ExprId instant) const;

    // Windows. `from I`: the last instant at which the rule is shut: I itself for what ends at I (a period counted from something,
    // `end of`, a name declared by `deadline`), just before I for what begins at I (facts, events, literals, `moment`s), pushed
    // through earlier of, later of and rows. `from the N-th day after X`: shut until (N-1) days after X (N = 1: X, or the end of its day when
    // days are whole). `until I`: I. `within D [after X]`: D after X, or after entering place.state.
    ExprId shut_until(const syntax::Window& window, const Place& place);      // invalid when there is no `from`
    ExprId open_until(const syntax::Window& window, const Place& place);      // invalid when there is neither `until` nor `within`
    // `after D`: D after the entering of place.state.
    ExprId after_entry(const syntax::Expr& period, const Place& place);

    // A decision: parameters and results' types (signature), then rows, overrides and their order.
    void decision_signature(const syntax::Decision& written, Decision& into, const Place& place);
    void decision_rows(const syntax::Decision& written, DecisionId id, const Place& place);

    // A constant's number, when the expression folded to one.
    [[nodiscard]] std::optional<std::int64_t> constant_of(ExprId id) const;
    // An instant literal (`2024-03-01 10:00`, or a bare date: its last millisecond) in the policy's zone.
    std::optional<std::int64_t> instant_literal(const syntax::Expr& written, const Place& place);

    // "money CNY, at most 10.00", "one of kind Fault", for messages.
    [[nodiscard]] std::string describe(const Type& type) const;

private:
    std::unique_ptr<TyperState> state_;
};

}  // namespace recourse::semantics
