// Every error of the analysis once, each alone: one cause, one finding.
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

struct Wrong { const char* code; const char* text; };

// ---- in a case ------------------------------------------------------------------------------------------------------------

constexpr Wrong members[] = {
    {"duplicate-name", "event go by buyer\nevent go by seller\nstart A\nstate A { on go -> A }"},
    {"duplicate-name", "event go by buyer\nstart A\nstate A { on go -> A }\nstate A { on go -> A }"},
    {"duplicate-name", "event go by buyer { a: bool, a: bool }\nstart A\nstate A { on go -> A }"},
    {"shadowed-name", "event buyer by seller\nstart A\nstate A { on buyer -> A }"},
    {"unknown-party", "event go by bayer\nstart A\nstate A { on go -> A }"},
    {"party-twice", "event go by buyer, buyer\nstart A\nstate A { on go -> A }"},
    {"event-by-nobody", "event go\nstart A\nstate A { on go -> A }"},
    {"bad-limit", "event go by buyer, at most 0 times\nstart A\nstate A { on go -> A }"},
    {"bad-record-limits", "record r: 3..1\nstart A\nstate A {}"},
    {"bad-record-start", "record r: 1..3 = 7\nstart A\nstate A {}"},
    {"misplaced-declaration", "start A\nstate A { record r: 0..3 }"},
    {"misplaced-declaration", "event go by buyer\non go -> A\nstart A\nstate A {}"},
    {"misplaced-declaration", "start A\noutcome well\nstate A {}"},
    {"misplaced-declaration", "start A\nstate A { outcome well -> A }"},
    {"start-missing", "state A {}"},
    {"start-missing", "start A\nstate A { state B {} }"},
    {"start-twice", "start A\nstart B\nstate A {}\nstate B {}"},
    {"unknown-start", "start B\nstate A { start B\nstate B {} }"},
    {"no-states", "record r: 0..3"},
    {"states-beside-machines", "start A\nstate A {}\nmachine M { start B\nstate B {} }\n"},
    {"machine-with-parameters", "machine M (n: 1..3) { start B\nstate B {} }\n"},
    {"final-inside-state", "start A\nstate A { start B\nstate B {}\nfinal F }"},
    {"rule-in-final-state", "start A\nstate A {}\nfinal F { after 3 days -> A }"},
    {"ends-case-not-final", "start A\nstate A ends case {}"},
    {"unknown-state", "event go by buyer\nstart Alpha\nstate Alpha { on go -> Alfa }"},
    {"ambiguous-state", "event go by buyer\nstart A\nstate A { on go -> X }\nstate B { start X\nstate X {} }\nstate C { start X\nstate X {} }"},
    {"target-in-other-machine", "event go by buyer\nmachine M { start A\nstate A { on go -> B } }\nmachine N { start B\nstate B {} }"},
    {"unknown-event", "event apply by buyer\nstart A\nstate A { on aply -> A }"},
    {"unknown-event", "start A\nstate A { takes buyer }"},
    {"otherwise-without-if", "start A\nstate A { after 3 days -> A otherwise -> A }"},
    {"outside-misplaced", "fact w: bool\nstart A\nstate A { after 3 days if w -> A otherwise outside }"},
    {"outside-nobody", "event go by buyer { w: bool }\nstart A\nstate A { on go { if go.w -> A\notherwise outside } }"},
    {"unknown-record", "event go by buyer\nstart A\nstate A { on go -> A { count refusals } }"},
    {"unknown-effect", "start A\nstate A { do pay(3) }"},
    {"missing-argument", "effect pay(n: 1..3)\nstart A\nstate A { do pay() }"},
    {"extra-argument", "effect pay(n: 1..3)\nstart A\nstate A { do pay(1, 2) }"},
    {"repeated-argument", "effect pay(n: 1..3)\nstart A\nstate A { do pay(n: 1, n: 2) }"},
    {"unknown-argument", "effect pay(amount: 1..3)\nstart A\nstate A { do pay(amonut: 1) }"},
    {"unknown-reason", "event go by buyer\nstart A\nstate A { on go -> A as first_one\non go stay as second_one wins over third_one }"},
    {"count-on-deadline", "record r: 0..3\nstart A\nstate A { after 3 days -> A { count r } }"},
    {"ring-of-names", "deadline a = 3 days after b\ndeadline b = 3 days after c\ndeadline c = 3 days after a\nstart A\nstate A { at a -> A }"},
    {"suffix-needs-instant", "period a = 3 days, rolling\nstart A\nstate A { after a -> A }"},
    {"unknown-machine", "start A\nstate A = Nothing() {}"},
    {"not-constant", "fact price: 1..9\nevent go by buyer { n: money CNY, at most price * 1.00 CNY }\nstart A\nstate A { on go -> A }"},
    {"not-constant", "event go by buyer { t: instant, not before opening }\nstart A\nstate A { on go -> A }"},
    {"not-constant", "fact price: money CNY, at most 9.00\neffect pay(n: money CNY, at most price)\nstart A\nstate A {}"},
};

