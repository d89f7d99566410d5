#include "files.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

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

// Every .rule file below a folder, sorted; `problem` says what could not be looked into.
std::vector<std::string> rule_files_below(const fs::path& folder, std::string& problem) {
    std::vector<std::string> found;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (is_hidden(entry->path()) || entry->path().filename() == "node_modules") entry.disable_recursion_pending();
        } else if (is_rule_file(entry->path())) {
            found.push_back(entry->path().lexically_normal().generic_string());
        }
    }
    if (error) problem = error.message();
    std::sort(found.begin(), found.end());
    return found;
}

// Paths on the command line as files, in order.
std::optional<std::vector<std::string>> expand(const std::vector<std::string>& paths, Console& console) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (path == "-" || !fs::is_directory(path, error)) {
            files.push_back(path == "-" ? path : fs::path(path).lexically_normal().generic_string());
            continue;
        }
        std::string problem;
        const std::vector<std::string> below = rule_files_below(path, problem);
        if (!problem.empty()) {
            console.trouble(fmt::format("cannot look into the folder `{}`", path), problem, "may you read all folders below it?");
            return std::nullopt;
        }
        if (below.empty()) {
            console.trouble(fmt::format("there is no .rule file below `{}`", path), "a folder stands for every .rule file below it",
                            "name a folder with policies, or a file");
            return std::nullopt;
        }
        files.insert(files.end(), below.begin(), below.end());
    }
    return files;
}

std::optional<std::string> find_module(const std::string& name, const std::vector<std::string>& candidates) {
    for (const std::string& path : candidates) {
        const FileText file = read_file(path);
        if (file.problem.empty() && header_of(file.text).name == name) return path;
    }
    return std::nullopt;
}

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

bool Input::is_asked(std::string_view path) const { return std::find(asked.begin(), asked.end(), path) != asked.end(); }

std::optional<Input> read_input(const std::vector<std::string>& paths, const Configuration& configuration, Console& console) {
    std::vector<std::string> named = paths;
    if (named.empty()) named = configuration.paths;
    if (named.empty()) named.emplace_back(".");
    const auto files = expand(named, console);
    if (!files) return std::nullopt;
    Input input;
    bool all_read = true;
    for (const std::string& path : *files) {
        if (input.sources.find(path) != nullptr) continue;
        FileText file = read_file(path);
        if (!file.problem.empty()) {
            console.trouble(fmt::format("cannot read `{}`", path), file.problem, "check the path; it is taken from the current folder");
            all_read = false;
            continue;
        }
        input.sources.add(path, std::move(file.text));
        input.asked.push_back(path);
    }
    if (!all_read) return std::nullopt;
    return input;
}

void add_imports(Input& input, const Configuration& configuration) {
    std::set<std::string> known;
    std::vector<FileHeader> headers;
    for (const std::string& path : input.sources.paths()) {
        headers.push_back(header_of(*input.sources.find(path)));
        known.insert(headers.back().name);
    }
    for (std::size_t i = 0; i < headers.size(); ++i) {      // grows: what is found may import more
        const std::string importer = input.sources.paths()[i];
        for (const std::string& name : std::vector<std::string>(headers[i].uses)) {
            if (name.starts_with("std.") || !known.insert(name).second) continue;
            std::string ignored;
            std::vector<std::string> beside;
            std::error_code error;
            const fs::path folder = fs::path(importer).has_parent_path() ? fs::path(importer).parent_path() : fs::path(".");
            for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
                if (is_rule_file(entry->path())) beside.push_back(entry->path().lexically_normal().generic_string());
            }
            std::sort(beside.begin(), beside.end());
            auto found = find_module(name, beside);
            if (!found && !configuration.folder.empty()) found = find_module(name, rule_files_below(configuration.folder, ignored));
            if (!found || input.sources.find(*found) != nullptr) continue;
            FileText file = read_file(*found);
            if (!file.problem.empty()) continue;
            headers.push_back(header_of(file.text));
            input.sources.add(*found, std::move(file.text));
        }
    }
}

namespace {

// Ctrl-C waits while a temporary file exists.
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t held;
        sigemptyset(&held);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held, signal);
        sigprocmask(SIG_BLOCK, &held, &before_);
    }
    ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t before_{};
};

}  // namespace

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string replace_file(const std::string& path, std::string_view text) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error) return error.message();
    struct stat before{};
    if (::stat(real.c_str(), &before) != 0) return words_of(errno);
    if (::access(real.c_str(), W_OK) != 0) return words_of(errno);   // renaming over it would not ask
    const SignalsHeld held;
    std::string temporary = (real.parent_path() / fmt::format(".{}.XXXXXX", real.filename().string())).string();
    const int file = ::mkstemp(temporary.data());
    if (file < 0) return words_of(errno);
    bool done = write_all(file, text) && ::fchmod(file, before.st_mode & 07777) == 0 && ::fsync(file) == 0;
    int trouble = done ? 0 : errno;
    if (::close(file) != 0 && done) {
        done = false;
        trouble = errno;
    }
    if (done && std::rename(temporary.c_str(), real.c_str()) != 0) {
        done = false;
        trouble = errno;
    }
    if (done) return {};
    ::unlink(temporary.c_str());
    return words_of(trouble);
}

}  // namespace recourse::cli
