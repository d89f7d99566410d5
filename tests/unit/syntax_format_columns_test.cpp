// Columns of lines that do not all fit: the rest keep theirs, and what was laid out once stays as it is.
#include <gtest/gtest.h>

#include <string>

#include <recourse/compiler.h>

namespace {

const std::string head = "policy columns\n  time zone  \"UTC\"\n  counting   std.counting.whole_days\n  source T   \"Our terms\" {\n    1 \"One\"\n  }\n\n";

std::string formatted(const std::string& text) {
    recourse::SourceSet sources;
    sources.add("one.rule", text);
    return recourse::analyse(std::move(sources), {{}, false}).formatted("one.rule").value_or("does not parse");
}

// Lays out `written` behind a header, and once more; gives the part behind the header.
std::string laid_out(const std::string& written) {
    const std::string once = formatted(head + written);
    EXPECT_EQ(formatted(once), once);
    return once.starts_with(head) ? once.substr(head.size()) : once;
}

} // namespace

TEST(FormatColumns, ALongReadingGoesBelowAndTheRunKeepsItsColumns) {
    const std::string reading = "a reading that is rather long, as it explains at length what the text means by days and what not";
    EXPECT_EQ(laid_out("period answer = 3 days reading \"" + reading + "\"\nperiod ship_time = 10 days cite T.1\nperiod confirmation = 72 hours reading \"short\"\n"),
              "period answer       = 3 days\n    reading \"" + reading + "\"\n"
              "period ship_time    = 10 days   cite T.1\n"
              "period confirmation = 72 hours  reading \"short\"\n");
}

TEST(FormatColumns, RowsUnderASignatureOfTwoLinesKeepTheirs) {
    EXPECT_EQ(laid_out("kind Payer = seller, buyer\n\n"
                       "decision who_pays_for_the_way_back(price: money CNY, agreed_by_both_sides: bool, opened_before: bool): payer: Payer, share: percent in order {\n"
                       "  opened: opened_before and price <= 100.00 CNY and not agreed_by_both_sides => seller, 100% cite T.1\n"
                       "  agreed: agreed_by_both_sides => buyer, 50% cite T.1\n  otherwise => buyer, 0%\n}\n"),
              "kind Payer = seller, buyer\n\n"
              "decision who_pays_for_the_way_back(price: money CNY, agreed_by_both_sides: bool,\n"
              "    opened_before: bool): payer: Payer, share: percent in order {\n"
              "  opened: opened_before and price <= 100.00 CNY and not agreed_by_both_sides => seller, 100%  cite T.1\n"
              "  agreed: agreed_by_both_sides                                               => buyer, 50%    cite T.1\n"
              "          otherwise                                                          => buyer, 0%\n}\n");
}

TEST(FormatColumns, StepsDoNotGiveUpTheirColumnForOneThatIsLong) {
    const std::string steps = "scenario \"one\" {\n  open at 2024-03-01 10:00\n"
                              "  at 2024-03-01 11:00  buyer pay\n  at 2024-03-01 11:00:00.001  expect Paid\n"
                              "  at 2024-03-21 10:00  seller AfterSales.agree refused because \"the shop is closed: nobody acts for this\"\n}\n";
    const std::string text = laid_out(steps);
    EXPECT_NE(text.find("  at 2024-03-01 11:00  buyer pay\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  at 2024-03-21 10:00  seller AfterSales.agree refused"), std::string::npos) << text;
}
