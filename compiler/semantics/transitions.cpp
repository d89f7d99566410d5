#include "compiler/semantics/transitions.h"

#include "compiler/semantics/moving_deadlines.h"
#include "compiler/semantics/openings.h"
#include "compiler/semantics/states.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

// One way through a rule on its way to becoming a transition: what has been met so far.
struct Way {
    Body* body = nullptr;         // where the text at hand is written
    StateId state;                // whose rule it is, seen from that body
    std::vector<Limb> limbs;
    std::vector<Action> actions;
    RuleText text;
    std::vector<std::string> wins_over;
    std::vector<std::string> known;   // what the conditions met so far have shown to be set
    bool otherwise = false;
    bool may_hand_out = false;    // an `otherwise` branch of an `on`
    bool without_right = false;
    bool left_instance = false;       // it goes on in an `outcome` rule of the state that made the machine
    Span span;
};

class RuleBuilder {
public:
    RuleBuilder(Analyser& analyser, CaseEntry& entry) : a_(analyser), model_(analyser.model), entry_(entry) {}

    void build_state(StateId id) {
        const std::vector<StateSource> sources = a_.states[id.index()].sources;
        for (const StateSource& source : sources) {
            if (model_.states[id].kind == StateKind::final) build_entry(id, source);
            else build_items(id, source);
        }
    }
    void build_refusals(Body& body) {
        for (const syntax::Item& item : *body.items) {
            const auto* rule = std::get_if<syntax::OnRule>(&item);
            const bool refusal = rule != nullptr && (rule->kind == syntax::OnRule::Kind::refuse || rule->kind == syntax::OnRule::Kind::ignore);
            if (refusal) on_rule({}, body, *rule);
        }
    }
    void build_bans(Body& body) {
        for (const auto& [written, rule] : entry_.norms.bans) on_rule({}, body, rule);
        for (const syntax::OnRule& rule : entry_.norms.without_power) on_rule({}, body, rule);
    }

private:
    Analyser& a_;
    Model& model_;
    CaseEntry& entry_;
    std::uint32_t rule_ = 0;

    void build_entry(StateId id, const StateSource& source) {
        for (const syntax::Item& item : *source.items) {
            if (const auto* entry = std::get_if<syntax::DoOnEntry>(&item)) on_entry(id, *source.body, *entry);
        }
    }
    void build_items(StateId id, const StateSource& source) {
        Body& body = *source.body;
        for (const syntax::Item& item : *source.items) {
            if (const auto* on = std::get_if<syntax::OnRule>(&item)) on_rule(id, body, *on);
            else if (const auto* deadline = std::get_if<syntax::DeadlineRule>(&item)) deadline_rule(id, body, *deadline);
            else if (const auto* when = std::get_if<syntax::WhenRule>(&item)) when_rule(id, body, *when);
            else if (const auto* entry = std::get_if<syntax::DoOnEntry>(&item)) on_entry(id, body, *entry);
        }
    }

    // ---- conditions ------------------------------------------------------------------------------------------------------

