// recourse_certify CERTIFICATE PATH...: checks a certificate against the policies, and what they use, among the files and folders given.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>

#include "tests/certify/certify.h"

namespace {

std::optional<std::string> text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

// Files as named, and every .rule file below folders.
bool add(const std::filesystem::path& path, recourse::SourceSet& sources) {
    std::set<std::filesystem::path> files;
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        for (auto one = std::filesystem::recursive_directory_iterator(path, error); !error && one != std::filesystem::recursive_directory_iterator();
             one.increment(error)) {
            if (one->path().extension() == ".rule") files.insert(one->path());
        }
    } else {
        files.insert(path);
    }
    for (const auto& file : files) {
        const auto text = text_of(file);
        if (!text) return false;
        sources.add(file.generic_string(), *text);
    }
    return !error;
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        std::fputs("usage: recourse_certify CERTIFICATE PATH...\n", stderr);
        return 2;
    }
    const auto certificate = text_of(words[1]);
    recourse::SourceSet sources;
    bool all_read = certificate.has_value();
    for (int i = 2; i < count && all_read; ++i) all_read = add(words[i], sources);
    if (!all_read) {
        std::fputs("recourse_certify: a file cannot be read\n", stderr);
        return 2;
    }
    const certify::Verdict verdict = certify::certify(*certificate, sources);
    if (!verdict.problem.empty()) {
        std::printf("refused: %s\n", verdict.problem.c_str());
        return 1;
    }
    std::printf("%zu sets, %zu situations: closed, nothing bad\n", verdict.sets, verdict.situations);
    return 0;
}
