// recourse: the verbs of commands.def behind one command line.
#include <csignal>
#include <exception>
#include <map>
#include <new>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <recourse/compiler.h>

#include "command.h"
#include "console.h"
#include "help.h"
#include "session_words.h"
#include "usage.h"

namespace recourse::cli {

#define COMMAND(name) Command name##_command();
#include "commands.def"

namespace {

std::vector<Command> all_commands() {
    return {
#define COMMAND(name) name##_command(),
#include "commands.def"
    };
}

std::string overview(const std::vector<Command>& commands, std::string_view language) {
    std::string text(in_words("recourse: a language for platform policies.\n\nUsage: recourse VERB [arguments]\n\n", language));
    for (const Command& command : commands) text += fmt::format("  {:<10} {}\n", command.name, in_words(command.summary, language));
    for (const std::string_view part :
         {"\n  --version  print the version\n  --help     print this, or a verb's own help: recourse check --help\n",
          "\nExit codes: 0 clean, 1 findings at or above --fail-level, 2 wrong arguments or a file that cannot be read,\n"
          "            3 a scenario failed or a promise is broken, 130 Ctrl-C\n",
          "\nExample:\n  recourse check rules\n"}) {
        text += in_words(part, language);
    }
    return text;
}

int run_command(const Command& command, std::vector<std::string> arguments) {
    Console console(command.name);
    CLI::App app("", fmt::format("recourse {}", command.name));
    bool help = false;
    app.set_help_flag();
    app.add_flag("-h,--help", help, "Print this help");
    const Run run = command.declare(app);
    for (CLI::Option* option : app.get_options()) {
        if (option->get_items_expected_max() == 0) option->disable_flag_override();     // --check=no would say yes
    }
    for (const std::string& argument : arguments) {     // before parsing: help is given even when something required lacks
        if (argument == "--") break;
        if (argument == "-h" || argument == "--help") {
            console.out(help_of(command, app, help_language(arguments)));
            return console.finish(Exit::clean);
        }
    }
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());    // as CLI11 takes them
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        return refuse_arguments(app, error, arguments, command.name, console);
    }
    return console.finish(run(console));
}

int run(const std::vector<std::string>& arguments) {
    const std::vector<Command> commands = all_commands();
    Console console("");
    if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
        console.out(overview(commands, help_language(arguments)));
        return console.finish(arguments.empty() ? Exit::misuse : Exit::clean);
    }
    if (arguments[0] == "--version") {
        console.out(fmt::format("recourse {}\n", compiler_version()));
        return console.finish(Exit::clean);
    }
    std::vector<std::string> names;
    for (const Command& command : commands) {
        if (command.name == arguments[0]) return run_command(command, {arguments.begin() + 1, arguments.end()});
        names.emplace_back(command.name);
    }
    const std::string nearest = nearest_name(arguments[0], names);
    const bool is_option = arguments[0].starts_with('-');
    return console.trouble(is_option         ? fmt::format("a verb comes first, then options such as `{}`", shown(arguments[0]))
                           : nearest.empty() ? fmt::format("unknown verb `{}`", shown(arguments[0]))
                                             : fmt::format("unknown verb `{}`: did you mean `{}`?", shown(arguments[0]), nearest),
                           {}, nearest.empty() || is_option ? "recourse --help" : "recourse " + nearest);
}

}  // namespace

}  // namespace recourse::cli

namespace {

// A stream that was closed is opened so that using it fails: otherwise the next file opened would take its place.
void hold_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) >= 0) continue;
        if (::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
    }
}

}  // namespace

int main(int count, char** values) {
    using namespace recourse::cli;
    hold_streams();
    std::signal(SIGXFSZ, SIG_IGN);      // writing past a limit of size fails, and is told, as a full disk is
    try {
        return run({values + 1, values + count});
    } catch (const std::bad_alloc&) {
        return Console("").trouble("there is not enough memory", {}, "check fewer files at a time");
    } catch (const std::exception& error) {
        return Console("").trouble("a fault of recourse itself, not of your files", error.what(),
                                   "please report it with the command line and the files");
    }
}
