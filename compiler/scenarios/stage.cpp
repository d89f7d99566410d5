#include "compiler/scenarios/stage.h"

#include <array>

#include <fmt/format.h>

namespace recourse::scenarios {

ZoneView Stage::zone() {
    if (!is_open_) return program_.zone(nullptr, type_ == none ? 0 : type_);
    const CaseRef c = at_hand();
    return program_.zone(&c, type_);
}

std::string Stage::when(Instant at) {
    std::array<char, time_text_max> text{};
    return std::string(text.data(), format_local(text, zone(), at));
}

std::string Stage::words(const TypeInfo& type, const Value& value) { return print(program_, type, value, zone()); }

std::string Stage::words(const PerformedEffect& performed) {
    std::string shown = fmt::format("{}(", program_.effect_name(performed.effect));
    for (std::uint32_t i = 0; i < performed.arguments.size(); ++i) {
        const FieldInfo parameter = program_.effect_parameter(performed.effect, i);
        const Value value{performed.arguments[i].number, performed.arguments[i].text};
        shown += fmt::format("{}{}: {}", i == 0 ? "" : ", ", parameter.name, words(parameter.type, value));
    }
    return shown + ")";
}

std::string Stage::present_states() {
    if (!is_open_) return "no state: it is not open";
    std::string shown;
    const std::uint32_t first = program_.first_machine(type_);
    for (std::uint32_t i = first; i < first + program_.machine_count(type_); ++i) {
        const std::uint32_t state = active_state(program_, at_hand(), i);
        if (program_.state_is_unseen(state)) continue;
        if (!shown.empty()) shown += " and ";
        shown += program_.state_name(state);
    }
    return shown;
}

// The line of an input stands before what it brought about, which the runtime has told already.
void Stage::note_input(std::size_t line, Instant at, std::string_view what, const StepResult& result) {
    std::string_view outcome;
    if (result.verdict == Verdict::rejected) outcome = ": refused";
    if (result.verdict == Verdict::ignored) outcome = ": ignored";
    if (result.verdict == Verdict::halted) outcome = ": the case is halted";
    timeline_.insert(timeline_.begin() + static_cast<std::ptrdiff_t>(line), fmt::format("{}  {}{}", when(at), what, outcome));
}

StepResult Stage::open(std::uint32_t type, Instant at, std::span<const Value> facts, const Input* opening) {
    type_ = type;
    words_.assign((program_.case_bytes(type) + 7) / 8, 0);
    effects_.clear();
    // The zone may depend on a fact, so the case counts as open while the opening's own moves are written down.
    is_open_ = true;
    const std::size_t before = timeline_.size();
    monitor_ = PromiseMonitor(promises_);
    const StepResult result = monitor_.open(std::as_writable_bytes(std::span(words_)), type, at, facts, *this, opening);
    is_open_ = result.verdict != Verdict::rejected;
    std::string what = fmt::format("open {}", program_.case_name(type));
    if (opening != nullptr) what += fmt::format(" on {}", program_.event_name(type, opening->event));
    note_input(before, at, what, result);
    return result;
}

StepResult Stage::step(const Input& input) {
    // Deadlines before the event are no part of what the event brings about; an extra advance changes nothing (law 4).
    advance(input.at - 1);
    effects_.clear();
    const std::size_t before = timeline_.size();
    const StepResult result = monitor_.step(at_hand(), input, *this);
    const std::string_view who = input.by == none ? std::string_view("happens") : program_.party_name(input.by);
    note_input(before, input.at, fmt::format("{} {}", who, program_.event_name(type_, input.event)), result);
    return result;
}

StepResult Stage::come_from(Stage& older, std::uint32_t type, Instant at) {
    type_ = type;
    words_.assign((program_.case_bytes(type) + 7) / 8, 0);
    effects_.clear();
    older.advance(at - 1);
    timeline_ = older.timeline_;
    is_open_ = true;
    const std::size_t before = timeline_.size();
    const StepResult result = recourse::migrate(older.program_, older.at_hand(), program_, at, std::as_writable_bytes(std::span(words_)), older, *this);
    is_open_ = result.verdict != Verdict::rejected;
    const std::string what = is_open_ ? fmt::format("migrates from version {} to {}: {}", older.program_.version(), program_.version(), older.present_states())
                                      : fmt::format("migrates from version {} to {}", older.program_.version(), program_.version());
    if (is_open_) note_input(before, at, what, result);
    else timeline_.push_back(fmt::format("{}  {}: refused", older.when(at), what));
    return result;
}

void Stage::advance(Instant to) {
    if (is_open_ && to > at_hand().sealed()) (void)monitor_.advance(at_hand(), to, *this);
}

void Stage::moved(const Move& move) {
    moves_.push_back(move);
    moves_.back().id = {};      // borrowed from the input
    const bool unseen = program_.state_is_unseen(move.to);
    if (unseen && move.cause == Cause::opening) return;
    const std::string_view to = program_.state_name(move.to);
    std::string line;
    if (move.cause == Cause::opening) {
        line = fmt::format("in {}", to);
    } else if (move.from == move.to) {
        line = unseen ? "by right" : fmt::format("stays in {}", to);
    } else {
        line = fmt::format("{} -> {}", program_.state_name(move.from), to);
    }
    if (move.cause == Cause::deadline) {
        const std::string_view name = move.deadline == none ? std::string_view() : program_.deadline_name(move.deadline);
        line = name.empty() ? fmt::format("deadline: {}", line) : fmt::format("deadline {}: {}", name, line);
    }
    if (move.cause == Cause::condition) line = "condition: " + line;
    if (move.transition != none) {
        if (const auto reason = program_.reason_name(move.transition); !reason.empty()) line += fmt::format(" as {}", reason);
        for (std::uint32_t i = 0; i < program_.cite_count(move.transition); ++i) {
            line += fmt::format("{}{}", i == 0 ? "  cite " : ", ", program_.cite(move.transition, i));
        }
    }
    timeline_.push_back(fmt::format("{}    {}", when(move.at), line));
}

void Stage::effect(const EffectCall& call) {
    PerformedEffect performed;
    performed.effect = call.effect;
    performed.at = call.at;
    for (const Value& argument : call.arguments) performed.arguments.push_back({argument.number, std::string(argument.text)});
    timeline_.push_back(fmt::format("{}    effect {}", when(call.at), words(performed)));
    effects_.push_back(std::move(performed));
}

}  // namespace recourse::scenarios
