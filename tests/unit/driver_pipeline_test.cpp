// The compiler as a host sees it: texts in, findings and programs out.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include <recourse/compiler.h>
#include <recourse/runtime.hpp>

namespace {

using namespace recourse;

std::string policy(const std::string& name, const std::string& before = {}) {
    return "policy " + name + "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n\n" + before +
           "party buyer\n\n"
           "case Claim {\n"
           "  event apply by buyer\n\n"
           "  start Open\n\n"
           "  state Open {\n"
           "    on apply     -> Done\n"
           "    after 5 days -> Done allow uncovered because \"short\"\n"
           "  }\n"
           "  final Done\n"
           "}\n\n"
           "scenario \"applied\" {\n"
           "  open at 2024-03-01 10:00\n"
           "  at 2024-03-02 10:00 buyer apply\n"
           "  at 2024-03-02 10:00 expect ended\n"
           "}\n";
}

Analysis analysed(const std::vector<std::pair<std::string, std::string>>& files, const Options& options = {}) {
    SourceSet sources;
    for (const auto& [path, text] : files) sources.add(path, text);
    return analyse(std::move(sources), options);
}

std::vector<std::string> codes(const Analysis& analysis) {
    std::vector<std::string> all;
    for (const Finding& finding : analysis.findings()) all.push_back(finding.places.front().path + " " + finding.code);
    return all;
}

bool has_code(const Analysis& analysis, const std::string& code) {
    return std::any_of(analysis.findings().begin(), analysis.findings().end(), [&](const Finding& one) { return one.code == code; });
}

TEST(Driver, NothingIsNoTrouble) {
    const Analysis analysis = analyse({});
    EXPECT_TRUE(analysis.findings().empty());
    EXPECT_TRUE(analysis.files().empty());
    EXPECT_FALSE(analysis.compile("none.rule"));
    EXPECT_FALSE(analysis.formatted("none.rule"));
    EXPECT_FALSE(analysis.run_scenarios("none.rule").ran);
    EXPECT_TRUE(analysis.scenarios("none.rule").empty());
    EXPECT_TRUE(analysis.cases("none.rule").empty());
}

TEST(Driver, APolicyCompilesAndLoads) {
    const Analysis analysis = analysed({{"a.rule", policy("a.claim")}});
    EXPECT_EQ(codes(analysis), std::vector<std::string>()) << render(analysis.findings(), analysis.sources());
    const FileInfo* file = analysis.file("a.rule");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->kind, FileKind::policy);
    EXPECT_EQ(file->name, "a.claim");
    EXPECT_TRUE(file->parses && file->compiles);
    const auto bytes = analysis.compile("a.rule");
    ASSERT_TRUE(bytes);
    LoadError error;
    const auto program = Program::load(*bytes, error);
    ASSERT_TRUE(program) << error.message;
    EXPECT_EQ(program->name(), "a.claim");
}

TEST(Driver, TheSameTextsGiveTheSameBytes) {
    const auto first = analysed({{"a.rule", policy("a")}}).compile("a.rule");
    const auto again = analysed({{"b.rule", policy("b")}, {"a.rule", policy("a")}}).compile("a.rule");
    ASSERT_TRUE(first && again);
    EXPECT_EQ(*first, *again);
}

TEST(Driver, CasesAreDescribed) {
    const auto cases = analysed({{"a.rule", policy("a")}}).cases("a.rule");
    ASSERT_EQ(cases.size(), 1u);
    EXPECT_EQ(cases[0].name, "Claim");
    ASSERT_EQ(cases[0].states.size(), 2u);
    EXPECT_EQ(cases[0].states[1].kind, StateInfo::Kind::final);
    EXPECT_EQ(cases[0].events, std::vector<std::string>{"apply"});
    EXPECT_EQ(cases[0].transitions, 2u);
    EXPECT_EQ(cases[0].deadlines, 1u);
}

TEST(Driver, AFileWithErrorsDoesNotStopTheOthers) {
    const Analysis analysis = analysed({{"bad.rule", "policy bad\n\nparty (\n"}, {"good.rule", policy("good")}});
    EXPECT_TRUE(analysis.has_errors());
    EXPECT_FALSE(analysis.compile("bad.rule"));
    EXPECT_TRUE(analysis.compile("good.rule"));
    EXPECT_FALSE(analysis.formatted("bad.rule"));
    for (const Finding& finding : analysis.findings()) EXPECT_EQ(finding.places.front().path, "bad.rule");
}

TEST(Driver, TwoFilesOfOneNameAreBothShown) {
    const Analysis analysis = analysed({{"one.rule", policy("shop")}, {"two.rule", policy("shop")}});
    ASSERT_EQ(codes(analysis), std::vector<std::string>{"two.rule duplicate-module"});
    ASSERT_EQ(analysis.findings()[0].places.size(), 2u);
    EXPECT_EQ(analysis.findings()[0].places[1].path, "one.rule");
    EXPECT_FALSE(analysis.findings()[0].hint.empty());
}

TEST(Driver, FilesImportOneAnotherByName) {
    const std::string library = "library shop.terms\n\nkind Grade = good, bad\n";
    const std::string importing = policy("shop.claim", "import shop.terms (Grade)\n\n");
    const Analysis analysis = analysed({{"p.rule", importing}, {"t.rule", library}});
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    EXPECT_TRUE(analysed({{"p.rule", importing}}).has_errors());
}

