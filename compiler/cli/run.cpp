// recourse run: events in; states, effects and reasons out.
#include <memory>

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "session.h"
#include "session_json.h"
#include "session_log.h"
#include "session_text.h"
#include "session_timeline.h"

namespace recourse::cli {

namespace {

struct RunOptions {
    LogOptions log;
    bool timeline = false;
};

int run(const RunOptions& options, Console& console) {
    const bool json = options.log.output.format == OutputFormat::json;
    if (json && options.timeline)
        return console.trouble("--timeline is a text, and --format json asks for JSON lines", {}, "leave one of the two out");
    const std::string language = chosen_language(options.log.language);
    const std::vector<std::string> files(options.log.paths.begin(), options.log.paths.end() - 1);
    const Policies policies = load_policies(files, options.log.output, console);
    if (policies.code != Exit::clean) return policies.code;

    Session session(policies.loaded, language);
    std::vector<Occurrence> told;       // kept for the timeline alone
    const Heard heard = [&](std::vector<Occurrence> occurrences) {
        std::string text;
        for (Occurrence& occurrence : occurrences) {
            if (options.timeline && occurrence.kind != Occurrence::Kind::error) told.push_back(std::move(occurrence));
            else text += json ? json_line(occurrence) : text_line(occurrence, language);
        }
        if (text.empty()) return;
        console.out(text);
        console.flush();                // whoever reads along sees each line's answer before the next
    };
    const int code = follow_log(session, {options.log.paths.back(), options.log.strict, {}}, console, heard);
    if (!options.timeline) return code;
    bool first = true;
    for (const FollowedCase* followed : session.cases()) {
        console.out((first ? "" : "\n") + tell(*followed, told, Telling::timeline, language));
        first = false;
    }
    return code;
}

}  // namespace

Command run_command() {
    return {"run", "follow cases through a log of events",
            "takes a log of openings, events and times, one JSON record a line (docs/run-format.md), and says what happens:\n"
            "a line for each step with its rule and clause, each effect, each rejection with its reason, and each promise of the\n"
            "policy that a case breaks. Exit codes: 0, rejections included, 1 when a line was an error or a policy has errors, 2 when a file cannot be\n"
            "read, 3 with --strict when a case broke a promise, 130 after Ctrl-C, which lets the present line finish.",
            "recourse run rules/taobao/after_sales.rule docs/demo/after_sales.jsonl\n"
            "recourse run rules/taobao/after_sales.rule docs/demo/after_sales.jsonl --timeline --lang zh\n"
            "recourse run rules/taobao docs/demo/after_sales.jsonl --format json",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<RunOptions>();
                add_log_options(app, options->log);
                app.add_flag("--timeline", options->timeline, "At the end, a page for each case in place of lines as they come");
                return [options](Console& console) { return run(*options, console); };
            }};
}

}  // namespace recourse::cli
