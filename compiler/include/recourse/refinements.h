// Policies that refine others, as they say in their headers: for a host that opens each case under the policy that its facts decide.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/sources.h>

namespace recourse {

struct Refinement {
    std::vector<std::string> refines;       // the policy that it refines, what that refines, and so on; empty when it refines none
    std::vector<std::string> overrides;     // other refinements that it comes before
    std::map<std::string, std::string, std::less<>> written_in;     // its own name and those in `refines`, by the paths of their files
    // The policy of whose text a rule of its program is, by the rule's place; empty for one of a library's, and where nothing is refined.
    [[nodiscard]] std::string_view policy_at(std::string_view path) const {
        const auto found = refines.empty() ? written_in.end() : written_in.find(path);
        return found == written_in.end() ? std::string_view() : std::string_view(found->second);
    }
};

// Of the file at `path`; the chain goes as far as the sources do. A program of it has a condition `applies` in each case type, which
// holds for the facts of those cases that are its own. O(length of the texts in the chain · files).
[[nodiscard]] Refinement refinement_of(const SourceSet& sources, std::string_view path);

}  // namespace recourse