    // A condition as limbs: the parts of a top-level `and`, and of `unless A or B`, fail by themselves and are named by themselves.
    // Adds what they show to be set to `known`, which each of them may count on.
    void condition(const Body& body, Place place, std::vector<std::string>& known, const syntax::Expr& written, bool from_branch, std::vector<Limb>& limbs) {
        know(known, written, true);
        place.known_set = known;
        split(body, place, written, from_branch, limbs);
    }
    static void know(std::vector<std::string>& known, const syntax::Expr& written, bool truth) {
        auto more = Typer::known_set(written, truth);
        known.insert(known.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    void split(const Body& body, const Place& place, const syntax::Expr& written, bool from_branch, std::vector<Limb>& limbs) {
        if (written.kind == syntax::ExprKind::missing) return;
        if (written.kind == syntax::ExprKind::logical_and) {
            for (const syntax::Expr& child : written.children) split(body, place, child, from_branch, limbs);
            return;
        }
        if (written.kind == syntax::ExprKind::logical_not && !written.children.empty()) {
            const syntax::Expr& inner = written.children.front();
            if (inner.kind == syntax::ExprKind::logical_not && !inner.children.empty()) return split(body, place, inner.children.front(), from_branch, limbs);
            if (inner.kind == syntax::ExprKind::logical_or) {
                for (const syntax::Expr& child : inner.children) {
                    syntax::Expr negated = written;
                    negated.span = child.span;
                    negated.children = {child};
                    split(body, place, negated, from_branch, limbs);
                }
                return;
            }
        }
        const ExprId test = body.typer->condition(written, place);
        limbs.push_back({LimbKind::condition, test, {}, from_branch, written.span});
    }

    // The same conditions, not all of them holding.
    Limb negation(const std::vector<Limb>& limbs, Span span) {
        Type boolean;
        boolean.kind = TypeKind::boolean;
        ExprId all = limbs.empty() ? ExprId{} : limbs.front().condition;
        if (limbs.size() > 1) {
            Expr both;
            both.kind = ExprKind::logical_and;
            both.type = boolean;
            both.span = span;
            for (const Limb& limb : limbs) both.children.push_back(limb.condition);
            all = model_.exprs.add(std::move(both));
        }
        Expr negated;
        negated.kind = ExprKind::logical_not;
        negated.type = boolean;
        negated.span = span;
        if (all.valid()) negated.children = {all};
        return {LimbKind::condition, model_.exprs.add(std::move(negated)), {}, true, span};
    }

    void window(const Body& body, const Place& place, const syntax::Window& written, std::vector<Limb>& limbs) {
        const ExprId shut = body.typer->shut_until(written, place);
        if (shut.valid()) limbs.push_back({LimbKind::from, {}, shut, false, (written.from ? *written.from : *written.from_nth).span});
        const ExprId open = body.typer->open_until(written, place);
        if (open.valid()) limbs.push_back({LimbKind::until, {}, open, false, (written.until ? *written.until : *written.within).span});
    }

    // ---- rules -----------------------------------------------------------------------------------------------------------

    [[nodiscard]] Transition head(StateId owner, Trigger trigger) {
        Transition transition;
        transition.trigger = trigger;
        transition.owner = owner;
        transition.of = entry_.id;
        transition.rule = rule_++;
        return transition;
    }

    void on_rule(StateId owner, Body& body, const syntax::OnRule& written) {
        const Symbol* symbol = resolve(*body.sink, *body.scope, written.event, SymbolKind::event, "unknown-event");
        if (symbol == nullptr) return;
        const EventId event(symbol->id);
        a_.received.insert(event);
        const ReadingOf reading(a_, *body.unit);
        Transition base = head(owner, Trigger::event);
        base.event = event;
        if (written.at_most) {
            if (*written.at_most < 1 || *written.at_most > 1'000'000) {
                body.sink->error("bad-limit", written.at_most_span, "a limit is between 1 and 1000000 times", "write `at most once` or `at most 3 times`");
            } else {
                base.at_most = static_cast<std::uint32_t>(*written.at_most);
            }
        }
        Way way;
        way.body = &body;
        way.state = owner;
        way.span = written.span;
        const Place place = place_in(body, owner, event);
        window(body, place, written.window, way.limbs);
        if (written.condition) condition(body, place, way.known, *written.condition, false, way.limbs);
        using Kind = syntax::OnRule::Kind;
        if (written.kind == Kind::on) {
            follow(base, std::move(way), written.outcome, explicit_otherwise(body, owner, written.outcome));
            return;
        }
        base.target_kind = written.kind == Kind::takes ? TargetKind::stay : written.kind == Kind::ignore ? TargetKind::ignore : TargetKind::refuse;
        if (written.because) base.because = written.because->value;
        add_trailing(way, written.outcome.trailing, false);
        add_actions(base, way, written.outcome.actions);
        finish(base, std::move(way));
    }

    void deadline_rule(StateId owner, Body& body, const syntax::DeadlineRule& written) {
        const ReadingOf reading(a_, *body.unit);
        const Place place = place_in(body, owner);
        Deadline deadline;
        deadline.state = owner;
        deadline.span = written.span;
        deadline.counted_from_entry = written.kind == syntax::DeadlineRule::Kind::after;
        deadline.due = deadline.counted_from_entry ? body.typer->after_entry(written.when, place) : body.typer->instant(written.when, place);
        if (written.paused) deadline.due = paused(owner, body, written, deadline.due);
        if (!deadline.counted_from_entry && written.when.kind == syntax::ExprKind::name) {
            const Symbol* symbol = body.scope->peek(written.when.text);
            if (symbol != nullptr && symbol->kind == SymbolKind::named) deadline.named = NamedId(symbol->id);
        }
        Transition base = head(owner, Trigger::deadline);
        base.deadline = model_.deadlines.add(std::move(deadline));
        model_.states[owner].deadlines.push_back(base.deadline);
        Way way;
        way.body = &body;
        way.state = owner;
        way.span = written.outcome.span.valid() ? written.outcome.span : written.span;
        if (written.condition) condition(body, place, way.known, *written.condition, false, way.limbs);
        // With an `otherwise` of its own the rule is a block of two branches.
        bool spelled_out = explicit_otherwise(body, owner, written.outcome);
        if (!written.otherwise) {
            way.span = written.span;
            follow(base, std::move(way), written.outcome, spelled_out);
            return;
        }
        spelled_out = depth(body, owner, written.outcome) > 0 || depth(body, owner, *written.otherwise) > 0;
        Way other;
        other.body = &body;
        other.state = owner;
        other.span = written.otherwise->span;
        other.otherwise = !spelled_out;
        if (spelled_out) other.limbs.push_back(negation(way.limbs, written.otherwise->span));
        if (written.condition) know(other.known, *written.condition, false);
        if (!written.condition) {
            body.sink->error("otherwise-without-if", written.otherwise->span, "the rule has no `if`, so nothing is left for `otherwise`",
                             "add the condition, or take `otherwise` away");
            return;
        }
        follow(base, std::move(way), written.outcome, spelled_out);
        follow(base, std::move(other), *written.otherwise, spelled_out);
    }

    ExprId paused(StateId owner, const Body& body, const syntax::DeadlineRule& written, ExprId due) {
        const auto clock = entry_.paused_rules.find(&written);
        if (clock != entry_.paused_rules.end()) return paused_value(a_, *clock->second, body, place_in(body, owner), due);
        body.sink->error("pause-misplaced", written.paused->span, "the clock of a reusable machine's rule cannot stand still", "take a deadline of the case: `at answer`, and `deadline answer = …, paused while …`")
            .why = "a clock is one for each case: in a reusable machine, a period or the top of a file there is none";
        return due;
    }

    void when_rule(StateId owner, Body& body, const syntax::WhenRule& written) {
        const ReadingOf reading(a_, *body.unit);
        const Place place = place_in(body, owner);
        Way way;
        way.body = &body;
        way.state = owner;
        way.span = written.span;
        condition(body, place, way.known, written.condition, false, way.limbs);
        When row;
        row.state = owner;
        row.span = written.condition.span;
        row.condition = whole(way.limbs, written.condition.span);
        Transition base = head(owner, Trigger::when);
        base.when = model_.whens.add(std::move(row));
        model_.states[owner].whens.push_back(base.when);
        follow(base, std::move(way), written.outcome, explicit_otherwise(body, owner, written.outcome));
    }

    ExprId whole(const std::vector<Limb>& limbs, Span span) {
        if (limbs.size() == 1) return limbs.front().condition;
        Expr both;
        both.kind = ExprKind::logical_and;
        both.type.kind = limbs.empty() ? TypeKind::unknown : TypeKind::boolean;
        both.span = span;
        for (const Limb& limb : limbs) both.children.push_back(limb.condition);
        return model_.exprs.add(std::move(both));
    }

    void on_entry(StateId owner, Body& body, const syntax::DoOnEntry& written) {
        const ReadingOf reading(a_, *body.unit);
        if (auto action = action_of(body, place_in(body, owner), written.action)) model_.states[owner].entry.push_back(std::move(*action));
        (void)rule_text(body, written.trailing);   // its citations are checked
    }

    // ---- outcomes --------------------------------------------------------------------------------------------------------

    // The `outcome` rule that answers for an outcome of an instance's machine; null in a probe, or when none was written.
    static const syntax::OutcomeRule* handler(const Body& body, const std::string& outcome) {
        const auto found = body.handlers.find(outcome);
        return found == body.handlers.end() ? nullptr : found->second;
    }

    // How deep blocks of outcomes stand in one another, through the outcomes of instances.
    int depth(const Body& body, StateId owner, const syntax::Outcome& written) {
        if (written.kind == syntax::Outcome::Kind::branches) {
            int deepest = 0;
            for (const syntax::Branch& branch : written.branches) deepest = std::max(deepest, depth(body, owner, branch.outcome));
            return deepest + 1;
        }
        if (written.kind != syntax::Outcome::Kind::move) return 0;
        const auto target = peek_target(a_, body, owner, written.target.text);
        if (!target || target->outcome.empty()) return 0;
        const syntax::OutcomeRule* rule = handler(body, target->outcome);
        return rule == nullptr ? 0 : depth(*body.outer, body.instance, rule->outcome);
    }

    // With blocks in blocks, each `otherwise` becomes the negation of its own siblings: the flag speaks of the whole rule.
    bool explicit_otherwise(const Body& body, StateId owner, const syntax::Outcome& written) { return depth(body, owner, written) > 1; }

    // What a block or outcome carries; an inner reason is nearer to the text than an outer one, unless `keep`.
    void add_trailing(Way& way, const syntax::Trailing& trailing, bool keep) {
        RuleText text = rule_text(*way.body, trailing);
        if (!text.reason.empty() && (way.text.reason.empty() || !keep)) {
            way.text.reason = text.reason;
            way.text.reason_span = text.reason_span;
        }
        if (!text.reading.empty()) way.text.reading += (way.text.reading.empty() ? "" : "; ") + text.reading;
        way.text.cites.insert(way.text.cites.end(), text.cites.begin(), text.cites.end());
        way.text.allows.insert(way.text.allows.end(), text.allows.begin(), text.allows.end());
        for (const syntax::Name& name : trailing.wins_over) way.wins_over.push_back(name.text);
    }

    void follow(const Transition& base, Way way, const syntax::Outcome& written, bool spelled_out, bool keep_reason = false) {
        add_trailing(way, written.trailing, keep_reason);
        switch (written.kind) {
            case syntax::Outcome::Kind::missing: return;
            case syntax::Outcome::Kind::branches: branches(base, way, written, spelled_out); return;
            case syntax::Outcome::Kind::move: move(base, std::move(way), written, spelled_out); return;
            case syntax::Outcome::Kind::stay: {
                Transition stay = base;
                stay.target_kind = TargetKind::stay;
                add_actions(base, way, written.actions);
                finish(stay, std::move(way));
                return;
            }
            case syntax::Outcome::Kind::outside: outside(base, std::move(way), written); return;
        }
    }

    void outside(const Transition& base, Way way, const syntax::Outcome& written) {
        if (!way.may_hand_out) {
            // Where no `otherwise` stands before it, the parser has said so.
            if (base.trigger != Trigger::event || way.left_instance) way.body->sink->error("outside-misplaced", written.span, "`outside` can only stand in a rule on an event",
                                                                                     "it hands the event to the state around, when no branch of this rule takes it");
            return;
        }
        Transition out = base;
        out.target_kind = TargetKind::outside;
        finish(out, std::move(way));
    }

    void branches(const Transition& base, const Way& way, const syntax::Outcome& written, bool spelled_out) {
        const Place place = place_in(*way.body, way.state, base.event);
        std::vector<std::vector<Limb>> earlier;
        std::vector<std::string> known_otherwise;
        bool after_otherwise = false;
        for (const syntax::Branch& branch : written.branches) {
            Way next = way;
            next.span = branch.span;
            next.otherwise = false;
            next.may_hand_out = false;
            // The parser has said that nothing comes after `otherwise`.
            if (after_otherwise) break;
            if (branch.condition) {
                std::vector<Limb> limbs;
                condition(*way.body, place, next.known, *branch.condition, true, limbs);
                know(known_otherwise, *branch.condition, false);
                next.limbs.insert(next.limbs.end(), limbs.begin(), limbs.end());
                earlier.push_back(std::move(limbs));
                follow(base, std::move(next), branch.outcome, spelled_out);
                continue;
            }
            after_otherwise = true;
            next.may_hand_out = base.trigger == Trigger::event && !way.left_instance;
            next.otherwise = !spelled_out;
            next.known.insert(next.known.end(), known_otherwise.begin(), known_otherwise.end());
            if (spelled_out) {
                for (const auto& limbs : earlier) next.limbs.push_back(negation(limbs, branch.span));
            }
            follow(base, std::move(next), branch.outcome, spelled_out);
        }
    }

    void move(const Transition& base, Way way, const syntax::Outcome& written, bool spelled_out) {
        way.without_right = way.without_right || written.without_right;
        add_actions(base, way, written.actions);
        const auto target = find_target(a_, *way.body, way.state, written.target);
        if (!target) return;
        Transition moved = base;
        moved.target_kind = TargetKind::move;
        moved.target_span = written.target.span;
        if (target->outcome.empty()) {
            moved.target = target->state;
            finish(moved, std::move(way));
            return;
        }
        Body& body = *way.body;
        body.outcomes.find(target->outcome)->second.second = true;
        const syntax::OutcomeRule* rule = handler(body, target->outcome);
        if (rule == nullptr) {   // of a probe; a missing one has been reported where the instance is made
            if (body.probe) moved.target = body.instance;
            if (body.probe) finish(moved, std::move(way));
            return;
        }
        leave_instance(base, std::move(way), *rule, spelled_out);
    }

    // The outcome's own rule goes on where the machine was made.
    void leave_instance(const Transition& base, Way way, const syntax::OutcomeRule& rule, bool spelled_out) {
        Body& body = *way.body;
        way.body = body.outer;
        way.state = body.instance;
        way.may_hand_out = false;
        way.left_instance = true;
        way.known.clear();   // they were names of the machine
        const auto stays = [](const syntax::Outcome& o, const auto& self) -> const syntax::Outcome* {
            if (o.kind == syntax::Outcome::Kind::stay) return &o;
            for (const syntax::Branch& branch : o.branches) {
                if (const syntax::Outcome* found = self(branch.outcome, self)) return found;
            }
            return nullptr;
        };
        if (const syntax::Outcome* stay = stays(rule.outcome, stays)) {
            way.body->sink->error("outcome-stays", stay->span, "the machine has ended, so the case cannot stay in it", "write `->` and the state that follows");
            return;
        }
        const ReadingOf reading(a_, *way.body->unit);
        follow(base, std::move(way), rule.outcome, spelled_out, true);
    }

    void finish(const Transition& base, Way way) {
        Transition row = base;
        row.otherwise = way.otherwise;
        row.without_right = way.without_right;
        row.limbs = std::move(way.limbs);
        row.actions = std::move(way.actions);
        row.wins_over = std::move(way.wins_over);
        row.text = std::move(way.text);
        row.span = way.span;
        if (!row.text.reason.empty()) entry_.reasons.insert(row.text.reason);
        const TransitionId id = model_.transitions.add(std::move(row));
        if (base.trigger == Trigger::deadline) model_.deadlines[base.deadline].transitions.push_back(id);
        else if (base.trigger == Trigger::when) model_.whens[base.when].transitions.push_back(id);
        else if (base.owner.valid()) model_.states[base.owner].on.push_back(id);
        else model_.cases[entry_.id].refusals.push_back(id);
    }

    // ---- actions ---------------------------------------------------------------------------------------------------------

    void add_actions(const Transition& base, Way& way, const std::vector<syntax::Action>& written) {
        Place place = place_in(*way.body, way.state, base.event);
        place.known_set = way.known;
        for (const syntax::Action& action : written) {
            if (action.kind == syntax::Action::Kind::extend || action.kind == syntax::Action::Kind::restart) {
                for (Action& row : moving_actions(a_, *way.body, action)) way.actions.push_back(std::move(row));
                continue;
            }
            if (action.kind == syntax::Action::Kind::open) open(*way.body, place, action, way.actions);
            else if (auto row = action_of(*way.body, place, action)) way.actions.push_back(std::move(*row));
        }
    }

    std::optional<Action> action_of(const Body& body, const Place& place, const syntax::Action& written) {
        Action row;
        row.kind = static_cast<ActionKind>(written.kind);
        row.span = written.span;
        if (written.kind == syntax::Action::Kind::perform) return perform(body, place, written, std::move(row));
        const Symbol* symbol = resolve(*body.sink, *body.scope, written.target, SymbolKind::record, "unknown-record", false);
        if (symbol == nullptr) return std::nullopt;
        row.record = RecordId(symbol->id);
        a_.written_records.insert(row.record);
        if (written.kind == syntax::Action::Kind::count) return row;
        Type type;
        type.kind = TypeKind::integer;
        type.low = model_.records[row.record].low;
        type.high = model_.records[row.record].high;
        row.value = body.typer->expression(written.value, place, type);
        return row;
    }

    // Two things in one: the host is told to open it, and that it has been opened is counted.
    void open(const Body& body, const Place& place, const syntax::Action& written, std::vector<Action>& into) {
        const OpeningId id = opening_named(a_, body, written.target);
        if (!id.valid()) return;
        const Opening& opening = model_.openings[id];
        syntax::Action called = written;
        called.target.text += ".open";
        Action row;
        row.kind = ActionKind::perform;
        row.span = written.span;
        auto performed = perform(body, place, called, std::move(row));
        if (!performed) return;
        check_instants_given(a_, body, id, *performed);
        into.push_back(std::move(*performed));
        Action counted;
        counted.record = opening.count;
        counted.span = written.span;
        into.push_back(std::move(counted));
    }

    std::optional<Action> perform(const Body& body, Place place, const syntax::Action& written, Action row) {
        place.after_step = true;
        const Symbol* symbol = resolve(*body.sink, *body.scope, written.target, SymbolKind::effect, "unknown-effect");
        if (symbol == nullptr) return std::nullopt;
        row.effect = EffectId(symbol->id);
        a_.performed.insert(row.effect);
        const std::vector<Field> fields = model_.effects[row.effect].parameters;
        const auto matched = match_arguments(*body.sink, "the effect `" + written.target.text + "`", written.target.span, parameters_of(fields),
                                             written.arguments, false);
        for (std::size_t i = 0; i < matched.size(); ++i) {
            if (matched[i] != nullptr) {
                row.arguments.push_back(body.typer->expression(matched[i]->value, place, fields[i].type));
                continue;
            }
            Expr absent;
            absent.kind = ExprKind::absent;
            absent.type = fields[i].type;
            absent.span = written.span;
            row.arguments.push_back(model_.exprs.add(std::move(absent)));
        }
        return row;
    }
};

}  // namespace

void build_rules(Analyser& analyser, CaseEntry& entry) {
    RuleBuilder builder(analyser, entry);
    if (entry.written != nullptr) builder.build_refusals(*entry.body);
    builder.build_bans(*entry.body);
    for (const StateId id : analyser.model.states.ids()) {
        if (analyser.model.states[id].of == entry.id) builder.build_state(id);
    }
    check_rules(analyser, entry);
}

}  // namespace recourse::semantics
