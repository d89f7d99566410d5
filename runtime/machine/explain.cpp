// What happened and why not, in sentences for the policy's author: names by their labels, the rule's place and clause at the end.
#include "runtime/machine/admit.h"
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
        return type.is_private != 0 ? "(private)" : print(program_, type_info(type), of, zone_, language_);
    }

    /// "must be 1 to 9", as far as the type has bounds that can be said.
    [[nodiscard]] std::string bounds(const FieldRecord& field) const {
        switch (field.type.type) {
        case Type::text:
            return field.high == INT64_MAX ? std::string("must be given")
                                           : "must have at most " + std::to_string(field.high) + " characters";
        case Type::integer:
        case Type::percent:
        case Type::money:
        case Type::duration:
            return "must be " + value(field.type, Value::of(field.low)) + " to " + value(field.type, Value::of(field.high));
        default: return "is not one of its values";
        }
    }

    /// "weight is 10, and must be 1 to 9".
    [[nodiscard]] std::string wrong_value(const FieldRecord& field, const Value* given) const {
        const std::string what = std::string(program_.label(program_.tables().string(field.name), language_));
        if (given == nullptr || given->number == absent) return what + " is not given";
        const std::string is = what + " is " + value(field.type, *given) + ", and ";
        if (!fits(program_.tables(), field, *given)) return is + bounds(field);
        return is + "must keep: " + std::string(program_.tables().string(field.check_text));
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

    [[nodiscard]] std::string name(std::string_view of) const { return std::string(program_.label(of, language_)); }
    [[nodiscard]] std::string state(std::uint32_t index) const { return name(program_.state_name(index)); }
    [[nodiscard]] std::string when(Instant t) const { return instant_text(zone_, t); }
    [[nodiscard]] std::string event(std::uint32_t index) const { return name(program_.event_name(case_.type(), index)); }

    /// "; rule at after_sales.rule:31, G.1", or nothing.
    [[nodiscard]] std::string place(std::uint32_t transition) const {
        if (transition == none) return {};
        const Program::Location at = program_.transition_location(transition);
        std::string text;
        if (!at.file.empty()) text = "; rule at " + std::string(at.file) + ":" + std::to_string(at.line);
        for (std::uint32_t i = 0; i < program_.cite_count(transition); ++i) {
            text += (text.empty() ? "; " : ", ") + std::string(program_.cite(transition, i));
        }
        return text;
    }

    /// "the window closed at 2024-03-14 09:00 (closes)".
    [[nodiscard]] std::string window(const Rejection& why, bool early) const {
        std::string text = early ? "the window opens after " : "the window closed at ";
        if (why.boundary == never) {
            text = early ? "the window has not opened: what it waits for has not happened" : "the window has closed";
        } else {
            text += when(why.boundary);
        }
        const std::string limb = limb_text(why.limb);
        return limb.empty() ? text : text + " (" + limb + ")";
    }

    /// "price is 80.00 CNY, but the rule asks price >= 100.00 CNY".
    [[nodiscard]] std::string condition(const Rejection& why, const Input& input) const {
        const std::string asked = limb_text(why.limb);
        std::string values;
        if (why.limb != none) {
            for (const OperandRecord& operand : tables_.part(tables_.operands, tables_.limbs[why.limb].operands)) {
                values += (values.empty() ? "" : ", ") + operand_value(operand, input);
            }
        }
        const std::string asks = asked.empty() ? std::string("its condition does not hold") : "the rule asks " + asked;
        return values.empty() ? asks : values + ", but " + asks;
    }

    [[nodiscard]] std::string used(const Rejection& why, const Input& input) const {
        const bool whole_event = why.transition == none;
        const std::uint32_t most = whole_event ? tables_.events[type_.events.first + input.event].at_most
                                               : tables_.transitions[why.transition].at_most;
        std::string text = event(input.event) + " may be used at most " + times(most);
        if (!whole_event) text += " by this rule";
        const Instant last = last_of(input.event);
        return last == never ? text : text + "; it was used on " + when(last);
    }

    /// "nothing in BuyerShips answers apply; buyer may: ship".
    [[nodiscard]] std::string not_here(const Input& input) const {
        std::string states;
        for (const MachineRecord& machine : tables_.part(tables_.machines, type_.machines)) {
            const auto leaf = active_leaf(type_, machine, case_.bytes().data());
            states += (states.empty() ? "" : ", ") + state(leaf);
        }
        return "nothing in " + states + " answers " + event(input.event) + instead(input);
    }

    [[nodiscard]] std::string instead(const Input& input) const {
        if (input.by == none) return {};
        struct Open final : PermissionListener {
            explicit Open(const Words& words) : words_(words) {}
            void permission(const Permission& p) override {
                if (p.allowed) list += (list.empty() ? "" : ", ") + words_.event(p.event);
            }
            const Words& words_;
            std::string list;
        } open(*this);
        allowed(program_, case_, input.by, input.at, open);
        const std::string who = name(program_.party_name(input.by));
        return "; " + who + (open.list.empty() ? " may do nothing now" : " may: " + open.list);
    }

    [[nodiscard]] std::string senders(const Input& input) const {
        const std::uint32_t mask = program_.event_parties(case_.type(), input.event);
        if (mask == 0) return event(input.event) + " happens by itself: no party sends it";
        std::string list;
        for (std::uint32_t p = 0; p < program_.party_count(); ++p) {
            if (((mask >> p) & 1u) != 0) list += (list.empty() ? "" : " or ") + name(program_.party_name(p));
        }
        const std::string who = input.by == none ? "nobody's" : "not " + name(program_.party_name(input.by)) + "'s";
        return "it is " + who + " to send, but " + list + "'s";
    }

    [[nodiscard]] std::string malformed(const Rejection& why, const Input& input) const {
        const Range fields = tables_.events[type_.events.first + input.event].fields;
        if (input.fields.size() != fields.count) {
            return "it carries " + std::to_string(fields.count) + " fields, and " + std::to_string(input.fields.size()) +
                   " were given";
        }
        if (why.field >= fields.count) return "a field is wrong";
        return values_.wrong_value(tables_.fields[fields.first + why.field], &input.fields[why.field]);
    }

    [[nodiscard]] std::string reason(const Rejection& why, const Input& input) const {
        switch (why.reason) {
        case Reason::none: return {};
        case Reason::unknown_event: return "this case knows no such event";
        case Reason::wrong_party: return senders(input);
        case Reason::malformed_field: return malformed(why, input);
        case Reason::late: return "it is stamped " + when(input.at) + ", and everything up to " + when(case_.sealed()) + " is settled";
        case Reason::not_running: return case_.status() == Status::halted ? "the case is halted" : "the case has ended";
        case Reason::not_here: return not_here(input);
        case Reason::too_early: return window(why, true);
        case Reason::too_late: return window(why, false);
        case Reason::used_up: return used(why, input);
        case Reason::condition: return condition(why, input);
        case Reason::refused: return refusal(why.transition);
        case Reason::overflow: return "a number, a count or a date would pass its bounds";
        case Reason::undecided: return "it reads a value that is not there";
        case Reason::bad_fact: return "the facts are not those that the case asks";
        case Reason::before_opening: return "the opening event and the opening have different instants";
        case Reason::unknown_case_type: return "the program has no such case type";
        case Reason::case_too_large: return "the room for the case is too small";
        case Reason::bad_bytes: return "these are not the bytes of a case of this program";
        case Reason::beyond_time: return "its instant lies outside the years 1 to 9999";
        }
        return {};
    }

    [[nodiscard]] std::string cause(const Move& move) const {
        switch (move.cause) {
        case Cause::opening: return "the case opened";
        case Cause::event: return move.id.empty() ? std::string("an event") : "event " + std::string(move.id);
        case Cause::condition: return "its condition holds";
        case Cause::deadline: break;
        }
        std::string text = name(program_.deadline_name(move.deadline)) + " was due";
        return move.due == move.at ? text : text + " at " + when(move.due);
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
        if (operand.code == kNone) return what + " is (a text)";
        const Outcome outcome = evaluate(context, operand.code);
        if (outcome.fault != Fault::clear || outcome.value == absent) return what + " is not there";
        if (operand.type.type == Type::instant && outcome.value == never) return what + " has not happened";
        return what + " is " + values_.value(operand.type, Value::of(outcome.value));
    }
    static std::string times(std::uint32_t count) {
        if (count == 1) return "once";
        return count == 2 ? std::string("twice") : std::to_string(count) + " times";
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
        return because == kNone ? std::string("the policy refuses it") : name(tables_.string(because));
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
    std::string text = words.when(move.at) + ": ";
    if (move.from == none) {
        text += words.state(move.to);
    } else if (move.from == move.to) {
        text += "stays in " + words.state(move.to);
    } else {
        text += words.state(move.from) + " -> " + words.state(move.to);
    }
    const auto as = program.reason_name(move.transition);
    if (!as.empty()) text += " as " + words.name(as);
    return text + " (" + words.cause(move) + ")" + words.place(move.transition);
}

std::string explain(const Program& program, CaseRef c, const Input& input, const StepResult& result, std::string_view language) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return "these are not the bytes of a case of this program";
    const Words words(program, c, language);
    const bool known = input.event < tables.cases[c.type()].events.count;
    if (!known) return "the event was not accepted: this case knows no such event";
    const std::string what = words.event(input.event);
    switch (result.verdict) {
    case Verdict::accepted: return what + " was accepted";
    case Verdict::ignored: return what + " is ignored here";
    case Verdict::halted: return "the case is halted: " + words.reason(result.rejection, input) + words.place(result.rejection.transition);
    case Verdict::rejected: break;
    }
    return what + " was not accepted: " + words.reason(result.rejection, input) + words.place(result.rejection.transition);
}

