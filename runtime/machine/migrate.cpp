// Law 11: a case of an older version becomes one of a newer one, if that one has a `migrate` block that says how.
#include "runtime/machine/admit.h"

#include <algorithm>

namespace recourse {

using namespace machine;

namespace {

StepResult refused(Reason reason, std::uint32_t moves = 0) { return {Verdict::rejected, Rejection{reason, none, none, none, never}, moves}; }

/// The old case, the new one while it is made, and the tables between them.
class Mover {
  public:
    Mover(Run& from, const Tables& to, const MigrationRecord& migration, std::byte* into, Instant at)
        : from_(from), to_(to), migration_(migration), type_(to.cases[migration.type]), into_(into), at_(at) {}

    /// Where it stands in every machine. False, with `why`, when it stays.
    bool place(StepResult& why) {
        for (const MachineRecord& machine : from_.tables.part(from_.tables.machines, from_.type.machines)) {
            const std::uint32_t leaf = active_leaf(from_.type, machine, from_.live);
            const auto moves = to_.part(to_.state_moves, migration_.moves);
            const auto move = std::find_if(moves.begin(), moves.end(), [&](const StateMoveRecord& one) { return one.old_state == leaf; });
            if (move == moves.end()) continue;
            if (move->state == kNone) {
                why = refused(Reason::stays, from_.moves);
                why.rejection.receiver = static_cast<std::uint32_t>(&*move - to_.state_moves.data());
                return false;
            }
            moves_[to_.states[move->state].machine - type_.machines.first] = &*move;
        }
        why = refused(Reason::no_migration, from_.moves);
        return std::all_of(moves_, moves_ + type_.machines.count, [](const StateMoveRecord* move) { return move != nullptr; });
    }

    bool fill(StepResult& why) {
        for (const SlotRecord& slot : to_.part(to_.slots, type_.slots)) {
            if (slot.width == kTextWidth) store_text(slot, into_, {});
            else store_slot(slot, into_, slot.initial);
        }
        if (!fill(migration_.fills, why)) return false;
        for (std::uint32_t i = 0; i < type_.machines.count; ++i) {
            set_leaf(type_, to_.machines[type_.machines.first + i], into_, moves_[i]->state);
            if (!fill(moves_[i]->fills, why)) return false;
        }
        arm();
        return true;
    }

  private:
    bool fill(Range range, StepResult& why) {
        for (const FillRecord& fill : to_.part(to_.fills, range)) {
            const SlotRecord& slot = to_.slots[fill.slot];
            std::int64_t value = fill.value;
            switch (fill.kind) {
            case Fill::constant: break;
            case Fill::now: value = at_; break;
            case Fill::old_due: {
                if (!fits_into(fill.old, {0, static_cast<std::uint32_t>(from_.tables.deadlines.size())})) return unknown(why);
                const Outcome due = due_of(from_.reading(from_.live), from_.tables.deadlines[fill.old]);
                if (due.fault != Fault::clear) {
                    why = refused(reason_of(due.fault), from_.moves);
                    return false;
                }
                value = due.value;
                break;
            }
            case Fill::old_slot:
            case Fill::old_count:
                if (!fits_into(fill.old, from_.type.slots)) return unknown(why);
                const SlotRecord& old = from_.tables.slots[fill.old];
                if ((old.width == kTextWidth) != (slot.width == kTextWidth)) return unknown(why);
                if (old.width == kTextWidth) {
                    if (!store_text(slot, into_, load_text(old, from_.live))) return beyond(fill.slot, 0, why);
                    continue;
                }
                value = load_slot(old, from_.live);
                if (fill.kind == Fill::old_count) value = std::min(value, slot.maximum);
                break;
            }
            const bool within = value == absent || value == slot.initial || (value >= slot.minimum && value <= slot.maximum);
            if (!within || !store_slot(slot, into_, value)) return beyond(fill.slot, value, why);
        }
        return true;
    }

    static bool fits_into(std::uint32_t index, Range range) { return index >= range.first && index - range.first < range.count; }

    /// The tables speak of another program than the identity says.
    bool unknown(StepResult& why) {
        why = refused(Reason::other_program, from_.moves);
        return false;
    }
    bool beyond(std::uint32_t slot, std::int64_t value, StepResult& why) {
        why = refused(Reason::out_of_bounds, from_.moves);
        why.rejection.record = slot;
        why.rejection.value = value;
        return false;
    }

