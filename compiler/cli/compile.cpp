// recourse compile: a policy as the program that the runtime loads.
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <recourse/compiler.h>
#include <recourse/runtime.hpp>

#include "command.h"
#include "configuration.h"
#include "console.h"
#include "files.h"
#include "modules.h"
#include "report_json.h"
#include "search.h"
#include "session_output.h"

namespace recourse::cli {

namespace {

struct CompileOptions {
    std::string policy;
    std::string output;
    OutputOptions format;
};

std::size_t states_of(const Program& program, std::uint32_t type) {
    std::size_t states = 0;
    for (std::uint32_t state = 0; state < program.state_count(); ++state) states += program.state_case(state) == type ? 1 : 0;
    return states;
}

std::string summary(const Program& program, const std::string& path, std::size_t size) {
    std::string text = fmt::format("{}: {} version {}, {} bytes, {}\n", path, program.name(), program.version(), size,
                                   counted(program.transition_count(), "rule"));
    for (std::uint32_t type = 0; type < program.case_count(); ++type) {
        text += fmt::format("  {}: {}, {} a case\n", program.case_name(type), counted(states_of(program, type), "state"),
                            counted(program.case_bytes(type), "byte"));
    }
    return text;
}

std::string summary_json(const Program& program, const std::string& path, std::size_t size) {
    nlohmann::ordered_json cases = nlohmann::ordered_json::array();
    for (std::uint32_t type = 0; type < program.case_count(); ++type)
        cases.push_back({{"name", program.case_name(type)}, {"states", states_of(program, type)}, {"bytes", program.case_bytes(type)}});
    nlohmann::ordered_json report = report_of({});
    report["program"] = {{"path", path}, {"policy", program.name()}, {"version", program.version()}, {"bytes", size},
                         {"rules", program.transition_count()}, {"cases", std::move(cases)}};
    return as_page(report);
}

int refuse(const Analysis& analysis, const CompileOptions& options, const std::string& path, Console& console) {
    std::vector<Finding> errors;
    for (const Finding& finding : analysis.findings())
        if (finding.severity == Severity::error) errors.push_back(finding);
    if (errors.empty()) return console.trouble(fmt::format("`{}` is no policy", path), {}, "name a file that begins with `policy`");
    console.out(console.render(errors, analysis.sources(), options.format));
    console.trouble(fmt::format("`{}` has {}: nothing was written", path, counted(errors.size(), "error")));
    return Exit::found;
}

int compile(const CompileOptions& options, Console& console) {
    const auto configuration = read_configuration(console);
    if (!configuration) return Exit::misuse;
    std::error_code error;
    if (std::filesystem::is_directory(options.policy, error))
        return console.trouble(fmt::format("`{}` is a folder", options.policy), "one policy makes one program", "name a .rule file");
    auto input = read_input({options.policy}, *configuration, console);
    if (!input) return Exit::misuse;
    add_imports(*input, *configuration, console);
    const std::string& path = input->asked.front();
    std::optional<Search> search(std::in_place, *configuration);
    const Analysis analysis = analyse(input->sources, search->options(true));
    if (const int ended = search->settle(Exit::clean); ended != Exit::clean) return ended;
    search.reset();
    const std::optional<std::vector<std::byte>> bytes = analysis.compile(path);
    if (!bytes || analysis.has_errors()) return refuse(analysis, options, path, console);

    LoadError load_error;
    const std::optional<Program> program = Program::load(*bytes, load_error);
    if (!program) return console.trouble("the program that was made does not load: a fault of recourse itself", load_error.message,
                                         "please report it with the policy");
    std::string output = options.output;
    if (output.empty()) output = path == "-" ? "policy.rcp" : std::filesystem::path(path).replace_extension(".rcp").generic_string();
    const std::string problem = write_file(output, {reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!problem.empty()) return console.trouble(fmt::format("cannot write `{}`", output), problem);
    const bool json = options.format.format == OutputFormat::json;
    console.out(json ? summary_json(*program, output, bytes->size()) : summary(*program, output, bytes->size()));
    return Exit::clean;
}

}  // namespace

Command compile_command() {
    return {"compile", "make the program that the runtime loads",
            "checks a policy and writes the program that the runtime loads: beside the policy with the ending .rcp, or where -o says.\n"
            "Prints its size, and for each case type its states and the bytes that a case takes. Exit codes: 0, 1 when the policy\n"
            "has errors (nothing is written), 2 when a file cannot be read or written.",
            "recourse compile rules/taobao/after_sales.rule -o after_sales.rcp\n"
            "recourse run after_sales.rcp docs/demo/after_sales.jsonl",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<CompileOptions>();
                app.add_option("policy", options->policy, "The policy")->required()->option_text("POLICY");
                app.add_option("-o,--output", options->output, "The file to write")->option_text("FILE");
                add_format_options(app, options->format);
                return [options](Console& console) { return compile(*options, console); };
            }};
}

}  // namespace recourse::cli
