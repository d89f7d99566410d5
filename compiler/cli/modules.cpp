#include "modules.h"

#include <filesystem>

#include <fmt/format.h>

#include "configuration.h"
#include "console.h"
#include "files.h"

namespace recourse::cli {

namespace fs = std::filesystem;

ModuleFinder::ModuleFinder(Input& input, const Configuration& configuration, Console& console)
    : input_(input), configuration_(configuration), console_(console) {}

std::optional<SourceText> ModuleFinder::find(std::string_view name, std::string_view importer) {
    if (name.starts_with("std.")) return std::nullopt;
    if (taken_.empty()) {       // asked for the first time: most inputs have all that they import
        for (const std::string& path : input_.asked) {
            paths_.insert(path);
            taken_.insert(identity_of(path));
        }
    }
    const fs::path folder = fs::path(importer).has_parent_path() ? fs::path(importer).parent_path() : fs::path(".");
    unread_.clear();
    auto found = find_below(name, folder.string(), false);
    if (!found && !configuration_.folder.empty()) found = find_below(name, configuration_.folder, true);
    if (found) {
        if (!taken_.insert(identity_of(*found)).second) return std::nullopt;
        paths_.insert(*found);
        return SourceText{*found, files_.at(*found).text};
    }
    for (const auto& [path, why] : unread_) {
        if (!told_.insert(path).second) continue;
        console_.trouble(fmt::format("cannot read `{}`", path), fmt::format("{}; `{}`, which `{}` imports, may be in it", why, name, importer));
        input_.is_partial = true;
    }
    return std::nullopt;
}

const ModuleFinder::Read& ModuleFinder::read(const std::string& path) {
    const auto [entry, is_new] = files_.try_emplace(path);
    if (is_new) {
        FileText file = read_file(path);
        FileHeader header = file.problem.empty() ? header_of(file.text) : FileHeader();
        entry->second = {std::move(file.text), std::move(header.name), header.version, std::move(file.problem)};
    }
    return entry->second;
}

std::optional<std::string> ModuleFinder::find_below(std::string_view name, const std::string& folder, bool deep) {
    const Found found = rule_files(folder, deep);
    unread_.insert(unread_.end(), found.unread.begin(), found.unread.end());
    unread_.insert(unread_.end(), found.odd.begin(), found.odd.end());
    std::optional<std::string> best;
    for (const std::string& path : found.files) {
        if (paths_.contains(path)) continue;    // what it declares is known, and is something else
        const Read& file = read(path);
        if (!file.problem.empty()) unread_.emplace_back(path, file.problem);
        else if (file.version != 0 && fmt::format("{} {}", file.name, file.version) == name) return path;
        else if (file.name == name && (!best || files_.at(*best).version < file.version)) best = path;     // the newest version
    }
    return best;
}

void add_imports(Input& input, const Configuration& configuration, Console& console) {
    std::set<std::string> known;
    std::vector<FileHeader> headers;
    for (const std::string& path : input.sources.paths()) {
        headers.push_back(header_of(*input.sources.find(path)));
        known.insert(headers.back().name);
        known.insert(fmt::format("{} {}", headers.back().name, headers.back().version));
    }
    ModuleFinder modules(input, configuration, console);
    for (std::size_t i = 0; i < headers.size(); ++i) {      // grows: what is found may import more
        const std::string path = input.sources.paths()[i];
        for (const std::string& name : std::vector<std::string>(headers[i].uses)) {
            if (!known.insert(name).second) continue;
            std::optional<SourceText> found = modules.find(name, path);
            if (!found) continue;
            headers.push_back(header_of(found->text));
            input.sources.add(std::move(found->path), std::move(found->text));
        }
    }
}

}  // namespace recourse::cli
