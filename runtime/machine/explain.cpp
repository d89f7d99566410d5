// What happened and why not, in sentences for the policy's author: names by their labels, the rule's place and clause at the end.
#include "runtime/machine/admit.h"
#include "runtime/machine/sentences.h"
#include "runtime/machine/words.h"

namespace recourse {

using namespace machine;

namespace {

/// Values and what is wrong with them.
class ValueWords {
  public:
    ValueWords(const Program& program, const ZoneView& zone, std::string_view language)
        : program_(program), zone_(zone), language_(language) {}

    [[nodiscard]] std::string value(const TypeRecord& type, const Value& of) const {
        return type.is_private != 0 ? say(Sentence::private_value, language_) : print(program_, type_info(type), of, zone_, language_);
    }

    /// "must be 1 to 9", as far as the type has bounds that can be said.
    [[nodiscard]] std::string bounds(const FieldRecord& field) const {
        switch (field.type.type) {
        case Type::text:
            return field.high == INT64_MAX ? say(Sentence::must_be_given, language_)
                                           : say(Sentence::too_many_characters, language_, {std::to_string(field.high)});
        case Type::integer:
        case Type::percent:
        case Type::money:
        case Type::duration:
            return say(Sentence::out_of_bounds, language_,
                       {value(field.type, Value::of(field.low)), value(field.type, Value::of(field.high))});
        default: return say(Sentence::no_such_value, language_);
        }
    }

    /// "weight is 10, and must be 1 to 9".
    [[nodiscard]] std::string wrong_value(const FieldRecord& field, const Value* given) const {
        const std::string what = std::string(program_.label(program_.tables().string(field.name), language_));
        if (given == nullptr || given->number == absent) return say(Sentence::not_given, language_, {what});
        const std::string wrong = !fits(program_.tables(), field, *given)
                                      ? bounds(field)
                                      : say(Sentence::must_keep, language_, {program_.tables().string(field.check_text)});
        return say(Sentence::wrong_value, language_, {what, value(field.type, *given), wrong});
    }

  private:
    const Program& program_;
    const ZoneView& zone_;
    std::string_view language_;
};

/// One explanation in the making.
class Words {
  public:
    Words(const Program& program, CaseRef c, std::string_view language)
        : program_(program), tables_(program.tables()), case_(c), type_(tables_.cases[c.type()]), language_(language),
          zone_(zone_of(tables_, &type_, c.bytes().data())), values_(program, zone_, language) {}

    using Parts = std::initializer_list<std::string_view>;
    [[nodiscard]] std::string say(Sentence sentence, Parts parts = {}) const { return machine::say(sentence, language_, parts); }
    [[nodiscard]] std::string name(std::string_view of) const { return label_of_path(program_, of, language_); }
    [[nodiscard]] std::string state(std::uint32_t index) const { return name(program_.state_name(index)); }
    [[nodiscard]] std::string when(Instant t) const { return instant_text(zone_, t); }
    [[nodiscard]] std::string event(std::uint32_t index) const { return name(program_.event_name(case_.type(), index)); }

    /// "; rule at after_sales.rule:31, G.1", or nothing.
    [[nodiscard]] std::string place(std::uint32_t transition) const {
        if (transition == none) return {};
        const Program::Location at = program_.transition_location(transition);
        std::string text;
        if (!at.file.empty()) text = say(Sentence::rule_at, {std::string(at.file) + ":" + std::to_string(at.line)});
        for (std::uint32_t i = 0; i < program_.cite_count(transition); ++i) {
            text += say(text.empty() ? Sentence::cites_first : Sentence::cites_more, {program_.cite(transition, i)});
        }
        return text;
    }

    /// "the window closed at 2024-03-14 09:00 (closes)".
    [[nodiscard]] std::string window(const Rejection& why, bool early) const {
        const std::string text = why.boundary == never ? say(early ? Sentence::not_opened_yet : Sentence::has_closed)
                                                       : say(early ? Sentence::opens_after : Sentence::closed_at, {when(why.boundary)});
        const std::string limb = limb_text(why.limb);
        return limb.empty() ? text : say(Sentence::by_limb, {text, limb});
    }

