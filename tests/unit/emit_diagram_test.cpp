#include "compiler/emit/diagram.h"
#include "compiler/emit/text.h"
#include "tests/unit/emit_sample.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace recourse {
namespace {

using emit_sample::Builder;
using namespace semantics;

std::string drawn(const Model& model, emit::DiagramFormat format, const std::string& language = "en") {
    return emit::state_diagram({&model, nullptr, CaseId(std::size_t{0}), language}, format);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Two machines, a state that fires into itself, a guard on the other machine, a right that came late.
Model two_machines() {
    Builder b;
    b.model.name = "loan";
    b.model.is_policy = true;
    b.model.counting = Regime::whole_days;
    b.open_case("Loan");
    const PartyId reader = b.party("reader"), library = b.party("library");
    const EventId renew = b.event("renew", {reader}, {}, 2), give_back = b.event("give_back", {reader}), pay = b.event("pay", {reader});
    const EventId waive = b.event("waive", {library});
    const EffectId remind = b.effect("remind", {{"whom", Builder::of(TypeKind::party), {}}});
    b.machine("Book");
    const StateId lent = b.state("Lent"), overdue = b.state("Overdue"), back = b.state("Back", StateKind::final);
    b.machine("Fee");
    const StateId none_due = b.state("NothingDue", StateKind::resting), due = b.state("Due"), settled = b.state("Settled", StateKind::final);
    b.on(lent, renew, lent);
    b.on(lent, give_back, back);
    b.after_entry(lent, b.period(4, Unit::weeks, Reading::whole), {b.rule(lent, overdue)});
    Transition late = b.rule(overdue, back);
    late.without_right = true;
    b.on(overdue, give_back, late);
    b.model.states[overdue].entry.push_back(Builder::perform(remind, {b.constant(Builder::of(TypeKind::party), 0)}));
    b.when(none_due, b.of_state(ExprKind::in_state, overdue), b.rule(none_due, due));
    b.on(due, pay, settled);
    b.on(due, waive, settled);
    return std::move(b.model);
}

// RECOURSE_DIAGRAMS=folder keeps the drawings, to be looked at.
void keep(const std::string& name, const std::string& text) {
    if (const char* folder = std::getenv("RECOURSE_DIAGRAMS")) std::ofstream(std::string(folder) + "/" + name) << text;
}

TEST(EmitDiagram, DotShowsStatesAndRules) {
    const std::string dot = drawn(emit_sample::after_sales(), emit::DiagramFormat::dot);
    keep("after_sales.dot", dot);
    EXPECT_TRUE(has(dot, "subgraph \"cluster Claim\""));
    EXPECT_TRUE(has(dot, "<b>apply</b>"));
    EXPECT_TRUE(has(dot, "until closes"));
    EXPECT_TRUE(has(dot, "after answer_time (5 days)"));
    EXPECT_TRUE(has(dot, "<i>agreed by silence</i>"));
    EXPECT_TRUE(has(dot, "refund(buyer, price)"));
    EXPECT_TRUE(has(dot, "peripheries=2"));
    EXPECT_EQ(dot, drawn(emit_sample::after_sales(), emit::DiagramFormat::dot));
}

TEST(EmitDiagram, DotSpeaksChinese) {
    const std::string dot = drawn(emit_sample::after_sales(), emit::DiagramFormat::dot, "zh");
    keep("after_sales_zh.dot", dot);
    EXPECT_TRUE(has(dot, "等待商家处理"));
    EXPECT_TRUE(has(dot, "7 天后"));
    EXPECT_TRUE(has(dot, "completed 后 15"));
    EXPECT_TRUE(has(dot, "逾期视为同意"));
}

TEST(EmitDiagram, MachinesStandSideBySide) {
    const std::string dot = drawn(two_machines(), emit::DiagramFormat::dot);
    keep("loan.dot", dot);
    EXPECT_TRUE(has(dot, "<b>Fee</b>"));
    EXPECT_TRUE(has(dot, "when Book is Overdue"));
    EXPECT_TRUE(has(dot, ">late<"));
}

TEST(EmitDiagram, Mermaid) {
    const std::string text = drawn(emit_sample::after_sales(), emit::DiagramFormat::mermaid);
    keep("after_sales.mmd", text);
    EXPECT_TRUE(text.starts_with("stateDiagram-v2\n"));
    EXPECT_TRUE(has(text, "    state \"Claim / takes parcel_scanned\" as Claim {\n        [*] --> SellerDecides\n"));
    EXPECT_TRUE(has(text, "    Open --> Claim : buyer apply<br/>at most once<br/>until closes\n"));
    EXPECT_TRUE(has(text, "Refunded --> [*]"));
    EXPECT_TRUE(has(text, "class Disputed resting"));
}

TEST(EmitDiagram, JsonHasEveryRule) {
    const Model model = emit_sample::after_sales();
    const auto json = nlohmann::json::parse(drawn(model, emit::DiagramFormat::json));
    EXPECT_EQ(json["policy"], "taobao.after_sales");
    EXPECT_EQ(json["states"].size(), model.states.size());
    EXPECT_EQ(json["transitions"].size(), model.transitions.size());
    EXPECT_EQ(json["deadlines"].size(), model.deadlines.size());
    EXPECT_EQ(json["deadlines"][0]["due"], "15 days after completed");
    EXPECT_EQ(json["transitions"][0]["cites"][0], "G.1");
}

// ---- text of expressions ---------------------------------------------------------------------------------------------------

TEST(EmitText, ReadsAsWritten) {
    Builder b;
    b.open_case("C");
    const FactId price = b.fact("price", Builder::money(10'000)), paid = b.fact("paid", Builder::of(TypeKind::boolean));
    const EventId go = b.event("go", {b.party("one")}, {{"n", number_type(TypeKind::integer, 0, 9), {}}});
    const auto say = [&](ExprId id) { return emit::expression_text(b.model, id); };
    const ExprId at_least = b.test(ExprKind::at_least, {b.fact(price), b.constant(Builder::money(10'000), 8800)});
    const ExprId either = b.test(ExprKind::logical_or, {at_least, b.fact(paid)});
    EXPECT_EQ(say(at_least), "price >= 88.00 CNY");
    EXPECT_EQ(say(b.test(ExprKind::logical_and, {either, b.test(ExprKind::logical_not, {b.fact(paid)})})),
              "(price >= 88.00 CNY or paid) and not paid");
    EXPECT_EQ(say(b.after(b.period(5, Unit::days), b.instant(go))), "5 days to the minute after go");
    b.model.counting = Regime::to_the_minute;
    EXPECT_EQ(say(b.after(b.period(1, Unit::days), b.instant(go, Occurrence::first))), "1 day after first go");
    EXPECT_EQ(say(b.after(b.period(3, Unit::business_days, Reading::whole), b.instant(go))), "3 business days after go");
    EXPECT_EQ(say(b.after(b.period(90 * minute_ms, Unit::exact), b.instant(go))), "90 minutes after go");
    EXPECT_EQ(say(b.test(ExprKind::is_set, {b.instant(go)})), "go has happened");
    EXPECT_EQ(say(b.field(go, 0, Occurrence::previous)), "previous go.n");
    const ExprId sum = b.add(ExprKind::add, Builder::of(TypeKind::integer), {b.integer(1), b.integer(2)});
    EXPECT_EQ(say(b.add(ExprKind::multiply, Builder::of(TypeKind::integer), {sum, b.integer(3)})), "(1 + 2) * 3");
    const ExprId less = b.add(ExprKind::subtract, Builder::of(TypeKind::integer), {b.integer(1), sum});
    EXPECT_EQ(say(less), "1 - (1 + 2)");
    EXPECT_EQ(say(b.add(ExprKind::smaller, Builder::of(TypeKind::instant), {b.instant(go), b.add(ExprKind::never, Builder::of(TypeKind::instant))})),
              "the earlier of go, never");
}

TEST(EmitText, SourceIsFoldedIntoOneLine) {
    support::SourceTable sources;
    const std::string text = "if a   # why\n   and b = \"# not  a comment\"";
    const support::FileId file = sources.add(support::SourceFile("a.rule", text));
    EXPECT_EQ(emit::source_text(&sources, {file, 0, static_cast<std::uint32_t>(text.size())}), "if a and b = \"# not  a comment\"");
    EXPECT_EQ(emit::source_text(nullptr, {file, 0, 3}), "");
}

} // namespace
} // namespace recourse
