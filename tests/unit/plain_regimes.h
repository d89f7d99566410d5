// The plain counting regimes of the library as modules, for tests that analyse one text without the library.
#pragma once

#include <deque>

#include "compiler/semantics/analyse.h"
#include "compiler/syntax/parser.h"
#include "tests/harness/files.h"

namespace harness {

// Parsed once; their places are those of no file that a test has.
inline const recourse::semantics::ModuleMap& plain_regimes() {
    static const std::deque<recourse::syntax::File> files = [] {
        std::deque<recourse::syntax::File> parsed;
        for (const char* name : {"stdlib/counting/to_the_minute.rule", "stdlib/counting/whole_days.rule"}) {
            recourse::diagnostics::Sink sink;
            const std::size_t id = 10'000 + parsed.size();
            parsed.push_back(recourse::syntax::parse(recourse::support::FileId(id), recourse::support::SourceFile(name, read(name)), sink));
        }
        return parsed;
    }();
    static const recourse::semantics::ModuleMap modules = [] {
        recourse::semantics::ModuleMap made;
        for (const recourse::syntax::File& file : files) made.emplace(file.name.text, &file);
        return made;
    }();
    return modules;
}

}  // namespace harness
