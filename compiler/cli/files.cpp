#include "files.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <thread>
#include <unordered_map>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

constexpr std::string_view rule_ending = ".rule";

std::string shown_path(const fs::path& path) { return path.lexically_normal().generic_string(); }

void sort_in(std::string path, Found& found) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) found.unread.emplace_back(path, "it is a link to a file that is not there");
    else if (status.type() == fs::file_type::none || status.type() == fs::file_type::unknown) found.unread.emplace_back(path, error.message());
    else if (status.type() != fs::file_type::regular) found.odd.emplace_back(path, oddity_of(path));
    else {
        found.linked.push_back(path);
        found.files.push_back(std::move(path));
    }
}

struct FolderCloser {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

// The .rule files of one folder, and of those below it when `deep`. Links to folders are not followed: they may lead in a circle. Most
// systems say of each name what it is, so that ten thousand files are found without asking for each of them.
void walk(const std::string& folder, bool deep, Found& found) {
    const std::unique_ptr<DIR, FolderCloser> open(::opendir(folder.empty() ? "." : folder.c_str()));
    if (!open) return (void)found.unread.emplace_back(folder.empty() ? "." : folder, words_of(errno));
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        const std::string_view name = entry->d_name;
        if (name.starts_with('.')) continue;
        std::string path = folder.empty() || folder.ends_with('/') ? folder : folder + "/";
        path += name;
        bool is_folder = entry->d_type == DT_DIR, is_file = entry->d_type == DT_REG;
        if (entry->d_type == DT_UNKNOWN) {
            std::error_code ignored;
            const fs::file_type type = fs::symlink_status(path, ignored).type();
            is_folder = type == fs::file_type::directory;
            is_file = type == fs::file_type::regular;
        } else if (entry->d_type == DT_LNK) {
            std::error_code ignored;
            if (fs::is_directory(path, ignored)) continue;
        }
        if (is_folder) {
            if (deep && name != "node_modules") walk(path, deep, found);
        } else if (name.size() > rule_ending.size() && name.ends_with(rule_ending)) {
            if (is_file) found.files.push_back(std::move(path));
            else sort_in(std::move(path), found);
        }
        errno = 0;
    }
    if (errno != 0) found.unread.emplace_back(folder.empty() ? "." : folder, words_of(errno));
}

}  // namespace

Found rule_files(const fs::path& folder, bool deep) {
    Found found;
    const std::string shown = shown_path(folder);
    walk(shown == "." ? "" : shown, deep, found);
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.unread.begin(), found.unread.end());
    std::sort(found.odd.begin(), found.odd.end());
    std::sort(found.linked.begin(), found.linked.end());
    return found;
}

namespace {

constexpr std::string_view from_here = "check the path; it is taken from the current folder";

}  // namespace

std::string identity_of(const std::string& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return error ? path : real.generic_string();
}

namespace {

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
        by_identity_.emplace(identity_of(path), path);
        take(path, std::move(file.text));
        input_.named.insert(path);
        return true;
    }

    bool add_folder(const std::string& folder) {
        const Found found = rule_files(folder, true);
        for (const auto& [path, what] : found.odd) console_.remark(fmt::format("passed over `{}`: {}", path, what));
        for (const auto& [path, why] : found.unread) leave_out(path, why);
        std::vector<std::pair<std::string, std::string>> fresh;     // path, identity
        for (const std::string& path : found.files) {
            std::string identity = is_linked(found, path) ? identity_of(path) : identity_below(folder, path);
            if (by_identity_.emplace(identity, path).second) fresh.emplace_back(path, std::move(identity));
        }
        std::vector<FileText> texts = read_all(fresh);
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            auto& [path, identity] = fresh[i];
            if (texts[i].problem.empty()) {
                take(path, std::move(texts[i].text));
            } else {
                leave_out(path, texts[i].problem);
                by_identity_.erase(identity);
            }
        }
        if (!found.files.empty()) return true;
        if (found.unread.empty())
            console_.trouble(fmt::format("there is no .rule file below `{}`", folder), "a folder stands for every .rule file below it",
                             "name a folder with policies, or a file");
        return false;
    }

    static bool is_linked(const Found& found, const std::string& path) {
        return std::binary_search(found.linked.begin(), found.linked.end(), path);
    }

    // Below a folder no link was followed, so that its own identity and the way down are the file's.
    std::string identity_below(const std::string& folder, const std::string& path) {
        if (folder != below_) {
            below_ = folder;
            above_ = identity_of(folder);
        }
        const std::string shown = shown_path(folder);
        std::string_view down = path;
        if (shown != ".") down.remove_prefix(std::min(down.size(), shown.ends_with('/') ? shown.size() : shown.size() + 1));
        return fmt::format("{}{}{}", above_, above_.ends_with('/') ? "" : "/", down);
    }

    // Waiting for the disk is not computing, and the system's part of reading can be shared as well.
    static std::vector<FileText> read_all(const std::vector<std::pair<std::string, std::string>>& paths) {
        constexpr std::size_t worth_a_thread = 64;
        std::vector<FileText> texts(paths.size());
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (std::size_t i = next++; i < paths.size(); i = next++) texts[i] = read_file(paths[i].first);
        };
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < std::thread::hardware_concurrency() && i * worth_a_thread < paths.size(); ++i) others.emplace_back(work);
        work();
        return texts;
    }

    void leave_out(const std::string& path, const std::string& why) {
        console_.trouble(fmt::format("cannot read `{}`", path), why + "; the rest goes on without it");
        input_.is_partial = true;
    }

    void take(const std::string& path, std::string text) {
        input_.sources.add(path, std::move(text));
        input_.asked.push_back(path);
    }

    Input& input_;
    Console& console_;
    std::unordered_map<std::string, std::string> by_identity_;
    std::string below_, above_;     // a folder and its identity
};

}  // namespace

// A file that grows while it is read is read to where it ended a moment before, or after; a pipe or a device to its end.
FileText read_file(const std::string& path) {
    struct Closer {
        int file;
        ~Closer() {
            if (file > STDIN_FILENO) ::close(file);
        }
    };
    const int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return {{}, errno == ENOENT ? "there is no such file" : words_of(errno)};
    const Closer closer{file};
    struct stat about {};
    const bool is_known = ::fstat(file, &about) == 0;
    if (is_known && S_ISDIR(about.st_mode)) return {{}, "it is a folder"};
    // One byte more than there is: that nothing comes there says that this was all.
    constexpr std::size_t piece = 1 << 16;
    const bool is_file = is_known && S_ISREG(about.st_mode) && about.st_size > 0;
    FileText result;
    std::size_t length = 0;
    result.text.resize(is_file ? std::min<std::size_t>(static_cast<std::size_t>(about.st_size), largest_file) + 1 : piece);
    while (true) {
        const ssize_t count = ::read(file, result.text.data() + length, result.text.size() - length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return {{}, words_of(errno)};
        length += static_cast<std::size_t>(count);
        if (length > largest_file) return {{}, "it is longer than 256 MB, which no policy is"};
        if (count == 0 || (is_file && length + 1 == result.text.size())) break;
        if (length == result.text.size()) result.text.resize(length + std::max(piece, length));
    }
    result.text.resize(length);
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

}  // namespace recourse::cli
