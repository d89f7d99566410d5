#include <recourse/refinements.h>

#include <algorithm>
#include <map>

#include <recourse/compiler.h>

#include "compiler/syntax/parser.h"

namespace recourse {

namespace {

syntax::File tree_of(const std::string& text) {
    support::SourceTable table;
    const support::FileId id = table.add(support::SourceFile("", text));
    diagnostics::Sink ignored;
    return syntax::parse(id, table[id], ignored);
}

}  // namespace

Refinement refinement_of(const SourceSet& sources, std::string_view path) {
    Refinement refinement;
    const std::string* text = sources.find(path);
    if (text == nullptr) return refinement;
    const syntax::File own = tree_of(*text);
    for (const syntax::HeaderLine& line : own.header) {
        if (line.kind != syntax::HeaderLine::Kind::overrides) continue;
        for (const syntax::Name& name : line.words) refinement.overrides.push_back(name.text);
    }
    refinement.written_in.emplace(path, own.name.text);
    struct Known { std::string refines, path; };
    std::map<std::string, Known> known;     // by name, of all files
    for (std::string next = own.refines.text; !next.empty();) {
        if (next == own.name.text || std::find(refinement.refines.begin(), refinement.refines.end(), next) != refinement.refines.end()) break;
        refinement.refines.push_back(next);
        for (const std::string& other : known.empty() ? sources.paths() : std::vector<std::string>()) {
            const syntax::File file = tree_of(*sources.find(other));
            known.emplace(file.name.text, Known{file.refines.text, other});
        }
        const auto found = known.find(next);
        if (found == known.end()) break;
        refinement.written_in.emplace(found->second.path, next);
        next = found->second.refines;
    }
    return refinement;
}

}  // namespace recourse
