// Texts parsed for the tests of compiler/syntax.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/formatter.h"
#include "compiler/syntax/parser.h"

namespace recourse::syntax {

struct Parsed {
    explicit Parsed(std::string text) : source("test.rule", std::move(text)), file(parse(FileId(0), source, sink)) {}

    // "line:column code message", a line for each finding, in order of place.
    [[nodiscard]] std::string report() const {
        std::vector<diagnostics::Diagnostic> all = sink.all();
        diagnostics::sort_and_unify(all);
        std::string out;
        for (const diagnostics::Diagnostic& d : all) {
            const support::LineColumn place = source.locate(d.labels.front().span.begin);
            out += (out.empty() ? "" : "\n") + std::to_string(place.line) + ":" + std::to_string(place.column) + " " + std::string(d.code) + " " + d.message;
        }
        return out;
    }
    // The codes in order of place, with blanks between.
    [[nodiscard]] std::string codes() const {
        std::vector<diagnostics::Diagnostic> all = sink.all();
        diagnostics::sort_and_unify(all);
        std::string out;
        for (const diagnostics::Diagnostic& d : all) out += (out.empty() ? "" : " ") + std::string(d.code);
        return out;
    }

    support::SourceFile source;
    diagnostics::Sink sink;
    File file;
};

// Formatting keeps the tree and every comment, and done twice it changes nothing.
inline void expect_formats_well(const Parsed& parsed) {
    const Parsed again(format(parsed.file, parsed.source));
    EXPECT_EQ(again.report(), "") << again.source.text();
    EXPECT_EQ(dump(again.file), dump(parsed.file)) << again.source.text();
    EXPECT_EQ(format(again.file, again.source), again.source.text());
    std::vector<std::string> before;
    std::vector<std::string> after;
    for (const Comment& comment : parsed.file.comments) before.push_back(comment.text);
    for (const Comment& comment : again.file.comments) after.push_back(comment.text);
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    EXPECT_EQ(before, after);
}

}  // namespace recourse::syntax
