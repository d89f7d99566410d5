// Migrations as far as this program can tell: what they say of the old program is held against that one when a case comes over.
#include "runtime/machine/verify.h"

namespace recourse::machine {

bool Verifier::migrations() {
    for (std::uint32_t i = 0; i < t.state_moves.size(); ++i) {
        const StateMoveRecord& move = t.state_moves[i];
        const bool good = optional_index(move.state, t.states) && inside(move.fills, t.fills) && name(move.because) &&
                          optional_index(move.location, t.locations);
        if (!expect(good, "a move of a migration", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.migrations.size(); ++i) {
        const MigrationRecord& m = t.migrations[i];
        if (!expect(m.type < t.cases.size() && inside(m.moves, t.state_moves) && inside(m.fills, t.fills), "a migration", i)) return false;
        const CaseRecord& c = t.cases[m.type];
        if (!fills(c, m.fills)) return false;
        for (const StateMoveRecord& move : t.part(t.state_moves, m.moves)) {
            if (!fills(c, move.fills)) return false;
            if (move.state == kNone) continue;
            const bool leaf = move.state >= c.states.first && move.state - c.states.first < c.states.count && t.states[move.state].last == move.state;
            if (!expect(leaf, "a migration leads to no leaf of its case", i)) return false;
        }
    }
    return true;
}

bool Verifier::fills(const CaseRecord& c, Range range) {
    for (const FillRecord& fill : t.part(t.fills, range)) {
        const bool own = fill.slot >= c.slots.first && fill.slot - c.slots.first < c.slots.count;
        if (!expect(own && fill.kind <= Fill::now, "what fills a slot in a migration", fill.slot)) return false;
        const bool text = t.slots[fill.slot].width == 255;
        if (!expect(!text || fill.kind == Fill::old_slot, "a text is filled with a number", fill.slot)) return false;
    }
    return true;
}

} // namespace recourse::machine
