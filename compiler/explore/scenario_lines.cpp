// A trace in the language's own scenario form.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/explore/trace.h"
#include "compiler/explore/words.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::Model;
using semantics::Type;
using semantics::TypeKind;

namespace {

class Lines {
public:
    Lines(const Model& model, const TimeFacts& times, const Trace& trace) : model_(model), times_(times), trace_(trace) {}

    std::vector<std::string> all(const std::string& name) {
        lines_.push_back(fmt::format("scenario \"{}\" {{", name));
        for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
            const TraceStep& step = trace_.steps[i];
            if (i == 0) {
                open(step);
            } else if (step.trigger.cause == Cause::event) {
                act(step);
            }
            // What the case is in between two events at one instant cannot be asked: `expect` is of the instant's end.
            const bool over = i + 1 == trace_.steps.size() ? !step.unfinished : trace_.steps[i + 1].at > step.at;
            if (over) expect(step);
        }
        lines_.emplace_back("}");
        return std::move(lines_);
    }

private:
    [[nodiscard]] std::string at(std::int64_t instant) const {
        std::array<char, time_text_max> room{};
        const std::size_t length = format_local(room, times_.zone().view(), instant);
        return std::string(room.data(), length);
    }

    [[nodiscard]] std::string value(const Type& type, const Given& given) const {
        if (given.absent) return "none";
        if (type.kind == TypeKind::text) return "\"" + given.text + "\"";
        if (type.kind == TypeKind::instant) return at(given.number);
        if (type.kind == TypeKind::set) {
            const auto& members = model_.kinds[type.of].members;
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (((given.number >> i) & 1) != 0) return members[i];
            }
            return "none";
        }
        return value_in_words(model_, times_, type, given.number);
    }

    void open(const TraceStep& step) {
        const semantics::Case& type = model_.cases[trace_.of];
        std::string line = "  open ";
        if (model_.cases.size() > 1) line += type.name + " ";
        line += "at " + at(step.at);
        for (std::size_t i = 0; i < type.facts.size(); ++i) {
            const semantics::Fact& fact = model_.facts[type.facts[i]];
            line += fmt::format("{}{} = {}", i == 0 ? " with " : ", ", fact.name, value(fact.type, trace_.facts[i]));
        }
        lines_.push_back(std::move(line));
        if (type.opens_on.valid()) event(step, type.opens_on);
    }

    void act(const TraceStep& step) { event(step, step.trigger.event); }

    void event(const TraceStep& step, semantics::EventId id) {
        const semantics::Event& declared = model_.events[id];
        std::string line = fmt::format("  at {} {} {}", at(step.at), step.by.valid() ? model_.parties[step.by].name : "happens", declared.name);
        for (std::size_t i = 0; i < step.fields.size(); ++i) {
            line += fmt::format("{}{}: {}", i == 0 ? "(" : ", ", declared.fields[i].name, value(declared.fields[i].type, step.fields[i]));
        }
        if (!step.fields.empty()) line += ")";
        if (step.refused) line += " refused";
        lines_.push_back(std::move(line));
    }

    void expect(const TraceStep& step) {
        if (step.standing == Standing::halted) {
            lines_.push_back(fmt::format("  at {} expect halted", at(step.at)));
            return;
        }
        const auto& machines = model_.cases[trace_.of].machines;
        std::string line;
        for (std::size_t i = 0; i < step.leaves.size(); ++i) {
            // Where rights stand is no state of the policy's, nor how a clock runs.
            if (model_.machines[machines[i]].rights || model_.machines[machines[i]].clock) continue;
            const std::string& machine = model_.machines[machines[i]].name;
            const std::string& path = model_.states[step.leaves[i]].path;
            std::string state = path.starts_with(machine + ".") ? path.substr(machine.size() + 1) : path;
            if (model_.machines[machines[i]].duty.valid() && state == "done_late") state = "done late";
            line += (line.empty() ? "" : " and ") + (machine.empty() ? path : fmt::format("{} is {}", machine, state));
        }
        lines_.push_back(fmt::format("  at {} expect {}", at(step.at), line));
    }

    const Model& model_;
    const TimeFacts& times_;
    const Trace& trace_;
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> scenario_lines(const Model& model, const TimeFacts& times, const Trace& trace, const std::string& name) {
    return Lines(model, times, trace).all(name);
}

}  // namespace recourse::explore