    /// "price is 80.00 CNY, but the rule asks price >= 100.00 CNY".
    [[nodiscard]] std::string condition(const Rejection& why, const Input& input) const {
        const std::string asked = limb_text(why.limb);
        std::string values;
        if (why.limb != none) {
            for (const OperandRecord& operand : tables_.part(tables_.operands, tables_.limbs[why.limb].operands)) {
                values += (values.empty() ? std::string() : say(Sentence::joint)) + operand_value(operand, input);
            }
        }
        const std::string asks = asked.empty() ? say(Sentence::condition_fails) : say(Sentence::rule_asks, {asked});
        return values.empty() ? asks : say(Sentence::but, {values, asks});
    }

    [[nodiscard]] std::string used(const Rejection& why, const Input& input) const {
        const bool whole_event = why.transition == none;
        const std::uint32_t most = whole_event ? tables_.events[type_.events.first + input.event].at_most
                                               : tables_.transitions[why.transition].at_most;
        const std::string text = say(whole_event ? Sentence::used_up : Sentence::used_up_by_rule, {event(input.event), times(most)});
        const Instant last = last_of(input.event);
        return last == never ? text : say(Sentence::used_on, {text, when(last)});
    }

    /// "nothing in BuyerShips answers apply; buyer may: ship".
    [[nodiscard]] std::string not_here(const Input& input) const {
        std::string states;
        for (const MachineRecord& machine : tables_.part(tables_.machines, type_.machines)) {
            const auto leaf = active_leaf(type_, machine, case_.bytes().data());
            if (!program_.state_is_unseen(leaf)) states += (states.empty() ? std::string() : say(Sentence::joint)) + state(leaf);
        }
        return say(Sentence::not_here, {states, event(input.event)}) + instead(input);
    }

    [[nodiscard]] std::string instead(const Input& input) const {
        if (input.by == none) return {};
        struct Open final : PermissionListener {
            explicit Open(const Words& words) : words_(words) {}
            void permission(const Permission& p) override {
                if (p.allowed) list += (list.empty() ? std::string() : words_.say(Sentence::joint)) + words_.event(p.event);
            }
            const Words& words_;
            std::string list;
        } open(*this);
        allowed(program_, case_, input.by, input.at, open);
        const std::string who = name(program_.party_name(input.by));
        return open.list.empty() ? say(Sentence::may_nothing, {who}) : say(Sentence::may_instead, {who, open.list});
    }

    [[nodiscard]] std::string senders(const Input& input) const {
        const std::uint32_t mask = program_.event_parties(case_.type(), input.event);
        if (mask == 0) return say(Sentence::happens_by_itself, {event(input.event)});
        std::string list;
        for (std::uint32_t p = 0; p < program_.party_count(); ++p) {
            if (((mask >> p) & 1u) != 0) list += (list.empty() ? std::string() : say(Sentence::joint_or)) + name(program_.party_name(p));
        }
        return input.by == none ? say(Sentence::nobodys, {list}) : say(Sentence::not_theirs, {name(program_.party_name(input.by)), list});
    }

    [[nodiscard]] std::string malformed(const Rejection& why, const Input& input) const {
        const Range fields = tables_.events[type_.events.first + input.event].fields;
        if (input.fields.size() != fields.count) {
            return say(Sentence::wrong_fields, {std::to_string(fields.count), std::to_string(input.fields.size())});
        }
        if (why.field >= fields.count) return say(Sentence::a_field_is_wrong);
        return values_.wrong_value(tables_.fields[fields.first + why.field], &input.fields[why.field]);
    }

    /// "amount is -8.00 CNY, and at least 0.00 CNY is asked": what a value was for that did not fit.
    [[nodiscard]] std::string beyond(const Rejection& why) const {
        const Value value = Value::of(why.value);
        if (why.receiver < tables_.fields.size()) return values_.wrong_value(tables_.fields[why.receiver], &value);
        if (why.record >= tables_.slots.size()) return say(Sentence::overflow);
        const SlotRecord& slot = tables_.slots[why.record];
        return values_.wrong_value({slot.name, slot.type, kNone, slot.minimum, slot.maximum, kNone, kNone}, &value);
    }

