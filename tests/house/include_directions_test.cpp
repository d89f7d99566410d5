// The directions of docs/ARCHITECTURE.md, kept true: who may include whom, which room sees which library, no circles among
// files, and no file that grows past reading. The tables come first; the rest reads #include lines and looks them up.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "test_paths.h"

namespace {

// ---- The tables ----------------------------------------------------------------------------------------------------------

/// A room includes its own files and those of rooms on lower floors. Rooms on one floor do not know each other.
struct Room {
    std::string_view folder;
    int floor;
};
constexpr Room rooms[] = {
    {"runtime", 0},           {"compiler/support", 0},
    {"compiler/diagnostics", 1},
    {"compiler/syntax", 2},
    {"compiler/semantics", 3},
    {"compiler/graph", 4},
    {"compiler/explore", 5},
    {"compiler/checks", 6},   {"compiler/promises", 6},
    {"compiler/emit", 7},
    {"compiler/scenarios", 8},
    {"compiler/compare", 9},
    {"compiler/driver", 10},
    {"compiler/cli", 11},
};

/// Files that only some folders include, whatever their floor.
struct Reserved {
    std::string_view target;
    std::vector<std::string_view> folders;
    std::string_view why;
};
constexpr std::string_view search_is_not_checked_by_itself = "the checker of certificates shares nothing with the search";
const Reserved reserved[] = {
    {"runtime/format/", {"runtime/", "compiler/emit/", "tests/unit/"}, "emit alone writes runtime/format"},
    {"compiler/include/recourse/compiler.h",
     {"compiler/include/", "compiler/driver/", "compiler/cli/", "tests/", "editors/"},
     "the pipeline is made in driver: rooms below it do not include recourse/compiler.h"},
    {"compiler/include/recourse/ide.h",
     {"compiler/include/", "compiler/driver/", "compiler/cli/", "tests/", "editors/"},
     "the pipeline is made in driver: rooms below it do not include recourse/ide.h"},
    {"compiler/explore/explorer.h", {"compiler/", "tests/unit/", "tests/exactness/", "tests/bench/"}, search_is_not_checked_by_itself},
    {"compiler/promises/judge.h", {"compiler/", "tests/unit/", "tests/exactness/"}, search_is_not_checked_by_itself},
    {"compiler/checks/", {"compiler/", "tests/unit/", "tests/exactness/"}, search_is_not_checked_by_itself},
};

/// Libraries of others: the folders of compiler/ and runtime/ that see them. `extension` empty: in any file.
struct Library {
    std::string_view name;
    std::vector<std::string_view> prefixes;
    std::vector<std::string_view> folders;
    std::string_view extension = {};
};
const Library libraries[] = {
    {"PEGTL", {"tao/"}, {"compiler/syntax/"}},
    {"Boost", {"boost/"}, {"compiler/graph/"}, ".cpp"},
    {"a solver", {"z3"}, {"compiler/explore/"}},
    {"the date library", {"date/"}, {"compiler/support/"}},
    {"xxHash", {"xxhash"}, {"compiler/driver/"}},
    {"nlohmann_json", {"nlohmann/"}, {"compiler/emit/", "compiler/diagnostics/", "compiler/cli/"}},
    {"CLI11", {"CLI/"}, {"compiler/cli/"}},
    {"toml++", {"toml++/"}, {"compiler/cli/", "compiler/driver/"}},
    {"fmt", {"fmt/"}, {"compiler/support/", "compiler/diagnostics/", "compiler/syntax/", "compiler/semantics/",
                       "compiler/graph/", "compiler/explore/", "compiler/checks/", "compiler/promises/", "compiler/emit/",
                       "compiler/scenarios/", "compiler/compare/", "compiler/driver/", "compiler/cli/"}},
    {"a test library", {"gtest/", "gmock/", "benchmark/"}, {}},
};

/// Folders that see of ours what a host sees, and what is named beside them.
struct Host {
    std::string_view folder;
    std::vector<std::string_view> also;
};
const Host hosts[] = {
    {"compiler/cli/", {"compiler/cli/"}},       {"editors/", {"editors/"}},
    {"tests/golden/", {"tests/harness/", "tests/golden/"}},
    {"tests/scenarios/", {"tests/harness/", "tests/scenarios/", "tests/bench/generated.h"}},
    {"tests/laws/", {"tests/harness/", "tests/laws/"}},
    {"tests/bench/", {"tests/harness/", "tests/bench/", "compiler/explore/", "compiler/driver/pipeline.h"}},   // the search is measured by itself
    {"tests/house/", {"tests/harness/", "tests/house/"}},
    {"tests/harness/", {"tests/harness/"}},
};

constexpr std::string_view public_folders[] = {"compiler/include/", "runtime/include/"};

constexpr std::size_t lines_to_mind = 500;
constexpr std::size_t lines_too_many = 600;

// ---- Reading the tree ----------------------------------------------------------------------------------------------------

struct Include {
    std::size_t line = 0;
    std::string text;   ///< the line as written
    std::string path;   ///< between the quotes or brackets
    std::string target; ///< the file of ours that is meant, from the root of the repository; empty: someone else's
};

struct File {
    std::size_t lines = 0;
    std::vector<Include> includes;
};

using Tree = std::map<std::string, File>; // by path from the root of the repository

std::optional<Include> read_include(const std::string& line) {
    static const std::regex pattern(R"(^\s*#\s*include\s*["<]([^">]+)[">].*$)");
    std::smatch match;
    if (!std::regex_match(line, match, pattern)) return std::nullopt;
    return Include{0, line, match[1].str(), {}};
}

File read_file(const std::filesystem::path& path) {
    File file;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        ++file.lines;
        if (auto include = read_include(line)) {
            include->line = file.lines;
            file.includes.push_back(*std::move(include));
        }
    }
    return file;
}

