#include "session_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <recourse/compiler.h>

#include <algorithm>
#include <cstdlib>
#include <span>

#include "configuration.h"
#include "files.h"
#include "modules.h"
#include "json_lines_reader.h"
#include "report_json.h"
#include "session_words.h"
#include "usage.h"

namespace recourse::cli {

namespace {

constexpr int after_interrupt = 130;

bool is_program_file(const std::string& path) { return path.ends_with(".rcp"); }

bool add_program(Policies& policies, const std::string& path, std::span<const std::byte> bytes, Console& console) {
    LoadError error;
    std::optional<Program> program = Program::load(bytes, error);
    if (!program) {
        policies.code = console.trouble(fmt::format("cannot load `{}`", path), error.message);
        return false;
    }
    for (const Policy& other : policies.loaded) {
        const bool versions = other.program.version() != 0 && program->version() != 0 && other.program.version() != program->version();
        if (other.program.name() != program->name() || versions) continue;
        policies.code = console.trouble(fmt::format("two policies are called `{}`: `{}` and `{}`", program->name(), other.path, path), {},
                                        "name one of them");
        return false;
    }
    policies.loaded.push_back({path, std::move(*program), {}, {}});
    return true;
}

bool add_program_file(Policies& policies, const std::string& path, Console& console) {
    const FileText file = read_file(path);
    if (!file.problem.empty()) {
        policies.code = console.trouble(fmt::format("cannot read `{}`", path), file.problem, "check the path; it is taken from the current folder");
        return false;
    }
    return add_program(policies, path, std::as_bytes(std::span(file.text)), console);
}

// Says why a file gives no program.
int refuse_source(const Analysis& analysis, const std::string& path, const OutputOptions& output, Console& console) {
    std::vector<Finding> errors;
    for (const Finding& finding : analysis.findings())
        if (finding.severity == Severity::error) errors.push_back(finding);
    const FileInfo* file = analysis.file(path);
    if (errors.empty())
        return console.trouble(fmt::format("`{}` is no policy", path),
                               file == nullptr || file->kind == FileKind::unknown ? "its first line does not say `policy`"
                                                                                  : fmt::format("it is a {}", name_of(file->kind)),
                               "name a file that begins with `policy`, or a compiled program (.rcp)");
    console.trouble(fmt::format("`{}` has errors", path), {}, fmt::format("recourse check {}", path));
    if (output.format == OutputFormat::json) {
        console.out(as_line(report_of(errors)));
    } else {
        console.err("\n");
        console.show(errors, analysis.sources(), output);
    }
    return Exit::found;
}

bool add_sources(Policies& policies, const std::vector<std::string>& paths, const OutputOptions& output, Console& console) {
    const auto configuration = read_configuration(console);
    std::optional<Input> input;
    if (configuration) input = read_input(paths, *configuration, console);
    if (!input) {
        policies.code = Exit::misuse;
        return false;
    }
    add_imports(*input, *configuration, console);
    const Analysis analysis = analyse(input->sources, {configuration->levels, false});
    for (const std::string& path : input->asked) {
        const FileInfo* file = analysis.file(path);
        if (!input->named.contains(path) && file != nullptr && file->kind != FileKind::policy) continue;   // libraries stand beside policies in folders
        const std::optional<std::vector<std::byte>> bytes = analysis.compile(path);
        if (!bytes) {
            policies.code = refuse_source(analysis, path, output, console);
            return false;
        }
        if (!add_program(policies, path, *bytes, console)) return false;
        policies.loaded.back().order = refinement_of(input->sources, path);
        const auto promises = PromiseBook::of(analysis, path);
        if (promises && promises->followed() > 0) policies.loaded.back().promises = promises;
    }
    return true;
}

Instant instant_of(const Record& record) {
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) return opening->at;
    if (const auto* event = std::get_if<EventRecord>(&record)) return event->at;
    if (const auto* migration = std::get_if<MigrationRecord>(&record)) return migration->at;
    return std::get<TimeRecord>(record).now;
}

// What one line brings about.
std::vector<Occurrence> answer(Session& session, const LogRun& run, LineReader::Got got, const LineReader& reader) {
    if (got == LineReader::Got::too_long)
        return {error_of(reader.number(), {1, fmt::format("the line is longer than {} bytes: a record is one line", longest_line)})};
    std::variant<Record, LineError> record = parse_record(reader.line());
    if (const LineError* error = std::get_if<LineError>(&record)) return {error_of(reader.number(), *error)};
    if (run.until && instant_of(std::get<Record>(record)) > *run.until) return {};
    return session.take(reader.number(), std::get<Record>(record));
}

}  // namespace

