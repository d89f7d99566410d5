// Input that is not as it should be: every fault is named with its line and column, changes nothing, and the rest goes on.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/scenarios/command_run_log.h"

using namespace run_log;

namespace {

// Runs an opening and one line; the line must be an error at `column` that says `words`, and nothing else may come of it.
void expect_error(const std::string& line, int column, const std::string& words) {
    const harness::Answer answer = run(opening() + line + "\n");
    EXPECT_EQ(answer.code, 1) << answer.err;
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 2u) << answer.out << answer.err;
    EXPECT_TRUE(has(out[1], "{\"line\":2,\"column\":" + std::to_string(column) + ",")) << out[1];
    EXPECT_TRUE(has(out[1], words)) << out[1];
}

}  // namespace

TEST(RunBadInput, JsonThatIsNone) {
    expect_error(R"({"case":"A1")", 13, "the line ends inside the record");
    expect_error(R"({"case":'A1'})", 9, "double quotes");
    expect_error(R"({"case":"A1",})", 14, "a comma too many");
    expect_error(R"([1,2])", 1, "a record is an object");
    expect_error(R"({"now":"2024-03-06T10:00:01+08:00"} x)", 37, "one record a line");
    expect_error(R"({"now":"2024-03-06T10:00:01+08:00","now":"2024-03-07T10:00:01+08:00"})", 36, "given twice, first in column 2");
    expect_error(R"({"a":{"b":{"c":{"d":{"e":1}}}}})", 21, "nested deeper");
    expect_error(R"({"case":"A\q"})", 9, "an escape that JSON does not have");
    expect_error(R"({"case":"A1" "at":1})", 14, "a comma");
    expect_error("{\"case\":\"\xC3\x28\"}", 10, "not UTF-8");
}

TEST(RunBadInput, ColumnsCountCharactersToTheVeryFault) {
    expect_error(R"({"case":"买家的案件" "at":1})", 17, "a comma");
    expect_error(R"({"case":"案件",,"at":1})", 14, "`,` where a name or a value was expected");
    expect_error(R"({"case"::"A1"})", 9, "`:` where");
    expect_error(R"({"case",:"A1"})", 8, "`,` where");
    expect_error(R"({"案件":1,"案件":2})", 9, "given twice, first in column 2");
    expect_error("{\"案\":\"\xC3\x28\"}", 7, "not UTF-8");
    expect_error(R"({"case":"案件","at":"2024-02-30T10:00:00+08:00","by":"buyer","event":"ship"})", 28, "is not an instant");
    // With an escape before it the place within the text is not known: the text itself is named.
    expect_error(R"({"now":"2024\u002d03-06T10:00:01"})", 8, "add the offset");
}

TEST(RunBadInput, RecordsThatAreNone) {
    expect_error(R"({})", 1, "`open` (an opening), `event` (an event), `migrate` (a migration) or `now`");
    expect_error(R"({"now":1709690401})", 8, "`now` is a text, not a number");
    expect_error(R"({"now":"2024-03-06T10:00:01"})", 28, "add the offset");
    expect_error(R"({"now":"2024-02-30T10:00:01+08:00"})", 17, "is not an instant");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","buy":"buyer","event":"apply"})", 47, "did you mean `by`?");
    expect_error(R"({"case":"A1","event":"apply","by":"buyer"})", 1, "`at` is missing");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"ship","fields":[]})", 84, "`fields` is an object");
}

TEST(RunBadInput, NamesThatAreUnknown) {
    expect_error(R"({"case":"A2","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"apply"})", 9, "no case `A2` is open");
    expect_error(R"({"case":"B","open":"taobao.after_sales/AfterSale","at":"2024-03-01T10:00:00+08:00"})", 20,
                 "did you mean `taobao.after_sales/AfterSales`?");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"byer","event":"withdraw"})", 52, "did you mean `buyer`?");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"ship","fields":{"carier":"SF","tracking":"1"}})", 85,
                 "did you mean `carrier`?");
}

TEST(RunBadInput, ValuesOfTheWrongKind) {
    const std::string begin = R"({"case":"B","open":"taobao.after_sales/AfterSales","at":"2024-03-01T10:00:00+08:00","facts":{)";
    const std::string completed = R"("completed":"2024-02-28T09:00:00+08:00",)";
    const int price = static_cast<int>((begin + completed + R"("price":)").size()) + 1;
    expect_error(begin + completed + R"("price":88}})", price, R"(write \"88.00 CNY\")");
    expect_error(begin + completed + R"("price":88.5}})", price, R"(write \"88.00 CNY\")");
    expect_error(begin + completed + R"("price":"88.00 EUR"}})", price, "CNY");
    expect_error(begin + completed + R"("price":"88.001 CNY"}})", price, "price");
    expect_error(begin + completed + R"("price":null}})", price, "cannot be none");
    expect_error(begin + R"("completed":"2024-02-28T09:00:00+08:00"}})", static_cast<int>(begin.size()), "`price` is missing");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"photo","fields":{"count":1.5}})", 94, "a whole number from 1 to 9");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"apply","fields":{"service":"refund","reason":"x"}})", 96,
                 "no Service is called `refund`");
    expect_error(R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"apply","fields":{"service":"refund_only"}})", 85,
                 "`reason` is missing");
}

