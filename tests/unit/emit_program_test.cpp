#include "compiler/emit/program.h"
#include "runtime/machine/tables.h"
#include "tests/unit/emit_sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string_view>

#include <recourse/runtime.hpp>

namespace recourse {
namespace {

using emit_sample::Builder;
using namespace semantics;

std::vector<std::byte> bytes_of(const Model& model) {
    diagnostics::Sink sink;
    std::vector<std::byte> bytes = emit::emit_program({&model, nullptr}, sink);
    for (const auto& finding : sink.all()) ADD_FAILURE() << finding.code << ": " << finding.message;
    return bytes;
}

Program load(const Model& model) {
    LoadError error;
    auto program = Program::load(bytes_of(model), error);
    if (!program) throw std::runtime_error(error.message);
    return std::move(*program);
}

// What is said when a model does not fit; empty when it does.
std::string problem_of(const Model& model) {
    diagnostics::Sink sink;
    const auto bytes = emit::emit_program({&model, nullptr}, sink);
    EXPECT_EQ(bytes.empty(), !sink.all().empty());
    return sink.all().empty() ? std::string() : std::string(sink.all().front().code) + ": " + sink.all().front().message;
}

struct Told : Listener {
    const Program* program;
    std::vector<std::string> lines;
    explicit Told(const Program& p) : program(&p) {}
    void moved(const Move& move) override { lines.push_back(std::string(program->state_name(move.to))); }
    void effect(const EffectCall& call) override {
        std::string line(program->effect_name(call.effect));
        for (const Value& value : call.arguments) {
            line += " ";
            line += value.text.empty() ? std::to_string(value.number) : std::string(value.text);
        }
        lines.push_back(line);
    }
};

// Times are days of 2024 at 10:00 in Shanghai.
Instant day(std::int64_t n) { return (days_from_civil(2024, 1, 1) + n - 1) * day_ms + 2 * hour_ms; }

StepResult send(const Program& program, recourse::Case& c, const char* event, const char* party, Instant at, Told& told,
                std::vector<Value> fields = {}) {
    Input input;
    input.event = program.find_event(0, event);
    input.by = *party != 0 ? program.find_party(party) : none;
    input.at = at;
    input.fields = fields;
    return step(program, c.ref(), input, told);
}

// ---- the after-sales policy -------------------------------------------------------------------------------------------------

TEST(EmitProgram, AfterSalesIsLoadedAndSmall) {
    const Model model = emit_sample::after_sales();
    const auto bytes = bytes_of(model);
    const Program program = load(model);
    EXPECT_EQ(program.name(), "taobao.after_sales");
    EXPECT_EQ(program.case_bytes(0), emit::case_layouts(model)[0].bytes);
    EXPECT_LE(program.case_bytes(0), 64u);
    std::cout << "after-sales: program " << bytes.size() << " bytes, case " << program.case_bytes(0) << " bytes\n";
    const auto layouts = emit::case_layouts(model);
    for (const auto& slot : layouts[0].slots) {
        std::cout << "  " << slot.offset << (slot.bytes == 0 ? "." + std::to_string(slot.bit) : "") << "  " << slot.bytes
                  << "  " << slot.kind << ": " << slot.name << "\n";
    }
}

TEST(EmitProgram, SameModelSameBytes) {
    EXPECT_EQ(bytes_of(emit_sample::after_sales()), bytes_of(emit_sample::after_sales()));
}

TEST(EmitProgram, SilenceOfTheSellerMeansConsent) {
    const Program program = load(emit_sample::after_sales());
    Told told(program);
    recourse::Case c;
    const Value facts[] = {Value::of(day(1)), Value::of(8800)};
    ASSERT_EQ(open(program, c, 0, day(2), facts, told).verdict, Verdict::accepted);
    EXPECT_EQ(send(program, c, "apply", "buyer", day(3), told, {Value::of(1), Value::of_text("cracked")}).verdict, Verdict::accepted);
    EXPECT_EQ(c.ref().next_due(), day(8));
    advance(program, c.ref(), day(8), told);
    EXPECT_EQ(send(program, c, "ship", "buyer", day(9), told, {Value::of_text("SF")}).verdict, Verdict::accepted);
    advance(program, c.ref(), day(30), told);
    EXPECT_EQ(told.lines, (std::vector<std::string>{"Open", "SellerDecides", "BuyerShips", "SellerReceives", "Refunded", "refund 0 8800"}));
    EXPECT_EQ(c.ref().status(), Status::ended);
}

TEST(EmitProgram, OtherwiseComesLastAndInnerRulesAnswerFirst) {
    const Program program = load(emit_sample::after_sales());
    Told told(program);
    recourse::Case c;
    const Value facts[] = {Value::of(day(1)), Value::of(8800)};
    open(program, c, 0, day(2), facts, told);
    send(program, c, "apply", "buyer", day(3), told, {Value::of(0), Value::of_text("")});
    EXPECT_EQ(send(program, c, "parcel_scanned", "", day(3) + 1, told, {Value::of_text("depot")}).verdict, Verdict::accepted);
    send(program, c, "agree", "seller", day(4), told);
    EXPECT_EQ(told.lines[3], "Refunded");
}

TEST(EmitProgram, WindowsAreExplained) {
    const Program program = load(emit_sample::after_sales());
    Told told(program);
    recourse::Case c;
    const Value facts[] = {Value::of(day(1)), Value::of(8800)};
    open(program, c, 0, day(2), facts, told);
    const StepResult late = send(program, c, "apply", "buyer", day(16) + 1, told, {Value::of(0), Value::of_text("")});
    EXPECT_EQ(late.rejection.reason, Reason::not_running); // the deadline fired at the last instant
    const auto& tables = program.tables();
    const auto limb = *std::ranges::find(tables.limbs, format::Limb::until, &format::LimbRecord::kind);
    EXPECT_EQ(tables.string(limb.text), "until closes");
    EXPECT_EQ(tables.string(tables.operands[limb.operands.first].name), "closes");
}

TEST(EmitProgram, RulesAreQuotedFromTheSource) {
    support::SourceTable sources;
    const std::string text = "state Open {\n    on apply until   # G.1\n       closes -> Claim\n}\n";
    const support::FileId file = sources.add(support::SourceFile("a.rule", text));
    const auto span = [&](const char* first, const char* last) {
        const auto begin = text.find(first), end = text.find(last) + std::string_view(last).size();
        return support::Span{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    };
    Model model = emit_sample::after_sales();
    Transition& rule = model.transitions[TransitionId(std::size_t{0})];
    rule.span = span("on apply", "-> Claim");
    rule.limbs[0].span = span("closes", "closes");
    diagnostics::Sink sink;
    LoadError error;
    const auto program = Program::load(emit::emit_program({&model, &sources}, sink), error);
    ASSERT_TRUE(program) << error.message;
    const auto place = program->transition_location(static_cast<std::uint32_t>(
        std::ranges::find(program->tables().transitions, format::Target::move, [](const auto& t) {
            return t.location != format::kNone ? t.target_kind : format::Target::stay;
        }) - program->tables().transitions.begin()));
    EXPECT_EQ(place.line, 2u);
    EXPECT_EQ(place.column, 5u);
    EXPECT_EQ(place.rule, "on apply until   # G.1");
    const auto& limbs = program->tables().limbs;
    EXPECT_EQ(program->tables().string(std::ranges::find(limbs, format::Limb::until, &format::LimbRecord::kind)->text), "until closes");
}

TEST(EmitProgram, NamedValuesAnswer) {
    const Program program = load(emit_sample::after_sales());
    Told told(program);
    recourse::Case c;
    const Value facts[] = {Value::of(day(1)), Value::of(8800)};
    open(program, c, 0, day(2), facts, told);
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < program.named_count(0); ++i) names.emplace_back(program.named_name(0, i));
    EXPECT_EQ(names, (std::vector<std::string>{"completed", "price", "refusals", "closes", "answer_time"}));
    EXPECT_EQ(named_value(program, c.ref(), 3).value.number, day(16));
}

// ---- memory --------------------------------------------------------------------------------------------------------------

TEST(EmitProgram, SiblingsShareAClockAndUnreadThingsTakeNoRoom) {
    const auto layout = emit::case_layouts(emit_sample::after_sales())[0];
    const auto kinds = [&](std::string_view kind) { return std::ranges::count(layout.slots, kind, &emit::SlotLine::kind); };
    EXPECT_EQ(kinds("clock"), 1);
    EXPECT_EQ(kinds("text"), 0);               // none of the texts is read later
    EXPECT_EQ(kinds("instant of an event"), 0); // nor any event's instant
    EXPECT_EQ(kinds("field of an event"), 1);   // apply.service
    EXPECT_EQ(kinds("opening"), 0);             // the facts' check reads what is given
}

struct Loop {
    Builder b;
    StateId wait, work;
    EventId go;
    EffectId remind;
    explicit Loop(bool back) {
        b.model.name = "loop";
        b.open_case("Loop");
        go = b.event("go", {b.party("one")}, {{"words", Builder::text(5), {}}, {"n", number_type(TypeKind::integer, 0, 200), {}}});
        remind = b.effect("remind", {{"words", Builder::text(), {}}});
        b.machine("");
        wait = b.state("Wait");
        work = b.state("Work");
        Transition fires = b.rule(wait, work);
        fires.actions.push_back(Builder::perform(remind, {b.literal("now")}));
        b.after_entry(wait, b.period(1, Unit::days), {fires});
        b.on(work, go, back ? wait : StateId());
    }
};

TEST(EmitProgram, ArmingIsCountedOnACycleAlone) {
    const auto has_arming = [](const Model& model) {
        return std::ranges::count(emit::case_layouts(model)[0].slots, "arming", &emit::SlotLine::kind) > 0;
    };
    EXPECT_TRUE(has_arming(Loop(true).b.model));
    EXPECT_FALSE(has_arming(Loop(false).b.model));
    Loop silent(true);
    for (Transition& transition : silent.b.model.transitions) transition.actions.clear();
    EXPECT_FALSE(has_arming(silent.b.model));
}

TEST(EmitProgram, ArmingsTellEffectsApart) {
    const Program program = load(Loop(true).b.model);
    struct Armings : Listener {
        std::vector<std::uint32_t> all;
        void moved(const Move& move) override {
            if (move.cause == Cause::deadline) all.push_back(move.arming);
        }
        void effect(const EffectCall&) override {}
    } told;
    recourse::Case c;
    open(program, c, 0, day(1), {}, told);
    Input input{0, 0, day(2) + 1, {}, {}};
    const std::vector<Value> fields = {Value::of_text("x"), Value::of(1)};
    input.fields = fields;
    ASSERT_EQ(step(program, c.ref(), input, told).verdict, Verdict::accepted);
    advance(program, c.ref(), day(9), told);
    EXPECT_EQ(told.all, (std::vector<std::uint32_t>{1, 2}));
}

TEST(EmitProgram, FirstLastAndPreviousAreRemembered) {
    Loop loop(true);
    Builder& b = loop.b;
    const EffectId tell = b.effect("tell", {{"a", number_type(TypeKind::integer, 0, 200), {}}, {"b", number_type(TypeKind::integer, 0, 200), {}},
                                            {"c", number_type(TypeKind::integer, 0, 200), {}}, {"w", Builder::text(), {}}});
    Transition tells = b.rule(loop.work);
    tells.actions.push_back(Builder::perform(tell, {b.field(loop.go, 1, Occurrence::first), b.field(loop.go, 1, Occurrence::previous),
                                                    b.field(loop.go, 1), b.field(loop.go, 0, Occurrence::first)}));
    b.model.states[loop.work].on.clear();
    b.on(loop.work, loop.go, tells);
    b.name(NamedKind::moment, "one_before", b.instant(loop.go, Occurrence::previous));
    const Program program = load(b.model);
    Told told(program);
    recourse::Case c;
    open(program, c, 0, day(1), {}, told);
    for (int i = 1; i <= 3; ++i) {
        send(program, c, "go", "one", day(2) + i, told, {Value::of_text(std::string(std::size_t(i), 'x')), Value::of(i * 50)});
    }
    EXPECT_EQ(told.lines.back(), "tell 50 100 150 x");
    EXPECT_EQ(named_value(program, c.ref(), 0).value.number, day(2) + 2);
}

TEST(EmitProgram, ADeadlineThatStaysIsDoneOnce) {
    Loop loop(true);
    Builder& b = loop.b;
    const RecordId times = b.counter("times", 0, 9);
    Transition counts = b.rule(loop.work);
    counts.actions.push_back(Builder::count(times));
    b.after_entry(loop.work, b.period(2, Unit::days), {counts});
    const Program program = load(b.model);
    Told told(program);
    recourse::Case c;
    open(program, c, 0, day(1), {}, told);
    advance(program, c.ref(), day(20), told);
    EXPECT_EQ(named_value(program, c.ref(), 0).value.number, 1);
    send(program, c, "go", "one", day(21), told, {Value::of_text(""), Value::of(0)});
    advance(program, c.ref(), day(40), told);
    EXPECT_EQ(named_value(program, c.ref(), 0).value.number, 2);
}

// ---- precedence and code ---------------------------------------------------------------------------------------------------

TEST(EmitProgram, RefusalsComeFirstThenWinners) {
    Builder b;
    b.model.name = "precedence";
    b.open_case("C");
    const EventId go = b.event("go", {b.party("one")});
    b.machine("");
    const StateId start = b.state("Start"), lost = b.state("Lost"), won = b.state("Won");
    Transition loser = b.rule(start, lost), winner = b.rule(start, won), refusal = b.rule(start);
    loser.text.reason = "loser";
    winner.wins_over = {"loser"};
    refusal.target_kind = TargetKind::refuse;
    refusal.because = "not on odd days";
    refusal.limbs.push_back(Builder::limb(LimbKind::condition, b.test(ExprKind::has_passed, {b.constant(Builder::of(TypeKind::instant), day(5))})));
    b.on(start, go, loser);
    b.on(start, go, winner);
    b.on(start, go, refusal);
    const Program program = load(b.model);
    Told told(program);
    recourse::Case c;
    open(program, c, 0, day(1), {}, told);
    recourse::Case late = c;
    EXPECT_EQ(send(program, late, "go", "one", day(6), told).rejection.reason, Reason::refused);
    send(program, c, "go", "one", day(2), told);
    EXPECT_EQ(told.lines.back(), "Won");
}

TEST(EmitProgram, WhatIsAskedAfterIsSetIsNotReadWithoutIt) {
    Builder b;
    b.model.name = "optional";
    b.open_case("C");
    semantics::Type optional = number_type(TypeKind::integer, 0, 9);
    optional.optional = true;
    const FactId n = b.fact("n", optional);
    const EventId go = b.event("go", {b.party("one")});
    b.machine("");
    const StateId start = b.state("Start"), end = b.state("End");
    Transition rule = b.rule(start, end);
    const ExprId sum = b.add(ExprKind::add, number_type(TypeKind::integer, 0, 10), {b.fact(n), b.integer(1)});
    rule.limbs.push_back(Builder::limb(LimbKind::condition, b.test(ExprKind::logical_and, {b.test(ExprKind::is_set, {b.fact(n)}),
                                                                                          b.test(ExprKind::greater, {sum, b.integer(3)})})));
    b.on(start, go, rule);
    const Program program = load(b.model);
    Told told(program);
    for (const auto& [value, reason] : {std::pair{absent, Reason::condition}, {std::int64_t{2}, Reason::condition}, {std::int64_t{3}, Reason::none}}) {
        recourse::Case c;
        const Value facts[] = {Value::of(value)};
        open(program, c, 0, day(1), facts, told);
        EXPECT_EQ(send(program, c, "go", "one", day(2), told).rejection.reason, reason) << value;
    }
}

TEST(EmitProgram, ChoiceOfZoneFollowsTheFact) {
    Builder b;
    b.model.name = "zones";
    const KindId branch = b.kind("Branch", {"north", "south"});
    b.model.zone_fact = "branch";
    b.model.zones = {{1, "America/New_York", {}}, {0, "Asia/Shanghai", {}}};
    b.open_case("C");
    b.fact("branch", member_type(branch));
    b.machine("");
    b.state("Start");
    const Program program = load(b.model);
    Told told(program);
    for (const auto& [member, zone] : {std::pair{0, "Asia/Shanghai"}, {1, "America/New_York"}}) {
        recourse::Case c;
        const Value facts[] = {Value::of(member)};
        ASSERT_EQ(open(program, c, 0, day(1), facts, told).verdict, Verdict::accepted);
        const CaseRef ref = c.ref();
        EXPECT_EQ(program.zone_name(&ref, 0), zone);
    }
}

// ---- decisions -------------------------------------------------------------------------------------------------------------

TEST(EmitProgram, DecisionsComeBeforeTheirCallers) {
    Builder b;
    b.model.name = "decisions";
    const semantics::Type digit = number_type(TypeKind::integer, 0, 9);
    const auto parameter = [&](DecisionId of, std::int64_t index) {
        const ExprId id = b.add(ExprKind::parameter, digit);
        b.model.exprs[id].decision = of;
        b.model.exprs[id].number = index;
        return id;
    };
    Decision caller, callee;
    caller.name = "caller";
    caller.parameters = callee.parameters = {{"n", digit, {}}};
    caller.results = callee.results = {{"value", digit, {}}};
    callee.name = "callee";
    const DecisionId first = b.model.decisions.add(caller), second = b.model.decisions.add(callee);
    const ExprId call = b.add(ExprKind::decision_result, digit, {parameter(first, 0)});
    b.model.exprs[call].decision = second;
    b.model.decisions[first].rows = {{"all", {}, {{call, false, false}}, {}, {}, {}}};
    b.model.decisions[second].rows = {
        {"row 1", {}, {{b.integer(1), true, false}}, {}, {}, {}},
        {"small", b.test(ExprKind::less, {parameter(second, 0), b.integer(5)}), {{b.integer(7), false, false}}, {0}, {}, {}}};
    b.model.decisions[second].order = {1, 0};
    const Program program = load(b.model);
    EXPECT_LT(program.find_decision("callee"), program.find_decision("caller"));
    const Value small[] = {Value::of(3)}, large[] = {Value::of(8)};
    EXPECT_EQ(decide(program, program.find_decision("caller"), small).results[0].number, 7);
    EXPECT_EQ(decide(program, program.find_decision("caller"), large).results[0].number, 1);
    EXPECT_TRUE(decide(program, program.find_decision("callee"), large).up_to[0]);
}

// ---- what does not fit -----------------------------------------------------------------------------------------------------

TEST(EmitProgram, AKeptTextNeedsABound) {
    Loop loop(true);
    Builder& b = loop.b;
    b.model.events[loop.go].fields[0].type = Builder::text();
    b.model.states[loop.work].entry.push_back(Builder::perform(loop.remind, {b.field(loop.go, 0)}));
    EXPECT_EQ(problem_of(b.model), "unbounded-text: `go.words` is read after it was given, and nothing says how long it may be");
}

TEST(EmitProgram, ACaseThatIsTooLargeSaysWhatTakesTheRoom) {
    Loop loop(true);
    Builder& b = loop.b;
    b.model.events[loop.go].fields[0].type = Builder::text(2000);
    b.model.states[loop.work].entry.push_back(Builder::perform(loop.remind, {b.field(loop.go, 0)}));
    diagnostics::Sink sink;
    EXPECT_TRUE(emit::emit_program({&b.model, nullptr}, sink).empty());
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(sink.all()[0].code, "case-too-large");
    EXPECT_EQ(sink.all()[0].message, "a case of `Loop` would take 8048 bytes, and 4096 are the most");
    EXPECT_NE(sink.all()[0].why.find("`go.words` 8002 bytes"), std::string::npos) << sink.all()[0].why;
}

TEST(EmitProgram, LimitsAreSaid) {
    Builder b;
    b.model.name = "many";
    for (int i = 0; i < 33; ++i) b.party("p" + std::to_string(i));
    EXPECT_EQ(problem_of(b.model), "too-many: there are 33 parties, and at most 32 fit into a program");
}

TEST(EmitProgram, AnUnknownZoneIsSaid) {
    Builder b;
    b.model.name = "zone";
    b.model.zones = {{0, "Asia/Shangai", {}}};
    EXPECT_EQ(problem_of(b.model), "unknown-zone: there is no time zone \"Asia/Shangai\"");
}

} // namespace
} // namespace recourse
