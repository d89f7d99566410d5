// Every record by itself: its indices, ranges and small numbers.
#include "runtime/machine/verify.h"

#include <recourse/runtime.hpp>

namespace recourse::machine {

bool Verifier::all() {
    group_use_.assign(t.groups.size(), 0);
    transition_use_.assign(t.transitions.size(), 0);
    if (!strings() || !declarations() || !fields() || !slots() || !rules() || !decisions() || !texts()) return false;
    for (std::uint32_t i = 0; i < t.cases.size(); ++i) {
        if (!case_type(i)) return false;
    }
    return migrations();
}

bool Verifier::strings() {
    for (std::uint32_t i = 0; i < t.strings.size(); ++i) {
        const StringRecord& s = t.strings[i];
        const bool inside_text = s.offset <= t.text.size() && s.length <= t.text.size() - s.offset;
        if (!expect(inside_text, "a string lies outside the text", i)) return false;
    }
    return true;
}

bool Verifier::type(const TypeRecord& type) {
    if (type.type > Type::set || type.optional > 1 || type.is_private > 1 || type.decimals > 18) return false;
    if (type.type != Type::kind && type.type != Type::set) return true;
    // 62 members: a set of more could be mistaken for `never`.
    return type.detail < t.kinds.size() && (type.type == Type::kind || t.kinds[type.detail].members.count <= 62);
}

bool Verifier::declarations() {
    if (!expect(t.policy.size() == 1, "there must be one policy", t.policy.size())) return false;
    const PolicyRecord& p = t.policy[0];
    if (!expect(name(p.name) && name(p.title) && name(p.counting) && name(p.source_file), "the policy's names", 0)) return false;
    if (!expect(t.parties.size() <= 32, "there are more than 32 parties", t.parties.size())) return false;
    if (!expect(t.cases.size() <= 0xFFFF, "there are too many case types", t.cases.size())) return false;
    for (std::uint32_t i = 0; i < t.parties.size(); ++i) {
        if (!expect(name(t.parties[i].name), "a party's name", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.members.size(); ++i) {
        if (!expect(name(t.members[i].name), "a member's name", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.kinds.size(); ++i) {
        if (!expect(name(t.kinds[i].name) && inside(t.kinds[i].members, t.members), "a kind", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.choices.size(); ++i) {
        const std::size_t most = std::max(t.zones.size(), t.calendars.size());
        if (!expect(t.choices[i] < most, "a choice of zone or calendar", i)) return false;
    }
    return true;
}

bool Verifier::fields() {
    for (std::uint32_t i = 0; i < t.fields.size(); ++i) {
        const FieldRecord& f = t.fields[i];
        const bool good = name(f.name) && name(f.check_text) && type(f.type) && optional_index(f.slot, t.slots) &&
                          optional_index(f.check, t.code);
        if (!expect(good, "a fact or field", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.events.size(); ++i) {
        const EventRecord& e = t.events[i];
        const bool good = name(e.name) && inside(e.fields, t.fields) && inside(e.cites, t.cites);
        if (!expect(good, "an event", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.effects.size(); ++i) {
        const EffectRecord& e = t.effects[i];
        const bool good = name(e.name) && inside(e.parameters, t.fields) && e.parameters.count <= kMaxParameters;
        if (!expect(good, "an effect", i)) return false;
    }
    return openings();
}

// What is opened is given its facts, no more and no fewer; and the opener is told in one word how it ended.
bool Verifier::openings() {
    for (std::uint32_t i = 0; i < t.openings.size(); ++i) {
        const OpeningRecord& o = t.openings[i];
        const bool known = name(o.name) && o.opener < t.cases.size() && o.opened < t.cases.size() && o.effect < t.effects.size() && o.event < t.events.size();
        if (!expect(known, "an opening", i)) return false;
        const Range& events = t.cases[o.opener].events;
        const EventRecord& end = t.events[o.event];
        const bool own = o.event >= events.first && o.event - events.first < events.count;
        const bool told = own && end.parties == 0 && end.fields.count == 1 && t.fields[end.fields.first].type.type == Type::kind;
        const bool whole = t.effects[o.effect].parameters.count == t.cases[o.opened].facts.count;
        if (!expect(told && whole && t.cases[o.opened].opening_event == kNone, "what an opening is given and tells", i)) return false;
    }
    return true;
}

bool Verifier::slots() {
    for (std::uint32_t i = 0; i < t.slots.size(); ++i) {
        const SlotRecord& s = t.slots[i];
        const bool known = s.width == 0 || s.width == 1 || s.width == 2 || s.width == 4 || s.width == 8 || s.width == 255;
        const std::uint32_t alignment = s.width == 255 ? 2 : s.width == 0 ? 1 : s.width;
        const bool good = known && name(s.name) && type(s.type) && s.kind <= SlotKind::kept && s.bit < 8 &&
                          s.offset % alignment == 0 && s.offset < kMaxCaseBytes && s.capacity < kMaxCaseBytes;
        if (!expect(good, "a slot", i)) return false;
    }
    return true;
}

bool Verifier::rules() {
    for (std::uint32_t i = 0; i < t.transitions.size(); ++i) {
        const TransitionRecord& r = t.transitions[i];
        const bool good = r.target_kind <= Target::outside && inside(r.limbs, t.limbs) && inside(r.effects, t.calls) &&
                          inside(r.cites, t.cites) && inside(r.boundaries, t.code_refs) && name(r.reason) &&
                          name(r.because) && optional_index(r.location, t.locations) &&
                          optional_index(r.owner, t.states) && optional_index(r.event, t.events) && r.effects.count <= 256 &&
                          r.limbs.count <= 256 && r.boundaries.count <= 256;
        if (!expect(good, "a rule", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.limbs.size(); ++i) {
        const LimbRecord& l = t.limbs[i];
        const bool good = l.kind <= Limb::condition && name(l.text) && inside(l.operands, t.operands) && l.operands.count <= 64;
        if (!expect(good, "a limb", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.operands.size(); ++i) {
        if (!expect(name(t.operands[i].name) && type(t.operands[i].type), "an operand", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.calls.size(); ++i) {
        const CallRecord& c = t.calls[i];
        const bool good = c.effect < t.effects.size() && inside(c.arguments, t.arguments) &&
                          c.arguments.count == t.effects[c.effect].parameters.count && optional_index(c.location, t.locations);
        if (!expect(good, "an effect's call", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.arguments.size(); ++i) {
        const ArgumentRecord& a = t.arguments[i];
        if (!expect(name(a.text) && type(a.type) && optional_index(a.bounds, t.fields), "an argument", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.deadlines.size(); ++i) {
        const DeadlineRecord& d = t.deadlines[i];
        const bool good = d.state < t.states.size() && inside(d.transitions, t.transitions) && name(d.name) &&
                          optional_index(d.location, t.locations);
        if (!expect(good, "a deadline", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.whens.size(); ++i) {
        const bool good = t.whens[i].state < t.states.size() && inside(t.whens[i].transitions, t.transitions);
        if (!expect(good, "a when", i)) return false;
    }
    return true;
}

bool Verifier::decisions() {
    for (std::uint32_t i = 0; i < t.results.size(); ++i) {
        const bool good = name(t.results[i].text) && optional_index(t.results[i].bounds, t.fields);
        if (!expect(good, "a decision's result", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.rows.size(); ++i) {
        const RowRecord& r = t.rows[i];
        const bool good = name(r.name) && inside(r.results, t.results) && inside(r.cites, t.cites) &&
                          optional_index(r.location, t.locations);
        if (!expect(good, "a decision's row", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.decisions.size(); ++i) {
        const DecisionRecord& d = t.decisions[i];
        const bool shape = name(d.name) && inside(d.parameters, t.fields) && inside(d.results, t.fields) &&
                           inside(d.rows, t.rows) && d.parameters.count <= kMaxParameters &&
                           d.results.count <= kMaxResults;
        if (!expect(shape, "a decision", i)) return false;
        for (const RowRecord& row : t.part(t.rows, d.rows)) {
            if (!expect(row.results.count == d.results.count, "a decision's row has too few results", i)) return false;
            for (std::uint32_t k = 0; k < row.results.count; ++k) {
                const ResultRecord& result = t.results[row.results.first + k];
                const bool is_text = t.fields[d.results.first + k].type.type == Type::text;
                const bool open = (result.flags & kUndecided) != 0;
                const bool good = (open || is_text || result.code != kNone) &&
                                  (result.text_parameter == kNone || result.text_parameter < d.parameters.count);
                if (!expect(good, "a decision's result", i)) return false;
            }
        }
        if (!decision_code(i)) return false;
    }
    return true;
}

bool Verifier::texts() {
    for (std::uint32_t i = 0; i < t.labels.size(); ++i) {
        const LabelRecord& l = t.labels[i];
        if (!expect(name(l.of) && name(l.language) && name(l.text), "a label", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.clauses.size(); ++i) {
        const ClauseRecord& c = t.clauses[i];
        if (!expect(name(c.source) && name(c.source_title) && name(c.clause) && name(c.title), "a clause", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.cites.size(); ++i) {
        if (!expect(t.cites[i] < t.clauses.size(), "a citation", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.locations.size(); ++i) {
        if (!expect(name(t.locations[i].file) && name(t.locations[i].rule), "a place in the source", i)) return false;
    }
    for (std::uint32_t i = 0; i < t.named.size(); ++i) {
        const NamedRecord& n = t.named[i];
        if (!expect(name(n.name) && type(n.type) && optional_index(n.location, t.locations), "a named value", i)) return false;
    }
    return true;
}

} // namespace recourse::machine
