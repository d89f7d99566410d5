// The way of all sources through the compiler: parse, name modules, analyse, check, write programs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/head.h"
#include "compiler/driver/outcome.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"
#include "compiler/syntax/ast.h"

namespace recourse::driver {

// An older version of a unit's policy, as its migrations and scenarios need it.
struct OlderVersion {
    std::uint32_t version = 0;
    semantics::Model model;
    semantics::Model beginnings;            // the same with no scenarios but what the unit's do under that version, by their names
    std::vector<std::byte> program;
    std::vector<std::uint64_t> shapes;      // of its case types
};

// One file on its way. `trees` point into it, so units stay where they are.
struct Unit {
    support::FileId id;
    bool from_library = false;              // packed into the compiler: nobody's to mend, so only what others make of it is told
    bool is_second = false;                 // a file before this one has its name
    bool is_imported = false;               // others still need its tree
    bool has_head = false, has_tree = false;
    Head head;
    syntax::File tree;                      // no more than a stub of the head while it has none
    diagnostics::Sink of_syntax, of_meaning, of_checks;
    std::once_flag understood;              // model, of_meaning and sound are made
    semantics::Model model;
    std::vector<std::byte> program;
    std::vector<std::unique_ptr<OlderVersion>> older;
    bool sound = false;                     // nothing in this file itself stands in the way of a program
    std::optional<Outcome> outcome;         // when findings alone are wanted: then nothing else is left
    bool remembered = false;                // by the store: the unit is never understood
    Digest content;                         // of the text, when there is a store
    // What the checks call an error keeps the program from being handed out, not from being played.
    [[nodiscard]] bool is_fit() const { return outcome ? outcome->compiles : !program.empty() && !of_checks.has_errors(); }
    [[nodiscard]] bool is_sound() const { return from_library || sound; }
};

struct Pipeline {
    SourceSet sources;
    support::SourceTable table;                     // by FileId: the sources given, then those of the library
    std::vector<std::unique_ptr<Unit>> units;       // by FileId
    // Each declared name: of several versions of a policy the newest, and each of them as "shop.terms 2" as well.
    std::map<std::string, Unit*, std::less<>> by_name;
    std::vector<FileInfo> files;
    std::vector<Finding> findings;
    [[nodiscard]] const Unit* unit(std::string_view path) const;
    // The unit, then everything that it imports, directly or not, in the order of their names. O(imports · log files).
    [[nodiscard]] std::vector<Unit*> with_imports(Unit& of) const;
    [[nodiscard]] std::vector<const Unit*> with_imports(const Unit& of) const;
};

// From texts to findings and programs; never fails. See recourse/compiler.h for the costs.
[[nodiscard]] std::shared_ptr<const Pipeline> run_pipeline(SourceSet sources, const Options& options);

}  // namespace recourse::driver
