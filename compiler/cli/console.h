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
    // What was written goes on its way now, for whoever reads along.
    void flush();
    // A trouble that keeps the verb from its work, as "recourse check: what is wrong", then why and how to help it; both may be
    // empty. Gives Exit::misuse, to be returned.
    int trouble(std::string_view what, std::string_view why = {}, std::string_view how = {});
    // What is no trouble but should be known, as "recourse check: text".
    void remark(std::string_view text);
    void err(std::string_view text);
    // Findings on standard error: text or plain, never JSON.
    void show(const std::vector<Finding>& findings, const SourceSet& sources, OutputOptions options);

    enum class Stream : std::uint8_t { out, err };
    // NO_COLOR and TERM=dumb count only when --color is not given; a pipe is never coloured by itself.
    [[nodiscard]] bool use_colour(const OutputOptions& options, Stream stream = Stream::out) const;
    [[nodiscard]] std::string render(const std::vector<Finding>& findings, const SourceSet& sources, const OutputOptions& options) const;

    // Whether what is written still arrives: false once the disk is full or the reader has gone.
    [[nodiscard]] bool arrives() const { return !lost_; }
    // `code` when all that was written arrived. Otherwise Exit::misuse with a message (a full disk), or, when the reader went away before
    // the end as `head` does, what a shell calls that: 141.
    int finish(int code);

private:
    void lose();

    std::string verb_;
    bool lost_ = false;     // the reader went away or the disk is full
    int problem_ = 0;       // errno of the first loss
};

// "1 error", "2 errors".
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

// Whether a finding is at or above a level.
[[nodiscard]] bool reaches(Severity severity, Severity level);

// The nearest of `candidates` to `written`, or nothing when none is near.
[[nodiscard]] std::string nearest_name(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace recourse::cli
