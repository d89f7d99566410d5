// Runs the built command as a shell would, without a shell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "test_paths.h"

namespace harness {

struct Answer {
    int code = -1;          // the exit code; 128 + signal for a crash
    std::string out, err;
};

// `input` is what it reads from standard input. It runs in `folder`, with NO_COLOR and RECOURSE_* taken out of its environment
// and without a cache, unless `environment` names XDG_CACHE_HOME.
[[nodiscard]] Answer recourse_command(const std::vector<std::string>& arguments, const std::string& input = {},
                                      const std::filesystem::path& folder = RECOURSE_SOURCE_DIR,
                                      const std::vector<std::string>& environment = {});

// A folder for one test, removed with the value.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void write(const std::string& name, const std::string& text) const;     // makes folders as needed
    [[nodiscard]] std::string read(const std::string& name) const;

private:
    std::filesystem::path path_;
};

}  // namespace harness