std::string explain_opening(const Program& program, std::uint32_t type, std::span<const Value> facts,
                            const StepResult& result, std::string_view language) {
    if (result.verdict != Verdict::rejected) return "the case is open";
    const std::string refused = "the case was not opened: ";
    const Rejection& why = result.rejection;
    if (type >= program.case_count()) return refused + "the program has no such case type";
    const Tables& tables = program.tables();
    const CaseRecord& record = tables.cases[type];
    switch (why.reason) {
    case Reason::bad_fact: {
        if (facts.size() != record.facts.count || why.field >= facts.size()) {
            return refused + "it asks " + std::to_string(record.facts.count) + " facts, and " + std::to_string(facts.size()) +
                   " were given";
        }
        const ValueWords words(program, zone_of(tables, &record, nullptr), language);
        return refused + words.wrong_value(tables.fields[record.facts.first + why.field], &facts[why.field]);
    }
    case Reason::case_too_large: return refused + "the room for it is too small";
    case Reason::beyond_time: return refused + "its instant lies outside the years 1 to 9999";
    case Reason::before_opening: return refused + "its opening event has another instant than the opening";
    case Reason::unknown_event: return refused + "it opens on an event of its own, and on no other";
    case Reason::wrong_party: return refused + "its opening event is not theirs to send";
    case Reason::malformed_field: return refused + "a field of its opening event is missing or out of its bounds";
    case Reason::refused: return refused + std::string(tables.string(tables.transitions[why.transition].because));
    case Reason::overflow: return refused + "a number, a count or a date would pass its bounds";
    case Reason::undecided: return refused + "it reads a value that is not there";
    default: break;
    }
    return refused + "its opening event is not accepted" + (why.transition == none ? "" : " by its rules");
}

namespace {

/// Slashes separate the parts of an effect's identity, so that those within a part are written otherwise.
std::string part_of_id(std::string_view text) {
    std::string part;
    for (const char c : text) part += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
    return part;
}

std::string cause_id(const Program& program, const Move& move) {
    const auto stamp = [](Instant t) { return rfc3339_text(utc_zone, t); };
    switch (move.cause) {
    case Cause::opening: return "open";
    case Cause::event: return move.id.empty() ? "event@" + stamp(move.at) : part_of_id(move.id);
    case Cause::condition: return "when@" + stamp(move.at) + "#" + std::to_string(move.arming);
    case Cause::deadline: break;
    }
    return part_of_id(program.deadline_name(move.deadline)) + "@" + stamp(move.due) + "#" + std::to_string(move.arming);
}

} // namespace

std::string effect_id(const Program& program, std::string_view case_name, const EffectCall& call) {
    const Move& move = *call.move;
    const std::string rule =
        move.transition == none ? "m" + std::to_string(move.machine) : "r" + std::to_string(move.transition);
    return part_of_id(case_name) + "/" + cause_id(program, move) + "/" + rule + "/" + std::to_string(call.ordinal);
}

} // namespace recourse
