// Models made by hand for the tests of compiler/emit: a builder, and an after-sales policy like the guide's.
#pragma once

#include "compiler/semantics/model.h"
#include "compiler/semantics/types.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <recourse/time.hpp>

namespace recourse::emit_sample {

using namespace recourse::semantics;

// Says a model in few words. Every function adds one thing and gives its id.
struct Builder {
    Model model;
    CaseId at; // the case type that new things belong to
    std::uint32_t rules = 0;

    // ---- expressions
    ExprId add(ExprKind kind, semantics::Type type, std::vector<ExprId> children = {}) {
        Expr expr;
        expr.kind = kind;
        expr.type = std::move(type);
        expr.children = std::move(children);
        return model.exprs.add(std::move(expr));
    }
    static semantics::Type of(TypeKind kind) { return type_of_kind(kind); }
    static semantics::Type text(std::int64_t most = INT64_MAX) { return number_type(TypeKind::text, 0, most); }
    static semantics::Type money(std::int64_t most) { return money_type("CNY", 0, most); }
    ExprId constant(semantics::Type type, std::int64_t number) {
        const ExprId id = add(ExprKind::constant, std::move(type));
        model.exprs[id].number = number;
        return id;
    }
    ExprId integer(std::int64_t number) { return constant(number_type(TypeKind::integer, number, number), number); }
    ExprId period(std::int64_t count, Unit unit, Reading reading = Reading::to_the_minute) {
        return constant(of(TypeKind::period), static_cast<std::int64_t>(make_period(unit, reading, count).bits));
    }
    ExprId fact(FactId id) {
        const ExprId expr = add(ExprKind::fact, model.facts[id].type);
        model.exprs[expr].fact = id;
        return expr;
    }
    ExprId record(RecordId id) {
        const ExprId expr = add(ExprKind::record, number_type(TypeKind::integer, model.records[id].low, model.records[id].high));
        model.exprs[expr].record = id;
        return expr;
    }
    ExprId instant(EventId id, Occurrence which = Occurrence::last) {
        const ExprId expr = add(ExprKind::event_instant, of(TypeKind::instant));
        model.exprs[expr].event = id;
        model.exprs[expr].occurrence = which;
        return expr;
    }
    ExprId field(EventId id, std::int64_t index, Occurrence which = Occurrence::last, ExprKind kind = ExprKind::event_field) {
        const ExprId expr = add(kind, model.events[id].fields[static_cast<std::size_t>(index)].type);
        model.exprs[expr].event = id;
        model.exprs[expr].number = index;
        model.exprs[expr].occurrence = which;
        return expr;
    }
    ExprId at_hand(EventId id, std::int64_t index) { return field(id, index, Occurrence::last, ExprKind::field_at_hand); }
    ExprId of_state(ExprKind kind, StateId id) {
        const ExprId expr = add(kind, of(kind == ExprKind::in_state ? TypeKind::boolean : TypeKind::instant));
        model.exprs[expr].state = id;
        return expr;
    }
    ExprId after(ExprId period_, ExprId instant_) { return add(ExprKind::after_period, of(TypeKind::instant), {period_, instant_}); }
    ExprId test(ExprKind kind, std::vector<ExprId> children) { return add(kind, of(TypeKind::boolean), std::move(children)); }
    ExprId literal(std::string words) {
        const ExprId id = add(ExprKind::text_literal, text());
        model.exprs[id].text = std::move(words);
        return id;
    }
    ExprId named(NamedId id) {
        Expr copy = model.exprs[model.named[id].value];
        copy.named = id;
        return model.exprs.add(std::move(copy));
    }

    // ---- declarations
    PartyId party(std::string name) { return model.parties.add({std::move(name), {}}); }
    KindId kind(std::string name, std::vector<std::string> members) { return model.kinds.add({std::move(name), std::move(members), {}, {}}); }
    CaseId open_case(std::string name) {
        Case type;
        type.name = std::move(name);
        at = model.cases.add(std::move(type));
        return at;
    }
    FactId fact(std::string name, semantics::Type type) {
        Fact fact;
        fact.name = std::move(name);
        fact.type = std::move(type);
        model.cases[at].facts.push_back(model.facts.add(std::move(fact)));
        return model.cases[at].facts.back();
    }
    RecordId counter(std::string name, std::int64_t low, std::int64_t high) {
        Record record;
        record.name = std::move(name);
        record.low = record.initial = low;
        record.high = high;
        model.cases[at].records.push_back(model.records.add(std::move(record)));
        return model.cases[at].records.back();
    }
    EventId event(std::string name, std::vector<PartyId> by, std::vector<Field> fields = {}, std::uint32_t at_most = 0) {
        Event event;
        event.name = std::move(name);
        event.happening = by.empty();
        event.by = std::move(by);
        event.fields = std::move(fields);
        event.at_most = at_most;
        model.cases[at].events.push_back(model.events.add(std::move(event)));
        return model.cases[at].events.back();
    }
    EffectId effect(std::string name, std::vector<Field> parameters) {
        Effect effect;
        effect.name = std::move(name);
        effect.parameters = std::move(parameters);
        return model.effects.add(std::move(effect));
    }
    NamedId name(NamedKind kind, std::string name_, ExprId value) {
        Named named;
        named.kind = kind;
        named.name = std::move(name_);
        named.value = value;
        named.type = model.exprs[value].type;
        named.of = at;
        model.cases[at].named.push_back(model.named.add(std::move(named)));
        return model.cases[at].named.back();
    }
    MachineId machine(std::string name) {
        Machine machine;
        machine.name = std::move(name);
        machine.of = at;
        model.cases[at].machines.push_back(model.machines.add(std::move(machine)));
        return model.cases[at].machines.back();
    }
    StateId state(std::string name, StateKind kind = StateKind::plain, StateId parent = {}) {
        State state;
        const MachineId in = model.cases[at].machines.back();
        state.path = model.machines[in].name.empty() ? name : model.machines[in].name + "." + name;
        state.name = std::move(name);
        state.kind = kind;
        state.of = at;
        state.machine = in;
        state.parent = parent;
        const StateId id = model.states.add(std::move(state));
        if (parent.valid()) {
            model.states[parent].children.push_back(id);
            if (!model.states[parent].start.valid()) model.states[parent].start = id;
        } else {
            model.machines[in].states.push_back(id);
            if (!model.machines[in].start.valid()) model.machines[in].start = id;
        }
        return id;
    }

