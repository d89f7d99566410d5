#include "console.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>

#include "command.h"
#include "usage.h"

namespace recourse::cli {

namespace {

template <typename Value>
std::vector<std::string> words_of(const std::vector<std::pair<std::string, Value>>& words) {
    std::vector<std::string> all;
    for (const auto& [word, value] : words) all.push_back(word);
    return all;
}

// An option that takes one of a few words.
template <typename Value>
void add_words(CLI::App& app, const std::string& names, const std::string& metavariable, const std::string& help, Value& into,
               const std::vector<std::pair<std::string, Value>>& words) {
    const auto set = [&into, words](const std::string& written) {
        for (const auto& [word, value] : words) {
            if (word == written) into = value;
        }
    };
    app.add_option_function<std::string>(names, set, help)
        ->check(one_of(words_of(words)))
        ->option_text(metavariable);
}

}  // namespace

void add_format_options(CLI::App& app, OutputOptions& options) {
    add_words<OutputFormat>(app, "--format", "FORMAT", "How to write: text, plain (for logs and reading aloud) or json", options.format,
                            {{"text", OutputFormat::text}, {"plain", OutputFormat::plain}, {"json", OutputFormat::json}});
    add_words<Colour>(app, "--color,--colour", "WHEN", "Colours: auto (on a terminal), always or never", options.colour,
                      {{"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}});
}

void add_output_options(CLI::App& app, OutputOptions& options) {
    add_format_options(app, options);
    add_words<Severity>(app, "--fail-level", "LEVEL", "The least finding that makes the exit code 1: error, warning or note",
                        options.fail_level,
                        {{"error", Severity::error}, {"warning", Severity::warning}, {"note", Severity::note}});
}

void Console::out(std::string_view text) {
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) lose();
}

void Console::flush() {
    errno = 0;
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) lose();
}

void Console::lose() {
    if (!lost_) problem_ = errno;
    lost_ = true;
}

void Console::err(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

int Console::trouble(std::string_view what, std::string_view why, std::string_view how) {
    std::string text = verb_.empty() ? fmt::format("recourse: {}\n", what) : fmt::format("recourse {}: {}\n", verb_, what);
    if (!why.empty()) text += fmt::format("  why: {}\n", why);
    if (!how.empty()) text += fmt::format("  try: {}\n", how);
    std::fflush(stdout);
    err(text);
    return Exit::misuse;
}

void Console::remark(std::string_view text) {
    std::fflush(stdout);
    err(fmt::format("recourse {}: {}\n", verb_, text));
}

void Console::show(const std::vector<Finding>& findings, const SourceSet& sources, OutputOptions options) {
    if (options.format == OutputFormat::json) options.format = OutputFormat::text;
    std::fflush(stdout);
    err(recourse::render(findings, sources, {options.format, use_colour(options, Stream::err)}));
}

bool Console::use_colour(const OutputOptions& options, Stream stream) const {
    if (options.colour != Colour::automatic) return options.colour == Colour::always;
    const auto is_set = [](const char* variable) {
        const char* value = std::getenv(variable);
        return value != nullptr && *value != '\0';
    };
    const char* terminal = std::getenv("TERM");
    if (is_set("NO_COLOR") || (terminal != nullptr && std::strcmp(terminal, "dumb") == 0)) return false;
    return isatty(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

std::string Console::render(const std::vector<Finding>& findings, const SourceSet& sources, const OutputOptions& options) const {
    return recourse::render(findings, sources, {options.format, use_colour(options)});
}

int Console::finish(int code) {
    constexpr int reader_gone = 128 + SIGPIPE;
    flush();
    if (!lost_) return code;
    if (problem_ == EPIPE) return reader_gone;
    return trouble("not all of the output could be written", problem_ != 0 ? std::strerror(problem_) : "",
                   problem_ == ENOSPC ? "make room on the disk" : "look at where standard output goes");
}

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

bool reaches(Severity severity, Severity level) { return severity <= level; }

std::string nearest_name(std::string_view written, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = written.size() / 3 + 2;
    for (const std::string& candidate : candidates) {
        std::vector<std::size_t> row(candidate.size() + 1);     // edit distance, by rows
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (const char letter : written) {
            std::size_t diagonal = row[0]++;
            for (std::size_t j = 1; j < row.size(); ++j) {
                const std::size_t changed = diagonal + (candidate[j - 1] == letter ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

}  // namespace recourse::cli
