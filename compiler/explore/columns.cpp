#include "compiler/explore/columns.h"

#include <cstdint>

#include <fmt/format.h>

#include "compiler/explore/words.h"

namespace recourse::explore {

using semantics::CaseId;
using semantics::EventId;
using semantics::ExprKind;
using semantics::Model;
using semantics::Occurrence;
using semantics::StateId;
using semantics::Type;
using semantics::TypeKind;

namespace {

class Columns {
public:
    Columns(const Model& model, const TimeFacts& times, const Slots& slots, CaseId of) : model_(model), times_(times), slots_(slots), of_(of) {}

    std::vector<std::string> lines() {
        for (std::size_t i = 0; i < slots_.points().size(); ++i) add('p', i, point(slots_.points()[i].key));
        add('n', 0, "zero");
        numbers();
        choices();
        counters();
        marks();
        done();
        return std::move(lines_);
    }

private:
    void add(char kind, std::size_t index, const std::string& name, const std::string& more = {}) {
        lines_.push_back(fmt::format("column {}{} {}{}", kind, index, quoted(name), more));
    }

    // ---- names -------------------------------------------------------------------------------------------------------------

    [[nodiscard]] static std::string_view prefix(Occurrence which) {
        if (which == Occurrence::first) return "first ";
        return which == Occurrence::previous ? "previous " : "";
    }
    [[nodiscard]] std::string field(const SlotKey& key) const {
        const semantics::Event& event = model_.events[EventId(key.id)];
        return fmt::format("{}.{}", event.name, event.fields[key.index].name);
    }
    [[nodiscard]] std::string name(const SlotKey& key) const {
        switch (key.kind) {
            case SlotKind::opening: return "opening";
            case SlotKind::fact: return model_.facts[semantics::FactId(key.id)].name;
            case SlotKind::record: return model_.records[semantics::RecordId(key.id)].name;
            case SlotKind::instant: return fmt::format("{}{}", prefix(key.occurrence), model_.events[EventId(key.id)].name);
            case SlotKind::field: return fmt::format("{}{}", prefix(key.occurrence), field(key));
            case SlotKind::at_hand: return key == kStamp ? "event at hand" : field(key) + " at hand";
            case SlotKind::party: return "sender of " + model_.events[EventId(key.id)].name;
            case SlotKind::party_at_hand: return "sender at hand";
            case SlotKind::entered: return "entered " + model_.states[StateId(key.id)].path;
            default: return "?";
        }
    }
    [[nodiscard]] std::string point(const SlotKey& key) const {
        switch (key.kind) {
            case SlotKind::epoch: return key.id == 1 ? "before" : "1970-01-01";
            case SlotKind::watch: return "begins to watch";
            case SlotKind::calendar: return calendar(key);
            case SlotKind::latch:
                return fmt::format("in {}, {} has passed", model_.states[StateId(key.id)].path,
                                   expression_in_words(model_, times_, semantics::ExprId(key.index)));
            default: return name(key);
        }
    }
    [[nodiscard]] std::string calendar(const SlotKey& key) const {
        std::string base = fmt::format("p{}", key.id);
        if (key.offset != 0) base += fmt::format("{:+}", key.offset);
        Type type;
        type.kind = TypeKind::period;
        const auto length = [&] { return value_in_words(model_, times_, type, key.period); };
        switch (key.operation) {
            case ExprKind::after_period: return fmt::format("{} after {}", length(), base);
            case ExprKind::before_period: return fmt::format("{} before {}", length(), base);
            case ExprKind::end_of_day:
            case ExprKind::end_of_date: return "end of day of " + base;
            case ExprKind::start_of_day:
            case ExprKind::start_of_date: return "start of day of " + base;
            case ExprKind::date_of: return "date of " + base;
            case ExprKind::roll: return base + " rolled to a working day";
            default: return fmt::format("reckoning {} of {}", static_cast<int>(key.operation), base);
        }
    }

    // ---- kinds of columns --------------------------------------------------------------------------------------------------

