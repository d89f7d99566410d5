#include "tests/bench/policies.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "test_paths.h"

namespace bench {

namespace {

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "benchmark: %s\n", why.c_str());
    std::exit(2);
}

}  // namespace

std::string read(const std::string& path) {
    std::ifstream file(std::filesystem::path(RECOURSE_SOURCE_DIR) / path, std::ios::binary);
    if (!file) give_up("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

recourse::SourceSet all_rules() {
    recourse::SourceSet sources;
    const std::filesystem::path root = RECOURSE_SOURCE_DIR;
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "rules")) {
        if (entry.path().extension() == ".rule") paths.push_back(std::filesystem::relative(entry.path(), root).string());
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) sources.add(path, read(path));
    return sources;
}

recourse::Program load(const std::string& path) {
    const recourse::Analysis analysis = recourse::analyse(all_rules());
    const auto bytes = analysis.compile(path);
    if (!bytes) give_up(path + " does not compile:\n" + recourse::render(analysis.findings(), analysis.sources()));
    recourse::LoadError error;
    auto program = recourse::Program::load(*bytes, error);
    if (!program) give_up(error.message);
    return std::move(*program);
}

std::string long_policy(int lines) {
    std::ostringstream out;
    out << "policy bench.long\n  time zone \"Asia/Shanghai\"\n  calendar  std.calendar.china\n"
           "  counting  std.counting.to_the_minute\n\nparty buyer, seller\n\nkind Wear = new, worn, torn\n\ncase Long {\n"
           "  fact price : money CNY, at most 1000000.00\n  fact paid : instant, not after opening\n\n"
           "  event next by buyer { wear: Wear, part: 1..9 }\n  event skip by seller\n  event drop by buyer\n"
           "  deadline closes = 90 days after paid\n\n  start S0\n";
    constexpr int lines_a_state = 8;
    const int states = (lines - 20) / lines_a_state;
    for (int i = 0; i < states; ++i) {
        const int on = (i + 1) % states;
        out << "\n  state S" << i << " {\n    on next until closes if next.part < 5 and next.wear = torn -> S" << on
            << "\n    on skip within " << (1 + i % 9) << " days -> S" << on << "\n    on drop -> Done\n"
            << "    after " << (10 + i % 20) << " days if price >= 100.00 CNY -> Done otherwise -> S" << on << "\n"
            << "    takes next until closes if next.part >= 5   # nothing moves\n  }\n";
    }
    out << "\n  final Done\n}\n";
    return out.str();
}

}  // namespace bench
