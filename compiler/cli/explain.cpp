// recourse explain: the history of a case, each step with its rule, clause and place.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.h"
#include "console.h"
#include "report_json.h"
#include "session.h"
#include "session_json.h"
#include "session_log.h"
#include "session_questions.h"
#include "session_text.h"
#include "session_timeline.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

struct ExplainOptions {
    LogOptions log;
    std::string case_name;
};

void show(const FollowedCase& followed, const std::vector<Occurrence>& told, bool json, std::string_view language, Console& console) {
    if (!json) return console.out(tell(followed, told, Telling::explanation, language));
    for (const Occurrence& occurrence : told)
        if (occurrence.case_name == followed.name) console.out(json_line(occurrence));
    Situation situation;
    situation.followed = &followed;
    situation.at = followed.seen;
    situation.why_not = true;
    console.out(as_line(json_of(situation, language)));
}

int explain_cases(const ExplainOptions& options, Console& console) {
    const bool json = options.log.output.format == OutputFormat::json;
    const std::string language = chosen_language(options.log.language);
    const Policies policies = load_policies({options.log.paths.begin(), options.log.paths.end() - 1}, options.log.output, console);
    if (policies.code != Exit::clean) return policies.code;

    Session session(policies.loaded, language);
    std::vector<Occurrence> told;
    const Heard heard = [&](std::vector<Occurrence> occurrences) {
        for (Occurrence& occurrence : occurrences) {
            if (occurrence.kind != Occurrence::Kind::error) told.push_back(std::move(occurrence));
            else console.out(json ? json_line(occurrence) : text_line(occurrence, language));
        }
    };
    const int code = follow_log(session, {options.log.paths.back(), options.log.strict, {}}, console, heard);
    if (code == Exit::misuse) return code;
    bool first = true;
    for (const FollowedCase* followed : session.cases()) {
        if (!options.case_name.empty() && followed->name != options.case_name) continue;
        if (!first && !json) console.out("\n");
        show(*followed, told, json, language, console);
        first = false;
    }
    if (!first || options.case_name.empty()) return code;
    return no_such_case(session, options.case_name, console);
}

}  // namespace

Command explain_command() {
    return {"explain", "the history of a case, each step with its rule and clause",
            "goes through a log as `recourse run` does and tells what happened to each case: who did what, which rule of the\n"
            "policy answered, where it stands and which clause it encodes, why something was not taken, and what may come next.\n"
            "Exit codes: 0, 1 when a line of the log was an error, 2 when a file cannot be read or there is no such case.",
            "recourse explain rules/taobao/after_sales.rule docs/demo/after_sales.jsonl\n"
            "recourse explain rules/taobao/after_sales.rule docs/demo/after_sales.jsonl --case A1 --lang zh",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<ExplainOptions>();
                add_log_options(app, options->log);
                app.add_option("--case", options->case_name, "Only this case")->option_text("NAME");
                return [options](Console& console) { return explain_cases(*options, console); };
            }};
}

}  // namespace recourse::cli
