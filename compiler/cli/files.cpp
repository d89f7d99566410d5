#include "files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "command.h"
#include "configuration.h"
#include "console.h"

namespace recourse::cli {

namespace fs = std::filesystem;

namespace {

// Places in a text are 32-bit numbers; no policy is anywhere near.
constexpr std::size_t largest_file = std::size_t{256} << 20;

std::string words_of(int error) { return error == 0 ? "unknown trouble" : std::strerror(error); }

struct Closer {
    void operator()(std::FILE* file) const {
        if (file != stdin) std::fclose(file);
    }
};
using Handle = std::unique_ptr<std::FILE, Closer>;

bool is_rule_file(const fs::path& path) { return path.extension() == ".rule"; }

bool is_hidden(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.size() > 1 && name.front() == '.' && name != "..";
}

// What a walk through folders finds.
struct Found {
    std::vector<std::string> files;                             // regular ones
    std::vector<std::pair<std::string, std::string>> unread;    // what cannot be looked into, and why
    std::vector<std::pair<std::string, std::string>> odd;       // pipes and devices, and what they are
};

std::string shown_path(const fs::path& path) { return path.lexically_normal().generic_string(); }

void sort_in(const fs::directory_entry& entry, Found& found) {
    std::error_code error;
    const fs::file_status status = entry.status(error);
    const std::string path = shown_path(entry.path());
    if (status.type() == fs::file_type::not_found) found.unread.emplace_back(path, "it is a link to a file that is not there");
    else if (status.type() == fs::file_type::regular) found.files.push_back(path);
    else if (status.type() == fs::file_type::none || status.type() == fs::file_type::unknown) found.unread.emplace_back(path, error.message());
    else found.odd.emplace_back(path, oddity_of(path));
}

// The .rule files of one folder, and of those below it when `deep`. Links to folders are not followed: they may lead in a circle.
void walk(const fs::path& folder, bool deep, Found& found) {
    std::error_code error;
    fs::directory_iterator entry(folder, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        const fs::path& path = entry->path();
        if (is_hidden(path)) continue;
        if (!entry->is_directory(ignored)) {
            if (is_rule_file(path)) sort_in(*entry, found);
        } else if (deep && !entry->is_symlink(ignored) && path.filename() != "node_modules") {
            walk(path, deep, found);
        }
    }
    if (error) found.unread.emplace_back(shown_path(folder), error.message());
}

Found rule_files(const fs::path& folder, bool deep) {
    Found found;
    walk(folder, deep, found);
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.unread.begin(), found.unread.end());
    std::sort(found.odd.begin(), found.odd.end());
    return found;
}

constexpr std::string_view from_here = "check the path; it is taken from the current folder";

// A path's one name, whatever links lead there.
std::string identity_of(const std::string& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return error ? path : real.generic_string();
}

// Reads the files that a command names, each once.
class Gatherer {
public:
    Gatherer(Input& input, Console& console) : input_(input), console_(console) {}

    bool add(const std::string& path) {
        std::error_code error;
        return path != "-" && fs::is_directory(path, error) ? add_folder(path) : add_named(path);
    }

private:
    bool add_named(const std::string& written) {
        const std::string path = written == "-" ? written : shown_path(written);
        const auto known = by_identity_.find(identity_of(path));
        if (known != by_identity_.end()) {
            input_.named.insert(known->second);
            return true;
        }
        FileText file = read_file(path);
        if (!file.problem.empty()) {
            console_.trouble(fmt::format("cannot read `{}`", path), file.problem, from_here);
            return false;
        }
        take(path, std::move(file.text));
        input_.named.insert(path);
        return true;
    }

    bool add_folder(const std::string& folder) {
        const Found found = rule_files(folder, true);
        for (const auto& [path, what] : found.odd) console_.remark(fmt::format("passed over `{}`: {}", path, what));
        for (const auto& [path, why] : found.unread) leave_out(path, why);
        for (const std::string& path : found.files) {
            if (by_identity_.contains(identity_of(path))) continue;
            FileText file = read_file(path);
            if (file.problem.empty()) take(path, std::move(file.text));
            else leave_out(path, file.problem);
        }
        if (!found.files.empty()) return true;
        if (found.unread.empty())
            console_.trouble(fmt::format("there is no .rule file below `{}`", folder), "a folder stands for every .rule file below it",
                             "name a folder with policies, or a file");
        return false;
    }

    void leave_out(const std::string& path, const std::string& why) {
        console_.trouble(fmt::format("cannot read `{}`", path), why + "; the rest goes on without it");
        input_.is_partial = true;
    }

    void take(const std::string& path, std::string text) {
        by_identity_.emplace(identity_of(path), path);
        input_.sources.add(path, std::move(text));
        input_.asked.push_back(path);
    }

