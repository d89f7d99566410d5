#include "tests/harness/golden.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/harness/files.h"

namespace harness {

namespace {

bool is_about(const recourse::Finding& finding, const std::string& path) {
    return !finding.places.empty() && finding.places.front().path == path;
}

}  // namespace

Expectations written_in(const std::string& text) {
    Expectations expected;
    std::istringstream lines(text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const std::size_t mark = line.find("#~");
        if (mark == std::string::npos) continue;
        std::istringstream codes(line.substr(mark + 2));
        for (std::string code; codes >> code;) expected.push_back(std::to_string(number) + " " + code);
    }
    std::sort(expected.begin(), expected.end());
    return expected;
}

Expectations found_in(const std::string& path, const recourse::Analysis& analysis) {
    Expectations found;
    for (const recourse::Finding& finding : analysis.findings()) {
        if (is_about(finding, path)) found.push_back(std::to_string(finding.places.front().begin.line) + " " + finding.code);
    }
    std::sort(found.begin(), found.end());
    return found;
}

recourse::Analysis analyse_golden(const std::string& path) {
    recourse::SourceSet sources;
    const std::string text = read(path);
    const std::string folder = std::filesystem::path(path).parent_path().generic_string();
    // The others come first: where two files clash, the golden file is the one that is told.
    std::istringstream lines(text);
    constexpr std::string_view with = "#@ with ";
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(with)) continue;
        const std::string other = folder + "/" + line.substr(with.size());
        sources.add(other, read(other));
    }
    sources.add(path, text);
    return recourse::analyse(std::move(sources));
}

std::string rendered(const std::string& path, const recourse::Analysis& analysis) {
    std::vector<recourse::Finding> own;
    for (const recourse::Finding& finding : analysis.findings()) {
        if (is_about(finding, path)) own.push_back(finding);
    }
    std::string text = recourse::render(own, analysis.sources(), {recourse::OutputFormat::plain, false});
    const std::string folder = std::filesystem::path(path).parent_path().generic_string() + "/";
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) text.erase(at, folder.size());
    return text;
}

}  // namespace harness
