#include "compiler/semantics/promises.h"

#include <algorithm>

#include "compiler/semantics/scenarios.h"

namespace recourse::semantics {

using Written = syntax::Promise;
using Claim = Written::Claim;

// Read by their numbers below; the first claim as written is the one that an error cut off.
static_assert(static_cast<int>(Claim::may_not) == static_cast<int>(ClaimKind::may_not) + 1);
static_assert(static_cast<int>(Claim::never_leads_to) == static_cast<int>(ClaimKind::never_leads_to) + 1);

namespace {

class PromiseReader {
public:
    PromiseReader(Analyser& analyser, const Written& written) : a_(analyser), model_(analyser.model), sink_(analyser.sink), written_(written) {}

    // Nothing when a part of it cannot be understood: a promise without it would be another one.
    std::optional<Promise> read() {
        promise_.title = written_.title.value;
        promise_.span = written_.title.span.valid() ? written_.title.span : written_.span;
        promise_.claim_span = written_.span;
        promise_.claim = static_cast<ClaimKind>(static_cast<int>(written_.claim) - 1);
        if (!find_case()) return std::nullopt;
        promise_.of = entry_->id;
        promise_.text = rule_text(a_.root(), sink_, written_.trailing);
        assumptions();
        claim();
        period();
        if (!good_) return std::nullopt;
        return std::move(promise_);
    }

private:
    // ---- whose case it is ------------------------------------------------------------------------------------------------

    bool find_case() {
        if (a_.cases.empty()) {
            sink_.error("unknown-case", written_.span, "there is no case to promise anything of", "declare one with `case NAME { … }`");
            return false;
        }
        const syntax::Name& named = written_.claim == Claim::ends && written_.of.empty() ? written_.subject : written_.of;
        if (!named.empty()) {
            const Symbol* symbol = resolve(sink_, a_.root().scope, named, SymbolKind::case_type, "unknown-case");
            if (symbol != nullptr) entry_ = &a_.cases[symbol->id];
            return entry_ != nullptr;
        }
        if (a_.cases.size() == 1) {
            entry_ = &a_.cases.front();
            return true;
        }
        for (CaseEntry& entry : a_.cases) {
            if (!knows(entry)) continue;
            if (entry_ != nullptr) {
                entry_ = nullptr;
                break;
            }
            entry_ = &entry;
        }
        if (entry_ == nullptr) {
            sink_.error("case-not-named", written_.span, "the policy has several cases, and the promise does not say of which one it speaks",
                        "write `of CASE` after the promise's text");
        }
        return entry_ != nullptr;
    }

    // Whether the case declares a state, event or effect of which the claim speaks.
    bool knows(CaseEntry& entry) {
        std::vector<const syntax::Name*> names = {&written_.subject, &written_.other};
        for (const auto* list : {&written_.from, &written_.to}) {
            for (const syntax::Name& name : *list) names.push_back(&name);
        }
        return std::any_of(names.begin(), names.end(), [&](const syntax::Name* name) {
            if (name->empty()) return false;
            const std::string first = name->text.substr(0, name->text.find('.'));
            return entry.body->scope->own().contains(name->text) || entry.body->scope->own().contains(first);
        });
    }

    // ---- names -----------------------------------------------------------------------------------------------------------

    template <typename Id>
    Id find(const syntax::Name& name, SymbolKind kind, std::string_view code) {
        const Symbol* symbol = resolve(sink_, *entry_->body->scope, name, kind, code, false);
        if (symbol == nullptr) good_ = false;
        return symbol == nullptr ? Id() : Id(symbol->id);
    }
    PartyId party(const syntax::Name& name) { return find<PartyId>(name, SymbolKind::party, "unknown-party"); }
    EventId event(const syntax::Name& name) { return find<EventId>(name, SymbolKind::event, "unknown-event"); }

    std::vector<StateId> states(const std::vector<syntax::Name>& names) {
        std::vector<StateId> all;
        for (const syntax::Name& name : names) {
            const StateId state = state_of_case(a_, *entry_, name);
            good_ = good_ && state.valid();
            if (state.valid()) all.push_back(state);
        }
        return all;
    }

    // ---- assumptions -----------------------------------------------------------------------------------------------------

    void assumptions() {
        for (const syntax::Name& name : written_.silent) promise_.silent.push_back(party(name));
        for (const syntax::Name& name : written_.prompt) promise_.prompt.push_back(party(name));
        for (const syntax::Name& name : written_.unless) promise_.unless.push_back(event(name));
        if (!written_.after.empty()) promise_.after = event(written_.after);
        if (!written_.before.empty()) promise_.before = event(written_.before);
        const bool from_a_state = written_.claim == Claim::leads_to || written_.claim == Claim::never_leads_to || written_.claim == Claim::can_lead_to;
        for (const syntax::Expr& condition : written_.given) {
            const ExprId id = typed(condition);
            promise_.given.push_back(id);
            if (from_a_state || !good_ || !reads(id, false)) continue;
            good_ = false;
            sink_.error("promise-condition", model_.exprs[id].span, "this promise watches a case from its opening, and nothing but its facts is known then",
                        "read facts only, or promise something of a state (`STATE leads to …`), whose entering the condition is then read at");
        }
    }

