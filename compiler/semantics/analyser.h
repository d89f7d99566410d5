// What the parts of the analysis share while one file is analysed: its units, bodies and what is still to be typed.
#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/analyse.h"
#include "compiler/semantics/model.h"
#include "recourse/time.hpp"
#include "compiler/semantics/scope.h"
#include "compiler/semantics/typer.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// A file in the making: the one that is analysed (the root), or one that it imports, whose findings are not reported here.
struct Unit {
    const syntax::File* file = nullptr;
    bool root = false;
    Scope scope;
    Regime counting;
    diagnostics::Sink* sink = nullptr;
    Typer* typer = nullptr;
    std::set<std::string, std::less<>> failed_imports;
    std::set<std::string, std::less<>> own;   // the names that it declares itself and others may import
    std::set<std::string, std::less<>> sources, sources_with_clauses;
    std::set<std::string, std::less<>> clauses;  // "G.1"
    bool unnamed_source = false;
    std::vector<std::pair<std::string, Span>> imported;  // names as known here, in order
};

// A list of members and the names that they see: a case, one of its parallel machines, or an instance of a reusable machine.
struct Body {
    Unit* unit = nullptr;
    Scope* scope = nullptr;
    diagnostics::Sink* sink = nullptr;
    Typer* typer = nullptr;
    CaseId of;
    MachineId machine;
    StateId instance;                    // the state that is the instance; invalid for a case or parallel machine
    Body* outer = nullptr;               // of an instance: where it is made
    const std::vector<syntax::Item>* items = nullptr;
    const syntax::Machine* reusable = nullptr;
    const syntax::State* made_at = nullptr;
    std::string prefix;                  // of its members' canonical names: "", "Refund.", "Dispute."
    std::map<std::string, std::pair<Span, bool>, std::less<>> outcomes;         // declared: place, used
    std::map<std::string, const syntax::OutcomeRule*, std::less<>> handlers;    // of the state that made it
    bool lowered = false;                // of a machine that no author wrote: a duty's, that of the rights, or an opened case's
    bool probe = false;                  // made only to check the machine's declaration by itself
    bool arguments_typed = true;         // false until an instance's arguments are
    std::vector<std::pair<const syntax::Fact*, FactId>> facts;
    std::vector<std::pair<const syntax::Record*, RecordId>> records;
    std::vector<std::pair<const syntax::Event*, EventId>> events;
    std::vector<std::pair<const syntax::Effect*, EffectId>> effects;
    std::vector<NamedId> named;
    std::vector<ExprId> parameters;      // filled in when the arguments are typed
    std::unique_ptr<diagnostics::Sink> scratch;   // an instance's findings are judged before they are reported
    std::unique_ptr<Typer> scratch_typer;
};

// Where a state's members stand. A state that is an instance has two: the state's own and the machine's.
struct StateSource {
    const std::vector<syntax::Item>* items = nullptr;
    Body* body = nullptr;
};
struct StateInfo {
    const syntax::State* written = nullptr;   // null for a probe's
    Body* outer = nullptr;                    // where the state is declared
    std::vector<StateSource> sources;
};

struct NamedEntry {
    const syntax::NamedValue* written = nullptr;
    Unit* unit = nullptr;
    Scope* scope = nullptr;
    Typer* typer = nullptr;
    diagnostics::Sink* sink = nullptr;
    Body* body = nullptr;                 // null at the top level of a file
    enum class Progress : std::uint8_t { waiting, running, done } progress = Progress::waiting;
};

struct DecisionEntry {
    const syntax::Decision* written = nullptr;
    Unit* unit = nullptr;
    NamedEntry::Progress signature = NamedEntry::Progress::waiting;
};

// A reusable machine's declaration. `sound` is known once it has been tried by itself.
struct Reusable {
    const syntax::Machine* written = nullptr;
    Unit* unit = nullptr;
    std::optional<bool> sound;
};

