// Policies that refine others, from the command line.
#include <gtest/gtest.h>

#include <string>

#include "tests/harness/command.h"

namespace {

constexpr const char* kMarket = "rules/market";

std::string opening(const std::string& traits, const std::string& policy = "market.after_sales") {
    return R"({"case":"A1","open":")" + policy + R"(/AfterSales","at":"2025-03-01T10:00:00+08:00","facts":{"received":"2025-03-01T09:00:00+08:00","price":"88.00 CNY","traits":[)" +
           traits + "]}}\n";
}

harness::Answer run(const std::string& log, const std::string& verb = "run", const std::string& format = "text") {
    return harness::recourse_command({verb, kMarket, "-", "--format", format, "--lang", "en"}, log);
}

const std::string ask = R"({"case":"A1","at":"2025-03-01T10:00:00+08:00","by":"buyer","event":"ask","fields":{"cause":"flawed"}})" "\n";
const std::string later = R"({"now":"2025-03-02T10:00:00+08:00"})" "\n";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST(RefinementCommand, FactsDecideThePolicy) {
    const harness::Answer plain = run(opening("") + ask + later, "explain");
    EXPECT_EQ(plain.code, 0) << plain.err;
    EXPECT_TRUE(has(plain.out, "market.after_sales/AfterSales")) << plain.out;
    const harness::Answer fresh = run(opening(R"("fresh")") + ask + later, "explain");
    EXPECT_TRUE(has(fresh.out, "market.fresh_food/AfterSales") && has(fresh.out, "agreed by silence")) << fresh.out;
    // A cake with a name on it is both; one of the two comes first.
    const harness::Answer cake = run(opening(R"("fresh","made_to_order")") + ask + later, "explain");
    EXPECT_TRUE(has(cake.out, "market.made_to_order/AfterSales")) << cake.out;
}

TEST(RefinementCommand, EachRuleSaysWhichPolicyItCameFrom) {
    const harness::Answer text = run(opening(R"("fresh")") + ask + later, "explain");
    EXPECT_TRUE(has(text.out, "rules/market/marketplace.rule:") && has(text.out, "(market.after_sales)")) << text.out;
    EXPECT_TRUE(has(text.out, "rules/market/fresh_food.rule:") && has(text.out, "(market.fresh_food)")) << text.out;
    const harness::Answer json = run(opening(R"("fresh")") + ask + later, "run", "json");
    EXPECT_TRUE(has(json.out, R"("policy":"market.fresh_food")") && has(json.out, R"("policy":"market.after_sales")")) << json.out;
    const harness::Answer plain = run(opening("") + ask + later, "run", "json");
    EXPECT_FALSE(has(plain.out, R"("policy")")) << plain.out;
}

TEST(RefinementCommand, ARefinementThatDoesNotApplyIsNotOpened) {
    const harness::Answer answer = run(opening("", "market.fresh_food"));
    EXPECT_EQ(answer.code, 1);
    EXPECT_TRUE(has(answer.out, "does not apply to a case with these facts")) << answer.out;
}

TEST(RefinementCommand, TwoThatBothApplyOpenNothing) {
    const harness::Folder folder;
    const std::string head = "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n";
    folder.write("base.rule", "policy base" + head + "party buyer\nperiod wait = 5 days\ncase Claim {\n  fact a : bool\n  fact b : bool\n  event ask by buyer\n  start Open\n"
                              "  state Open {\n    on ask -> Over\n    after wait -> Over\n  }\n  final Over\n}\n");
    folder.write("one.rule", "policy early refines base\n  applies if a\nchange period wait = 1 day\n");
    folder.write("two.rule", "policy two refines base\n  applies if b\nchange period wait = 2 days\n");
    const harness::Answer check = harness::recourse_command({"check", "--format", "plain", "."}, "", folder.path());
    EXPECT_EQ(check.code, 1);
    EXPECT_TRUE(has(check.out, "refinements-overlap")) << check.out << check.err;
    const std::string log = R"({"case":"1","open":"base/Claim","at":"2025-03-01T10:00:00+08:00","facts":{"a":true,"b":true}})" "\n";
    const harness::Answer answer = harness::recourse_command({"run", ".", "-"}, log, folder.path());
    EXPECT_EQ(answer.code, 1);
    EXPECT_TRUE(has(answer.out, "`early` and `two`")) << answer.out << answer.err;
    // A case to which one of them applies has no trouble with the other.
    const std::string one = R"({"case":"1","open":"base/Claim","at":"2025-03-01T10:00:00+08:00","facts":{"a":true,"b":false}})" "\n";
    EXPECT_EQ(harness::recourse_command({"run", ".", "-"}, one, folder.path()).code, 0);
}
