#include "tests/exactness/shrink.h"

#include <sstream>
#include <vector>

namespace exactness {

namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

// One pass that leaves out blocks of this many lines wherever it can.
bool leave_out(std::vector<std::string>& lines, std::size_t count, const std::function<bool(const std::string&)>& shows) {
    bool smaller = false;
    for (std::size_t i = 0; i + count <= lines.size();) {
        std::vector<std::string> fewer = lines;
        const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(i);
        fewer.erase(first, first + static_cast<std::ptrdiff_t>(count));
        if (shows(joined(fewer))) {
            lines = std::move(fewer);
            smaller = true;
        } else {
            ++i;
        }
    }
    return smaller;
}

}  // namespace

std::string shrink(const std::string& policy, const std::function<bool(const std::string&)>& shows) {
    std::vector<std::string> lines;
    std::istringstream in(policy);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    for (bool again = true; again;) {
        again = false;
        for (const std::size_t count : {8, 4, 3, 2, 1}) again = leave_out(lines, count, shows) || again;
    }
    return joined(lines);
}

}  // namespace exactness
