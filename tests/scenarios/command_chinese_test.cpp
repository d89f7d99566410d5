// A policy in Chinese through the command: new, check, test, promise, run, fmt, to English and back.
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "tests/harness/command.h"

namespace {

using harness::recourse_command;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The first line of a file in Chinese says so, which moves every other.
std::string without_places(const std::string& text) { return std::regex_replace(text, std::regex(R"(returns\.rule:\d+:\d+)"), "returns.rule"); }

class InChinese : public testing::TestWithParam<const char*> {
protected:
    harness::Answer run(std::vector<std::string> arguments, const std::string& input = {}) { return recourse_command(arguments, input, folder_.path()); }
    harness::Folder folder_;
};

TEST_P(InChinese, FromNewToEnglishAndBack) {
    const std::string language = GetParam();
    const harness::Answer made = run({"new", "shop.returns", "--language", language});
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    const std::string text = folder_.read("returns.rule");
    EXPECT_TRUE(text.starts_with("# language: " + language + "\n")) << text;

    const harness::Answer checked = run({"check", "returns.rule", "--fail-level", "note"});
    EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
    const harness::Answer tested = run({"test", "returns.rule", "--coverage"});
    EXPECT_EQ(tested.code, 0) << tested.out << tested.err;
    const harness::Answer promised = run({"promise", "returns.rule"});
    EXPECT_EQ(promised.code, 0) << promised.out << promised.err;
    const harness::Answer laid_out = run({"fmt", "--check", "--diff", "returns.rule"});
    EXPECT_EQ(laid_out.code, 0) << laid_out.out;

    const bool simplified = language == "zh-Hans";
    const std::string names = simplified ? R"({"case":"A","open":"shop.returns/退款申请","at":"2025-03-01T10:00:00+08:00","facts":{"价款":"88.00 CNY"}}
{"case":"A","at":"2025-03-02T09:00:00+08:00","by":"顾客","event":"申请","fields":{"理由":"破损"},"id":"e-1"}
{"now":"2025-03-05T09:00:00+08:00"}
)"
                                         : R"({"case":"A","open":"shop.returns/退款申請","at":"2025-03-01T10:00:00+08:00","facts":{"價款":"88.00 TWD"}}
{"case":"A","at":"2025-03-02T09:00:00+08:00","by":"顧客","event":"申請","fields":{"理由":"破損"},"id":"e-1"}
{"now":"2025-03-05T09:00:00+08:00"}
)";
    const harness::Answer ran = run({"run", "returns.rule", "-", "--lang", "zh"}, names);
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    EXPECT_TRUE(has(ran.out, "已退款")) << ran.out;

    const harness::Answer english = run({"fmt", "--language", "en", "returns.rule"});
    EXPECT_EQ(english.code, 0) << english.out << english.err;
    EXPECT_FALSE(has(folder_.read("returns.rule"), "# language:"));
    EXPECT_EQ(run({"test", "returns.rule"}).code, 0);
    EXPECT_EQ(without_places(run({"run", "returns.rule", "-", "--lang", "zh"}, names).out), without_places(ran.out));
    const harness::Answer back = run({"fmt", "--language", language, "returns.rule"});
    EXPECT_EQ(back.code, 0) << back.out << back.err;
    EXPECT_EQ(folder_.read("returns.rule"), text);
}

INSTANTIATE_TEST_SUITE_P(Scripts, InChinese, testing::Values("zh-Hans", "zh-Hant"),
                         [](const auto& one) { return std::string(one.param).substr(3); });

TEST(FmtLanguage, RefusesWhatItCannotSay) {
    const harness::Folder folder;
    folder.write("taken.rule", "policy p\nkind Answer = 是, 也许\n");
    const harness::Answer refused = recourse_command({"fmt", "--language", "zh-Hans", "taken.rule"}, {}, folder.path());
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    EXPECT_TRUE(has(refused.out + refused.err, "taken.rule:2:15")) << refused.out << refused.err;
    EXPECT_EQ(folder.read("taken.rule"), "policy p\nkind Answer = 是, 也许\n");
    const harness::Answer unknown = recourse_command({"fmt", "--language", "fr", "taken.rule"}, {}, folder.path());
    EXPECT_EQ(unknown.code, 2);
    const harness::Answer piped = recourse_command({"fmt", "--language", "zh-Hant", "-"}, "policy p\nparty a\n");
    EXPECT_EQ(piped.code, 0) << piped.err;
    EXPECT_EQ(piped.out, "# language: zh-Hant\n政策 p\n當事人 a\n");
}

}  // namespace
