// Policies as text, analysed: for tests of compiler/semantics/analyse.h.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "compiler/semantics/analyse.h"
#include "compiler/syntax/parser.h"
#include "tests/unit/plain_regimes.h"

namespace recourse::semantics {

class AnalysisTest : public testing::Test {
protected:
    // Adds a file that others may import or name.
    void module(const std::string& text) { files.push_back(parse(text)); }

    const Model& analyse(const std::string& text) {
        files.push_back(parse(text));
        ModuleMap modules = harness::plain_regimes();
        for (const syntax::File& file : files) modules.emplace(file.name.text, &file);
        sink = {};
        model = semantics::analyse(files.back(), modules, sink);
        return model;
    }
    // A policy with a good header.
    const Model& policy(const std::string& text) { return analyse(header + text); }
    // A policy with one case, whose members are given.
    const Model& in_case(const std::string& members) { return policy("party buyer, seller\ncase Matter {\n" + members + "\n}\n"); }
    const Model& in_library(const std::string& text) {
        return analyse("library lib\n  counting std.counting.to_the_minute\n" + text);
    }

    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> found;
        for (const auto& diagnostic : sink.all()) found.emplace_back(diagnostic.code);
        return found;
    }
    [[nodiscard]] std::string messages() const {
        std::string text;
        for (const auto& d : sink.all()) {
            text += std::string(d.code) + ": " + d.message + (d.hint.empty() ? "" : " [" + d.hint + "]");
            for (const auto& label : d.labels) text += "\n    " + at(label.span) + " " + label.text;
            text += "\n";
        }
        return text;
    }
    [[nodiscard]] std::string at(support::Span span) const {
        if (!span.valid()) return "(no place)";
        return "`" + sources[span.file.index()].text().substr(span.begin, std::min<std::size_t>(60, span.end - span.begin)) + "`";
    }
    void expect_only(const std::string& code) const {
        EXPECT_EQ(codes(), std::vector<std::string>{code}) << messages();
    }
    void expect_good() const { EXPECT_TRUE(sink.all().empty()) << messages(); }

    [[nodiscard]] StateId state(const std::string& path) const {
        for (const StateId id : model.states.ids()) {
            if (model.states[id].path == path) return id;
        }
        ADD_FAILURE() << "no state " << path;
        return StateId(0);
    }
    [[nodiscard]] std::vector<std::string> event_names() const {
        std::vector<std::string> names;
        for (const Event& event : model.events) names.push_back(event.name);
        return names;
    }
    [[nodiscard]] std::vector<std::string> unused() const {
        std::vector<std::string> names;
        for (const auto& row : model.unused) names.push_back(row.what + " " + row.name);
        std::sort(names.begin(), names.end());
        return names;
    }

    std::string header = "policy p\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n";
    std::deque<syntax::File> files;
    std::vector<support::SourceFile> sources;
    diagnostics::Sink sink;
    Model model;

private:
    syntax::File parse(const std::string& text) {
        sources.emplace_back("file" + std::to_string(sources.size()) + ".rule", text);
        diagnostics::Sink parsing;
        syntax::File file = syntax::parse(support::FileId(sources.size() - 1), sources.back(), parsing);
        for (const auto& d : parsing.all()) ADD_FAILURE() << "does not parse: " << d.message << " at " << at(d.labels.front().span) << "\n" << text;
        return file;
    }
};

}  // namespace recourse::semantics