    ExprId typed(const syntax::Expr& condition) {
        Place place;
        place.scope = entry_->body->scope;
        const ReadingOf reading(a_, a_.root());
        const ExprId id = a_.loud.condition(condition, place);
        if (model_.exprs[id].type.kind == TypeKind::unknown) good_ = false;
        return id;
    }

    // Something that changes while a case runs; with `clock`, something that changes by itself.
    bool reads(ExprId id, bool clock) const {
        const Expr& e = model_.exprs[id];
        switch (e.kind) {
            case ExprKind::now:
            case ExprKind::has_passed: return true;
            case ExprKind::record:
            case ExprKind::event_instant:
            case ExprKind::event_field:
            case ExprKind::event_party:
            case ExprKind::entered:
            case ExprKind::state_entry:
            case ExprKind::in_state:
                if (!clock) return true;
                break;
            default: break;
        }
        return std::any_of(e.children.begin(), e.children.end(), [&](ExprId child) { return reads(child, clock); });
    }

    // ---- claims ------------------------------------------------------------------------------------------------------------

    void claim() {
        switch (written_.claim) {
            case Claim::never_leads_to:
            case Claim::leads_to:
            case Claim::can_lead_to:
                promise_.from = states(written_.from);
                promise_.to = states(written_.to);
                break;
            case Claim::never:
            case Claim::always:
                promise_.condition = typed(written_.condition);
                if (!good_ || !reads(promise_.condition, true)) break;
                good_ = false;
                sink_.error("promise-condition", written_.condition.span, "what always or never holds is looked at whenever something happens, not as time passes",
                            "compare instants that have happened with each other, or promise `… leads to … within …`");
                break;
            case Claim::at_most: counted(written_.subject); break;
            case Claim::never_both:
                counted(written_.subject);
                counted(written_.other);
                break;
            case Claim::may:
            case Claim::may_not:
                promise_.party = party(written_.subject);
                promise_.events = {event(written_.other)};
                promise_.from = states(written_.from);
                if (good_) may_send();
                break;
            case Claim::ends:
            case Claim::missing: break;
        }
        promise_.most = static_cast<std::uint32_t>(std::clamp<std::int64_t>(written_.most, 0, 60'000));
    }

    // An event, an effect or a state, by what the name is.
    void counted(const syntax::Name& name) {
        Symbol* symbol = entry_->body->scope->find(name.text);
        EventId event;
        EffectId effect;
        if (symbol != nullptr && symbol->kind == SymbolKind::event) {
            event = EventId(symbol->id);
        } else if (symbol != nullptr && symbol->kind == SymbolKind::effect) {
            effect = EffectId(symbol->id);
        } else if (symbol != nullptr && symbol->kind == SymbolKind::state && written_.claim == Claim::at_most) {
            promise_.to = {StateId(symbol->id)};
        } else {
            good_ = false;
            unknown_name(sink_, "unknown-event", name, "there is no event, effect or state `" + name.text + "`",
                         entry_->body->scope->visible({SymbolKind::event, SymbolKind::effect, SymbolKind::state}));
        }
        promise_.events.push_back(event);
        promise_.effects.push_back(effect);
    }

    void may_send() {
        const Event& event = model_.events[promise_.events.front()];
        if (std::find(event.by.begin(), event.by.end(), promise_.party) != event.by.end()) return;
        good_ = false;
        sink_.error("promise-party", written_.subject.span, "`" + event.name + "` is not the " + model_.parties[promise_.party].name + "'s to send",
                    "name a party that the event is declared for")
            .labels.push_back({event.span, "declared here"});
    }

    void period() {
        if (!written_.within || !good_) return;
        Place place;
        place.scope = entry_->body->scope;
        const ReadingOf reading(a_, a_.root());
        const ExprId id = a_.loud.period(*written_.within, place);
        promise_.within = a_.loud.constant_of(id);
        if (promise_.within) return;
        good_ = false;
        if (model_.exprs[id].type.kind == TypeKind::unknown) return;
        sink_.error("promise-period", written_.within->span, "a promised time is one fixed period, and this one depends on the case",
                    "write one promise for each period, with `if` and the condition under which it applies");
    }

    Analyser& a_;
    Model& model_;
    diagnostics::Sink& sink_;
    const Written& written_;
    CaseEntry* entry_ = nullptr;
    Promise promise_;
    bool good_ = true;
};

}  // namespace

void read_promises(Analyser& analyser) {
    std::map<std::string, Span> seen;
    for (const syntax::TopItem& item : analyser.file.items) {
        const auto* written = std::get_if<syntax::Promise>(&item);
        if (written == nullptr) continue;
        const auto [at, fresh] = seen.emplace(written->title.value, written->title.span);
        if (!fresh) report_duplicate(analyser.sink, written->title.value, written->title.span, at->second, "promise-twice");
        if (auto promise = PromiseReader(analyser, *written).read()) analyser.model.promises.push_back(std::move(*promise));
    }
}

}  // namespace recourse::semantics
