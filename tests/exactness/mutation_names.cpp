#include "tests/exactness/mutation_names.h"

#include <algorithm>
#include <variant>

#include "compiler/syntax/parser.h"

namespace exactness {

using namespace recourse;

std::vector<std::string> without(std::vector<std::string> names, const std::string& name) {
    std::erase(names, name);
    return names;
}

std::vector<std::string> Names::others(const std::string& name) const {
    const auto has = [&](const std::vector<std::string>& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
    if (has(parties)) return without(parties, name);
    if (has(periods)) return without(periods, name);
    for (const auto& members : kinds) {
        if (has(members)) return without(members, name);
    }
    return {};
}

Trees::Trees(const SourceSet& sources) {
    std::uint32_t index = 0;
    for (const std::string& path : sources.paths()) {
        diagnostics::Sink sink;
        const support::SourceFile source(path, *sources.find(path));
        files_.emplace(path, syntax::parse(support::FileId(index++), source, sink));
    }
}

namespace {

// Declarations of a file that are in scope under these names, or all of them.
void add(Names& names, const syntax::File& file, const std::set<std::string>* wanted) {
    const auto is_wanted = [&](const std::string& name) { return wanted == nullptr || wanted->contains(name); };
    for (const syntax::TopItem& item : file.items) {
        if (const auto* party = std::get_if<syntax::Party>(&item); party != nullptr && wanted == nullptr) {
            for (const auto& one : party->names) names.parties.push_back(one.text);
        }
        if (const auto* kind = std::get_if<syntax::Kind>(&item); kind != nullptr && is_wanted(kind->name.text)) {
            names.kinds.emplace_back();
            for (const auto& member : kind->members) names.kinds.back().push_back(member.text);
        }
        const auto* value = std::get_if<syntax::NamedValue>(&item);
        if (value != nullptr && value->kind == syntax::NamedValue::Kind::period && is_wanted(value->name.text)) {
            names.periods.push_back(value->name.text);
        }
    }
}

}  // namespace

Names Trees::names_of(const std::string& path) const {
    Names names;
    const syntax::File& file = files_.at(path);
    add(names, file, nullptr);
    for (const syntax::TopItem& item : file.items) {
        const auto* import = std::get_if<syntax::Import>(&item);
        if (import == nullptr) continue;
        std::set<std::string> wanted;
        for (const auto& one : import->items) wanted.insert(one.name.text);
        for (const auto& [other, tree] : files_) {
            if (tree.name.text == import->module.text) add(names, tree, &wanted);
        }
    }
    return names;
}

std::vector<std::string> states_in(const std::vector<syntax::Item>& items) {
    std::vector<std::string> all;
    for (const syntax::Item& item : items) {
        if (const auto* state = std::get_if<syntax::State>(&item)) {
            all.push_back(state->name.text);
            const auto inner = states_in(state->items);
            all.insert(all.end(), inner.begin(), inner.end());
        } else if (const auto* outcomes = std::get_if<syntax::OutcomeNames>(&item)) {
            for (const auto& name : outcomes->names) all.push_back(name.text);
        }
    }
    return all;
}

}  // namespace exactness
