// recourse_policies FOLDER COUNT [clean]: writes made-up policies of 20 states, 3 clocks and 1 counter, a hundred to a folder; `clean` as those who
// look at findings keep them.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/bench/generated.h"

int main(int count, char** values) {
    const bool clean = count == 4 && std::string_view(values[3]) == "clean";
    const std::uint64_t wanted = count == 3 || clean ? std::strtoull(values[2], nullptr, 10) : 0;
    if (wanted == 0) return std::fputs("usage: recourse_policies FOLDER COUNT [clean]\n", stderr), 2;
    for (std::uint64_t seed = 0; seed < wanted; ++seed) {
        const std::filesystem::path folder = std::filesystem::path(values[1]) / std::to_string(seed / 100);
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        std::ofstream file(folder / (std::to_string(seed) + ".rule"), std::ios::binary);
        file << bench::generated_policy({20, 3, 1, clean}, seed);
        file.close();
        if (!file) return std::fprintf(stderr, "cannot write into %s\n", folder.c_str()), 2;
    }
    return 0;
}