TEST_F(AnalysisTest, EveryErrorOfACase) {
    for (const Wrong& wrong : members) {
        SCOPED_TRACE(wrong.text);
        in_case(wrong.text);
        expect_only(wrong.code);
    }
}

// ---- at the top -----------------------------------------------------------------------------------------------------------

constexpr const char* small_case = "case C {\n event go by buyer\n start A\n state A { on go -> B }\n final B\n}\n";

constexpr Wrong tops[] = {
    {"duplicate-name", "party buyer, buyer\n"},
    {"duplicate-member", "kind K = a, b, a\n"},
    {"unknown-label", "label nothing en \"Nothing\"\n"},
    {"unknown-module", "import nowhere (X)\n"},
    {"imports-itself", "import p (buyer)\n"},
    {"ring-of-machines", "machine M() { outcome o\nstart A\nstate A = M() { outcome o -> o } }\n"},
    {"parameter-type", "machine M(t: text) { outcome o\nstart A\nstate A { after 3 days -> o } }\n"},
    {"opening-party", "party b, s\ncase D opens on go by s {\n event go by b\n start A\n state A { on go -> A }\n}\n"},
    {"unknown-event", "case D opens on goo {\n start A\n state A {}\n}\n"},
    {"happening-or-event", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 11:00 happens go\n}\n"},
    {"scenario-goes-back", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-02-01 11:00 buyer go\n}\n"},
    {"scenario-not-opened", "scenario \"s\" {\n at 2024-02-01 11:00 buyer go\n at 2024-02-01 11:00 buyer go\n}\n"},
    {"scenario-twice", "scenario \"s\" { open at 2024-03-01 10:00 }\nscenario \"s\" { open at 2024-03-01 10:00 }\n"},
    {"opened-twice", "scenario \"s\" {\n open at 2024-03-01 10:00\n open at 2024-03-01 10:00\n}\n"},
    {"unknown-case", "scenario \"s\" { open D at 2024-03-01 10:00 }\n"},
    {"unknown-fact", "scenario \"s\" { open at 2024-03-01 10:00 with n = 3 }\n"},
    {"unknown-state", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect Z\n}\n"},
    {"unknown-reason", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect A as x\n}\n"},
    {"unknown-value", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect x = 3\n}\n"},
    {"unknown-party", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 buyr go\n}\n"},
    {"unknown-event", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect buyer may goo\n}\n"},
    {"unknown-field", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 buyer go(x: 3)\n}\n"},
    {"unknown-effect", "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect no refund\n}\n"},
    {"unknown-decision", "scenario \"s\" { decide x(3) expect y = 3 }\n"},
    {"unknown-result", "decision d(n: 1..3) : r: 1..3 { otherwise => n }\nscenario \"s\" { decide d(3) expect y = 3 }\n"},
    {"unknown-clause", "decision d(n: 1..3) : r: 1..3 { otherwise => n cite G.9 }\n"},
    {"unknown-source", "decision d(n: 1..3) : r: 1..3 { otherwise => n } cite H.9\n"},
};

