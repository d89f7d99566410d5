// Where the files of imported modules are.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <recourse/compiler.h>

namespace recourse::cli {

class Console;
struct Configuration;
struct Input;

// Looks for modules that the input imports and lacks: beside the importing file, then below the folder of recourse.toml. Each file is
// read once. When a module is not found, files that could not be looked into are told, and the input is partial.
class ModuleFinder {
public:
    ModuleFinder(Input& input, const Configuration& configuration, Console& console);
    // A file that declares the module and is none of the input's; nothing when there is none.
    [[nodiscard]] std::optional<SourceText> find(std::string_view name, std::string_view importer);

private:
    struct Read {
        std::string text, name;
        std::uint32_t version = 0;
        std::string problem;
    };
    const Read& read(const std::string& path);
    std::optional<std::string> find_below(std::string_view name, const std::string& folder, bool deep);

    Input& input_;
    const Configuration& configuration_;
    Console& console_;
    std::set<std::string, std::less<>> paths_, taken_;      // of the input and of what was found; by their identities
    std::map<std::string, Read> files_;
    std::set<std::string> told_;
    std::vector<std::pair<std::string, std::string>> unread_;
};

// Adds to the input what it imports and lacks.
void add_imports(Input& input, const Configuration& configuration, Console& console);

}  // namespace recourse::cli
