// recourse bounds: how long a case can take to come to each of its states.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <recourse/bounds.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "modules.h"
#include "report_json.h"
#include "search.h"

namespace recourse::cli {

namespace {

struct BoundsOptions {
    std::string policy;
    BoundsQuestion question;
    bool ways = false, silence = false;
    OutputOptions output;
};

// "15 days", "2 days 3 hours 0.001 s": exact, the parts that are not zero.
std::string duration_text(std::int64_t milliseconds) {
    constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
    std::string text;
    const auto part = [&](std::int64_t unit, const char* one, const char* many) {
        const std::int64_t count = milliseconds / unit;
        milliseconds %= unit;
        if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, count == 1 ? one : many);
    };
    part(day, "day", "days");
    part(hour, "hour", "hours");
    part(minute, "minute", "minutes");
    part(second, "second", "seconds");
    part(1, "millisecond", "milliseconds");
    return text.empty() ? "at once" : text;
}

template <typename Times>
std::string unbounded_text(const Times& times) {
    std::string names;
    for (const std::string& name : times.waits_for) {
        names += fmt::format("{}{}", names.empty() ? "" : " or ", name.empty() ? "something that happens" : "the " + name);
    }
    std::string text = "unbounded";
    if (!names.empty()) text += fmt::format(": only {} can end a wait on the way", names);
    if (names.empty() && !times.goes_round) text += ": it is counted from an instant that nothing bounds";
    if (times.goes_round) text += names.empty() ? ": the case can go round again and again" : ", and the case can go round again and again";
    return text;
}

std::string latest_text(const StateTimes& times) {
    if (!times.latest) return unbounded_text(times);
    if (times.latest_date) return times.latest_date->local;
    if (times.latest_shown && *times.latest_shown < *times.latest) {
        return fmt::format("{} at most, whatever the calendar; {} on the days shown", duration_text(*times.latest), duration_text(*times.latest_shown));
    }
    return duration_text(*times.latest);
}

// What the figures hold for, where they depend on a calendar.
template <typename Report>
std::string days_text(const Report& report) {
    std::string text;
    if (!report.calendar_until.empty()) {
        text += fmt::format("\nDays until {} are the calendar's own; after that it goes on by its `beyond` rule.\n", report.calendar_until);
    }
    if (!report.undecided.empty()) text += fmt::format("\nNot every time is known to the day: {}.\n", report.undecided);
    return text;
}

template <typename Report>
void put_days(const Report& report, nlohmann::ordered_json& into) {
    if (!report.calendar_until.empty()) into["calendarUntil"] = report.calendar_until;
    if (!report.undecided.empty()) into["undecided"] = report.undecided;
}

// What the times of a report are of.
std::string heading(const BoundsReport& report, const BoundsQuestion& question) {
    const std::string from = question.from.empty() ? "the opening" : "entering " + question.from;
    if (question.opened.empty()) return fmt::format("{}: from {} to each state\n", report.case_type, from);
    const std::string by_way = question.from.empty() ? "" : fmt::format(", by way of {},", question.from);
    return fmt::format("{}: when a case that opens on {} comes{} to each state\n", report.case_type, question.opened, by_way);
}

std::string text_of(const BoundsReport& report, bool ways, const BoundsQuestion& question) {
    std::size_t width = 5;
    for (const StateTimes& times : report.states) width = std::max(width, times.state.size());
    std::string text = heading(report, question);
    text += fmt::format("\n  {:<{}}  {:<28}  {}\n", "state", width, "soonest", "latest");
    for (const StateTimes& times : report.states) {
        if (!times.reached) {
            text += fmt::format("  {:<{}}  never\n", times.state, width);
            continue;
        }
        text += fmt::format("  {:<{}}  {:<28}  {}\n", times.state, width, times.soonest_date ? times.soonest_date->local : duration_text(times.soonest),
                            latest_text(times));
    }
    text += days_text(report);
    for (const StateTimes& times : report.states) {
        for (const auto* way : {&times.soonest_way, &times.latest_way}) {
            if (!ways || way->empty()) continue;
            text += "\n";
            for (const std::string& line : *way) text += line + "\n";
        }
    }
    return text;
}

nlohmann::ordered_json json_of(const BoundsReport& report, bool ways, const BoundsQuestion& question) {
    const bool dated = !question.opened.empty();
    nlohmann::ordered_json states = nlohmann::ordered_json::array();
    for (const StateTimes& times : report.states) {
        nlohmann::ordered_json one = {{"state", times.state}, {"final", times.is_final}, {"reached", times.reached}};
        if (times.reached) {
            const auto date = [](const std::optional<StateDate>& at) { return at ? nlohmann::ordered_json(at->rfc3339) : nlohmann::ordered_json(nullptr); };
            if (dated) {
                one["soonestDate"] = date(times.soonest_date);
                one["latestDate"] = date(times.latest_date);
            } else {
                one["soonestMilliseconds"] = times.soonest;
                one["latestMilliseconds"] = times.latest ? nlohmann::ordered_json(*times.latest) : nlohmann::ordered_json(nullptr);
                if (times.latest_shown) one["latestShownMilliseconds"] = *times.latest_shown;
            }
            if (!times.latest) {
                one["waitsFor"] = times.waits_for;
                one["goesRound"] = times.goes_round;
            }
            if (ways) {
                one["soonestWay"] = times.soonest_way;
                one["latestWay"] = times.latest_way;
            }
        }
        states.push_back(std::move(one));
    }
    nlohmann::ordered_json all = {{"case", report.case_type}, {"states", std::move(states)}};
    put_days(report, all);
    return all;
}

std::string text_of(const SilenceReport& report, bool ways, const BoundsQuestion&) {
    std::size_t width = 5;
    for (const SilenceTimes& times : report.parties) width = std::max(width, times.party.size());
    std::string text = fmt::format("{}: until it ends or rests, once a party never acts again\n\n  {:<{}}  latest\n", report.case_type, "party", width);
    for (const SilenceTimes& times : report.parties) {
        std::string latest = times.latest ? duration_text(*times.latest) : unbounded_text(times);
        if (times.latest && !times.latest_shown && !report.undecided.empty()) latest += " at most, whatever the calendar";
        text += fmt::format("  {:<{}}  {}\n", times.party, width, latest);
    }
    text += days_text(report);
    for (const SilenceTimes& times : report.parties) {
        if (!ways || times.latest_way.empty()) continue;
        text += "\n";
        for (const std::string& line : times.latest_way) text += line + "\n";
    }
    return text;
}

nlohmann::ordered_json json_of(const SilenceReport& report, bool ways, const BoundsQuestion&) {
    nlohmann::ordered_json parties = nlohmann::ordered_json::array();
    for (const SilenceTimes& times : report.parties) {
        nlohmann::ordered_json one = {{"party", times.party}, {"latestMilliseconds", times.latest ? nlohmann::ordered_json(*times.latest) : nlohmann::ordered_json(nullptr)}};
        if (times.latest_shown) one["latestShownMilliseconds"] = *times.latest_shown;
        if (!times.latest) {
            one["waitsFor"] = times.waits_for;
            one["goesRound"] = times.goes_round;
        }
        if (ways) one["latestWay"] = times.latest_way;
        parties.push_back(std::move(one));
    }
    nlohmann::ordered_json all = {{"case", report.case_type}, {"silence", std::move(parties)}};
    put_days(report, all);
    return all;
}

template <typename Report>
int tell(const Report& report, const BoundsOptions& options, Search& search, Input& input, Console& console) {
    if (search.settle(Exit::clean) != Exit::clean) return search.settle(Exit::clean);
    if (!report.problem.empty()) return console.trouble(report.problem);
    console.out(options.output.format == OutputFormat::json ? as_line(json_of(report, options.ways, options.question))
                                                             : text_of(report, options.ways, options.question));
    return input.settle(report.undecided.empty() ? Exit::clean : Exit::found);
}

int tell_bounds(const BoundsOptions& options, Console& console) {
    const std::optional<Configuration> configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    std::optional<Input> input = read_input({options.policy}, *configuration, console);
    if (!input) return Exit::misuse;
    if (input->asked.size() != 1) return console.trouble("these are several policies", {}, "name the file of one");
    add_imports(*input, *configuration, console);
    Search search(*configuration);
    if (!options.silence) return tell(time_bounds(input->sources, input->asked.front(), options.question, search.options(false)), options, search, *input, console);
    const BoundsQuestion& asked = options.question;
    if (!asked.silent.empty() || !asked.prompt.empty() || !asked.opened.empty() || !asked.from.empty()) {
        return console.trouble("`--silence` asks of every party in turn, from whatever situation", {}, "leave `--from`, `--silent`, `--prompt` and `--opened` out");
    }
    return tell(silence_bounds(input->sources, input->asked.front(), options.question.case_type, search.options(false)), options, search, *input, console);
}

}  // namespace