    [[nodiscard]] std::string reason(const Rejection& why, const Input& input) const {
        switch (why.reason) {
        case Reason::none: return {};
        case Reason::unknown_event: return say(Sentence::unknown_event);
        case Reason::wrong_party: return senders(input);
        case Reason::malformed_field: return malformed(why, input);
        case Reason::late: return say(Sentence::late, {when(input.at), when(case_.sealed())});
        case Reason::not_running: return say(case_.status() == Status::halted ? Sentence::halted : Sentence::ended);
        case Reason::not_here: return not_here(input);
        case Reason::too_early: return window(why, true);
        case Reason::too_late: return window(why, false);
        case Reason::used_up: return used(why, input);
        case Reason::condition: return condition(why, input);
        case Reason::refused: return refusal(why.transition);
        case Reason::overflow: return say(Sentence::overflow);
        case Reason::out_of_bounds: return beyond(why);
        case Reason::undecided: return say(Sentence::undecided);
        case Reason::bad_fact: return say(Sentence::bad_facts);
        case Reason::before_opening: return say(Sentence::before_opening);
        case Reason::unknown_case_type: return say(Sentence::unknown_case_type);
        case Reason::case_too_large: return say(Sentence::case_too_large);
        case Reason::bad_bytes: return say(Sentence::bad_bytes);
        case Reason::beyond_time: return say(Sentence::beyond_time);
        case Reason::other_program: return say(Sentence::other_program);
        case Reason::no_migration: return say(Sentence::no_migration);
        case Reason::stays: return say(Sentence::stays);
        }
        return {};
    }

    [[nodiscard]] std::string cause(const Move& move) const {
        switch (move.cause) {
        case Cause::opening: return say(Sentence::opened);
        case Cause::event: return move.id.empty() ? say(Sentence::an_event) : say(Sentence::event_id, {move.id});
        case Cause::condition: return say(Sentence::condition_holds);
        case Cause::deadline: break;
        }
        const std::string what = name(program_.deadline_name(move.deadline));
        return move.due == move.at ? say(Sentence::was_due, {what}) : say(Sentence::was_due_at, {what, when(move.due)});
    }

  private:
    [[nodiscard]] std::string limb_text(std::uint32_t limb) const {
        return limb == none ? std::string() : std::string(tables_.string(tables_.limbs[limb].text));
    }
    [[nodiscard]] std::string operand_value(const OperandRecord& operand, const Input& input) const {
        Context context;
        context.tables = &tables_;
        context.type = &type_;
        context.read = case_.bytes().data();
        context.now = context.before = input.at;
        context.fields = input.fields;
        context.party = input.by;
        const std::string what = name(tables_.string(operand.name));
        if (operand.code == kNone) return say(Sentence::value_is_text, {what});
        const Outcome outcome = evaluate(context, operand.code);
        if (outcome.fault != Fault::clear || outcome.value == absent) return say(Sentence::value_missing, {what});
        if (operand.type.type == Type::instant && outcome.value == never) return say(Sentence::not_happened, {what});
        return say(Sentence::value_is, {what, values_.value(operand.type, Value::of(outcome.value))});
    }
    [[nodiscard]] std::string times(std::uint32_t count) const {
        if (count == 1) return say(Sentence::once);
        return count == 2 ? say(Sentence::twice) : say(Sentence::times, {std::to_string(count)});
    }
    [[nodiscard]] Instant last_of(std::uint32_t event) const {
        const Str wanted = tables_.events[type_.events.first + event].name;
        for (const SlotRecord& slot : tables_.part(tables_.slots, type_.slots)) {
            if (slot.kind == SlotKind::last && slot.width == 8 && tables_.string(slot.name) == tables_.string(wanted)) {
                return load_slot(slot, case_.bytes().data());
            }
        }
        return never;
    }
    [[nodiscard]] std::string refusal(std::uint32_t transition) const {
        const Str because = transition == none ? kNone : tables_.transitions[transition].because;
        return because == kNone ? say(Sentence::refused) : name(tables_.string(because));
    }
    const Program& program_;
    const Tables& tables_;
    CaseRef case_;
    const CaseRecord& type_;
    std::string_view language_;
    const ZoneView& zone_;
    ValueWords values_;
};

} // namespace

std::string explain(const Program& program, CaseRef c, const Move& move, std::string_view language) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes()) || move.to >= tables.states.size()) return {};
    const Words words(program, c, language);
    std::string text = words.state(move.to);
    if (move.from == move.to) {
        text = words.say(Sentence::stays_in, {text});
    } else if (move.from != none) {
        text = words.say(Sentence::from_to, {words.state(move.from), text});
    }
    text = words.say(Sentence::moved_to, {words.when(move.at), text});
    const auto as = program.reason_name(move.transition);
    if (!as.empty()) text = words.say(Sentence::moved_as, {text, words.name(as)});
    return words.say(Sentence::by_limb, {text, words.cause(move)}) + words.place(move.transition);
}

