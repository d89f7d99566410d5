// The checks of the text itself: citations, labels, names, what is used and what is counted from where; and what their fixes do.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {

namespace {

constexpr const char* kBody = "case C {\n  event ask by buyer\n  event answer by seller\n  start A\n  state A {\n    on ask -> Z\n    on answer -> Z\n    after 5 days -> Z\n  }\n  final Z\n}\n";

std::string policy(const std::string& header, const std::string& rest) {
    return "policy t\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n" + header + "party buyer, seller\n" + rest;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// The text with the fix of the only finding of this code.
std::string mended(const Checked& checked, std::string_view code) {
    const auto found = checked.of(code);
    EXPECT_EQ(found.size(), 1u) << checked.shown();
    if (found.size() != 1 || !found.front()->fix) return "no fix";
    auto edits = found.front()->fix->edits;
    std::sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
    std::string text = checked.text;
    for (const auto& edit : edits) text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.replacement);
    return text;
}

std::size_t count(const std::string& text, std::string_view code) { return check_text(text).of(code).size(); }

// ---- citations ---------------------------------------------------------------------------------------------------------------

constexpr const char* kSource = "  source G \"Guide\" {\n    1 \"Ask\"\n    2 \"Answer\"\n  }\n";

TEST(ChecksHygiene, RulesCiteWhereThePolicyDeclaresSources) {
    EXPECT_EQ(count(policy("", kBody), "uncited-rule"), 0u);
    const Checked none = check_text(policy(kSource, kBody));
    EXPECT_EQ(none.of("uncited-rule").size(), 3u) << none.shown();
    EXPECT_EQ(none.of("uncited-clause").size(), 2u) << none.shown();
    std::string cited = replaced(kBody, "on ask -> Z", "on ask -> Z cite G.1");
    cited = replaced(cited, "on answer -> Z", "on answer -> Z reading \"ours\"");
    const Checked one = check_text(policy(kSource, cited));
    ASSERT_EQ(one.of("uncited-rule").size(), 1u) << one.shown();
    EXPECT_EQ(one.at(*one.of("uncited-rule").front()), "after 5 days -> Z");
    EXPECT_EQ(one.of("uncited-clause").size(), 1u) << one.shown();
}

TEST(ChecksHygiene, WhatIsSaidAroundARuleIsSaidOfIt) {
    EXPECT_EQ(count(policy(kSource, replaced(kBody, "  }\n  final", "  } cite G.1, G.2\n  final")), "uncited-rule"), 0u);
    const std::string block = replaced(kBody, "on ask -> Z", "on ask {\n if answer has happened -> Z cite G.1\n otherwise -> Z\n }");
    EXPECT_EQ(count(policy(kSource, block), "uncited-rule"), 3u);      // one outcome of the block, and two rules
    EXPECT_EQ(count(policy(kSource, replaced(block, "otherwise -> Z\n }", "otherwise -> Z\n } cite G.2")), "uncited-rule"), 2u);
    std::string named = replaced(kBody, "after 5 days", "after wait");
    named = "period wait = 5 days  reading \"ours\"\n" + named;
    EXPECT_EQ(count(policy(kSource, named), "uncited-rule"), 2u);
}

TEST(ChecksHygiene, RowsCiteToo) {
    const std::string decision = "decision d(x: bool): y: bool {\n  yes: x => true\n  otherwise => false\n}\nscenario \"s\" {\n  decide d(x: true) expect y = true\n}\n";
    EXPECT_EQ(count(policy(kSource, decision), "uncited-rule"), 2u);
    EXPECT_EQ(count(policy(kSource, replaced(decision, "}\nscenario", "} cite G.1\nscenario")), "uncited-rule"), 0u);
}

TEST(ChecksHygiene, TheOnlyThingToCiteIsTheFix) {
    const std::string all = replaced(replaced(kBody, "on ask -> Z", "on ask -> Z cite G"), "on answer -> Z", "on answer -> Z cite G");
    const Checked checked = check_text(policy("  source G \"Guide\"\n", all));
    EXPECT_EQ(mended(checked, "uncited-rule"), replaced(checked.text, "after 5 days -> Z", "after 5 days -> Z  cite G"));
    EXPECT_EQ(count(mended(checked, "uncited-rule"), "uncited-rule"), 0u);
}

TEST(ChecksHygiene, PartsAndWholesOfAClauseAreCited) {
    const std::string deep = "  source G \"Guide\" {\n    1 \"All\"\n    2.1 \"Part\"\n  }\n";
    const std::string body = replaced(replaced(kBody, "on ask -> Z", "on ask -> Z cite G.2"), "on answer -> Z", "on answer -> Z cite G.1.a");
    EXPECT_EQ(count(policy(deep, body), "uncited-clause"), 0u);
    EXPECT_EQ(count(policy("  source G \"Guide\" {\n    1 \"A\"\n    11 \"B\"\n  }\n", replaced(kBody, "on ask -> Z", "on ask -> Z cite G.1")), "uncited-clause"), 1u);
    EXPECT_EQ(count(policy("  source G \"Guide\" {\n    1 \"A\"\n    left out 2 because \"hours\"\n  }\n", replaced(kBody, "on ask -> Z", "on ask -> Z cite G")), "uncited-clause"), 0u);
}

TEST(ChecksHygiene, WhatIsLeftOutIsNotCited) {
    const std::string header = "  source G \"Guide\" {\n    1 \"Ask\"\n    left out 1 because \"hours\"\n  }\n";
    const Checked checked = check_text(policy(header, replaced(kBody, "on ask -> Z", "on ask -> Z cite G.1")));
    EXPECT_EQ(checked.at(*checked.of("cited-left-out").front()), "G.1");
    const std::string after = mended(checked, "cited-left-out");
    EXPECT_EQ(after, replaced(checked.text, "    left out 1 because \"hours\"\n", ""));
    EXPECT_EQ(count(after, "cited-left-out"), 0u);
    EXPECT_EQ(count(policy(header, replaced(kBody, "on ask -> Z", "on ask -> Z cite G")), "cited-left-out"), 0u);
}

// ---- labels ------------------------------------------------------------------------------------------------------------------

constexpr const char* kTitles = "  title \"Asking\"\n  title zh \"申请\"\n";

TEST(ChecksHygiene, LabelsAreInTheLanguagesOfTheTitles) {
    const std::string labels = std::string(kBody) + "label ask zh \"申请\"\nlabel answer en \"answer\"\nlabel buyer en \"buyer\" zh \"买家\"\n";
    EXPECT_EQ(count(policy("", labels), "missing-label"), 0u);
    EXPECT_EQ(count(policy(kTitles, kBody), "missing-label"), 0u) << "a file without labels has not begun";
    const Checked checked = check_text(policy(kTitles, labels));
    EXPECT_EQ(checked.of("missing-label").size(), 3u) << checked.shown();      // ask in en, answer in zh, three names in zh
    std::string complete = std::string(kBody) + "label ask zh \"申请\"\n";
    for (const char* name : {"answer", "buyer", "seller", "A", "Z"}) complete += std::string("label ") + name + " en \"x\" zh \"x\"\n";
    const Checked one = check_text(policy(kTitles, complete));
    EXPECT_EQ(mended(one, "missing-label"), replaced(one.text, "zh \"申请\"\nlabel answer", "zh \"申请\"  en \"ask\"\nlabel answer"));
    EXPECT_EQ(count(mended(one, "missing-label"), "missing-label"), 0u);
}

TEST(ChecksHygiene, NobodyReadsALabelInAnotherLanguage) {
    const std::string title = "  title \"Asking\"\n";
    const Checked part = check_text(policy(title, std::string(kBody) + "label ask en \"ask\"  de \"fragen\"\n"));
    EXPECT_EQ(mended(part, "unasked-label"), replaced(part.text, "  de \"fragen\"", ""));
    const Checked whole = check_text(policy(title, std::string(kBody) + "label ask de \"fragen\"\n"));
    EXPECT_EQ(mended(whole, "unasked-label"), replaced(whole.text, "label ask de \"fragen\"\n", ""));
    EXPECT_EQ(count(policy("", std::string(kBody) + "label ask de \"fragen\"\n"), "unasked-label"), 0u) << "no title, no languages";
}

// ---- names -------------------------------------------------------------------------------------------------------------------

TEST(ChecksHygiene, NamesAreWrittenLikeTheOthersOfTheirKind) {
    EXPECT_EQ(count(policy("", kBody), "naming-convention"), 0u);
    const std::string odd = replaced(replaced(replaced(kBody, "event ask by", "event askMoney by"), "on ask ", "on askMoney "), "5 days -> Z", "5 days -> Z as TooLate");
    const Checked checked = check_text(policy("", odd + "# askMoney stays in a comment\nlabel askMoney en \"askMoney\"\n"));
    ASSERT_EQ(checked.of("naming-convention").size(), 2u) << checked.shown();
    const auto& fix = checked.of("naming-convention").front()->fix;
    ASSERT_TRUE(fix);
    EXPECT_EQ(fix->edits.size(), 3u);
    EXPECT_EQ(fix->edits.front().replacement, "ask_money");
    EXPECT_EQ(checked.of("naming-convention").back()->fix->edits.front().replacement, "too_late");
}

TEST(ChecksHygiene, StatesHaveCapitalsAndChineseNamesAreTheirOwn) {
    const Checked checked = check_text(policy("", replaced(replaced(kBody, "start A", "start in_review"), "state A", "state in_review")));
    const std::string after = mended(checked, "naming-convention");
    EXPECT_NE(after.find("start InReview"), std::string::npos) << after;
    EXPECT_EQ(count(after, "naming-convention"), 0u);
    EXPECT_EQ(check_text(after).shown(), check_text(policy("", kBody)).shown());
    std::string chinese = kBody;
    for (std::size_t at; (at = chinese.find("ask")) != std::string::npos;) chinese.replace(at, 3, "申请");
    EXPECT_EQ(count(policy("", chinese), "naming-convention"), 0u);
}

TEST(ChecksHygiene, NothingIsRenamedWhereTheWordMayMeanSomethingElse) {
    // A word of the language: `open at` of a scenario is no state.
    const std::string open = replaced(replaced(kBody, "start A", "start open"), "state A", "state open") + "scenario \"s\" {\n  open at 2024-03-01 10:00\n  at 2024-03-01 11:00 expect open\n}\n";
    const Checked word = check_text(policy("", open));
    ASSERT_EQ(word.of("naming-convention").size(), 1u) << word.shown();
    EXPECT_FALSE(word.of("naming-convention").front()->fix);
    // The new name is taken.
    const std::string taken = replaced(replaced(kBody, "event ask by", "event Answer by"), "on ask ", "on Answer ");
    const Checked other = check_text(policy("", taken));
    ASSERT_EQ(other.of("naming-convention").size(), 1u) << other.shown();
    EXPECT_FALSE(other.of("naming-convention").front()->fix);
    // Two things of one name.
    const std::string twice = replaced(replaced(kBody, "event ask by buyer", "event askMoney by buyer { askMoney: bool }"), "on ask ", "on askMoney ");
    for (const auto* finding : check_text(policy("", twice)).of("naming-convention")) EXPECT_FALSE(finding->fix);
}

// ---- what is used ------------------------------------------------------------------------------------------------------------

TEST(ChecksHygiene, WhatIsUnusedIsTakenAwayWithWhatIsSaidOfIt) {
    const std::string body = replaced(kBody, "  start A", "  fact price: bool  # nobody asks\n  fact size: bool\n  start A");
    const Checked checked = check_text(policy("", replaced(body, "on ask -> Z", "on ask if size -> Z") +
                                                      "label price en \"price\"\n\nscenario \"s\" {\n  open at 2024-03-01 10:00 with price = true, size = true\n}\n"));
    const std::string after = mended(checked, "unused-declaration");
    EXPECT_EQ(after, replaced(replaced(replaced(checked.text, "  fact price: bool  # nobody asks\n", ""), "label price en \"price\"\n\n", "\n"), "price = true, ", ""));
    EXPECT_EQ(count(after, "unused-declaration"), 0u) << after << check_text(after).shown();
    EXPECT_FALSE(check_text(after).sink.has_errors()) << check_text(after).shown();
}

TEST(ChecksHygiene, OneOfAListIsTakenOutOfIt) {
    for (const char* parties : {"party unused, buyer, seller\n", "party buyer, unused, seller\n", "party buyer, seller, unused\n", "party unused\nparty buyer, seller\n"}) {
        const Checked checked = check_text(replaced(policy("", kBody), "party buyer, seller\n", parties));
        EXPECT_EQ(mended(checked, "unused-declaration"), policy("", kBody));
    }
}

TEST(ChecksHygiene, NothingIsTakenAwayThatIsSpokenOf) {
    const std::string body = replaced(kBody, "  start A", "  event nothing by buyer\n  start A") +
                             "scenario \"s\" {\n  open at 2024-03-01 10:00\n  at 2024-03-01 11:00 buyer nothing refused\n}\n";
    const Checked checked = check_text(policy("", body));
    ASSERT_EQ(checked.of("unused-declaration").size(), 1u) << checked.shown();
    EXPECT_FALSE(checked.of("unused-declaration").front()->fix);
}

// ---- what is counted from where ----------------------------------------------------------------------------------------------

std::string reminded(const std::string& until, const std::string& times = "") {
    return "case C {\n  event ask by buyer\n  event remind by buyer" + times + "\n  event answer by seller\n  start A\n  state A {\n    on ask -> B\n    after 9 days -> Z\n  }\n"
           "  state B {\n    takes remind\n    on answer until " + until + " -> Z\n    after 30 days -> Z\n  }\n  final Z\n}\n";
}

TEST(ChecksHygiene, AStartThatMovesIsTold) {
    const Checked checked = check_body(reminded("5 days after remind"));
    EXPECT_EQ(checked.at(*checked.of("moving-start").front()), "remind");
    EXPECT_FALSE(checked.of("moving-start").front()->witness.empty());
    const std::string after = mended(checked, "moving-start");
    EXPECT_EQ(after, replaced(checked.text, "after remind", "after first remind"));
    EXPECT_EQ(count(after, "moving-start"), 0u);
    EXPECT_TRUE(check_body(reminded("5 days after remind", ", at most once")).of("moving-start").empty());
    EXPECT_TRUE(check_body(reminded("5 days after ask")).of("moving-start").empty());
    EXPECT_TRUE(check_body(replaced(reminded("5 days after remind"), "-> Z\n    after 30", "-> Z reading \"each reminder counts\"\n    after 30")).of("moving-start").empty());
}

TEST(ChecksHygiene, AWindowThatBeginsAnewIsTold) {
    const std::string body = "case C {\n  event ask by buyer\n  event more by seller\n  event give by buyer\n  start A\n  state A {\n    on ask within 5 days -> Z\n    on more -> B\n"
                             "    after 30 days -> Z\n  }\n  state B {\n    on give -> A\n    after 3 days -> Z\n  }\n  final Z\n}\n";
    const Checked checked = check_body(body);
    ASSERT_EQ(checked.of("moving-start").size(), 1u) << checked.shown();
    EXPECT_TRUE(check_body(replaced(body, "on give -> A", "on give -> Z")).of("moving-start").empty());
    EXPECT_TRUE(check_body(replaced(body, "within 5 days -> Z", "within 5 days -> Z reading \"anew each time\"")).of("moving-start").empty());
}

// ---- allow -------------------------------------------------------------------------------------------------------------------

TEST(ChecksHygiene, WhatStandsOnARuleCanBeAllowedThere) {
    const Checked checked = check_text(policy(kSource, replaced(kBody, "on ask -> Z", "on ask -> Z allow uncited-rule because \"so\"")));
    EXPECT_EQ(checked.of("uncited-rule").size(), 2u) << checked.shown();
    EXPECT_TRUE(check_body(replaced(reminded("5 days after remind"), "-> Z\n    after 30", "-> Z allow moving-start because \"so\"\n    after 30")).of("moving-start").empty());
    const Checked named = check_text(policy("", replaced(replaced(kBody, "event ask by buyer", "event askMoney by buyer allow naming-convention because \"so\""), "on ask ", "on askMoney ")));
    EXPECT_TRUE(named.of("naming-convention").empty()) << named.shown();
}

}  // namespace

}  // namespace recourse::checks
