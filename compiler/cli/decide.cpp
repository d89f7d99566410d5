// recourse decide: a decision by itself.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.h"
#include "console.h"
#include "report_json.h"
#include "session_log.h"
#include "session_values.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

struct DecideOptions {
    std::string policy, decision;
    std::vector<std::string> values;
    std::string language;
    OutputOptions output;
};

// A decision with its parameters, as far as they could be read.
struct Question {
    const Program& program;
    std::uint32_t decision;
    ZoneView zone;
    bool has_zone;
    std::vector<HeldValue> values;
};

std::vector<FieldInfo> parameters_of(const Program& program, std::uint32_t decision) {
    std::vector<FieldInfo> all;
    for (std::uint32_t i = 0; i < program.decision_parameter_count(decision); ++i) all.push_back(program.decision_parameter(decision, i));
    return all;
}

// The value of one parameter, or nothing with its problem. A local time is read in the policy's zone.
std::optional<HeldValue> read_parameter(const Question& question, const FieldInfo& parameter, const std::string& text, std::string& problem) {
    if (parameter.type.optional && text == "none") return HeldValue{};
    if (parameter.type.type == ValueType::instant && question.has_zone) {
        const std::optional<Value> value = parse_value(question.program, parameter.type, text, question.zone, problem);
        return value ? std::optional<HeldValue>(HeldValue{value->number, {}}) : std::nullopt;
    }
    JsonNode given;
    given.kind = JsonNode::Kind::text;
    given.text = text;
    std::variant<HeldValue, LineError> read = read_value(question.program, parameter, given);
    if (LineError* error = std::get_if<LineError>(&read)) {
        problem = std::move(error->message);
        return std::nullopt;
    }
    return std::move(std::get<HeldValue>(read));
}

// Reads name=value in any order into the declared one.
bool read_parameters(const DecideOptions& options, Question& question, Console& console) {
    const std::vector<FieldInfo> parameters = parameters_of(question.program, question.decision);
    std::vector<std::string_view> names;
    for (const FieldInfo& parameter : parameters) names.push_back(parameter.name);
    std::vector<bool> given(parameters.size());
    question.values.resize(parameters.size());
    for (const std::string& pair : options.values) {
        const std::size_t equals = pair.find('=');
        const std::string name = pair.substr(0, equals);
        const auto found = std::find(names.begin(), names.end(), name);
        const std::size_t index = static_cast<std::size_t>(found - names.begin());
        std::string problem;
        if (equals == std::string::npos) problem = fmt::format("`{}` is not name=value", shown(pair));
        else if (found == names.end()) problem = fmt::format("`{}` has no parameter `{}`{}", options.decision, shown(name), meant(name, names));
        else if (given[index]) problem = fmt::format("`{}` is given twice", name);
        if (problem.empty()) {
            std::optional<HeldValue> value = read_parameter(question, parameters[index], pair.substr(equals + 1), problem);
            if (value) question.values[index] = std::move(*value);
            given[index] = value.has_value();
        }
        if (problem.empty()) continue;
        console.trouble(problem);
        return false;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (given[i] || parameters[i].type.optional) continue;
        console.trouble(fmt::format("the parameter `{0}` is missing; it is {1}", parameters[i].name, expected(question.program, parameters[i])), {},
                        fmt::format("{}={}", parameters[i].name, example_of(question.program, parameters[i].type)));
        return false;
    }
    return true;
}

std::string bounds_of(const Question& question, std::uint32_t index, std::string_view language) {
    if (index >= question.values.size()) return "the parameters are not those that the decision declares";
    const FieldInfo parameter = question.program.decision_parameter(question.decision, index);
    if (parameter.type.type == ValueType::text) return fmt::format("`{}` has at most {} characters", parameter.name, parameter.high);
    const auto text = [&](std::int64_t n) { return print(question.program, parameter.type, Value::of(n), question.zone, language); };
    return fmt::format("`{}` is {}; it must be {} to {}", parameter.name, text(question.values[index].number), text(parameter.low),
                       text(parameter.high));
}

std::string_view row_of(const Question& question, const DecisionResult& result) {
    const std::string_view name = question.program.row_name(result.row);
    return name.empty() ? "otherwise" : name;
}

// "C.2.3.4, "Rules of returns": "The buyer pays …"", as far as the header lists it.
std::string clause_text(const Program::Clause& clause) {
    std::string text = shown(clause.cited);
    if (!clause.source_title.empty()) text += fmt::format(", {}", shown(clause.source_title));
    if (!clause.title.empty()) text += fmt::format(": {}", shown(clause.title));
    return text;
}