    // ---- rules
    Transition rule(StateId owner, StateId target = {}) {
        Transition transition;
        transition.owner = owner;
        transition.of = at;
        transition.target = target;
        transition.target_kind = target.valid() ? TargetKind::move : TargetKind::stay;
        transition.rule = rules++;
        return transition;
    }
    TransitionId on(StateId owner, EventId event, Transition transition) {
        transition.event = event;
        const TransitionId id = model.transitions.add(std::move(transition));
        model.states[owner].on.push_back(id);
        return id;
    }
    TransitionId on(StateId owner, EventId event, StateId target = {}) { return on(owner, event, rule(owner, target)); }
    DeadlineId at_time(StateId owner, ExprId due, std::vector<Transition> outcomes, NamedId named_ = {}, bool from_entry = false) {
        Deadline deadline;
        deadline.state = owner;
        deadline.due = due;
        deadline.named = named_;
        deadline.counted_from_entry = from_entry;
        const DeadlineId id = model.deadlines.add(std::move(deadline));
        for (Transition& outcome : outcomes) {
            outcome.trigger = Trigger::deadline;
            outcome.deadline = id;
            model.deadlines[id].transitions.push_back(model.transitions.add(std::move(outcome)));
        }
        model.states[owner].deadlines.push_back(id);
        return id;
    }
    DeadlineId after_entry(StateId owner, ExprId period_, std::vector<Transition> outcomes) {
        return at_time(owner, after(period_, of_state(ExprKind::state_entry, owner)), std::move(outcomes), {}, true);
    }
    WhenId when(StateId owner, ExprId condition, Transition outcome) {
        When when;
        when.state = owner;
        when.condition = condition;
        const WhenId id = model.whens.add(std::move(when));
        outcome.trigger = Trigger::when;
        outcome.when = id;
        outcome.limbs.push_back(limb(LimbKind::condition, condition));
        model.whens[id].transitions.push_back(model.transitions.add(std::move(outcome)));
        model.states[owner].whens.push_back(id);
        return id;
    }
    static semantics::Limb limb(LimbKind kind, ExprId expr) {
        semantics::Limb limb;
        limb.kind = kind;
        (kind == LimbKind::condition ? limb.condition : limb.instant) = expr;
        return limb;
    }
    static Action perform(EffectId effect, std::vector<ExprId> arguments) {
        Action action;
        action.kind = ActionKind::perform;
        action.effect = effect;
        action.arguments = std::move(arguments);
        return action;
    }
    static Action count(RecordId record) {
        Action action;
        action.record = record;
        return action;
    }
    static Action set(RecordId record, ExprId value) {
        Action action;
        action.kind = ActionKind::set;
        action.record = record;
        action.value = value;
        return action;
    }
};

// The policy of docs' first page: one machine, a composite, a one-shot right, silence that means consent.
struct AfterSales {
    Builder b;
    semantics::Type service;
    FactId completed, price;
    RecordId refusals;
    EventId apply, agree, refuse, withdraw, ship, photo, receive, escalate, scanned;
    EffectId refund;
    NamedId closes, answer;
    StateId open, claim, decides, ships, receives, refused, refunded, lapsed, withdrawn, expired, disputed;

    AfterSales() {
        describe();
        declare();
        build();
        rule_opening();
        rule_claim();
    }

