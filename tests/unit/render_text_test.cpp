// Findings as a terminal, a log and a program see them.
#include <gtest/gtest.h>

#include <string>

#include <nlohmann/json.hpp>
#include <recourse/diagnostic.h>

#include "compiler/diagnostics/text_cells.h"

namespace {

using namespace recourse;

// A place by the text it covers: the n-th occurrence of `what` on a line.
Place place(const std::string& text, std::uint32_t line, const std::string& what, std::string said = {}) {
    std::size_t begin = 0;
    for (std::uint32_t i = 1; i < line; ++i) begin = text.find('\n', begin) + 1;
    const std::size_t first = text.find(what, begin);
    const auto columns = static_cast<std::uint32_t>(diagnostics::cells_of(std::string_view(text).substr(begin, first - begin)).size());
    const auto width = static_cast<std::uint32_t>(diagnostics::cells_of(what).size());
    Place place;
    place.path = "a.rule";
    place.begin = {line, columns + 1};
    place.end = {line, columns + width + 1};
    place.first = static_cast<std::uint32_t>(first);
    place.last = static_cast<std::uint32_t>(first + what.size());
    place.text = std::move(said);
    return place;
}

SourceSet one(const std::string& text) {
    SourceSet sources;
    sources.add("a.rule", text);
    return sources;
}

const std::string policy = "policy a\n\nstate Clain {\n  on apply -> Claim\n}\n";

Finding unknown_state() {
    Finding finding;
    finding.code = "unknown-state";
    finding.message = "there is no state `Claim`";
    finding.places = {place(policy, 4, "Claim", "not declared"), place(policy, 3, "Clain", "this one is near")};
    finding.why = "a rule leads to a state of its own case";
    finding.hint = "did you mean `Clain`?";
    finding.fix = Fix{"replace with `Clain`", {{finding.places[0], "Clain"}}};
    finding.witness = {"open at 2024-03-01 10:00", "at 2024-03-01 11:00 buyer apply"};
    return finding;
}

TEST(RenderText, ShowsBothPlacesAndTheMendedLine) {
    EXPECT_EQ(render({unknown_state()}, one(policy)),
              "error[unknown-state]: there is no state `Claim`\n"
              " --> a.rule:4:15\n"
              "  |\n"
              "3 | state Clain {\n"
              "  |       ----- this one is near\n"
              "4 |   on apply -> Claim\n"
              "  |               ~~~~~ not declared\n"
              "  |\n"
              "  = why: a rule leads to a state of its own case\n"
              "  = hint: did you mean `Clain`?\n"
              "  = fix: replace with `Clain`\n"
              "4 |   on apply -> Clain\n"
              "  |               +++++\n"
              "  = shown by:\n"
              "      open at 2024-03-01 10:00\n"
              "      at 2024-03-01 11:00 buyer apply\n"
              "  = more: docs/checks/messages.md#unknown-state\n");
}

TEST(RenderText, UnderlinesWideCharactersAtTheirWidth) {
    const std::string text = "标题 \"售后\" 退款 x\n";
    Finding finding;
    finding.code = "c";
    finding.message = "m";
    finding.places = {place(text, 1, "退款")};
    const std::string shown = render({finding}, one(text));
    // 标题 is 4 columns, a blank, "售后" with its quotes 6, a blank.
    EXPECT_NE(shown.find("\n  | " + std::string(12, ' ') + "~~~~\n"), std::string::npos) << shown;
}

TEST(RenderText, TabsAndCombiningMarksKeepTheirColumns) {
    EXPECT_EQ(diagnostics::cells_of("\tx")[0].width, 4u);
    EXPECT_EQ(diagnostics::cells_of("e\xCC\x81")[1].width, 0u);
    EXPECT_EQ(diagnostics::width_of(U'售'), 2u);
    EXPECT_EQ(diagnostics::width_of(U'ä'), 1u);
}

TEST(RenderText, NothingReachesATerminalThatCouldSteerIt) {
    const std::string text = "a \x1b[31m b \xE2\x80\xAE c \xFF d\n";
    Finding finding;
    finding.code = "c";
    finding.message = "m\x1b[0m";
    finding.places = {place(text, 1, "b")};
    const std::string shown = render({finding}, one(text));
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    EXPECT_EQ(shown.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_EQ(shown.find('\xFF'), std::string::npos);
}

TEST(RenderText, LongLinesAreCutAroundThePlace) {
    const std::string text = std::string(500, 'x') + " here " + std::string(500, 'y') + "\n";
    Finding finding;
    finding.code = "c";
    finding.message = "m";
    finding.places = {place(text, 1, "here")};
    const std::string shown = render({finding}, one(text));
    EXPECT_LT(shown.size(), 600u);
    EXPECT_NE(shown.find(" here "), std::string::npos);
    EXPECT_NE(shown.find(" ~~~~\n"), std::string::npos);
}

TEST(RenderText, ColoursOnlyWhenAsked) {
    EXPECT_EQ(render({unknown_state()}, one(policy)).find('\x1b'), std::string::npos);
    EXPECT_NE(render({unknown_state()}, one(policy), {OutputFormat::text, true}).find("\x1b[1;31m"), std::string::npos);
    EXPECT_EQ(render({unknown_state()}, one(policy), {OutputFormat::plain, true}).find('\x1b'), std::string::npos);
}

TEST(RenderText, WorksWithoutSourcesAndWithoutPlaces) {
    Finding finding = unknown_state();
    EXPECT_NE(render({finding}, {}).find("a.rule:4:15"), std::string::npos);
    finding.places.clear();
    finding.fix.reset();
    EXPECT_NE(render({finding}, {}).find("there is no state"), std::string::npos);
    EXPECT_EQ(render({}, {}), "");
}

TEST(RenderText, APlaceAtTheEndOfTheTextIsMarkedOnce) {
    const std::string text = "policy a";
    Finding finding;
    finding.code = "c";
    finding.message = "m";
    Place end;
    end.path = "a.rule";
    end.begin = end.end = {1, 9};
    end.first = end.last = 8;
    finding.places = {end};
    EXPECT_NE(render({finding}, one(text)).find("1 | policy a\n  |         ~\n"), std::string::npos) << render({finding}, one(text));
}

TEST(RenderPlain, OneThingALine) {
    EXPECT_EQ(render({unknown_state()}, one(policy), {OutputFormat::plain, false}),
              "a.rule:4:15: error: there is no state `Claim` [unknown-state]\n"
              "  line 4: on apply -> Claim\n"
              "  here: not declared\n"
              "  see: a.rule:3:7: this one is near\n"
              "    line 3: state Clain {\n"
              "  why: a rule leads to a state of its own case\n"
              "  hint: did you mean `Clain`?\n"
              "  fix: replace with `Clain`\n"
              "  shown by:\n"
              "    open at 2024-03-01 10:00\n"
              "    at 2024-03-01 11:00 buyer apply\n"
              "  more: docs/checks/messages.md#unknown-state\n");
}

TEST(RenderJson, HoldsEverythingAndCounts) {
    const auto json = nlohmann::json::parse(render({unknown_state()}, one(policy), {OutputFormat::json, false}));
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["summary"]["errors"], 1);
    const auto& finding = json["findings"][0];
    EXPECT_EQ(finding["code"], "unknown-state");
    EXPECT_EQ(finding["places"][0]["line"], 4);
    EXPECT_EQ(finding["places"][0]["endColumn"], 20);
    EXPECT_EQ(finding["fix"]["edits"][0]["replacement"], "Clain");
    EXPECT_EQ(finding["witness"].size(), 2u);
    EXPECT_EQ(finding["documentation"], "docs/checks/messages.md#unknown-state");
    const auto empty = nlohmann::json::parse(render({}, {}, {OutputFormat::json, false}));
    EXPECT_TRUE(empty["findings"].empty());
}

TEST(RenderJson, BrokenTextStaysJson) {
    Finding finding = unknown_state();
    finding.message = "\xFF\xFE";
    EXPECT_NO_THROW({ [[maybe_unused]] const auto json = nlohmann::json::parse(render({finding}, {}, {OutputFormat::json, false})); });
}

}  // namespace
