// What is wrong in a file is said once, at its place, and in words that teach.
#include <gtest/gtest.h>

#include "tests/unit/syntax_fixture.h"

namespace recourse::syntax {
namespace {

std::string in_state(const std::string& rule) { return "policy p\ncase C {\n  state A {\n    " + rule + "\n    on after_it -> B\n  }\n}\nparty last\n"; }

struct Mistake {
    std::string text;
    std::string report;
};

void expect_reports(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) EXPECT_EQ(Parsed(mistake.text).report(), mistake.report) << mistake.text;
}

TEST(SyntaxErrors, Bytes) {
    EXPECT_EQ(Parsed("").codes(), "empty-file");
    EXPECT_EQ(Parsed("\xEF\xBB\xBF \r\n").codes(), "empty-file");
    EXPECT_EQ(Parsed(std::string("policy p\0", 9)).codes(), "binary-file");
    EXPECT_EQ(Parsed("policy p\ntitle \"caf\xE9\"\n").report(), "2:11 invalid-utf8 line 2, column 11: the byte E9 is not UTF-8");
    EXPECT_EQ(Parsed("policy \xC0\xAF").codes(), "invalid-utf8");
    EXPECT_EQ(Parsed("policy \xED\xA0\x80").codes(), "invalid-utf8");
    EXPECT_EQ(Parsed("policy \xF4\x90\x80\x80").codes(), "invalid-utf8");
    EXPECT_EQ(Parsed(std::string(10U << 20, '#')).codes(), "file-too-large");
}

TEST(SyntaxErrors, Characters) {
    expect_reports({
        {"policy p\nparty buyer，seller\n", "2:12 full-width-punctuation `，` is not a mark of the language"},
        {"policy p\ntitle “x”\n", "2:7 full-width-punctuation a text stands between straight quotes `\"`"},
        {"policy p\ntitle \"x”\n", "2:7 full-width-punctuation a text stands between straight quotes `\"`"},
        {"policy p\nkind K ＝ a\n", "2:8 full-width-punctuation `＝` is not a mark of the language"},
        {"policy p\neffect e（a： text）\n",
         "2:9 full-width-punctuation `（` is not a mark of the language\n2:11 full-width-punctuation `：` is not a mark of the language\n"
         "2:17 full-width-punctuation `）` is not a mark of the language"},
        {"policy p\ncase C ｛\n  start A\n｝\n", "2:8 full-width-punctuation `｛` is not a mark of the language\n4:1 full-width-punctuation `｝` is not a mark of the language"},
        {in_state("on a → B"), "4:10 full-width-punctuation `→` is not a mark of the language"},
        {"policy p\nparty a\x01\n", "2:8 unknown-character the character U+0001 has no place outside texts and comments"},
        {"policy p\nparty a\xE2\x80\x8B\n", "2:8 unknown-character the character U+200B has no place outside texts and comments"},
        {"policy p\nparty a　,　b\n", ""},
        {"policy p\ntitle \"，“”（\\n\"  # ，（\n", ""},
        {"policy p\ntitle \"a\\q\"\n", "2:9 unknown-escape `\\q` is no escape"},
        {"policy p\ntitle \"a\nparty b\n", "2:7 unterminated-string this text has no closing `\"` on its line"},
        {"policy p\ntitle \"\nparty b\n", "2:7 unterminated-string this text has no closing `\"` on its line"},
        {"policy p\ntitle \"a\\", "2:7 unterminated-string this text has no closing `\"` on its line"},
    });
}

TEST(SyntaxErrors, AreNotEndless) {
    std::string commas = "policy p\n";
    std::string rules = "policy p\n";
    for (int i = 0; i < 2000; ++i) {
        commas += "，";
        rules += "foo\n";
    }
    std::string decimals = "policy p\n";
    for (int i = 0; i < 2000; ++i) decimals += "amount a = 1.5\n";
    for (const std::string& text : {commas, rules, decimals, "policy p\n" + std::string(2000, '}')}) {
        const Parsed parsed(text);
        EXPECT_LE(parsed.sink.all().size(), 503U);
        EXPECT_NE(parsed.codes().find("too-many-errors"), std::string::npos);
    }
    EXPECT_LT(Parsed("policy p\n" + std::string(100000, 'x') + "\n").report().size(), 200U);
}

TEST(SyntaxErrors, Brackets) {
    expect_reports({
        {"policy p\ncase C {\n  start A\n", "2:8 unclosed-bracket this `{` has no closing `}`"},
        {"policy p\ncase C {\n  state A {\n    on a -> B\n  state B {\n  }\n}\nparty x\n", "3:11 unclosed-bracket this `{` has no closing `}`"},
        {"policy p\ncase C {\n  state A {\n    on a -> B\n}\ncase D {\n}\n", "3:11 unclosed-bracket this `{` has no closing `}`"},
        {"policy p\ncase C {\n  start A\ndecision d(x: bool): bool {\n  x => x\n}\n", "2:8 unclosed-bracket this `{` has no closing `}`"},
        {"policy p\n}\nparty x\n", "2:1 stray-bracket this `}` closes nothing"},
        {"policy p\nparty x)\n", "2:8 stray-bracket this `)` closes nothing"},
        {in_state("do pay(buyer"), "4:11 unclosed-bracket this `(` has no closing `)`"},
        {in_state("on a if (b -> C"), "4:13 unclosed-bracket this `(` has no closing `)`"},
    });
    const std::string deep = "policy p\namount a = " + std::string(10000, '(') + "1" + std::string(10000, ')') + "\n";
    EXPECT_EQ(Parsed(deep).codes(), "nesting-too-deep");
    std::string nots = "policy p\ncondition a = ";
    for (int i = 0; i < 10000; ++i) nots += "not ";
    EXPECT_EQ(Parsed(nots + "b\n").codes(), "nesting-too-deep");
    std::string choices = "policy p\ndeadline a = ";
    for (int i = 0; i < 10000; ++i) choices += "the earlier of ";
    EXPECT_EQ(Parsed(choices + "opening, never\n").codes(), "nesting-too-deep");
    std::string chain = "policy p\namount a = 1";
    for (int i = 0; i < 10000; ++i) chain += " + 1";
    EXPECT_EQ(Parsed(chain + "\n").codes().substr(0, 16), "nesting-too-deep");
    std::string blocks = "policy p\n";
    for (int i = 0; i < 10000; ++i) blocks += "case C {\n";
    EXPECT_EQ(Parsed(blocks).codes(), "nesting-too-deep");
}

TEST(SyntaxErrors, FirstWords) {
    expect_reports({
        {"party a\n", "1:1 missing-header the file does not say what it is"},
        {"polcy p\nparty a\n", "1:1 unknown-keyword nothing here begins with `polcy`"},
        {"policy p\npromise \"x\" a\nparty b\n",
         "2:14 syntax-error expected a claim: `X leads to Y within D`, `X never leads to Y`, `C ends within D`, `E at most once`, `never C`, `P may E in X`, …"},
        {"policy p\nduty d : a must b\n", "2:1 misplaced-line `duty` stands inside a case, a machine or a state"},
        {"policy p\ncase C {\n  duty d : a must b by c survives the end\n}\n",
         "3:26 not-yet-supported a duty that survives the end of its case is not part of this version"},
        {"policy p\nstate A {\n  on a -> B\n}\n", "2:1 misplaced-line `state` stands inside a case, a machine or a state"},
        {"policy p\ncase C {\n  party a\n}\n", "3:3 misplaced-line `party` stands outside of cases and machines"},
        {"policy p\nparty a\ntitle \"x\"\n", "3:1 misplaced-line this line belongs to the header"},
        {"policy p\nholiday 2024-01-01 \"x\"\n", "2:1 misplaced-line holidays and workdays stand in a calendar"},
        {"calendar c\nparty a\n", "2:1 misplaced-line a calendar has only its header and its days"},
        {"library l\ncase C {\n}\n", "2:1 misplaced-line a library has no case, no promise, no scenario and no migration"},
        {"policy p\ncase C {\n  stat Open {\n    on a B\n  }\n}\n",
         "3:3 unknown-keyword nothing here begins with `stat`\n4:10 missing-arrow expected `->` before the state `B`"},
        {"policy p\nkind party = a\n", "2:6 reserved-word `party` is a built-in type, so a kind cannot have this name"},
    });
}

TEST(SyntaxErrors, Rules) {
    expect_reports({
        {in_state("on a B"), "4:10 missing-arrow expected `->` before the state `B`"},
        {in_state("on a => B"), "4:10 wrong-arrow write `->` for `=>`"},
        {in_state("on a -> -> B"), "4:13 syntax-error expected a state after `->`"},
        {in_state("on a ->"), "4:12 syntax-error expected a state after `->`"},
        {in_state("on until -> B"), "4:8 reserved-word expected the name of an event after `on`"},
        {in_state("on a if b == c -> B"), "4:15 foreign-notation write `=` for `==`"},
        {in_state("on a if b && c -> B"), "4:15 foreign-notation write `and` for `&&`"},
        {in_state("on a if b || c -> B"), "4:15 foreign-notation write `or` for `||`"},
        {in_state("on a if !b -> B"), "4:13 foreign-notation write `not` for `!`"},
        {in_state("on a if b then -> B"), "4:15 foreign-notation there is no `then` here"},
        {in_state("on a -> B;"), "4:14 foreign-notation there is no `;` here"},
        {in_state("on a -> B // why"), "4:15 foreign-notation write `#` for `//`"},
        {in_state("on a if b until t -> B"), "4:15 clause-order `until` stands before `if`"},
        {in_state("on a until t from s -> B"), "4:18 clause-order `from` stands before `until`"},
        {in_state("on a until t until s -> B"), "4:18 clause-order `until` is given twice"},
        {in_state("on a -> B if c"), "4:15 clause-order `if` stands before `->`"},
        {in_state("on a -> B as r { count n }"), "4:20 clause-order `{ }` stands right after the state, before `as` and `cite`"},
        {in_state("after 5 days -> B as r { do x() }"), "4:28 clause-order `{ }` stands right after the state, before `as` and `cite`"},
        {in_state("on a {\n if b -> B as r { do x() }\n otherwise -> C\n }"),
         "5:17 clause-order `{ }` stands right after the state, before `as` and `cite`"},
        {in_state("final F as r { do x() }"), "4:18 clause-order `{ }` stands right after the state, before `as` and `cite`"},
        {in_state("after 5 days until t -> B"), "4:18 clause-order `after` takes no `until`"},
        {in_state("after 5 dais -> B"), "4:13 unknown-unit `dais` is no unit of time"},
        {in_state("after 5.5 days -> B"), "4:11 bare-decimal a period is a whole number of its unit"},
        {in_state("after half a day -> B"), "4:18 syntax-error expected `month` or `year` after `half a`; half a day is `12 hours`"},
        {in_state("after half -> B"), ""},      // a name like any other
        {in_state("after 5 whole days to the minute -> B"), "4:11 conflicting-reading a period is `whole` or `to the minute`, not both"},
        {in_state("on a -> B as r as s"), "4:20 repeated-clause `as` is given twice for one rule"},
        {in_state("on a outside"), "4:10 syntax-error `outside` stands only after `otherwise`"},
        {in_state("on a { otherwise -> B  if c -> D }"), "4:28 otherwise-not-last nothing comes after `otherwise`"},
        {in_state("on a {\n if b -> B\n iff c -> D\n if d E\n otherwise -> F\n }"),
         "6:2 unknown-keyword nothing here begins with `iff`\n7:7 missing-arrow expected `->` before the state `E`"},
        {in_state("on a {\n if b -> B\n else -> D\n}"), "6:2 foreign-notation write `otherwise` for `else`"},
        {in_state("refuse a if b"), "4:18 syntax-error expected `because \"…\"`: a refusal gives its reason"},
        {in_state("do pay buyer"), "4:12 syntax-error expected `(` and the effect's arguments"},
        {in_state("do pay(buyer 5)"), "4:18 missing-comma expected a comma before `5`"},
        {in_state("on a -> B { cuont n }"), "4:17 unknown-keyword nothing here begins with `cuont`"},
        {in_state("state Foo Bar {\n on a B\n}"), "4:15 syntax-error expected `{` or the end of the line\n5:7 missing-arrow expected `->` before the state `B`"},
    });
}

TEST(SyntaxErrors, Values) {
    const auto amount = [](const std::string& value) { return "policy p\namount a = " + value + "\nparty last\n"; };
    expect_reports({
        {amount("12.5"), "2:12 bare-decimal `12.5` is neither money nor a percentage"},
        {amount("12.555%"), "2:12 percent-too-fine a percentage has at most two decimals"},
        {amount("99999999999999999999"), "2:12 number-too-large `99999999999999999999` is larger than any number the language counts with"},
        {amount("2023-02-29"), "2:12 invalid-date the calendar has no day 2023-02-29"},
        {amount("2024-02-29 24:00"), "2:12 invalid-date no day has the time 24:00"},
        {amount("1 if x"), "2:12 missing-otherwise this value is given only if its condition holds"},
        {amount("1, 2 if x"), "2:15 otherwise-not-last nothing comes after the row that holds in every other case"},
        {amount("a = b = c"), "2:18 syntax-error expected the end of the line"},
        {amount("the earlier of b"), "2:12 syntax-error `the earlier of` chooses between two or more values"},
        {amount("1 +"), "2:15 syntax-error expected a value after this operator"},
        {amount("(1"), "2:12 unclosed-bracket this `(` has no closing `)`"},
        {amount("5 days has happened"), "2:12 syntax-error only an event can have happened"},
        {"policy p\nparty buyer seller\n", "2:13 missing-comma expected a comma before `seller`"},
        {"policy p\nmachine H(one: party, other: party) {\n}\n", "2:11 reserved-word expected a name before `:`"},
        {"policy p\nmachine H(other: party, one: party) {\n}\n", "2:25 reserved-word expected another field after the comma"},
        {"policy p\ncase C {\n  event go by b { first: bool }\n}\n", "3:19 reserved-word expected a name before `:`"},
        {amount("d(from: 1)"), "2:14 reserved-word expected a name before `:`"},
        {"policy p\nevent x\n", "2:1 misplaced-line `event` stands inside a case, a machine or a state"},
        {"policy p\ndecision d(x: bool): bool {\n  x -> true\n  otherwise => 1 = \n}\n",
         "3:5 wrong-arrow write `=>` for `->`\n4:19 syntax-error expected a value to compare with"},
        {"policy p\nlabel x en text\n", "2:12 syntax-error expected the label in quotes"},
    });
}

TEST(SyntaxErrors, FixesMend) {
    for (const std::string& text : {in_state("on a if b == c -> B"), in_state("on a B"), in_state("on a => B"), in_state("on a if !b -> B"), in_state("after 5 dais -> B"),
                                    in_state("do pay(buyer 5)"), std::string("policy p\nparty buyer，seller\n"), std::string("policy p\ntitle “x”\n"),
                                    std::string("policy p\ntitle \"a\nparty b\n"), std::string("policy p\ntitle \"a\\q\"\n"), std::string("policy p\n}\nparty x\n"),
                                    std::string("policy p\ncase C {\n  stat Open {\n    on a -> B\n  }\n}\n")}) {
        const Parsed parsed(text);
        ASSERT_EQ(parsed.sink.all().size(), 1U) << parsed.report();
        const auto& fix = parsed.sink.all().front().fix;
        ASSERT_TRUE(fix.has_value()) << text;
        std::string mended = text;
        for (const auto& [span, replacement] : fix->edits) mended.replace(span.begin, span.end - span.begin, replacement);
        EXPECT_EQ(Parsed(mended).report(), "") << mended;
    }
}

// What was said before an error, and everything after its line, is in the tree.
TEST(SyntaxErrors, TheRestIsRead) {
    const Parsed parsed(in_state("on a until -> B"));
    EXPECT_EQ(dump(parsed.file), "policy p\ncase C\n  state A body\n    on a until (missing)\n      missing\n    on after_it\n      -> B\nparty [last]\n");
}

}  // namespace
}  // namespace recourse::syntax