    void describe() {
        b.model.name = "taobao.after_sales";
        b.model.is_policy = true;
        b.model.title = "After-sales service after a completed trade";
        b.model.version = 3;
        b.model.counting = Regime::to_the_minute;
        b.model.zones.push_back({0, "Asia/Shanghai", {}});
        b.model.languages = {"en", "zh"};
        for (const auto& [clause, title] : {std::pair{"1", "Window"}, {"2", "Once"}}) {
            Clause listed;
            listed.source = "G";
            listed.source_title = "After-sales guide, section G";
            listed.clause = clause;
            listed.title = title;
            b.model.clauses.push_back(listed);
        }
        b.model.labels = {{"agreed_by_silence", "en", "agreed by silence", {}}, {"agreed_by_silence", "zh", "逾期视为同意", {}},
                          {"Open", "zh", "可申请售后", {}},        {"SellerDecides", "zh", "等待商家处理", {}},
                          {"BuyerShips", "zh", "等待买家退货", {}}, {"Refunded", "zh", "退款成功", {}},
                          {"apply", "zh", "申请售后", {}},          {"withdraw", "zh", "撤销申请", {}}};
    }

    void declare() {
        service = member_type(b.kind("Service", {"refund_only", "return_and_refund"}));
        const PartyId buyer = b.party("buyer"), seller = b.party("seller");
        b.party("platform");
        b.open_case("AfterSales");
        completed = b.fact("completed", Builder::of(TypeKind::instant));
        price = b.fact("price", Builder::money(100'000'000));
        b.model.facts[completed].check =
            b.test(ExprKind::at_most, {b.fact(completed), b.add(ExprKind::opening, Builder::of(TypeKind::instant))});
        refusals = b.counter("refusals", 0, 3);
        apply = b.event("apply", {buyer}, {{"service", service, {}}, {"reason", Builder::text(), {}}}, 1);
        agree = b.event("agree", {seller});
        refuse = b.event("refuse", {seller}, {{"grounds", Builder::text(), {}}});
        withdraw = b.event("withdraw", {buyer});
        ship = b.event("ship", {buyer}, {{"carrier", Builder::text(), {}}});
        photo = b.event("photo", {buyer}, {{"count", number_type(TypeKind::integer, 1, 9), {}}});
        receive = b.event("receive", {seller});
        escalate = b.event("escalate", {buyer});
        scanned = b.event("parcel_scanned", {}, {{"depot", Builder::text(), {}}});
        refund = b.effect("refund", {{"to", Builder::of(TypeKind::party), {}}, {"amount", Builder::money(100'000'000), {}}});
        closes = b.name(NamedKind::deadline, "closes", b.after(b.period(15, Unit::days), b.fact(completed)));
        answer = b.name(NamedKind::period, "answer_time", b.period(5, Unit::days));
    }

    void build() {
        b.machine("");
        open = b.state("Open");
        claim = b.state("Claim");
        decides = b.state("SellerDecides", StateKind::plain, claim);
        ships = b.state("BuyerShips", StateKind::plain, claim);
        receives = b.state("SellerReceives", StateKind::plain, claim);
        refused = b.state("Refused", StateKind::plain, claim);
        refunded = b.state("Refunded", StateKind::final);
        lapsed = b.state("Lapsed", StateKind::final);
        withdrawn = b.state("Withdrawn", StateKind::final);
        expired = b.state("Expired", StateKind::final);
        disputed = b.state("Disputed", StateKind::resting);
        const ExprId to_buyer = b.constant(Builder::of(TypeKind::party), 0);
        b.model.states[refunded].entry.push_back(Builder::perform(refund, {to_buyer, b.fact(price)}));
    }

    void rule_opening() {
        Transition applies = b.rule(open, claim);
        applies.limbs.push_back(Builder::limb(LimbKind::until, b.named(closes)));
        applies.text.cites.push_back({"G", "1", {}});
        b.on(open, apply, applies);
        b.at_time(open, b.named(closes), {b.rule(open, expired)}, closes);
    }

    void rule_claim() {
        b.on(claim, withdraw, withdrawn);
        b.on(claim, scanned);
        b.on(decides, photo);
        Transition refuses = b.rule(decides, refused);
        refuses.actions.push_back(Builder::count(refusals));
        b.on(decides, refuse, refuses);
        for (Transition& branch : branches("")) b.on(decides, agree, branch);
        b.after_entry(decides, b.named(answer), branches("agreed_by_silence"));
        b.on(ships, ship, receives);
        b.after_entry(ships, b.period(7, Unit::days), {b.rule(ships, lapsed)});
        b.on(receives, receive, refunded);
        b.after_entry(receives, b.period(10, Unit::days), {b.rule(receives, refunded)});
        b.on(refused, escalate, disputed);
        b.on(refused, apply, decides);
        b.after_entry(refused, b.period(7, Unit::days), {b.rule(refused, lapsed)});
    }

    // One rule with two outcomes; `otherwise` first, since the writer has to put it last.
    std::vector<Transition> branches(const char* reason) {
        Transition only = b.rule(decides, refunded), otherwise = only;
        const ExprId refund_only = b.test(ExprKind::equal, {b.field(apply, 0), b.constant(service, 0)});
        only.limbs.push_back(Builder::limb(LimbKind::condition, refund_only));
        only.limbs.back().from_branch = true;
        otherwise.otherwise = true;
        otherwise.target = ships;
        only.text.reason = otherwise.text.reason = reason;
        return {otherwise, only};
    }
};

inline Model after_sales() { return AfterSales().b.model; }

} // namespace recourse::emit_sample
