// What a name stands for in a place. Scopes nest: policy, case, parallel machine, instance of a reusable machine, decision.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/semantics/model.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

enum class SymbolKind : std::uint8_t {
    party,              // id: PartyId
    kind,               // id: KindId
    member,             // id: the member's index; `of`: its KindId. The same word may be a member of several kinds.
    fact, record, event, effect, named, decision,
    state,              // id: StateId
    machine,            // id: MachineId, a case's parallel machine (`Trade is Closed`)
    parameter,          // of a reusable machine: id: ExprId of the argument, typed where the instance is made
    decision_parameter, // id: index
    outcome,            // of a reusable machine; id: index
    reusable,           // declaration of a reusable machine; id: index in the analyser's list
    calendar,           // id: CalendarId
    case_type,          // id: CaseId
};

struct Symbol {
    SymbolKind kind = SymbolKind::fact;
    std::uint32_t id = 0;
    KindId of;
    Span declared;      // the name's place
    bool used = false;
};

// One level of names. Members of kinds are looked up by kind (Symbols::member) since one word may belong to several.
class Scope {
public:
    explicit Scope(Scope* parent = nullptr) : parent_(parent) {}
    [[nodiscard]] Scope* parent() const { return parent_; }
    // False when the name is taken on this level; the earlier symbol stays.
    bool declare(const std::string& name, Symbol symbol);
    // Nearest declaration outwards, marked used; null when there is none. `name` is one word or a dotted path such as
    // `Dispute.submit` or `Trade.Closed`, which is declared under that path and, when unambiguous, under its suffixes.
    Symbol* lookup(std::string_view name);
    [[nodiscard]] const Symbol* peek(std::string_view name) const;   // the same without marking
    Symbol* find(std::string_view name);                             // the same without marking, to mark later
    // All names visible here, for "did you mean".
    [[nodiscard]] std::vector<std::string> visible() const;
    [[nodiscard]] std::vector<std::string> visible(std::initializer_list<SymbolKind> kinds) const;
    [[nodiscard]] const std::map<std::string, Symbol, std::less<>>& own() const { return symbols_; }

private:
    Scope* parent_;
    std::map<std::string, Symbol, std::less<>> symbols_;
};

}  // namespace recourse::semantics
