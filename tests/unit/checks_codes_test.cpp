// Every code that the compiler's sources name is in a table, and every code in a table has its page.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "test_paths.h"
#include "compiler/checks/checks.h"
#include "compiler/diagnostics/codes.h"

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = RECOURSE_SOURCE_DIR;

std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::set<std::string> check_codes() {
    std::set<std::string> codes;
    for (const auto& check : recourse::checks::all_checks()) codes.emplace(check.code);
    return codes;
}

std::set<std::string> message_codes() {
    std::set<std::string> codes;
    for (const auto& message : recourse::diagnostics::message_codes()) codes.emplace(message.code);
    return codes;
}

// A slug that is handed to a sink, or assigned to a diagnostic's code. Helpers of the rooms that take a code are named here.
std::map<std::string, std::string> codes_in_sources() {
    static const std::regex pattern(
        R"re((?:\b(?:error|warning|note|report|report_here|refuse|complain)\(\s*(?:[a-z_*>.-]*sink[a-z_]*,\s*)?|\.code = )"([a-z]+(?:-[a-z]+)+)")re");
    std::map<std::string, std::string> found;
    for (const char* room : {"syntax", "semantics", "checks", "promises", "emit", "driver", "scenarios"}) {
        if (!fs::exists(kRoot / "compiler" / room)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / "compiler" / room)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
            const std::string text = text_of(entry.path());
            for (auto it = std::sregex_iterator(text.begin(), text.end(), pattern); it != std::sregex_iterator(); ++it) {
                found.emplace((*it)[1].str(), entry.path().lexically_relative(kRoot).string());
            }
        }
    }
    return found;
}

TEST(Codes, UsedOnesAreInATable) {
    const auto checks = check_codes();
    const auto messages = message_codes();
    const auto used = codes_in_sources();
    EXPECT_GT(used.size(), 50u);
    for (const auto& [code, file] : used) {
        EXPECT_TRUE(checks.contains(code) || messages.contains(code)) << file << " says `" << code << "`: add it to diagnostics/codes.def";
    }
}

TEST(Codes, AreSortedAndOfOneTableOnly) {
    const auto messages = recourse::diagnostics::message_codes();
    EXPECT_TRUE(std::is_sorted(messages.begin(), messages.end(), [](const auto& a, const auto& b) { return a.code < b.code; }));
    for (const auto& code : check_codes()) EXPECT_FALSE(message_codes().contains(code)) << code;
}

TEST(Codes, HavePagesAndTheTableOfChecksListsThem) {
    const std::string table = text_of(kRoot / "docs/checks/README.md");
    for (const auto& code : check_codes()) {
        const std::string page = text_of(kRoot / "docs/checks" / (code + ".md"));
        EXPECT_TRUE(page.starts_with("# " + code + "\n")) << "docs/checks/" << code << ".md is missing";
        EXPECT_NE(table.find("[" + code + "](" + code + ".md)"), std::string::npos) << "docs/checks/README.md does not list " << code;
        // A fault of the compiler, which no policy brings about on purpose; and what takes two files, which a golden file shows.
        if (code == "unproved-finding" || code == "counting-differs") continue;
        EXPECT_NE(page.find("```recourse fails=" + code), std::string::npos) << code << " has no example";
        EXPECT_NE(page.find("```recourse ok"), std::string::npos) << code << " has no mended example";
    }
}

TEST(Codes, MessagesHaveHeadings) {
    const std::string messages = text_of(kRoot / "docs/checks/messages.md");
    for (const auto& code : message_codes()) {
        EXPECT_NE(messages.find("\n## " + code + "\n"), std::string::npos) << "docs/checks/messages.md has no heading for " << code;
    }
}

// The catalogue names codes, and tests that seed them, which are there; and it leaves no check out.
TEST(Codes, TheCatalogueIsWhole) {
    const std::string page = text_of(kRoot / "docs/checks/catalogue.md");
    std::string tests;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tests")) {
        if (entry.path().extension() == ".cpp") tests += text_of(entry.path());
    }
    const auto checks = check_codes();
    const auto messages = message_codes();
    std::set<std::string> named;
    std::size_t seeded = 0;
    static const std::regex quoted(R"re(`([^`]+)`)re"), code(R"re([a-z]+(?:-[a-z]+)+)re"), test(R"re(([A-Z]\w+)\.([A-Z]\w+))re");
    for (auto it = std::sregex_iterator(page.begin(), page.end(), quoted); it != std::sregex_iterator(); ++it) {
        const std::string word = (*it)[1].str();
        std::smatch parts;
        named.insert(word);
        if (std::regex_match(word, code)) {
            EXPECT_TRUE(checks.contains(word) || messages.contains(word)) << word;
        } else if (std::regex_match(word, parts, test)) {
            const std::regex written("\\(" + parts[1].str() + ",\\s*" + parts[2].str() + "\\)");
            EXPECT_TRUE(std::regex_search(tests, written)) << word << " is no test";
            ++seeded;
        }
    }
    EXPECT_GT(seeded, 40u);
    for (const auto& one : checks) EXPECT_TRUE(named.contains(one)) << "docs/checks/catalogue.md does not name " << one;
}

}  // namespace