TEST_F(AnalysisTest, EveryErrorAtTheTop) {
    header += "  source G \"Guide\" { 1 \"One\" }\n";
    for (const Wrong& wrong : tops) {
        SCOPED_TRACE(wrong.text);
        const std::string text = wrong.text;
        policy((text.starts_with("party") && text.find("buyer") != std::string::npos ? "" : "party buyer\n") +
               (text.find("case D") == std::string::npos ? std::string(small_case) : "") + text);
        expect_only(wrong.code);
    }
}

TEST_F(AnalysisTest, ScenariosGiveAllFactsAndFields) {
    const std::string text = "party buyer\ncase C {\n fact n: 1..3\n fact o: 1..3 or none\n event go by buyer { a: bool, b: bool or none }\n start A\n"
                             " state A { on go if n = 3 and o is not set -> A }\n}\n";
    policy(text + "scenario \"s\" { open at 2024-03-01 10:00 }\n");
    expect_only("fact-missing");
    policy(text + "scenario \"s\" {\n open at 2024-03-01 10:00 with n = 2\n at 2024-03-01 10:00 buyer go\n}\n");
    expect_only("field-missing");
    policy(text + "scenario \"s\" {\n open at 2024-03-01 with n = 2\n at 2024-03-02 buyer go(true)\n}\n");
    expect_good();
    ASSERT_EQ(model.scenarios.at(0).steps.size(), 2U);
    EXPECT_EQ(model.scenarios[0].steps[0].at, 1709308799999) << "a bare date is its last millisecond";
}

TEST_F(AnalysisTest, SeveralCasesAreNamed) {
    policy(std::string("party buyer\n") + small_case + "case D {\n event go by buyer\n start A\n state A { on go -> B }\n final B\n}\n" +
           "scenario \"s\" { open at 2024-03-01 10:00 }\n");
    expect_only("case-not-named");
}

// ---- headers --------------------------------------------------------------------------------------------------------------

constexpr Wrong headers[] = {
    {"time-zone-missing", "policy q\n counting std.counting.whole_days\n"},
    {"counting-regime-missing", "policy q\n time zone \"Asia/Shanghai\"\n"},
    {"unknown-time-zone", "policy q\n time zone \"Asia/Shangai\"\n counting std.counting.whole_days\n"},
    {"unknown-counting-regime", "policy q\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_day\n"},
    {"unknown-calendar", "policy q\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n calendar std.nowhere\n"},
    {"header-line-twice", "policy q\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n title \"a\"\n title \"b\"\n"},
    {"bad-version", "policy q\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n version 0\n"},
    {"in-force-backwards", "policy q\n version 1, in force from 2024-01-01 until 2023-01-01\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n"},
    {"duplicate-clause", "policy q\n source G \"Guide\" { 1 \"a\" 1 \"b\" }\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n"},
    {"unknown-fact", "policy q\n time zone by branch { north => \"Europe/Berlin\" }\n counting std.counting.whole_days\n"},
    {"header-line-of-another-file", "library q\n time zone \"Asia/Shanghai\"\n"},
    {"header-line-of-another-file", "calendar q\n years 2024 to 2025\n weekend sunday\n counting std.counting.whole_days\n"},
    {"header-line-of-another-file", "policy q\n time zone \"Asia/Shanghai\"\n counting std.counting.whole_days\n last day rolls\n"},
    {"header-line-twice", "counting q\n days to the minute\n days to the minute\n"},
    {"unknown-counting-regime", "policy q\n time zone \"Asia/Shanghai\"\n counting q\n"},
    {"counting-line-missing", "counting q\n days whole\n event day not counted\n"},
    {"counting-line-missing", "counting q\n title \"nothing\"\n"},
    {"counting-line-idle", "counting q\n days to the minute\n last day rolls\n"},
    {"counting-line-value", "counting q\n days whole\n event day rolls\n start of day counted\n month end by the event day\n last day rolls\n"},
    {"years-missing", "calendar q\n weekend sunday\n"},
    {"weekend-missing", "calendar q\n years 2024 to 2025\n"},
    {"bad-years", "calendar q\n years 2025 to 2024\n weekend sunday\n"},
    {"unknown-weekday", "calendar q\n years 2024 to 2025\n weekend sundy\n"},
    {"calendar-without-workday", "calendar q\n years 2024 to 2025\n weekend monday, tuesday, wednesday, thursday, friday, saturday, sunday\n"},
    {"calendar-day-outside", "calendar q\n years 2024 to 2025\n weekend sunday\nholiday 2026-01-01 \"x\"\n"},
    {"calendar-day-twice", "calendar q\n years 2024 to 2025\n weekend sunday\nholiday 2024-01-01 \"x\"\nholiday 2023-12-31 to 2024-01-02 \"y\"\n"},
    {"bad-date-range", "calendar q\n years 2024 to 2025\n weekend sunday\nholiday 2024-01-05 to 2024-01-01 \"x\"\n"},
    {"workday-on-weekday", "calendar q\n years 2024 to 2025\n weekend sunday\nworkday 2024-01-01 \"x\"\n"},
};

