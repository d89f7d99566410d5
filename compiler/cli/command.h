// What a verb of the command is: a name, words for its help, its arguments, and what it does.
#pragma once

#include <functional>
#include <string_view>

#include <CLI/CLI.hpp>

namespace recourse::cli {

class Console;

// Exit codes, for all verbs (docs/ci.md).
enum Exit : int {
    clean = 0,
    found = 1,      // findings at or above --fail-level, or a file that `fmt --check` would change
    misuse = 2,     // arguments that do not fit, or a file that cannot be read or written
    failed = 3,     // a scenario or promise does not hold
};

// What the chosen verb does; gives the exit code.
using Run = std::function<int(Console&)>;

struct Command {
    std::string_view name;
    std::string_view summary;       // one line, for the list of verbs
    std::string_view description;   // for its own help
    std::string_view example;       // lines that work as printed in a checkout of this project
    // Declares the verb's arguments and gives what runs once they are parsed. The arguments' values live in the Run.
    Run (*declare)(CLI::App& app);
};

}  // namespace recourse::cli
