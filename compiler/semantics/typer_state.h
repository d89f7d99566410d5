// What all work of one Typer shares: the model it writes to, findings (each once a place), zones, and who calls whom.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/semantics/typer.h"
#include "compiler/semantics/types.h"
#include "compiler/support/zone_source.h"

namespace recourse::semantics {

struct TyperState {
    Model& model;
    diagnostics::Sink& sink;
    Declarations& declarations;

    // A finding; the second of one code at one place is dropped (bodies of machines are typed once an instance).
    diagnostics::Diagnostic& report(std::string_view code, Span span, std::string message, std::string hint = {});

    // Counts the parts as well; one that has too many is an error, and unknown.
    ExprId add(Expr expr);
    // The place of a member in its kind. O(1) but for the first of a large kind.
    std::optional<std::size_t> member_index(KindId kind, std::string_view name);
    ExprId unknown(Span span);                                    // after an error
    ExprId constant(Type type, std::int64_t number, Span span);   // its bounds become the number
    [[nodiscard]] const Type& type(ExprId id) const { return model.exprs[id].type; }
    [[nodiscard]] bool is_unknown(ExprId id) const { return type(id).kind == TypeKind::unknown; }
    [[nodiscard]] std::optional<std::int64_t> constant_of(ExprId id) const;
    // Whether anything in the expression satisfies `wanted`. Expressions are trees with shared parts: each is visited once.
    [[nodiscard]] bool any_of(ExprId id, const std::function<bool(const Expr&)>& wanted) const;

    // The zone in which a place's literals are read; null when the place leaves it open (`zones` chosen by a fact) or the zone
    // cannot be read, which whoever declares it reports.
    const support::ZoneTable* zone_of(const Place& place);

    std::map<DecisionId, std::map<DecisionId, Span>> decision_calls;
    std::set<std::set<DecisionId>> rings_reported;
    int unknown_names = 0;

private:
    std::set<std::tuple<std::string_view, Span>> reported_;
    diagnostics::Diagnostic dropped_;
    std::map<std::string, std::optional<support::ZoneTable>> zones_;
    std::map<KindId, std::map<std::string, std::size_t, std::less<>>> members_;   // of large kinds

public:
    TyperState(Model& model_, diagnostics::Sink& sink_, Declarations& declarations_)
        : model(model_), sink(sink_), declarations(declarations_) {}
};

}  // namespace recourse::semantics