bool starts_with_any(std::string_view text, std::span<const std::string_view> prefixes) {
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return text.starts_with(prefix); });
}

/// As a compiler looks: beside the file, from the root, in the public folders. A path that names a folder of ours but no file
/// still counts as ours, so that a rule speaks before the compiler does.
std::string resolve(const Tree& tree, const std::string& from, const std::string& path) {
    const auto beside = (std::filesystem::path(from).parent_path() / path).lexically_normal().generic_string();
    for (const auto& candidate : {beside, path}) {
        if (tree.contains(candidate)) return candidate;
    }
    for (const auto folder : public_folders) {
        if (auto candidate = std::string(folder) + path; tree.contains(candidate)) return candidate;
    }
    constexpr std::string_view ours[] = {"compiler/", "runtime/", "tests/", "editors/"};
    return starts_with_any(path, ours) ? path : std::string();
}

Tree read_tree(const std::filesystem::path& root) {
    static const std::set<std::string> extensions = {".h", ".hpp", ".cpp", ".def"};
    static const std::set<std::string> skipped = {"node_modules", "build"};
    Tree tree;
    for (const auto* folder : {"compiler", "runtime", "tests", "editors"}) {
        if (!std::filesystem::exists(root / folder)) continue;
        for (auto entry = std::filesystem::recursive_directory_iterator(root / folder);
             entry != std::filesystem::recursive_directory_iterator(); ++entry) {
            if (entry->is_directory() && skipped.contains(entry->path().filename().string())) {
                entry.disable_recursion_pending();
            }
            if (!entry->is_regular_file() || !extensions.contains(entry->path().extension().string())) continue;
            tree.emplace(entry->path().lexically_relative(root).generic_string(), read_file(entry->path()));
        }
    }
    for (auto& [path, file] : tree) {
        for (auto& include : file.includes) include.target = resolve(tree, path, include.path);
    }
    return tree;
}

const Tree& tree() {
    static const Tree read = read_tree(RECOURSE_SOURCE_DIR);
    return read;
}

// ---- The rules: each answers with the rule that an include breaks ----------------------------------------------------------

using Broken = std::optional<std::string>;

bool is_public(std::string_view path) { return starts_with_any(path, public_folders); }

const Room* room_of(std::string_view path) {
    const auto found = std::ranges::find_if(rooms, [&](const Room& room) {
        return path.starts_with(room.folder) && path.substr(room.folder.size()).starts_with('/');
    });
    return found == std::end(rooms) ? nullptr : &*found;
}

Broken broken_direction(std::string_view from, const Include& include) {
    const std::string_view target = include.target;
    if (target.empty() || !(from.starts_with("compiler/") || from.starts_with("runtime/"))) return std::nullopt;
    if (is_public(from)) {
        if (!is_public(target)) return "a public header includes public headers alone";
        if (from.starts_with("runtime/") && target.starts_with("compiler/")) return "runtime knows nothing of the compiler";
        return std::nullopt;
    }
    const Room* here = room_of(from);
    if (here == nullptr) return "this room has no floor in the table of tests/house/include_directions_test.cpp";
    if (is_public(target) && target.starts_with("compiler/")) {
        if (here->floor > 0) return std::nullopt;
        return std::string(here->folder) + " includes nothing of ours outside itself";
    }
    // Time is the runtime's and the compiler's as well: support turns zone data into its tables.
    if (target == "runtime/include/recourse/time.hpp" && from.starts_with("compiler/support/")) return std::nullopt;
    const Room* there = room_of(target);
    if (there == nullptr) return "this is in no room of the compiler or the runtime";
    if (there == here || there->floor < here->floor) return std::nullopt;
    if (here->floor == 0) return std::string(here->folder) + " includes nothing of ours outside itself";
    return std::string(there->folder) + " is not below " + std::string(here->folder);
}