std::string answer_text(const Question& question, const DecisionResult& result, std::string_view language) {
    std::string text;
    for (std::uint32_t i = 0; i < result.count; ++i) {
        const FieldInfo field = question.program.decision_result(question.decision, i);
        const std::string value = result.undecided && result.results[i].number == absent
                                      ? std::string(word(Word::undecided, language))
                                      : shown(print(question.program, field.type, result.results[i], question.zone, language));
        text += fmt::format("{} = {}{}\n", field.name, result.up_to[i] ? word(Word::up_to, language) : "", value);
    }
    if (result.row == none) return text;
    const std::string_view name = question.program.row_name(result.row);
    text += fmt::format("{}: {}\n", word(Word::row, language), name.empty() ? word(Word::otherwise_row, language) : name);
    const Program::Location at = question.program.row_location(result.row);
    if (!at.file.empty()) text += fmt::format("  {}:{}:{}\n", shown(at.file), at.line, at.column);
    for (std::uint32_t i = 0; i < question.program.row_cite_count(result.row); ++i)
        text += fmt::format("{}: {}\n", word(Word::clause, language), clause_text(question.program.row_cite(result.row, i)));
    return text;
}

void add_place(nlohmann::ordered_json& out, const Program& program, std::uint32_t row) {
    const Program::Location at = program.row_location(row);
    if (!at.file.empty()) out["place"] = fmt::format("{}:{}:{}", at.file, at.line, at.column);
    nlohmann::ordered_json clauses = nlohmann::ordered_json::array();
    for (std::uint32_t i = 0; i < program.row_cite_count(row); ++i) {
        const Program::Clause clause = program.row_cite(row, i);
        nlohmann::ordered_json one = {{"clause", clause.cited}, {"source", clause.source}};
        if (!clause.source_title.empty()) one["sourceTitle"] = clause.source_title;
        if (!clause.title.empty()) one["title"] = clause.title;
        clauses.push_back(std::move(one));
    }
    if (!clauses.empty()) out["cites"] = std::move(clauses);
}

std::string answer_json(const Question& question, const DecisionResult& result) {
    nlohmann::ordered_json out, results = nlohmann::ordered_json::object(), ceilings = nlohmann::ordered_json::array();
    for (std::uint32_t i = 0; i < result.count; ++i) {
        const FieldInfo field = question.program.decision_result(question.decision, i);
        const HeldValue value{result.results[i].number, std::string(result.results[i].text)};
        results[std::string(field.name)] = json_of(question.program, field.type, value, question.zone);
        if (result.up_to[i]) ceilings.push_back(field.name);
    }
    out["decision"] = question.program.decision_name(question.decision);
    if (result.row != none) out["row"] = row_of(question, result);
    if (result.row != none) add_place(out, question.program, result.row);
    out["results"] = std::move(results);
    if (!ceilings.empty()) out["up_to"] = std::move(ceilings);
    if (result.undecided) out["undecided"] = true;
    return as_line(out);
}

int decide_by_itself(const DecideOptions& options, Console& console) {
    const std::string language = chosen_language(options.language);
    const Policies policies = load_policies({options.policy}, options.output, console);
    if (policies.code != Exit::clean) return policies.code;
    if (policies.loaded.size() != 1) return console.trouble("these are several policies", {}, "name the file of one");
    const Program& program = policies.loaded.front().program;
    const std::uint32_t decision = program.find_decision(options.decision);
    if (decision == none) {
        std::vector<std::string_view> names;
        for (std::uint32_t i = 0; i < program.decision_count(); ++i) names.push_back(program.decision_name(i));
        return console.trouble(fmt::format("`{}` has no decision `{}`{}", program.name(), shown(options.decision), meant(options.decision, names)));
    }
    const bool has_zone = program.case_count() > 0;
    Question question{program, decision, has_zone ? program.zone(nullptr, 0) : utc_zone, has_zone, {}};
    if (!read_parameters(options, question, console)) return Exit::misuse;
    std::vector<Value> values;
    for (const HeldValue& value : question.values) values.push_back(value.view());
    const DecisionResult result = decide(program, decision, values);
    if (result.rejection.reason == Reason::malformed_field) return console.trouble(bounds_of(question, result.rejection.field, language));
    if (result.rejection.reason != Reason::none)
        return console.trouble(fmt::format("`{}` gives no answer for these values", options.decision), "a number would pass its bounds");
    console.out(options.output.format == OutputFormat::json ? answer_json(question, result) : answer_text(question, result, language));
    return Exit::clean;
}

}  // namespace

Command decide_command() {
    return {"decide", "a decision by itself",
            "gives the results of a decision for values of its parameters, and the row that gave them. Values are written as in a\n"
            "policy: 88.00 CNY, 12.5%, 72 hours, true, a name; none for one that is not given. Exit codes: 0, 1 when the policy has\n"
            "errors, 2 when a parameter is missing or wrong.",
            "recourse decide rules/taobao/return_freight.rule freight_payer fault=changed_mind\n"
            "recourse decide rules/taobao/return_freight.rule freight_payer fault=unclear agreed=seller --format json",
            [](CLI::App& app) -> Run {
                auto options = std::make_shared<DecideOptions>();
                app.add_option("policy", options->policy, "The policy, or a compiled program (.rcp)")->required()->option_text("POLICY");
                app.add_option("decision", options->decision, "The decision")->required()->option_text("DECISION");
                app.add_option("values", options->values, "Its parameters")->option_text("[NAME=VALUE ...]");
                add_language_option(app, options->language);
                add_format_options(app, options->output);
                return [options](Console& console) { return decide_by_itself(*options, console); };
            }};
}

}  // namespace recourse::cli
