#include "session_output.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace recourse::cli {

namespace fs = std::filesystem;

namespace {

// Signals that end the process wait while a temporary file exists. The one of a file that grows past its limit is ignored throughout
// (main.cpp): the write fails instead.
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

// Writes all of `text` into an open file; false, with errno, when it cannot.
bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

// A file without a name of its own: it goes away again unless it is given one. Whatever fails, the rest does nothing and the problem stays.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& folder) : path_((folder / ".recourse-XXXXXX").string()) {
        file_ = ::mkstemp(path_.data());
        is_there_ = file_ >= 0;
        if (!is_there_) problem_ = errno;
    }
    ~TemporaryFile() {
        if (file_ >= 0) ::close(file_);
        if (is_there_) ::unlink(path_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::string_view text, mode_t mode) {
        keep(problem_ != 0 || (write_all(file_, text) && ::fchmod(file_, mode) == 0 && ::fsync(file_) == 0));
        if (file_ >= 0) keep(::close(file_) == 0);
        file_ = -1;
    }
    // In the place of what has this name.
    void replace(const std::string& name) {
        if (problem_ != 0) return;
        keep(std::rename(path_.c_str(), name.c_str()) == 0);
        is_there_ = problem_ != 0;
    }
    // Fails when the name is taken.
    void become(const std::string& name) {
        if (problem_ == 0) keep(::link(path_.c_str(), name.c_str()) == 0);
    }
    [[nodiscard]] int problem() const { return problem_; }

private:
    void keep(bool worked) {
        if (!worked && problem_ == 0) problem_ = errno;
    }

    SignalsHeld held_;      // first: let go last
    std::string path_;
    int file_ = -1;
    bool is_there_ = false;
    int problem_ = 0;
};

std::string words_of(int problem) { return problem == 0 ? std::string() : std::strerror(problem); }

std::string write_into(const std::string& path, std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return words_of(errno);
    const std::string problem = write_all(file, text) ? std::string() : words_of(errno);
    ::close(file);
    return problem;
}

}  // namespace

std::string replace_file(const std::string& path, std::string_view text) {
    std::error_code error;
    if (fs::is_symlink(path, error) && !fs::exists(path, error)) return "it is a link to a file that is not there";
    const fs::path real = fs::canonical(path, error);
    if (error) return error.message();
    struct stat before{};
    if (::stat(real.c_str(), &before) != 0) return words_of(errno);
    if (!S_ISREG(before.st_mode)) return "it is not a file";
    if (::access(real.c_str(), W_OK) != 0) return words_of(errno);   // renaming over it would not ask
    TemporaryFile file(real.parent_path());
    file.write(text, before.st_mode & 07777);
    file.replace(real.string());
    return words_of(file.problem());
}

std::string write_new_file(const std::string& path, std::string_view text) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error))) return "it is there already";
    const fs::path folder = fs::path(path).parent_path();
    const mode_t mask = ::umask(0);
    ::umask(mask);
    TemporaryFile file(folder.empty() ? fs::path(".") : folder);
    file.write(text, 0666 & ~mask);
    file.become(path);
    return file.problem() == EEXIST ? "it is there already" : words_of(file.problem());
}

std::string write_file(const std::string& path, std::string_view text) {
    std::error_code error;
    if (fs::is_directory(path, error)) return "it is a folder";
    if (fs::path(path).extension() == ".rule") return "it would take the place of a policy's text: give the file another ending";
    // A device or a pipe is written into, never replaced by a file.
    if (fs::exists(path, error) && !fs::is_regular_file(path, error)) return write_into(path, text);
    return fs::exists(fs::symlink_status(path, error)) ? replace_file(path, text) : write_new_file(path, text);
}

}  // namespace recourse::cli