    void numbers() {
        for (const Slot& slot : slots_.data()) {
            if (!slot.counted) continue;
            add('n', slot.number, name(slot.key));
            if (slot.key.kind == SlotKind::record) add('n', slots_.next_of(slot.number), "next " + name(slot.key));
        }
    }
    void choices() {
        const auto given = [&](std::uint32_t domain, const std::string& of) { add('k', domain, of + " is", " given absent"); };
        for (const Point& one : slots_.points()) {
            if (one.absence != kNoIndex) given(one.absence, point(one.key));
        }
        for (const Slot& slot : slots_.data()) {
            if (slot.absence != kNoIndex) given(slot.absence, name(slot.key));
            if (slot.counted) continue;
            if (slot.type.kind == TypeKind::set) {
                const auto& members = model_.kinds[slot.type.of].members;
                for (std::uint32_t i = 0; i < slot.classes; ++i) add('k', slot.domain + i, fmt::format("{} has {}", name(slot.key), members[i]), " no yes");
                continue;
            }
            std::string classes;
            for (std::uint32_t i = 0; i < slot.classes; ++i) {
                const std::string of = slot.type.kind == TypeKind::text && i == slot.texts.size() + 1 ? "none" : value_in_words(model_, times_, slot.type, i, slot.texts);
                classes += " " + (slot.type.kind == TypeKind::text ? quoted(of) : of);
            }
            add('k', slot.domain, name(slot.key), classes);
        }
    }
    void counters() {
        std::vector<std::string> names(slots_.counters());
        for (const EventId event : model_.events.ids()) {
            if (const auto counter = slots_.counter(0, event.value)) names[*counter] = model_.events[event].name;
        }
        for (const semantics::Transition& rule : model_.transitions) {
            if (rule.of != of_ || rule.at_most == 0) continue;
            if (const auto counter = slots_.counter(1, rule.rule)) names[*counter] = fmt::format("rule {}", rule.rule);
        }
        for (std::size_t i = 0; i < names.size(); ++i) add('c', i, names[i]);
    }
    void marks() {
        if (!slots_.watch().on) return;
        add('m', mark::watching, "watches", " no yes over");
        add('m', mark::scope, "looks", " no yes");
        for (std::size_t i = 0; i < slots_.watch().counted.size(); ++i) add('m', mark::counts + i, fmt::format("counted {}", i + 1));
    }
    // Deadlines and `when`s that leave the case where it is, and have taken effect there.
    void done() {
        for (const semantics::DeadlineId id : model_.deadlines.ids()) {
            const semantics::Deadline& of = model_.deadlines[id];
            if (model_.states[of.state].of != of_) continue;
            add('d', id.value * 2, fmt::format("in {}, {} is over", model_.states[of.state].path, expression_in_words(model_, times_, of.due)));
        }
        for (const semantics::WhenId id : model_.whens.ids()) {
            const semantics::When& of = model_.whens[id];
            if (model_.states[of.state].of != of_) continue;
            add('d', id.value * 2 + 1, fmt::format("in {}, {} was so", model_.states[of.state].path, expression_in_words(model_, times_, of.condition)));
        }
    }

    const Model& model_;
    const TimeFacts& times_;
    const Slots& slots_;
    CaseId of_;
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> column_lines(const Model& model, const TimeFacts& times, const Slots& slots, CaseId of) {
    return Columns(model, times, slots, of).lines();
}

std::vector<std::string> order_lines(const Slots& slots) {
    std::vector<std::string> lines;
    for (const Slots::Order& one : slots.orders()) lines.push_back(fmt::format("order p{}-p{}<={}", one.x, one.y, one.bound));
    return lines;
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c == '\n' || c == '\r' ? ' ' : c;
    }
    return made + "\"";
}

std::string set_head(const Model& model, CaseId of) { return fmt::format("set cases of {}", quoted(model.cases[of].name)); }

std::string set_head(const Model& model, std::size_t promise) {
    const semantics::Promise& of = model.promises[promise];
    return fmt::format("set promise {} of {} {}", promise, quoted(model.cases[of.of].name), quoted(of.title));
}

std::string text_digest(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return fmt::format("{:016x}", hash);
}

}  // namespace recourse::explore
