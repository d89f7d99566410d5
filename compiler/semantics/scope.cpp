#include "compiler/semantics/scope.h"

#include <algorithm>

namespace recourse::semantics {

bool Scope::declare(const std::string& name, Symbol symbol) {
    return symbols_.emplace(name, symbol).second;
}

Symbol* Scope::lookup(std::string_view name) {
    for (Scope* scope = this; scope != nullptr; scope = scope->parent_) {
        if (const auto found = scope->symbols_.find(name); found != scope->symbols_.end()) {
            found->second.used = true;
            return &found->second;
        }
    }
    return nullptr;
}

const Symbol* Scope::peek(std::string_view name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
        if (const auto found = scope->symbols_.find(name); found != scope->symbols_.end()) return &found->second;
    }
    return nullptr;
}

Symbol* Scope::find(std::string_view name) {
    for (Scope* scope = this; scope != nullptr; scope = scope->parent_) {
        if (const auto found = scope->symbols_.find(name); found != scope->symbols_.end()) return &found->second;
    }
    return nullptr;
}

std::vector<std::string> Scope::visible(std::initializer_list<SymbolKind> kinds) const {
    std::vector<std::string> names;
    for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
        for (const auto& [name, symbol] : scope->symbols_) {
            if (std::find(kinds.begin(), kinds.end(), symbol.kind) != kinds.end()) names.push_back(name);
        }
    }
    return names;
}

std::vector<std::string> Scope::visible() const {
    std::vector<std::string> names;
    for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
        for (const auto& [name, symbol] : scope->symbols_) names.push_back(name);
    }
    return names;
}

}  // namespace recourse::semantics
