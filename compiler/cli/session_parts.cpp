#include "session_parts.h"

namespace recourse::cli {

std::vector<Value> views(const std::vector<NamedValueText>& values) {
    std::vector<Value> out;
    for (const NamedValueText& one : values) out.push_back(one.value.view());
    return out;
}

// Time alone did it: the runtime's words want some event, and say nothing of it.
std::string why_halted(const FollowedCase& followed, const StepResult& result, std::string_view language) {
    recourse::Input input;
    if (followed.program->event_count(followed.type) > 0) input.event = 0;
    return explain(*followed.program, followed.ref(), input, result, language);
}

std::vector<Occurrence> one_error(std::uint64_t line, const Written& case_name, const LineError& error) {
    Occurrence occurrence = error_of(line, error);
    occurrence.case_name = case_name.text;
    return {std::move(occurrence)};
}

}  // namespace recourse::cli
