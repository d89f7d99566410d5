// Where a verb writes to: standard output for what was asked for, standard error for why it cannot be had.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <recourse/diagnostic.h>

namespace recourse::cli {

enum class Colour : std::uint8_t { automatic, always, never };

// The options that all verbs with findings share.
struct OutputOptions {
    OutputFormat format = OutputFormat::text;
    Colour colour = Colour::automatic;
    Severity fail_level = Severity::error;
};
void add_output_options(CLI::App& app, OutputOptions& options);
// Without --fail-level, for verbs that find nothing.
void add_format_options(CLI::App& app, OutputOptions& options);

class Console {
public:
    explicit Console(std::string_view verb) : verb_(verb) {}

    void out(std::string_view text);
    // A trouble that keeps the verb from its work, as "recourse check: what is wrong", then why and how to help it; both may be
    // empty. Gives Exit::misuse, to be returned.
    int trouble(std::string_view what, std::string_view why = {}, std::string_view how = {});
    void err(std::string_view text);

    // NO_COLOR and TERM=dumb count only when --color is not given; a pipe is never coloured by itself.
    [[nodiscard]] bool use_colour(const OutputOptions& options) const;
    [[nodiscard]] std::string render(const std::vector<Finding>& findings, const SourceSet& sources, const OutputOptions& options) const;

    // Exit::misuse, with a message, when what was written did not arrive (a full disk); `code` otherwise.
    int finish(int code);

private:
    std::string verb_;
    bool lost_ = false;     // the reader went away or the disk is full
};

// "1 error", "2 errors".
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

// Whether a finding is at or above a level.
[[nodiscard]] bool reaches(Severity severity, Severity level);

// The nearest of `candidates` to `written`, or nothing when none is near.
[[nodiscard]] std::string nearest_name(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace recourse::cli