TEST(RunBadInput, RejectionsAreAnswers) {
    const harness::Answer unknown = run(opening() + R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"aply"})");
    EXPECT_EQ(unknown.code, 0);
    EXPECT_TRUE(has(unknown.out, R"("rejected":"aply","by":"buyer","reason":"unknown_event")") || has(unknown.out, R"("rejected":"aply","reason":"unknown_event")")) << unknown.out;
    EXPECT_TRUE(has(unknown.out, "did you mean `apply`?")) << unknown.out;

    const harness::Answer party = run(opening() + R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"seller","event":"apply","fields":{"service":"refund_only","reason":"x"}})");
    EXPECT_EQ(party.code, 0);
    EXPECT_TRUE(has(party.out, R"("reason":"wrong_party")")) << party.out;

    const harness::Answer early = run(opening() + R"({"case":"A1","at":"2024-02-29T10:00:00+08:00","by":"buyer","event":"apply","fields":{"service":"refund_only","reason":"x"}})");
    EXPECT_EQ(early.code, 0);
    EXPECT_TRUE(has(early.out, R"("reason":"late")")) << early.out;

    const harness::Answer fact = run(R"({"case":"B","open":"taobao.after_sales/AfterSales","at":"2024-03-01T10:00:00+08:00","facts":{"completed":"2024-03-02T09:00:00+08:00","price":"88.00 CNY"}})");
    EXPECT_EQ(fact.code, 0);
    EXPECT_TRUE(has(fact.out, R"("rejected":"opening","reason":"bad_fact")")) << fact.out;

    const harness::Answer bound = run(opening() + applying() + R"({"case":"A1","at":"2024-03-01T11:00:00+08:00","by":"buyer","event":"photo","fields":{"count":10}})");
    EXPECT_EQ(bound.code, 0);
    EXPECT_TRUE(has(bound.out, R"("reason":"malformed_field")")) << bound.out;
}

TEST(RunBadInput, EventsOutOfOrderAreLate) {
    const harness::Answer answer = run(opening() + applying() + R"({"now":"2024-03-06T10:00:01+08:00"})" "\n"
                                       R"({"case":"A1","at":"2024-03-05T12:00:00+08:00","by":"seller","event":"agree","id":"e-2"})" "\n"
                                       R"({"now":"2024-03-02T00:00:00+08:00"})" "\n");
    EXPECT_EQ(answer.code, 0);
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 4u) << answer.out;
    EXPECT_TRUE(has(out[2], R"("at":"2024-03-06T10:00:00+08:00","cause":"deadline")")) << out[2];
    EXPECT_TRUE(has(out[3], R"("rejected":"agree","by":"seller","id":"e-2","reason":"late")")) << out[3];
}

TEST(RunBadInput, ARepeatedIdChangesNothing) {
    const harness::Answer answer = run(opening() + applying() + applying() + opening());
    EXPECT_EQ(answer.code, 0) << answer.out;
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 4u) << answer.out;
    EXPECT_FALSE(has(out[1], "repeated"));
    EXPECT_TRUE(has(out[2], R"("repeated":true)") && has(out[2], R"("line":3)")) << out[2];
    EXPECT_TRUE(has(out[3], R"("cause":"opening")") && has(out[3], R"("repeated":true)")) << out[3];
}

TEST(RunBadInput, OtherContentUnderOneIdIsAnError) {
    const harness::Answer event = run(opening() + applying() + applying("e-1", "torn"));
    EXPECT_EQ(event.code, 1);
    EXPECT_TRUE(has(event.out, "the id `e-1` was used on line 2 for other content")) << event.out;
    const harness::Answer twice = run(opening() + opening("A1", "89.00 CNY"));
    EXPECT_EQ(twice.code, 1);
    EXPECT_TRUE(has(twice.out, "was opened on line 1 with other content")) << twice.out;
}

TEST(RunBadInput, TheRestGoesOnUnlessStrict) {
    const std::string log = "\xEF\xBB\xBF" + opening() + "\r\n\n{broken\r\n" + applying();
    const harness::Answer answer = run(log);
    EXPECT_EQ(answer.code, 1);
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 3u) << answer.out;
    EXPECT_TRUE(has(out[1], R"({"line":4,"column":2,"error":)")) << out[1];
    EXPECT_TRUE(has(out[2], R"("to":"SellerDecides")")) << out[2];
    const harness::Answer strict = run(log, {"--strict"});
    EXPECT_EQ(strict.code, 1);
    EXPECT_EQ(lines(strict.out).size(), 2u) << strict.out;
}

TEST(RunBadInput, ALineOfTenMegabytes) {
    const harness::Answer answer = run(opening() + std::string(10'000'000, 'x') + "\n" + applying());
    EXPECT_EQ(answer.code, 1);
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 3u) << answer.out.substr(0, 1000);
    EXPECT_TRUE(has(out[1], "longer than 1048576 bytes")) << out[1];
    EXPECT_TRUE(has(out[2], R"("line":3)")) << out[2];
}

TEST(RunBadInput, NothingToReadIsNoFault) {
    const harness::Answer empty = run("");
    EXPECT_EQ(empty.code, 0);
    EXPECT_EQ(empty.out, "");
    const harness::Answer missing = harness::recourse_command({"run", policy, "no/such.jsonl"});
    EXPECT_EQ(missing.code, 2);
    EXPECT_TRUE(has(missing.err, "cannot read `no/such.jsonl`")) << missing.err;
    const harness::Answer folder = harness::recourse_command({"run", policy, "docs"});
    EXPECT_EQ(folder.code, 2);
    EXPECT_TRUE(has(folder.err, "it is a folder")) << folder.err;
}
