#include "tests/harness/command.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace harness {

namespace fs = std::filesystem;

Folder::Folder() {
    std::string pattern = (fs::temp_directory_path() / "recourse-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "no temporary folder: " << std::strerror(errno);
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string Folder::read(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

namespace {

std::vector<std::string> environment_of(const std::vector<std::string>& added) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (!text.starts_with("NO_COLOR=") && !text.starts_with("RECOURSE_")) variables.emplace_back(text);
    }
    // Nobody's own cache is read or written, unless a test names one.
    const auto is_cache = [](const std::string& variable) { return variable.starts_with("XDG_CACHE_HOME="); };
    std::erase_if(variables, is_cache);
    if (std::none_of(added.begin(), added.end(), is_cache)) variables.emplace_back("XDG_CACHE_HOME=/dev/null");
    variables.insert(variables.end(), added.begin(), added.end());
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

}  // namespace

// Files stand for the three streams: no pipe can fill up and block.
Answer recourse_command(const std::vector<std::string>& arguments, const std::string& input, const fs::path& folder,
                        const std::vector<std::string>& environment) {
    const Folder streams;
    streams.write("in", input);
    std::vector<std::string> words = {RECOURSE_COMMAND};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment_of(environment);
    const std::vector<char*> argv = pointers(words), envp = pointers(variables);
    const std::string in = (streams.path() / "in").string(), out = (streams.path() / "out").string(), err = (streams.path() / "err").string();
    const std::string where = folder.string();
    const pid_t child = ::fork();
    if (child == 0) {
        const int from = ::open(in.c_str(), O_RDONLY);
        const int to = ::open(out.c_str(), O_CREAT | O_WRONLY, 0600);
        const int errors = ::open(err.c_str(), O_CREAT | O_WRONLY, 0600);
        if (::chdir(where.c_str()) != 0 || ::dup2(from, 0) < 0 || ::dup2(to, 1) < 0 || ::dup2(errors, 2) < 0) ::_exit(126);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    Answer answer;
    answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    answer.out = streams.read("out");
    answer.err = streams.read("err");
    return answer;
}

}  // namespace harness