void add_language_option(CLI::App& app, std::string& language) {
    app.add_option("--lang", language, "Words in English (en) or Chinese (zh); otherwise as LANG says")
        ->check(one_of({"en", "zh"}))
        ->option_text("LANGUAGE");
}

void add_log_options(CLI::App& app, LogOptions& options) {
    app.add_option("paths", options.paths, "Policies (.rule, compiled .rcp, folders), then the log (JSON lines; - is standard input)")
        ->required()
        ->expected(2, -1)
        ->option_text("POLICY ... EVENTS");
    app.add_flag("--strict", options.strict, "Stop at the first line that is an error; exit code 3 when a case breaks a promise");
    add_language_option(app, options.language);
    add_format_options(app, options.output);
}

std::string chosen_language(const std::string& option) {
    if (!option.empty()) return option;
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh") ? "zh" : "en";
    }
    return "en";
}

Policies load_policies(const std::vector<std::string>& paths, const OutputOptions& output, Console& console) {
    Policies policies;
    std::vector<std::string> sources;
    for (const std::string& path : paths) {
        if (!is_program_file(path)) sources.push_back(path);
        else if (!add_program_file(policies, path, console)) return policies;
    }
    if (!sources.empty() && !add_sources(policies, sources, output, console)) return policies;
    if (policies.loaded.empty()) policies.code = console.trouble("there is no policy among these files", {}, "name a file that begins with `policy`");
    return policies;
}

int no_such_case(const Session& session, const std::string& name, Console& console) {
    std::vector<std::string_view> names;
    for (const FollowedCase* followed : session.cases()) names.push_back(followed->name);
    const std::string near = nearest(name, names);
    constexpr std::size_t few = 10;
    return console.trouble(fmt::format("no case `{}` was opened", shown(name)),
                           near.empty() && names.size() <= few ? fmt::format("the log opens {}", shown(listed(names))) : "",
                           near.empty() ? "" : fmt::format("--case {}", shown(near)));
}

int follow_log(Session& session, const LogRun& run, Console& console, const Heard& heard) {
    const InterruptsHeard interrupts;
    LineReader reader(run.path);
    int code = Exit::clean;
    bool broken = false;
    while (true) {
        const LineReader::Got got = reader.problem().empty() ? reader.next() : LineReader::Got::failed;
        if (got == LineReader::Got::end) return broken && run.strict && code == Exit::clean ? Exit::failed : code;
        if (got == LineReader::Got::interrupted) return after_interrupt;
        if (got == LineReader::Got::failed)
            return console.trouble(fmt::format("cannot read `{}`", run.path), reader.problem(), "check the path; it is taken from the current folder");
        std::vector<Occurrence> occurrences = answer(session, run, got, reader);
        const bool wrong = !occurrences.empty() && occurrences.front().kind == Occurrence::Kind::error;
        if (wrong) code = Exit::found;
        for (const Occurrence& one : occurrences) broken = broken || one.kind == Occurrence::Kind::broken;
        heard(std::move(occurrences));
        if ((wrong && run.strict) || !console.arrives()) return code;
    }
}

}  // namespace recourse::cli
