#include "tests/exactness/written.h"

#include <algorithm>

namespace exactness {

using namespace recourse;
using explore::DifferenceBounds;
using explore::kNoIndex;
using explore::Situation;
using explore::Slot;
using explore::SlotKey;
using explore::SlotKind;
using explore::Slots;
using semantics::TypeKind;

namespace {

std::string standing(Status status) { return status == Status::running ? "running" : status == Status::ended ? "ended" : "halted"; }
std::string standing(explore::Standing s) {
    return s == explore::Standing::running ? "running" : s == explore::Standing::ended ? "ended" : "halted";
}

// What stands beside the states: records, and facts of few values. The runtime keeps only what some rule reads, the explorer too.
struct Column {
    std::string name;
    const Slot* slot = nullptr;
};
std::vector<Column> columns(const Compiled& compiled, const Slots& slots) {
    std::vector<Column> all;
    const auto& type = compiled.model.cases[semantics::CaseId(0)];
    const auto add = [&](const std::string& name, SlotKind kind, std::uint32_t id) {
        const bool wanted = std::find(compiled.columns.begin(), compiled.columns.end(), name) != compiled.columns.end();
        if (wanted) all.push_back({name, slots.slot(SlotKey{kind, id})});
    };
    for (const auto id : type.records) add(compiled.model.records[id].name, SlotKind::record, id.value);
    for (const auto id : type.facts) add(compiled.model.facts[id].name, SlotKind::fact, id.value);
    return all;
}

void values(const std::vector<Column>& from, std::size_t index, Situation in, const std::string& text, std::vector<std::string>& into) {
    if (index == from.size()) {
        into.push_back(text);
        return;
    }
    const Slot& slot = *from[index].slot;
    const std::string head = text + " " + from[index].name + "=";
    if (slot.counted) {
        for (std::int64_t n = -in.numbers.upper(0, slot.number); n <= in.numbers.upper(slot.number, 0); ++n) {
            Situation one = in;
            if (!one.numbers.tighten(slot.number, 0, n) || !one.numbers.tighten(0, slot.number, -n)) continue;
            if (explore::SumJudge().judge(one.numbers, one.sums) == explore::Verdict::unsatisfiable) continue;
            values(from, index + 1, std::move(one), head + std::to_string(n), into);
        }
        return;
    }
    const std::uint64_t absence = slot.absence == kNoIndex ? 1 : in.domains[slot.absence];
    for (std::uint32_t n = 0; n < slot.classes && (absence & 1) != 0; ++n) {
        if ((in.domains[slot.domain] >> n & 1) != 0) values(from, index + 1, in, head + std::to_string(n), into);
    }
    if ((absence & 2) != 0) values(from, index + 1, in, head + "none", into);
}

}  // namespace

std::string written(const Compiled& compiled, const Case& c) {
    const Program& program = compiled.program;
    Case copy = c;
    std::string text = standing(copy.ref().status());
    if (copy.ref().status() == Status::halted) return text;
    for (std::uint32_t m = program.first_machine(0); m < program.first_machine(0) + program.machine_count(0); ++m) {
        text += " " + std::string(program.state_name(active_state(program, copy.ref(), m)));
    }
    for (const std::string& name : compiled.columns) {
        for (std::uint32_t n = 0; n < program.named_count(0); ++n) {
            if (program.named_name(0, n) != name) continue;
            const NamedValue value = named_value(program, copy.ref(), n);
            text += " " + name + "=" + (value.value.number == absent ? "none" : std::to_string(value.value.number));
        }
    }
    return text;
}

std::string place_of(const Compiled& compiled, const Situation& situation) {
    std::string text = standing(situation.standing);
    if (situation.standing == explore::Standing::halted) return text;
    for (const semantics::StateId leaf : situation.leaves) text += " " + compiled.model.states[leaf].path;
    return text;
}

std::vector<std::string> written(const Compiled& compiled, const Slots& slots, const Situation& situation) {
    std::vector<std::string> all;
    const std::string text = place_of(compiled, situation);
    if (situation.standing == explore::Standing::halted) return {text};
    values(columns(compiled, slots), 0, situation, text, all);
    return all;
}

}  // namespace exactness