// What duties, rights and bans are made into: machines and rules of the language itself (duties.h).
struct LoweredDuty {
    const syntax::Duty* written = nullptr;
    std::unique_ptr<syntax::Machine> machine;
    DutyId id;
};
struct LoweredNorms {
    std::vector<const syntax::MayRule*> written;      // rights, then bans
    std::unique_ptr<syntax::Machine> rights;          // null when there are none
    std::vector<std::pair<const syntax::MayRule*, syntax::OnRule>> bans;
    MachineId machine;
    std::vector<const syntax::MayRule*> powers;       // `P may act for Q`
    std::vector<syntax::OnRule> without_power;        // what is refused to P while it has none
    std::map<EventId, std::vector<std::pair<PartyId, PartyId>>> acting;   // P, for Q
};

// What a case that this one opens is made into: a machine (openings.h).
struct LoweredOpening {
    const syntax::OpenedCase* written = nullptr;
    const syntax::Case* opened = nullptr;
    std::unique_ptr<syntax::Machine> machine;
    OpeningId id;
};

// What rules do to a deadline, and what keeps it: records that no author wrote (moving_deadlines.h).
struct Extension {
    const syntax::Action* written = nullptr;
    Body* body = nullptr;                     // where it is written
    RecordId times;                           // how often the deadline has been extended by this period
};
struct Clock {
    const syntax::Expr* condition = nullptr;  // of the pause
    Span place;                               // of the deadline
    std::unique_ptr<syntax::Machine> machine; // running, standing, resumed
    MachineId id;
    RecordId due;                             // the last instant as the last pause has left it
    ExprId before;                            // the last instant as it is before the pause that is going on ends
    ExprId anchor;                            // what it is counted from
    PauseAdds adds = PauseAdds::time;
    bool first_day_counts = false;            // of days: the day of the anchor is one of them
};
struct MovingDeadline {
    std::vector<Extension> extensions;
    RecordId restarted;                       // when it was last counted anew; invalid when no rule does that
    Clock* clock = nullptr;
};

struct CaseEntry {
    const syntax::Case* written = nullptr;    // null for a probe
    CaseId id;
    Body* body = nullptr;
    std::vector<Body*> bodies;                // its own first, then machines and instances, outer before inner
    std::set<std::string, std::less<>> reasons;
    std::vector<LoweredDuty> duties;
    LoweredNorms norms;
    std::deque<Clock> clocks;
    std::map<const syntax::DeadlineRule*, Clock*> paused_rules;
    std::vector<LoweredOpening> openings;
};

class Analyser final : public Declarations {
public:
    Analyser(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink, support::ZoneReader& zones);
    Model run();

    const Named& named_value(NamedId id) override;
    const Decision& decision_signature(DecisionId id) override;

    const syntax::File& file;
    const ModuleMap& modules;
    diagnostics::Sink& sink;
    support::ZoneReader& zones;
    diagnostics::Sink muted;
    Model model;
    Typer loud, quiet;

    std::map<const syntax::File*, std::unique_ptr<Unit>> units;
    std::vector<Unit*> unit_order;            // the root first, then as imported
    std::deque<Scope> scopes;
    std::deque<Body> bodies;
    std::deque<std::vector<syntax::Item>> unfolded;   // members of the cases that have facts known later
    std::vector<StateInfo> states;            // beside model.states
    std::vector<NamedEntry> named;            // beside model.named
    std::map<NamedId, MovingDeadline> moving; // those of model.named that rules move or pauses stop
    std::vector<DecisionEntry> decisions;     // beside model.decisions
    std::vector<std::pair<const syntax::Effect*, Unit*>> effects;    // of the top levels; the first rows of model.effects
    std::vector<Reusable> reusables;
    std::deque<CaseEntry> cases;              // beside model.cases
    std::map<std::string, PartyId, std::less<>> parties;   // of all files, by their words
    std::set<EventId> received;               // by some rule
    std::set<EffectId> performed;
    std::set<RecordId> written_records;