std::string explain(const Program& program, CaseRef c, const Input& input, const StepResult& result, std::string_view language) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return say(Sentence::bad_bytes, language);
    const Words words(program, c, language);
    const bool known = input.event < tables.cases[c.type()].events.count;
    if (!known) return words.say(Sentence::event_not_accepted, {words.say(Sentence::unknown_event)});
    const std::string what = words.event(input.event);
    switch (result.verdict) {
    case Verdict::accepted: return words.say(Sentence::was_accepted, {what});
    case Verdict::ignored: return words.say(Sentence::is_ignored, {what});
    case Verdict::halted:
        return words.say(Sentence::case_halted, {words.reason(result.rejection, input)}) + words.place(result.rejection.transition);
    case Verdict::rejected: break;
    }
    return words.say(Sentence::not_accepted, {what, words.reason(result.rejection, input)}) + words.place(result.rejection.transition);
}

std::string explain_opening(const Program& program, std::uint32_t type, std::span<const Value> facts,
                            const StepResult& result, std::string_view language) {
    if (result.verdict != Verdict::rejected) return say(Sentence::case_open, language);
    const auto refused = [&](const std::string& why) { return say(Sentence::not_opened, language, {why}); };
    const auto because = [&](Sentence why) { return refused(say(why, language)); };
    const Rejection& why = result.rejection;
    if (type >= program.case_count()) return because(Sentence::unknown_case_type);
    const Tables& tables = program.tables();
    const CaseRecord& record = tables.cases[type];
    switch (why.reason) {
    case Reason::bad_fact: {
        if (facts.size() != record.facts.count || why.field >= facts.size()) {
            return refused(say(Sentence::asks_facts, language, {std::to_string(record.facts.count), std::to_string(facts.size())}));
        }
        const ValueWords words(program, zone_of(tables, &record, nullptr), language);
        return refused(words.wrong_value(tables.fields[record.facts.first + why.field], &facts[why.field]));
    }
    case Reason::case_too_large: return because(Sentence::room_too_small);
    case Reason::beyond_time: return because(Sentence::beyond_time);
    case Reason::before_opening: return because(Sentence::other_instant);
    case Reason::unknown_event: return because(Sentence::other_event);
    case Reason::wrong_party: return because(Sentence::not_theirs_to_open);
    case Reason::malformed_field: return because(Sentence::opening_field);
    case Reason::refused: return refused(std::string(program.label(tables.string(tables.transitions[why.transition].because), language)));
    case Reason::overflow: return because(Sentence::overflow);
    case Reason::undecided: return because(Sentence::undecided);
    default: break;
    }
    return because(why.transition == none ? Sentence::opening_refused : Sentence::opening_refused_by_rules);
}

namespace {

/// Slashes separate the parts of an effect's identity, so that those within a part are written otherwise.
std::string part_of_id(std::string_view text) {
    std::string part;
    for (const char c : text) part += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
    return part;
}

/// "r" and the rule's key in hexadecimal digits; of an opening the machine that starts.
std::string rule_id(const Program& program, const Move& move) {
    if (move.transition == none) return "m" + part_of_id(program.machine_name(move.machine));
    std::uint64_t key = program.tables().transitions[move.transition].key;
    std::string digits(16, '0');
    for (std::size_t i = digits.size(); i-- > 0; key >>= 4) digits[i] = "0123456789abcdef"[key & 15u];
    return "r" + digits;
}

std::string cause_id(const Program& program, const Move& move) {
    const auto stamp = [](Instant t) { return rfc3339_text(utc_zone, t); };
    switch (move.cause) {
    case Cause::opening: return "open";
    case Cause::event: return move.id.empty() ? "event@" + stamp(move.at) + "#" + std::to_string(move.arming) : part_of_id(move.id);
    case Cause::condition: return "when@" + stamp(move.at) + "#" + std::to_string(move.arming);
    case Cause::deadline: break;
    }
    return part_of_id(program.deadline_name(move.deadline)) + "@" + stamp(move.due) + "#" + std::to_string(move.arming);
}

} // namespace

std::string effect_id(const Program& program, std::string_view case_name, const EffectCall& call) {
    const Move& move = *call.move;
    return part_of_id(case_name) + "/" + cause_id(program, move) + "/" + rule_id(program, move) + "/" + std::to_string(call.ordinal);
}

} // namespace recourse