Broken broken_reservation(std::string_view from, const Include& include) {
    for (const auto& entry : reserved) {
        if (include.target.starts_with(entry.target) && !starts_with_any(from, entry.folders)) return std::string(entry.why);
    }
    return std::nullopt;
}

Broken broken_library(std::string_view from, const Include& include) {
    if (!include.target.empty() || !(from.starts_with("compiler/") || from.starts_with("runtime/"))) return std::nullopt;
    for (const auto& library : libraries) {
        if (!starts_with_any(include.path, library.prefixes)) continue;
        if (starts_with_any(from, library.folders) && from.ends_with(library.extension)) return std::nullopt;
        std::string rule = std::string(library.name) + " is seen in";
        for (const auto folder : library.folders) rule.append(" ").append(folder).append("*").append(library.extension);
        return rule + (library.folders.empty() ? " tests/ alone" : " alone");
    }
    return std::nullopt;
}

Broken broken_hosting(std::string_view from, const Include& include) {
    const std::string_view target = include.target;
    if (target.empty() || is_public(target)) return std::nullopt;
    for (const auto& host : hosts) {
        if (!from.starts_with(host.folder) || starts_with_any(target, host.also)) continue;
        return std::string(host.folder) + " sees of ours the public headers (recourse/…) and its own, nothing inside";
    }
    return std::nullopt;
}

Broken broken_style(std::string_view from, const Include& include) {
    if (include.target.empty() || from.starts_with("compiler/cli/") || from.starts_with("editors/")) return std::nullopt;
    if (include.target == include.path || is_public(include.target)) return std::nullopt;
    return "files of ours are named from the root: #include \"" + include.target + "\"";
}

void expect_kept(Broken (*rule)(std::string_view, const Include&)) {
    for (const auto& [path, file] : tree()) {
        for (const auto& include : file.includes) {
            if (const auto broken = rule(path, include)) {
                ADD_FAILURE() << path << ":" << include.line << ": " << include.text << "\n  rule: " << *broken;
            }
        }
    }
}

// ---- Circles ---------------------------------------------------------------------------------------------------------------

/// Follows includes downwards; `trail` is the way from the start to here. The depth is that of the include tree.
std::optional<std::vector<std::string>> find_circle(const Tree& files, const std::string& path, std::set<std::string>& done,
                                                    std::vector<std::string>& trail) {
    if (const auto seen = std::ranges::find(trail, path); seen != trail.end()) {
        std::vector<std::string> circle(seen, trail.end());
        circle.push_back(path);
        return circle;
    }
    const auto file = files.find(path);
    if (file == files.end() || done.contains(path)) return std::nullopt;
    trail.push_back(path);
    for (const auto& include : file->second.includes) {
        if (include.target.empty()) continue;
        if (auto circle = find_circle(files, include.target, done, trail)) return circle;
    }
    trail.pop_back();
    done.insert(path);
    return std::nullopt;
}

std::optional<std::vector<std::string>> find_circle(const Tree& files) {
    std::set<std::string> done;
    for (const auto& entry : files) {
        std::vector<std::string> trail;
        if (auto circle = find_circle(files, entry.first, done, trail)) return circle;
    }
    return std::nullopt;
}

// ---- The tests -------------------------------------------------------------------------------------------------------------

TEST(House, TheTreeIsRead) { EXPECT_TRUE(tree().contains("tests/house/include_directions_test.cpp")); }
TEST(House, RoomsIncludeDownwards) { expect_kept(broken_direction); }
TEST(House, ReservedFilesStayWithTheirRooms) { expect_kept(broken_reservation); }
TEST(House, LibrariesStayInTheirRooms) { expect_kept(broken_library); }
TEST(House, HostsSeePublicHeadersAlone) { expect_kept(broken_hosting); }
TEST(House, IncludesAreNamedFromTheRoot) { expect_kept(broken_style); }

TEST(House, NoCircleOfIncludes) {
    if (const auto circle = find_circle(tree())) {
        std::string shown;
        for (const auto& path : *circle) shown.append("\n  ").append(path);
        ADD_FAILURE() << "these files include each other in a circle:" << shown;
    }
}

TEST(House, FilesCanBeRead) {
    for (const auto& [path, file] : tree()) {
        EXPECT_LE(file.lines, lines_too_many) << path << " has " << file.lines << " lines: cut it into rooms of its own";
        if (file.lines > lines_to_mind && file.lines <= lines_too_many) {
            std::cout << "note: " << path << " has " << file.lines << " lines, and " << lines_too_many << " are the limit\n";
        }
    }
}

