#include "session_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "files.h"

namespace recourse::cli {

namespace fs = std::filesystem;

namespace {

// A file that goes away again unless it was given its name.
class Unnamed {
public:
    explicit Unnamed(const fs::path& near) {
        const fs::path folder = near.has_parent_path() ? near.parent_path() : fs::path(".");
        path_ = (folder / fmt::format(".{}.XXXXXX", near.filename().string())).string();
        file_ = ::mkstemp(path_.data());
        if (file_ < 0) problem_ = errno;
    }
    ~Unnamed() {
        if (file_ >= 0) ::unlink(path_.c_str());
    }
    Unnamed(const Unnamed&) = delete;
    Unnamed& operator=(const Unnamed&) = delete;

    void write(std::string_view text) {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        if (problem_ == 0 && !write_all(file_, text)) problem_ = errno;
        if (problem_ == 0 && (::fchmod(file_, 0666 & ~mask) != 0 || ::fsync(file_) != 0)) problem_ = errno;
        if (file_ >= 0 && ::close(file_) != 0 && problem_ == 0) problem_ = errno;
    }

    // Fails when the name is taken.
    std::string take_name(const std::string& path) {
        if (problem_ == 0 && ::link(path_.c_str(), path.c_str()) != 0) problem_ = errno;
        if (problem_ == EEXIST) return "it is there already";
        return problem_ == 0 ? std::string() : std::strerror(problem_);
    }

private:
    std::string path_;
    int file_ = -1;
    int problem_ = 0;
};

std::string write_into(const std::string& path, std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return std::strerror(errno);
    const std::string problem = write_all(file, text) ? std::string() : std::strerror(errno);
    ::close(file);
    return problem;
}

}  // namespace

std::string write_new_file(const std::string& path, std::string_view text) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error))) return "it is there already";
    Unnamed file(path);
    file.write(text);
    return file.take_name(path);
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
