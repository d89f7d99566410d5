// Several programs side by side: which version is in force, and whose a saved case is.
#include "runtime/machine/admit.h"

#include <algorithm>

#include <recourse/time.hpp>

namespace recourse {

using namespace machine;

std::optional<std::int32_t> Program::in_force_from() const {
    const std::int32_t day = tables().policy[0].in_force_from;
    return day == INT32_MIN ? std::nullopt : std::optional(day);
}
std::optional<std::int32_t> Program::in_force_until() const {
    const std::int32_t day = tables().policy[0].in_force_until;
    return day == INT32_MAX ? std::nullopt : std::optional(day);
}

namespace {

/// FNV-1a 64 over what is added.
class Shape {
  public:
    void number(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) hash_ = (hash_ ^ ((number >> (8 * i)) & 0xFF)) * 0x100000001b3u;
    }
    void text(std::string_view text) {
        number(text.size());
        for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    }
    void type(const Tables& tables, const TypeRecord& type) {
        number(static_cast<std::uint64_t>(type.type) | std::uint64_t{type.optional} << 8 | std::uint64_t{type.decimals} << 16);
        if (type.type != Type::kind && type.type != Type::set) return number(type.detail);
        for (const MemberRecord& member : tables.part(tables.members, tables.kinds[type.detail].members)) text(tables.string(member.name));
    }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325u;
};

} // namespace

std::uint64_t Program::shape(std::uint32_t type) const {
    const Tables& t = tables();
    if (type >= t.cases.size()) return 0;
    const CaseRecord& c = t.cases[type];
    Shape shape;
    shape.text(name());
    shape.number(version());
    for (const PartyRecord& party : t.parties) shape.text(t.string(party.name));
    for (const std::uint64_t number : {std::uint64_t{type}, std::uint64_t{c.bytes}, std::uint64_t{c.states.first}, std::uint64_t{c.slots.first}}) shape.number(number);
    for (const MachineRecord& machine : t.part(t.machines, c.machines)) {
        shape.text(t.string(machine.name));
        shape.number(machine.state_offset | std::uint64_t{machine.state_width} << 32);
    }
    for (const StateRecord& state : t.part(t.states, c.states)) {
        shape.text(t.string(state.name));
        shape.number(state.parent | std::uint64_t{state.last} << 32);
        shape.number(state.flags | std::uint64_t{state.deadlines.first} << 32);
        for (const DeadlineRecord& deadline : t.part(t.deadlines, state.deadlines)) shape.text(t.string(deadline.name));
    }
    for (const SlotRecord& slot : t.part(t.slots, c.slots)) {
        shape.text(t.string(slot.name));
        shape.number(static_cast<std::uint64_t>(slot.kind) | std::uint64_t{slot.width} << 8 | std::uint64_t{slot.bit} << 16 | std::uint64_t{slot.offset} << 32);
        shape.number(slot.capacity);
        shape.type(t, slot.type);
    }
    return shape.hash();
}

bool Registry::add(const Program& program) {
    const auto place = std::find_if(programs_.begin(), programs_.end(), [&](const Program* one) {
        return std::pair(one->name(), one->version()) >= std::pair(program.name(), program.version());
    });
    if (place != programs_.end() && (*place)->name() == program.name() && (*place)->version() == program.version()) {
        return (*place)->identity() == program.identity();
    }
    programs_.insert(place, &program);
    return true;
}

const Program* Registry::find(std::string_view policy, std::uint32_t version) const {
    for (const Program* one : programs_) {
        if (one->name() == policy && one->version() == version) return one;
    }
    return nullptr;
}

Registry::Choice Registry::in_force(std::string_view policy, Instant opening) const {
    Choice choice;
    const Program* next = nullptr;
    for (const Program* one : programs_) {
        if (one->name() != policy) continue;
        choice.known = true;
        const std::int32_t day = date_of(one->zone(nullptr, 0), opening);
        if (one->in_force_from() && day < *one->in_force_from()) {
            if (next == nullptr || *one->in_force_from() < *next->in_force_from()) next = one;
            continue;
        }
        if (one->in_force_until() && day > *one->in_force_until()) continue;
        (choice.program == nullptr ? choice.program : choice.also) = one;
    }
    if (choice.program == nullptr) choice.also = next;
    return choice;
}

const Program* Registry::owner(std::span<const std::byte> saved) const {
    // As `save` writes it: eight letters, then the program's identity.
    if (saved.size() < 16) return nullptr;
    const auto identity = read_number<std::uint64_t>(saved.data() + 8);
    for (const Program* one : programs_) {
        if (one->identity() == identity) return one;
    }
    return nullptr;
}

} // namespace recourse