Command bounds_command() {
    return {"bounds", "how long a case can take to come to each state",
            "says for each state how soon and how late a case can come to it, counted from its opening and proved over every case that\n"
            "can be; and where nothing bounds it, who alone can end the wait. Under --silent a party never acts; under --prompt it lets\n"
            "no time limit take effect at which it has an act to make. With --from, times count from each entering of that state. --silence\n"
            "says of each party how long a case goes on at the latest once that party never acts again, from whatever situation. Where the\n"
            "calendar counts, each time is attained on real days; with --opened the answer is dates. Exit codes: 0, 1 when a time is not known\n"
            "to the day because the search had to be ended, 2 when the policy has errors or a name is unknown.",
            "recourse bounds rules/taobao/after_sales.rule\n"
            "recourse bounds rules/taobao/after_sales.rule --from Refused\n"
            "recourse bounds rules/taobao/after_sales.rule --silence\n"
            "recourse bounds rules/taobao/after_sales.rule --silent seller --ways",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<BoundsOptions>();
                app.add_option("policy", options->policy, "The policy")->required()->option_text("POLICY");
                app.add_option("--case", options->question.case_type, "The case type, when the policy has several")->option_text("NAME");
                app.add_option("--silent", options->question.silent, "A party that never acts; may be given again")->option_text("PARTY");
                app.add_option("--prompt", options->question.prompt, "A party that always acts in time; may be given again")->option_text("PARTY");
                app.add_flag("--silence", options->silence, "For each party: until when a case is over if that party never acts again");
                app.add_option("--from", options->question.from, "Count from each entering of this state; what is assumed holds from there on")->option_text("STATE");
                app.add_option("--opened", options->question.opened, "Tell dates, for a case that opens on this day or at this instant")->option_text("DATE");
                app.add_flag("--ways", options->ways, "Print the scenarios that attain the times");
                add_format_options(app, options->output);
                return [options](Console& console) { return tell_bounds(*options, console); };
            }};
}

}  // namespace recourse::cli
