// Arguments that do not fit, in this command's own words: what is wrong, and how to mend it.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace recourse::cli {

class Console;

// Checks of an option's value, for CLI::Option::check. What they give is said after the option's name: "--lang wants en or zh, not `de`".
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> words);
[[nodiscard]] CLI::Validator whole_number(int low, int high);
[[nodiscard]] CLI::Validator an_instant();

// Says what is wrong with `arguments`, which the parser refused with `error`. Gives Exit::misuse.
int refuse_arguments(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments, std::string_view verb,
                     Console& console);

}  // namespace recourse::cli
