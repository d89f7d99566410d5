// recourse new: a policy to begin with.
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <recourse/compiler.h>

#include "command.h"
#include "console.h"
#include "session_output.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

struct NewOptions {
    std::string name;
    std::string folder;
};

// {0}: the policy's name, {1}: its file.
constexpr std::string_view starter = R"(# A policy to begin with: change every line to say what yours says.
#   recourse check {1}      what is wrong with it, and what can go wrong in it
#   recourse promise {1}    holds its promises against every case that can be
#   recourse test {1}       plays the scenarios at the end
policy {0}
  title     "Requests of customers"
  version   1, in force from 2025-01-01
  time zone "Asia/Shanghai"                       # of every local day and hour
  counting  std.counting.to_the_minute            # 3 days end at the same time of day; whole_days end with the day
  source T "Our published terms" {{
    1 "A customer may ask for the money back"
    2 "The shop answers within three days"
  }}

party customer, shop

period answer_time = 3 days                       cite T.2

case Request {{
  fact price : money CNY, at most 10000.00        # given when the case opens, never changed

  event ask    by customer, at most once {{ reason: text }}
  event agree  by shop
  event refuse by shop

  effect refund (to: party, amount: money CNY, at most 10000.00)   # what the host is told to do

  deadline closes = 15 days after opening         reading "the terms give no end; ours"

  start Open

  state Open {{
    on ask until closes -> Asked                  cite T.1
    at closes           -> Closed                 reading "the terms give no end; ours"
  }}
  state Asked {{
    on agree          -> Refunded                 cite T.1
    on refuse         -> Refused                  cite T.1
    after answer_time -> Refunded                 as agreed_by_silence  cite T.2
  }}

  final Refunded {{ do refund(customer, price) }}
  final Refused
  final Closed
}}

promise "every request ends in 18 days"  Request ends within 18 days
promise "paid once"                      refund at most once
promise "a silent shop pays"             if shop is silent: Asked leads to Refunded within 3 days

label agreed_by_silence en "agreed by silence"

scenario "a shop that does not answer agrees" {{
  open at 2025-03-01 10:00 with price = 88.00 CNY
  at 2025-03-02 09:00 customer ask(reason: "cracked")
  at 2025-03-05 08:59 expect shop may refuse until 2025-03-05 09:00
  at 2025-03-05 09:00 expect Refunded as agreed_by_silence
  at 2025-03-05 09:00 expect effect refund(customer, 88.00 CNY)
}}
)";

bool is_policy_name(std::string_view name) {
    bool begins = true;     // a part of the name
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (!begins && ((c >= '0' && c <= '9') || c == '_'));
        if (!letter && (c != '.' || begins)) return false;
        begins = c == '.';
    }
    return !begins;
}

int make(const NewOptions& options, Console& console) {
    if (!is_policy_name(options.name))
        return console.trouble(fmt::format("`{}` cannot be the name of a policy", shown(options.name)),
                               "a name is small letters, digits and _, in parts with dots between", "recourse new shop.returns");
    namespace fs = std::filesystem;
    std::error_code error;
    if (!options.folder.empty() && !fs::is_directory(options.folder, error))
        return console.trouble(fmt::format("there is no folder `{}`", options.folder), {}, fmt::format("mkdir -p {}", options.folder));
    const std::string file = options.name.substr(options.name.rfind('.') + 1) + ".rule";
    const std::string path = (fs::path(options.folder) / file).generic_string();
    const std::string text = fmt::format(starter, options.name, path);
    const Analysis analysis = analyse([&] {
        SourceSet sources;
        sources.add(path, text);
        return sources;
    }());
    if (analysis.has_errors())      // such as a word of the language in the name
        return console.trouble(fmt::format("`{}` cannot be the name of a policy", options.name), analysis.findings().front().message,
                               "choose another name");
    if (const std::string problem = write_new_file(path, analysis.formatted(path).value_or(text)); !problem.empty())
        return console.trouble(fmt::format("cannot make `{}`", path), problem, "choose another name, or --dir FOLDER");
    console.out(fmt::format("{}: a policy to begin with, and a scenario\n  recourse check {}\n  recourse promise {}\n  recourse test {}\n", path, path, path, path));
    return Exit::clean;
}

}  // namespace

Command new_command() {
    return {"new", "a policy to begin with",
            "writes a small policy with comments and a scenario that passes, in a file called by the last part of its name.\n"
            "A file that is there is never written over. Exit codes: 0, 2 when the file cannot be made.",
            "recourse new shop.returns --dir /tmp\n"
            "recourse test /tmp/returns.rule",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<NewOptions>();
                app.add_option("name", options->name, "The policy's name, as in shop.returns")->required()->option_text("NAME");
                app.add_option("--dir", options->folder, "The folder; otherwise the current one")->option_text("FOLDER");
                return [options](Console& console) { return make(*options, console); };
            }};
}

}  // namespace recourse::cli
