// What the verbs that follow a log share: their arguments, loading policies, going through the lines.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "command.h"
#include "console.h"
#include "session.h"

namespace recourse::cli {

struct LogOptions {
    std::vector<std::string> paths;     // policies, then the log
    std::string language;               // empty: of the environment
    bool strict = false;
    OutputOptions output;
};
// POLICY... EVENTS, --lang, --strict, --format.
void add_log_options(CLI::App& app, LogOptions& options);
void add_language_option(CLI::App& app, std::string& language);
// "zh" when the option, or else the environment (LC_ALL, LC_MESSAGES, LANG), says Chinese; "en" otherwise.
[[nodiscard]] std::string chosen_language(const std::string& option);

// Policies as programs: sources are compiled, compiled programs loaded, folders searched. After a message, `code` is not clean. With
// --format json the findings of a policy that gives no program are one line of standard output, as they are in docs/ci.md.
struct Policies {
    std::vector<Policy> loaded;
    int code = Exit::clean;
};
[[nodiscard]] Policies load_policies(const std::vector<std::string>& paths, const OutputOptions& output, Console& console);

// Says that there is no such case, and which there are. Gives Exit::misuse.
int no_such_case(const Session& session, const std::string& name, Console& console);

// Goes through a log; `heard` gets what each line brought about, errors included. Records after `until` are passed over.
// Gives the exit code: found when some line was an error, misuse when the log cannot be read, 130 after Ctrl-C.
using Heard = std::function<void(std::vector<Occurrence>)>;
struct LogRun {
    std::string path;
    bool strict = false;
    std::optional<Instant> until;
};
[[nodiscard]] int follow_log(Session& session, const LogRun& run, Console& console, const Heard& heard);

}  // namespace recourse::cli