    /// Law 8: what these states do now is told apart from all that the case has done before, which has ids already. No old count is
    /// greater than `before`, and a state without a count was armed for the first time.
    void arm() {
        std::int64_t before = 1;
        for (const SlotRecord& slot : from_.tables.part(from_.tables.slots, from_.type.slots)) {
            if (slot.kind == SlotKind::arming) before = std::max(before, load_slot(slot, from_.live));
        }
        for (const SlotRecord& slot : to_.part(to_.slots, type_.slots)) {
            if (slot.kind == SlotKind::arming) store_slot(slot, into_, std::min(before, slot.maximum));
        }
        for (std::uint32_t i = 0; i < type_.machines.count; ++i) {
            for (std::uint32_t s = moves_[i]->state; s != kNone; s = to_.states[s].parent) count_entry(s, before);
        }
    }
    void count_entry(std::uint32_t state, std::int64_t before) {
        const auto count = [&](std::uint32_t slot) {
            if (slot != kNone) store_slot(to_.slots[slot], into_, std::min(before + 1, to_.slots[slot].maximum));
        };
        for (const DeadlineRecord& one : to_.part(to_.deadlines, to_.states[state].deadlines)) count(one.arming_slot);
        for (const WhenRecord& one : to_.part(to_.whens, to_.states[state].whens)) count(one.arming_slot);
    }

    Run& from_;
    const Tables& to_;
    const MigrationRecord& migration_;
    const CaseRecord& type_;
    std::byte* into_;
    Instant at_;
    const StateMoveRecord* moves_[kMaxMachines] = {};
};

/// What the newer version says of cases like this one; null when it says nothing.
const MigrationRecord* find_migration(const Program& from, std::uint32_t type, const Program& to) {
    if (to.tables().migrations.empty()) return nullptr;
    const std::uint64_t shape = from.shape(type);
    for (const MigrationRecord& one : to.tables().migrations) {
        if (one.from == shape && one.old_type == type) return &one;
    }
    return nullptr;
}

/// The new case once it is made: what happens by itself, at the instant of the migration.
StepResult settled(const Tables& to, const CaseRecord& type, std::byte* bytes, Instant at, std::uint32_t moves, Listener* listener) {
    Run run(to, type, bytes, listener);
    run.moves = moves;
    run.at_event(at);
    settle(run);
    return result_of(run);
}

} // namespace

StepResult migrate(const Program& from, CaseRef c, const Program& to, Instant at, std::span<std::byte> into, Listener& listener,
                   Listener& new_listener) {
    const Tables &old = from.tables(), &next = to.tables();
    if (!is_case_of(old, c.bytes())) return refused(Reason::other_program);
    if (!in_range(at)) return refused(Reason::beyond_time);
    if (at <= c.sealed()) return refused(Reason::late);
    if (from.name() != to.name()) return refused(Reason::other_program);
    const MigrationRecord* migration = find_migration(from, c.type(), to);
    const std::uint32_t size = migration == nullptr ? 0 : next.cases[migration->type].bytes;
    if (into.size() < size || reinterpret_cast<std::uintptr_t>(into.data()) % 8 != 0) return refused(Reason::case_too_large);

    Run run(old, old.cases[c.type()], c.bytes().data(), &listener);
    advance_to(run, at - 1);
    if (run.fault != Fault::clear) return result_of(run);
    if (c.status() != Status::running) return refused(Reason::not_running, run.moves);
    if (migration == nullptr) return refused(Reason::no_migration, run.moves);

    alignas(8) std::byte room[kMaxCaseBytes];
    std::memset(room, 0, size);
    CaseHeader header = read_header(c.bytes().data());  // `unnamed` goes on: nothing is stamped later than before
    header.next_due = never;
    header.type = static_cast<std::uint16_t>(migration->type);
    header.program = next.program_word();
    write_number(room, header);
    StepResult why;
    run.at_event(at);
    Mover mover(run, next, *migration, room, at);
    if (!mover.place(why) || !mover.fill(why)) return why;
    std::memcpy(into.data(), room, size);
    return settled(next, next.cases[migration->type], into.data(), at, run.moves, &new_listener);
}

StepResult migrate(const Program& from, CaseRef c, const Program& to, Instant at, Case& into, Listener& listener, Listener& new_listener) {
    const MigrationRecord* migration = is_case_of(from.tables(), c.bytes()) ? find_migration(from, c.type(), to) : nullptr;
    const std::uint32_t size = migration == nullptr ? 0 : to.case_bytes(migration->type);
    if (size > Case::capacity) return refused(Reason::case_too_large);
    Case fresh;
    fresh.resize(size);
    const StepResult moved = migrate(from, c, to, at, fresh.ref().bytes(), listener, new_listener);
    if (moved.verdict != Verdict::rejected && fresh.size() != 0 && read_number<std::uint32_t>(fresh.bytes().data() + kProgramAt) == to.tables().program_word()) into = fresh;
    return moved;
}

std::string_view migration_because(const Program& to, const Rejection& rejection) {
    const Tables& tables = to.tables();
    if (rejection.reason != Reason::stays || rejection.receiver >= tables.state_moves.size()) return {};
    return tables.string(tables.state_moves[rejection.receiver].because);
}

} // namespace recourse
