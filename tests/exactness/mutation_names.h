// What may stand in the place of a name of a policy: another of the same sort, in the same scope.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <recourse/sources.h>

#include "compiler/syntax/ast.h"

namespace exactness {

struct Names {
    std::vector<std::string> parties, periods, events;
    std::vector<std::vector<std::string>> kinds;                   // members of each kind in scope
    std::map<std::string, std::vector<std::string>> states;        // by machine; "" is the case itself

    // Others of the same sort as this name; empty for a name that is neither a party, a member nor a period.
    [[nodiscard]] std::vector<std::string> others(const std::string& name) const;
};
[[nodiscard]] std::vector<std::string> without(std::vector<std::string> names, const std::string& name);

// The parsed files of a source set and of what they import.
class Trees {
public:
    explicit Trees(const recourse::SourceSet& sources);
    [[nodiscard]] const recourse::syntax::File& file(const std::string& path) const { return files_.at(path); }
    // What is in scope at the top of a file: its own, and what it imports.
    [[nodiscard]] Names names_of(const std::string& path) const;

private:
    std::map<std::string, recourse::syntax::File> files_;
};

// The states of a machine or case, inner ones and the outcomes of a reusable machine included.
[[nodiscard]] std::vector<std::string> states_in(const std::vector<recourse::syntax::Item>& items);

}  // namespace exactness
