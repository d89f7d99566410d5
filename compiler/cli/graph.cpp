// recourse graph: the states of a case as a diagram.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <recourse/compiler.h>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "modules.h"
#include "session_log.h"
#include "session_output.h"
#include "session_words.h"
#include "usage.h"

extern char** environ;

namespace recourse::cli {

namespace {

struct GraphOptions {
    std::string policy, case_type, output, language;
    std::string to = "dot";
};

// A pipe whose ends close by themselves and do not reach the child.
struct Pipe {
    Pipe() {
        if (::pipe(ends) != 0) ends[0] = ends[1] = -1;
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_end(std::size_t i) {
        if (ends[i] >= 0) ::close(ends[i]);
        ends[i] = -1;
    }
    int ends[2] = {-1, -1};     // to read from, to write to
};

// Writes all of `input` and reads all of the answer, whichever the child is ready for.
std::string converse(Pipe& to, Pipe& from, std::string_view input) {
    std::string answer;
    std::signal(SIGPIPE, SIG_IGN);
    while (true) {
        pollfd ends[2] = {{from.ends[0], POLLIN, 0}, {to.ends[1], POLLOUT, 0}};     // a negative one is passed over
        if (::poll(ends, 2, -1) < 0 && errno != EINTR) break;
        if ((ends[1].revents & (POLLOUT | POLLERR)) != 0) {
            const ssize_t count = ::write(to.ends[1], input.data(), std::min<std::size_t>(input.size(), 4096));
            if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
            if (count < 0 || input.empty()) to.close_end(1);
        }
        if ((ends[0].revents & (POLLIN | POLLHUP)) != 0) {
            char buffer[1 << 14];
            const ssize_t count = ::read(from.ends[0], buffer, sizeof buffer);
            if (count <= 0) break;
            answer.append(buffer, static_cast<std::size_t>(count));
        }
    }
    std::signal(SIGPIPE, SIG_DFL);
    return answer;
}

// Graphviz draws; no shell stands between. Gives the SVG, or nothing after a message.
std::optional<std::string> draw(const std::string& dot, Console& console) {
    Pipe to, from;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from.ends[1], STDOUT_FILENO);
    for (const int end : {to.ends[0], to.ends[1], from.ends[0], from.ends[1]}) posix_spawn_file_actions_addclose(&actions, end);
    std::string name = "dot", option = "-Tsvg";
    char* const arguments[] = {name.data(), option.data(), nullptr};
    pid_t child = 0;
    const int trouble = ::posix_spawnp(&child, "dot", &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (trouble != 0) {
        console.trouble("cannot draw an SVG: Graphviz is not installed", trouble == ENOENT ? "there is no program `dot`" : std::strerror(trouble),
                        "install graphviz (apt install graphviz), or use --to dot or --to mermaid");
        return std::nullopt;
    }
    to.close_end(0);
    from.close_end(1);
    std::string svg = converse(to, from, dot);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !svg.empty()) return svg;
    console.trouble("cannot draw an SVG: `dot` failed", {}, "see the diagram's text with --to dot");
    return std::nullopt;
}

// The case type asked for, or the only one; empty after a message.
std::string chosen_case(const Analysis& analysis, const GraphOptions& options, const std::string& path, Console& console) {
    const std::vector<CaseInfo> cases = analysis.cases(path);
    std::vector<std::string_view> names;
    for (const CaseInfo& one : cases) names.push_back(one.name);
    if (names.size() == 1 && options.case_type.empty()) return cases.front().name;
    if (std::find(names.begin(), names.end(), options.case_type) != names.end()) return options.case_type;
    if (names.empty())
        console.trouble(fmt::format("`{}` has no case to draw", path));
    else if (options.case_type.empty())
        console.trouble(fmt::format("`{}` has {} case types: {}", path, names.size(), listed(names)), {}, fmt::format("--case {}", names.front()));
    else
        console.trouble(fmt::format("`{}` has no case type `{}`{}", path, shown(options.case_type), meant(options.case_type, names)));
    return {};
}

int refuse(const Analysis& analysis, const std::string& path, Console& console) {
    std::vector<Finding> errors;
    for (const Finding& finding : analysis.findings())
        if (finding.severity == Severity::error) errors.push_back(finding);
    if (errors.empty())
        return console.trouble(fmt::format("`{}` cannot be drawn", path), "it is no policy with states", "name a file that begins with `policy`");
    console.trouble(fmt::format("`{}` has errors", path), {}, fmt::format("recourse check {}", path));
    console.err("\n");
    console.show(errors, analysis.sources(), {});
    return Exit::found;
}

int graph(const GraphOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    auto input = read_input({options.policy}, *configuration, console);
    if (!input) return Exit::misuse;
    if (input->asked.size() != 1) return console.trouble(fmt::format("`{}` holds several files", options.policy), {}, "name one policy");
    add_imports(*input, *configuration, console);
    const std::string& path = input->asked.front();
    const Analysis analysis = analyse(input->sources, {configuration->levels, false});
    const FileInfo* file = analysis.file(path);
    if (file == nullptr || !file->compiles) return refuse(analysis, path, console);
    const std::string case_type = chosen_case(analysis, options, path, console);
    if (case_type.empty()) return Exit::misuse;
    const DiagramFormat format = options.to == "mermaid" ? DiagramFormat::mermaid
                                 : options.to == "json"  ? DiagramFormat::json
                                                         : DiagramFormat::dot;
    std::optional<std::string> text = analysis.diagram(path, case_type, format, chosen_language(options.language));
    if (!text) return refuse(analysis, path, console);
    if (options.to == "svg") text = draw(*text, console);
    if (!text) return Exit::misuse;
    if (options.output.empty() || options.output == "-") {
        console.out(*text);
        return Exit::clean;
    }
    const std::string problem = write_file(options.output, *text);
    return problem.empty() ? Exit::clean : console.trouble(fmt::format("cannot write `{}`", options.output), problem);
}

}  // namespace

Command graph_command() {
    return {"graph", "the states of a case as a diagram",
            "draws the states of one case type, their rules and deadlines. DOT and SVG are for Graphviz (SVG asks for its program\n"
            "`dot`), Mermaid for pages of Markdown, JSON for other programs. Exit codes: 0, 1 when the policy has errors,\n"
            "2 when a file cannot be read or written, or Graphviz is not there.",
            "recourse graph rules/taobao/after_sales.rule --to mermaid\n"
            "recourse graph rules/taobao/after_sales.rule --to svg -o after_sales.svg",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<GraphOptions>();
                app.add_option("policy", options->policy, "The policy")->required()->option_text("POLICY");
                app.add_option("--case", options->case_type, "The case type, when there are several")->option_text("TYPE");
                app.add_option("--to", options->to, "dot, mermaid, svg or json; dot by default")
                    ->check(one_of({"dot", "mermaid", "svg", "json"}))
                    ->option_text("FORMAT");
                app.add_option("-o,--output", options->output, "The file to write; standard output otherwise")->option_text("FILE");
                add_language_option(app, options->language);
                return [options](Console& console) { return graph(*options, console); };
            }};
}

}  // namespace recourse::cli