    Unit& root() { return *unit_order.front(); }
    Scope* new_scope(Scope* parent);
    void type_named_values();
    // Whether one more state of a reusable machine's instance may be made; the first that may not is reported.
    bool may_unfold(const Body& instance, Span state);
    // The states of that name, of all machines, in the order in which they were added. Amortised O(log states).
    [[nodiscard]] const std::vector<StateId>& states_named(const std::string& name) const;
    // Goes back to an earlier model, when a reusable machine has been tried by itself.
    void go_back_to(const Model& earlier) {
        model = earlier;
        states_by_name_.clear();
        indexed_ = 0;
    }

private:
    std::size_t unfolded_ = 0;                // states of instances, those of machines tried by themselves included
    // By name, as far as `indexed_`.
    mutable std::map<std::string, std::vector<StateId>, std::less<>> states_by_name_;
    mutable std::size_t indexed_ = 0;
    std::vector<NamedId> chain_;              // the named values that are being typed
    void report_ring(NamedId id);
    void type_named(NamedId id);
};

// Reads text under the counting regime of the file that it stands in.
class ReadingOf {
public:
    ReadingOf(Analyser& analyser, const Unit& unit) : model_(analyser.model), saved_(analyser.model.counting) {
        model_.counting = unit.counting;
    }
    ~ReadingOf() { model_.counting = saved_; }
    ReadingOf(const ReadingOf&) = delete;
    ReadingOf& operator=(const ReadingOf&) = delete;

private:
    Model& model_;
    Regime saved_;
};

[[nodiscard]] Place place_in(const Body& body, StateId state = {}, EventId at_hand = {});

// ---- messages that many parts give ---------------------------------------------------------------------------------------

// "a party", "an event", for messages.
[[nodiscard]] std::string_view word_for(SymbolKind kind);

// An error at a name that nothing is called, with the nearest of what it could be and the fix.
diagnostics::Diagnostic& unknown_name(diagnostics::Sink& sink, std::string_view code, const syntax::Name& name, std::string message,
                                      const std::vector<std::string>& candidates);
void report_duplicate(diagnostics::Sink& sink, const std::string& name, Span again, Span first, std::string_view code = "duplicate-name");

// Declares a name on this level: an error when it is taken there, a warning when it hides an outer one.
bool declare_name(diagnostics::Sink& sink, Scope& scope, const syntax::Name& name, Symbol symbol);

// The symbol of a wanted kind; an error with `code` when the name is unknown or something else. Marked used when `use`.
Symbol* resolve(diagnostics::Sink& sink, Scope& scope, const syntax::Name& name, SymbolKind wanted, std::string_view code, bool use = true);

[[nodiscard]] RuleText rule_text(const Body& body, const syntax::Trailing& trailing);
[[nodiscard]] RuleText rule_text(const Unit& unit, diagnostics::Sink& sink, const syntax::Trailing& trailing);

// Which argument goes to which parameter, by position or by name: null where none is given. Reports extra, repeated and unknown
// ones, and missing ones too unless `partial`; a parameter may be left out when `optional` says so.
struct Parameter { std::string name; bool optional = false; };
std::vector<const syntax::Argument*> match_arguments(diagnostics::Sink& sink, const std::string& of, Span place,
                                                     const std::vector<Parameter>& parameters,
                                                     const std::vector<syntax::Argument>& arguments, bool partial,
                                                     std::string_view missing_code = "missing-argument",
                                                     std::string_view unknown_code = "unknown-argument");
[[nodiscard]] std::vector<Parameter> parameters_of(const std::vector<Field>& fields);

// Fields or parameters with their types; two of one name are an error.
std::vector<Field> fields_of(diagnostics::Sink& sink, Typer& typer, const std::vector<syntax::Field>& written, Scope& scope,
                             Place::Role role);

}  // namespace recourse::semantics
