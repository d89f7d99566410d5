// recourse allowed: what each party may do at an instant, until when, and why not.
#include <algorithm>
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
#include "session_words.h"
#include "usage.h"

namespace recourse::cli {

namespace {

struct AllowedOptions {
    LogOptions log;
    std::string case_name;
    std::string party;
    std::string at;
};

int tell_allowed(const AllowedOptions& options, const FollowedCase& followed, std::optional<Instant> at, std::string_view language,
                 Console& console) {
    Situation situation;
    situation.followed = &followed;
    situation.at = at ? std::max(*at, followed.seen) : followed.seen;
    situation.why_not = true;
    if (!options.party.empty()) {
        std::vector<std::string_view> parties;
        for (std::uint32_t p = 0; p < followed.program->party_count(); ++p) parties.push_back(followed.program->party_name(p));
        const auto found = std::find(parties.begin(), parties.end(), options.party);
        if (found == parties.end())
            return console.trouble(fmt::format("no party is called `{}`{}", shown(options.party), meant(options.party, parties)));
        situation.party = static_cast<std::uint32_t>(found - parties.begin());
    }
    if (options.log.output.format == OutputFormat::json) {
        console.out(as_line(json_of(situation, language)));
    } else {
        console.out(fmt::format("{} {}  {}\n{}", word(Word::case_heading, language), shown(followed.name), shown(followed.full_type()),
                                text_of(situation, language)));
    }
    return Exit::clean;
}

int allowed_now(const AllowedOptions& options, Console& console) {
    std::optional<Instant> at;
    if (!options.at.empty()) at = parse_instant(options.at, nullptr).value;     // an_instant has looked at it
    const std::string language = chosen_language(options.log.language);
    const Policies policies = load_policies({options.log.paths.begin(), options.log.paths.end() - 1}, options.log.output, console);
    if (policies.code != Exit::clean) return policies.code;
    Session session(policies.loaded, language);
    const bool json = options.log.output.format == OutputFormat::json;
    const Heard heard = [&](const std::vector<Occurrence>& occurrences) {
        for (const Occurrence& occurrence : occurrences)
            if (occurrence.kind == Occurrence::Kind::error) console.out(json ? json_line(occurrence) : text_line(occurrence, language));
    };
    const int code = follow_log(session, {options.log.paths.back(), options.log.strict, at}, console, heard);
    if (code == Exit::misuse) return code;
    const FollowedCase* followed = session.find(options.case_name);
    if (followed == nullptr) return no_such_case(session, options.case_name, console);
    // Deadlines before that instant have fired by then; those due at it come after what is stamped with it.
    if (at && *at > min_instant) static_cast<void>(session.take(0, TimeRecord{*at - 1}));
    const int told = tell_allowed(options, *followed, at, language, console);
    return told == Exit::clean ? code : told;
}

}  // namespace

Command allowed_command() {
    return {"allowed", "what each party may do now, until when, and why not",
            "goes through a log as `recourse run` does and says, for one case, what each party may do then: until when, and for\n"
            "what it may not do, why, and from when it may. With --at: at that instant; later lines of the log are passed over.\n"
            "Exit codes: 0, 1 when a line of the log was an error, 2 when a file cannot be read or there is no such case.",
            "recourse allowed rules/taobao/after_sales.rule docs/demo/after_sales.jsonl --case A1\n"
            "recourse allowed rules/taobao/after_sales.rule docs/demo/after_sales.jsonl --case A1 --party buyer --at 2024-03-07T12:00:00+08:00",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<AllowedOptions>();
                add_log_options(app, options->log);
                app.add_option("--case", options->case_name, "The case")->required()->option_text("NAME");
                app.add_option("--party", options->party, "Only this party")->option_text("NAME");
                app.add_option("--at", options->at, "When, with its offset: 2024-03-07T12:00:00+08:00; otherwise after the last line")
                    ->check(an_instant())
                    ->option_text("INSTANT");
                return [options](Console& console) { return allowed_now(*options, console); };
            }};
}

}  // namespace recourse::cli