TEST_F(AnalysisTest, EveryErrorOfAHeader) {
    for (const Wrong& wrong : headers) {
        SCOPED_TRACE(wrong.text);
        analyse(wrong.text);
        if (std::string_view(wrong.code) == "calendar-day-twice") {
            EXPECT_EQ(codes(), (std::vector<std::string>{"calendar-day-outside", wrong.code})) << messages();
        } else {
            expect_only(wrong.code);
        }
    }
}

TEST_F(AnalysisTest, ATimeZoneMayDependOnAFact) {
    const std::string start = "policy q\n time zone by branch {";
    const std::string rest = " }\n counting std.counting.whole_days\nkind Branch = north, south\nparty b\ncase C {\n fact branch: Branch\n"
                             " event go by b\n start A\n state A { on go -> A }\n}\n"
                             "scenario \"s\" { open at 2024-03-01 10:00 with branch = south }\n";
    analyse(start + " south => \"Asia/Shanghai\" north => \"Europe/Berlin\"" + rest);
    expect_good();
    ASSERT_EQ(model.zones.size(), 2U);
    EXPECT_EQ(model.zones[0].member, 1);
    EXPECT_EQ(model.zones[1].member, 0);
    ASSERT_EQ(model.scenarios.at(0).steps.size(), 1U);
    EXPECT_EQ(model.scenarios[0].steps[0].at, 1709258400000) << "in Shanghai";
    analyse(start + " north => \"Europe/Berlin\"" + rest);
    EXPECT_EQ(codes().at(0), "header-choice-missing") << messages();
    analyse(start + " north => \"Europe/Berlin\" south => \"Asia/Shanghai\" west => \"Europe/Paris\"" + rest);
    expect_only("unknown-member");
}

TEST_F(AnalysisTest, ALabelStandsOnce) {
    policy(std::string("party buyer\n") + small_case + "label A en \"one\" zh \"一\"\nlabel A en \"two\"\n");
    expect_only("label-twice");
}

TEST_F(AnalysisTest, AMissingDeclarationIsOneFindingWithAllItsPlaces) {
    in_case("start A\nstate A { on appeal -> A\n on appeal stay\n takes appeal }");
    expect_only("unknown-event");
    EXPECT_EQ(sink.all()[0].labels.size(), 3U) << messages();
    policy("label A en \"one\" zh \"一\"\nlabel A en \"two\" zh \"二\"\nkind A = x, y\n");
    expect_only("label-twice");
}

TEST_F(AnalysisTest, DidYouMeanHasAFix) {
    in_case("event go by buyer\nstart Alpha\nstate Alpha { on go -> Alpah }");
    ASSERT_EQ(sink.all().size(), 1U);
    ASSERT_TRUE(sink.all()[0].fix.has_value());
    EXPECT_EQ(sink.all()[0].fix->edits.front().replacement, "Alpha");
}

}  // namespace
}  // namespace recourse::semantics
