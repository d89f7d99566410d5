// The way of all sources through the compiler: parse, name modules, analyse, check, write programs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"
#include "compiler/syntax/ast.h"

namespace recourse::driver {

// One file on its way. `trees` point into it, so units stay where they are.
struct Unit {
    support::FileId id;
    bool from_library = false;              // packed into the compiler: nobody's to mend, so only what others make of it is told
    syntax::File tree;
    diagnostics::Sink of_syntax, of_meaning, of_checks;
    std::set<std::string> uses;             // declared names of other modules
    semantics::Model model;
    std::vector<std::byte> program;
    // What the checks call an error keeps the program from being handed out, not from being played.
    [[nodiscard]] bool is_fit() const { return !program.empty() && !of_checks.has_errors(); }
    // Nothing in this file itself stands in the way of a program.
    [[nodiscard]] bool is_sound() const { return !of_syntax.has_errors() && !of_meaning.has_errors(); }
};

struct Pipeline {
    SourceSet sources;
    support::SourceTable table;                     // by FileId: the sources given, then those of the library
    std::vector<std::unique_ptr<Unit>> units;       // by FileId
    std::map<std::string_view, const Unit*> by_name;   // the first of each declared name
    std::vector<FileInfo> files;
    std::vector<Finding> findings;
    [[nodiscard]] const Unit* unit(std::string_view path) const;
    // The unit, then everything that it imports, directly or not, in the order of their names. O(imports · log files).
    [[nodiscard]] std::vector<const Unit*> with_imports(const Unit& of) const;
};

// From texts to findings and programs; never fails. See recourse/compiler.h for the costs.
[[nodiscard]] std::shared_ptr<const Pipeline> run_pipeline(SourceSet sources, const Options& options);

[[nodiscard]] FileKind kind_of(const syntax::File& file);

// Other modules that a file names: imports and calendars.
[[nodiscard]] std::set<std::string> modules_used(const syntax::File& file);

}  // namespace recourse::driver