// A test that never fails proves little: planted includes, each with whether a rule must speak.

struct Planted {
    std::string_view from;
    std::string_view path;
    std::string_view target;
    bool allowed;
};

bool is_allowed(const Planted& planted) {
    const Include include{1, {}, std::string(planted.path), std::string(planted.target)};
    return !broken_direction(planted.from, include) && !broken_reservation(planted.from, include) &&
           !broken_library(planted.from, include) && !broken_hosting(planted.from, include) &&
           !broken_style(planted.from, include);
}

TEST(House, PlantedIncludesAreJudged) {
    const auto ours = [](std::string_view from, std::string_view target, bool allowed) {
        return Planted{from, target, target, allowed};
    };
    const auto theirs = [](std::string_view from, std::string_view path, bool allowed) {
        return Planted{from, path, {}, allowed};
    };
    const Planted all[] = {
        ours("compiler/semantics/a.cpp", "compiler/syntax/ast.h", true),
        ours("compiler/syntax/a.cpp", "compiler/semantics/model.h", false),
        ours("compiler/checks/a.cpp", "compiler/promises/a.h", false),
        ours("compiler/graph/a.cpp", "runtime/time/calendar.h", true),
        ours("compiler/support/a.cpp", "runtime/time/calendar.h", false),
        ours("compiler/graph/a.cpp", "runtime/format/layout.h", false),
        ours("compiler/emit/a.cpp", "runtime/format/layout.h", true),
        ours("runtime/machine/a.cpp", "compiler/support/ids.h", false),
        ours("runtime/machine/a.cpp", "runtime/format/layout.h", true),
        ours("compiler/attic/a.cpp", "compiler/support/ids.h", false),
        ours("compiler/cli/a.cpp", "compiler/driver/pipeline.h", false),
        ours("tests/golden/a.cpp", "compiler/driver/pipeline.h", false),
        ours("tests/golden/a.cpp", "tests/harness/a.h", true),
        ours("tests/unit/a.cpp", "compiler/syntax/ast.h", true),
        ours("tests/certify/a.cpp", "compiler/explore/steps.h", true),
        ours("tests/certify/a.cpp", "compiler/explore/explorer.h", false),
        ours("tests/certify/a.cpp", "compiler/promises/judge.h", false),
        {"compiler/cli/a.cpp", "output.h", "compiler/cli/output.h", true},
        {"compiler/cli/a.cpp", "recourse/compiler.h", "compiler/include/recourse/compiler.h", true},
        {"compiler/checks/a.cpp", "recourse/compiler.h", "compiler/include/recourse/compiler.h", false},
        {"compiler/diagnostics/a.cpp", "recourse/diagnostic.h", "compiler/include/recourse/diagnostic.h", true},
        {"compiler/include/recourse/a.h", "compiler/syntax/ast.h", "compiler/syntax/ast.h", false},
        {"compiler/syntax/a.cpp", "ast.h", "compiler/syntax/ast.h", false},
        theirs("compiler/syntax/a.h", "tao/pegtl.hpp", true),
        theirs("compiler/semantics/a.cpp", "tao/pegtl.hpp", false),
        theirs("compiler/graph/a.cpp", "boost/graph/adjacency_list.hpp", true),
        theirs("compiler/graph/a.h", "boost/graph/adjacency_list.hpp", false),
        theirs("compiler/explore/a.cpp", "z3++.h", true),
        theirs("compiler/cli/a.cpp", "CLI/CLI.hpp", true),
        theirs("compiler/driver/a.cpp", "CLI/CLI.hpp", false),
        theirs("runtime/machine/a.cpp", "fmt/format.h", false),
        theirs("runtime/machine/a.cpp", "vector", true),
        theirs("compiler/graph/a.cpp", "gtest/gtest.h", false),
    };
    for (const auto& planted : all) {
        EXPECT_EQ(is_allowed(planted), planted.allowed) << planted.from << " includes " << planted.path;
    }
}

TEST(House, PlantedCircleIsFound) {
    const auto includes = [](std::string target) { return File{1, {Include{1, {}, target, target}}}; };
    EXPECT_FALSE(find_circle(Tree{{"a.h", includes("b.h")}, {"b.h", includes("c.h")}, {"c.h", {}}}));
    const auto circle = find_circle(Tree{{"a.h", includes("b.h")}, {"b.h", includes("c.h")}, {"c.h", includes("b.h")}});
    ASSERT_TRUE(circle);
    EXPECT_EQ(*circle, (std::vector<std::string>{"b.h", "c.h", "b.h"}));
}

} // namespace
