// A policy as text through parser, analysis and checks.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/checks/checks.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/analyse.h"
#include "compiler/syntax/parser.h"
#include "tests/unit/plain_regimes.h"

namespace recourse::checks {

inline const char* const kHeader = R"(policy t
  time zone "Asia/Shanghai"
  counting std.counting.to_the_minute
party buyer, seller
)";

struct Checked {
    std::string text;
    semantics::Model model;
    diagnostics::Sink sink;
    [[nodiscard]] std::vector<const diagnostics::Diagnostic*> of(std::string_view code) const {
        std::vector<const diagnostics::Diagnostic*> found;
        for (const auto& it : sink.all()) {
            if (it.code == code) found.push_back(&it);
        }
        return found;
    }
    // "code: message" of everything, for failures.
    [[nodiscard]] std::string shown() const {
        std::string result;
        for (const auto& it : sink.all()) {
            result.append(it.code).append(": ").append(it.message).append("\n");
            for (const auto& line : it.witness) result.append("    ").append(line).append("\n");
        }
        return result;
    }
    // The source below the first label.
    [[nodiscard]] std::string at(const diagnostics::Diagnostic& it) const {
        const auto span = it.labels.front().span;
        return text.substr(span.begin, span.end - span.begin);
    }
};

inline Checked check_text(std::string text) {
    Checked result;
    result.text = std::move(text);
    const support::SourceFile source("t.rule", result.text);
    const syntax::File file = syntax::parse(support::FileId(0), source, result.sink);
    if (result.sink.has_errors()) return result;
    result.model = semantics::analyse(file, harness::plain_regimes(), result.sink);
    if (!result.sink.has_errors()) run_checks(result.model, Written(file, source), result.sink);
    return result;
}

inline Checked check_body(const std::string& body) { return check_text(kHeader + body); }

inline void expect_codes(const Checked& checked, std::vector<std::string> wanted) {
    std::vector<std::string> found;
    for (const auto& it : checked.sink.all()) found.emplace_back(it.code);
    std::sort(found.begin(), found.end());
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(found, wanted) << checked.shown();
}

}  // namespace recourse::checks