TEST(Driver, AFaultInWhatIsImportedKeepsTheImporterFromCompiling) {
    const std::string broken = "library shop.terms\n\nkind Grade = good, bad\nkind Grade = worse\n";
    const Analysis analysis = analysed({{"p.rule", policy("shop.claim", "import shop.terms (Grade)\n\n")}, {"t.rule", broken}});
    EXPECT_TRUE(analysis.has_errors());
    EXPECT_FALSE(analysis.compile("p.rule"));
}

TEST(Driver, TheLibraryIsParsedOnlyWhenNamed) {
    EXPECT_EQ(analysed({{"a.rule", policy("a")}}).sources().size(), 2u);   // it names its counting regime
    const Analysis analysis = analysed({{"a.rule", policy("a", "import std.terms (Fault)\n\n")}});
    EXPECT_NE(analysis.sources().find("std/terms.rule"), nullptr);
    EXPECT_EQ(analysis.files().size(), 1u);
}

TEST(Driver, LevelsChangeAndDropFindingsOfChecks) {
    const std::string text = policy("a", "party stranger\n\n");
    ASSERT_TRUE(has_code(analysed({{"a.rule", text}}), "unused-declaration"));
    EXPECT_FALSE(has_code(analysed({{"a.rule", text}}, {{{"unused-declaration", Level::off}}, true}), "unused-declaration"));
    const Analysis strict = analysed({{"a.rule", text}}, {{{"unused-declaration", Level::error}}, true});
    EXPECT_TRUE(strict.has_errors());
    EXPECT_FALSE(strict.compile("a.rule"));
    EXPECT_TRUE(strict.run_scenarios("a.rule").passed());
    EXPECT_FALSE(has_code(analysed({{"a.rule", text}}, {{}, false}), "unused-declaration"));
}

TEST(Driver, ErrorsOfMeaningCannotBeSwitchedOff) {
    const std::string text = policy("a", "party seller, seller\n\n");
    const Analysis analysis = analysed({{"a.rule", text}});
    ASSERT_TRUE(analysis.has_errors());
    Options options;
    for (const Finding& finding : analysis.findings()) options.levels[finding.code] = Level::off;
    EXPECT_TRUE(analysed({{"a.rule", text}}, options).has_errors());
}

TEST(Driver, HeadersAreReadWithoutAnalysis) {
    const FileHeader header = header_of(policy("shop.claim", "import shop.terms (Grade)\n\n"));
    EXPECT_EQ(header.kind, FileKind::policy);
    EXPECT_EQ(header.name, "shop.claim");
    EXPECT_EQ(header.uses, (std::vector<std::string>{"shop.terms", "std.counting.to_the_minute"}));
    EXPECT_EQ(header_of("").kind, FileKind::unknown);
}

TEST(Driver, DiagramsAreMadeOfCaseTypesThatExist) {
    const Analysis analysis = analysed({{"a.rule", policy("a")}});
    for (const DiagramFormat format : {DiagramFormat::dot, DiagramFormat::mermaid, DiagramFormat::json}) {
        const auto diagram = analysis.diagram("a.rule", "", format);
        ASSERT_TRUE(diagram);
        EXPECT_NE(diagram->find("Open"), std::string::npos);
        EXPECT_EQ(analysis.diagram("a.rule", "Claim", format), diagram);
        EXPECT_FALSE(analysis.diagram("a.rule", "Nothing", format));
    }
}

TEST(Driver, HostileTextsAreAnswered) {
    for (const std::string& text : {std::string(), std::string("\0\0\0", 3), std::string("\xFF\xFE\xFD"), std::string(100000, '('),
                                    std::string("policy"), std::string("policy a\ncase A {"), std::string(50000, '\n')}) {
        const Analysis analysis = analysed({{"x.rule", text}});
        [[maybe_unused]] const std::string shown = render(analysis.findings(), analysis.sources());
    }
}

TEST(Driver, AnalysesAreValuesThatShare) {
    Analysis copy = analysed({{"a.rule", policy("a")}});
    const Analysis other = copy;
    copy = analysed({});
    EXPECT_EQ(other.files().size(), 1u);
}

TEST(Driver, OfVeryManyFindingsTheFirstAreTold) {
    std::string text = "policy p\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nkind K = a";
    for (int i = 0; i < 3'000; ++i) text += ", a";
    SourceSet sources;
    sources.add("many.rule", text + "\n");
    const Analysis analysis = analyse(std::move(sources));
    EXPECT_TRUE(analysis.has_errors());
    ASSERT_EQ(analysis.findings().size(), 1'001U);
    EXPECT_EQ(analysis.findings().back().code, "too-many-errors");
    EXPECT_EQ(analysis.findings().back().severity, Severity::error);
    EXPECT_NE(analysis.findings().back().message.find("more findings"), std::string::npos);
}

TEST(Driver, WithoutProgramsNoneIsWritten) {
    SourceSet sources;
    sources.add("small.rule", "policy p\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty a\n"
                              "case C {\n  event go by a\n  start A\n  state A {\n    on go -> Done\n  }\n  final Done\n}\n");
    Options options;
    options.checks = options.programs = false;
    const Analysis analysis = analyse(std::move(sources), options);
    EXPECT_FALSE(analysis.has_errors());
    EXPECT_FALSE(analysis.compile("small.rule"));
    EXPECT_FALSE(analysis.run_scenarios("small.rule").ran);
}

}  // namespace
