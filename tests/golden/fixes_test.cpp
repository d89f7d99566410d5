// Every fix that is offered anywhere in the golden files, the documents' examples and the tree mends what it says: applied by itself the finding is
// gone, what parsed still parses, no other error has come, and nothing but the edits has changed.
#include <gtest/gtest.h>

#include <algorithm>

#include <recourse/compiler.h>
#include <recourse/fixes.h>

#include "tests/harness/documents.h"
#include "tests/harness/files.h"
#include "tests/harness/golden.h"

namespace {

using recourse::Analysis;
using recourse::Finding;
using recourse::Severity;

std::size_t same_as(const Finding& finding, const Analysis& analysis) {
    return static_cast<std::size_t>(std::count_if(analysis.findings().begin(), analysis.findings().end(),
                                                  [&](const Finding& one) { return one.code == finding.code && one.message == finding.message; }));
}

std::size_t errors_in(const Analysis& analysis) {
    return static_cast<std::size_t>(std::count_if(analysis.findings().begin(), analysis.findings().end(), [](const Finding& one) { return one.severity == Severity::error; }));
}

// What stands before the first edit and after the last one is as it was. (What is between is apply_fixes's to keep: tests/unit/fixes_test.cpp.)
void expect_rest_kept(const Finding& finding, const std::string& path, const std::string& before, const std::string& after) {
    std::size_t first = before.size(), last = 0;
    for (const recourse::Edit& edit : finding.fix->edits) {
        if (edit.place.path != path) continue;
        first = std::min<std::size_t>(first, edit.place.first);
        last = std::max<std::size_t>(last, edit.place.last);
    }
    if (last < first) {
        EXPECT_EQ(before, after);
        return;
    }
    EXPECT_EQ(before.substr(0, first), after.substr(0, first));
    EXPECT_TRUE(after.ends_with(before.substr(last)));
}

void expect_each_mends(const Analysis& analysis, std::size_t& tried) {
    for (const Finding& finding : analysis.findings()) {
        if (!finding.fix) continue;
        ++tried;
        const recourse::Fixed fixed = recourse::apply_fixes(analysis.sources(), {finding});
        ASSERT_EQ(fixed.applied.size(), 1u) << recourse::render({finding}, analysis.sources());
        recourse::SourceSet sources;
        for (const auto& file : analysis.files()) sources.add(file.path, *fixed.sources.find(file.path));
        const Analysis after = recourse::analyse(std::move(sources));
        const std::string shown = recourse::render({finding}, analysis.sources()) + "\n" + recourse::render(after.findings(), after.sources());
        EXPECT_LT(same_as(finding, after), same_as(finding, analysis)) << shown;
        for (const auto& file : analysis.files()) {
            EXPECT_TRUE(!file.parses || after.file(file.path)->parses) << shown;
            expect_rest_kept(finding, file.path, *analysis.sources().find(file.path), *fixed.sources.find(file.path));
        }
        if (finding.severity != Severity::error) {
            EXPECT_LE(errors_in(after), errors_in(analysis)) << shown;
        }
    }
}

TEST(OfferedFixes, OfGoldenFilesMend) {
    std::size_t tried = 0;
    for (const std::string& path : harness::files_below("tests/golden", ".rule")) expect_each_mends(harness::analyse_golden(path), tried);
    EXPECT_GT(tried, 15u);
}

TEST(OfferedFixes, OfDocumentsMend) {
    std::size_t tried = 0;
    std::vector<std::string> documents = harness::files_below("docs", ".md");
    documents.emplace_back("README.md");
    for (const std::string& document : documents) {
        for (const harness::Example& example : harness::examples_in(document, harness::read(document))) {
            if (example.has("fragment")) continue;
            recourse::SourceSet sources;
            if (!example.above.empty()) sources.add("above.rule", example.above);
            sources.add("example.rule", example.text);
            expect_each_mends(recourse::analyse(std::move(sources)), tried);
        }
    }
    EXPECT_GT(tried, 5u);
}

}  // namespace