    Input& input_;
    Console& console_;
    std::map<std::string, std::string> by_identity_;
};

// Looks for the files of imported modules. Each file is read once.
class Importer {
public:
    Importer(Input& input, const Configuration& configuration, Console& console)
        : input_(input), configuration_(configuration), console_(console) {
        for (const std::string& path : input.sources.paths()) taken_.insert(identity_of(path));
    }

    // The file of a module, read, or nothing.
    std::optional<std::string> find(const std::string& name, const std::string& importer) {
        const fs::path folder = fs::path(importer).has_parent_path() ? fs::path(importer).parent_path() : fs::path(".");
        unread_.clear();
        auto found = find_below(name, folder, false);
        if (!found && !configuration_.folder.empty()) found = find_below(name, configuration_.folder, true);
        if (found) return found;
        for (const auto& [path, why] : unread_) {
            if (!told_.insert(path).second) continue;
            console_.trouble(fmt::format("cannot read `{}`", path), fmt::format("{}; `{}`, which `{}` imports, may be in it", why, name, importer));
            input_.is_partial = true;
        }
        return std::nullopt;
    }

    // Makes the file one of the input. Gives nothing when it is already.
    const std::string* take(const std::string& path) {
        if (!taken_.insert(identity_of(path)).second || input_.sources.find(path) != nullptr) return nullptr;
        input_.sources.add(path, files_.at(path).text);
        return input_.sources.find(path);
    }

private:
    struct Read {
        std::string text, name, problem;
    };

    const Read& read(const std::string& path) {
        const auto [entry, is_new] = files_.try_emplace(path);
        if (is_new) {
            FileText file = read_file(path);
            entry->second = {file.text, file.problem.empty() ? header_of(file.text).name : std::string(), file.problem};
        }
        return entry->second;
    }

    std::optional<std::string> find_below(const std::string& name, const fs::path& folder, bool deep) {
        Found found = rule_files(folder, deep);
        unread_.insert(unread_.end(), found.unread.begin(), found.unread.end());
        unread_.insert(unread_.end(), found.odd.begin(), found.odd.end());
        for (const std::string& path : found.files) {
            const Read& file = read(path);
            if (!file.problem.empty()) unread_.emplace_back(path, file.problem);
            else if (file.name == name) return path;
        }
        return std::nullopt;
    }

    Input& input_;
    const Configuration& configuration_;
    Console& console_;
    std::map<std::string, Read> files_;
    std::set<std::string> taken_, told_;
    std::vector<std::pair<std::string, std::string>> unread_;
};

}  // namespace

FileText read_file(const std::string& path) {
    std::error_code error;
    if (path != "-" && fs::is_directory(path, error)) return {{}, "it is a folder"};
    const Handle file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    if (!file) return {{}, errno == ENOENT ? "there is no such file" : words_of(errno)};
    FileText result;
    char buffer[1 << 16];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
        result.text.append(buffer, count);
        if (result.text.size() > largest_file) return {{}, "it is longer than 256 MB, which no policy is"};
    }
    if (std::ferror(file.get()) != 0) return {{}, words_of(errno)};
    return result;
}

std::string oddity_of(const std::string& path) {
    std::error_code error;
    switch (fs::status(path, error).type()) {
    case fs::file_type::fifo: return "it is a pipe";
    case fs::file_type::socket: return "it is a socket";
    case fs::file_type::character:
    case fs::file_type::block: return "it is a device";
    default: return {};
    }
}

bool Input::is_asked(std::string_view path) const { return std::find(asked.begin(), asked.end(), path) != asked.end(); }

int Input::settle(int code) const { return is_partial && code != Exit::failed ? Exit::misuse : code; }

std::optional<Input> read_input(const std::vector<std::string>& paths, const Configuration& configuration, Console& console) {
    std::vector<std::string> named = paths;
    if (named.empty()) named = configuration.paths;
    if (named.empty()) named.emplace_back(".");
    Input input;
    Gatherer gatherer(input, console);
    bool all_read = true;
    for (const std::string& path : named) all_read = gatherer.add(path) && all_read;
    if (!all_read) return std::nullopt;
    return input;
}

void add_imports(Input& input, const Configuration& configuration, Console& console) {
    std::set<std::string> known;
    std::vector<FileHeader> headers;
    for (const std::string& path : input.sources.paths()) {
        headers.push_back(header_of(*input.sources.find(path)));
        known.insert(headers.back().name);
    }
    Importer importer(input, configuration, console);
    for (std::size_t i = 0; i < headers.size(); ++i) {      // grows: what is found may import more
        const std::string path = input.sources.paths()[i];
        for (const std::string& name : std::vector<std::string>(headers[i].uses)) {
            if (name.starts_with("std.") || !known.insert(name).second) continue;
            const auto found = importer.find(name, path);
            const std::string* text = found ? importer.take(*found) : nullptr;
            if (text != nullptr) headers.push_back(header_of(*text));
        }
    }
}

}  // namespace recourse::cli
