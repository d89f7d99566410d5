#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "tests/exactness/mutation_writer.h"

namespace exactness {

using namespace recourse;
using namespace recourse::syntax;

namespace {

class Rules {
public:
    Rules(MutationWriter& writer, Names names) : writer_(writer), names_(std::move(names)) {}

    void file(const File& file) {
        std::vector<const NamedValue*> values;
        for (const TopItem& item : file.items) {
            if (const auto* value = std::get_if<NamedValue>(&item)) values.push_back(value);
        }
        reorder(values);
        has_calendar_ = std::any_of(file.header.begin(), file.header.end(), [](const HeaderLine& line) {
            return line.kind == HeaderLine::Kind::calendar || line.kind == HeaderLine::Kind::calendar_by;
        });
        for (const HeaderLine& line : file.header) header(line);
        for (const TopItem& item : file.items) std::visit([&](const auto& one) { top(one); }, item);
    }

private:
    // What a bare day is, and which days are worked. The scenarios are in the policy's own zone: another one moves them as well.
    void header(const HeaderLine& line) {
        const auto turn = [&](const char* one, const char* other) {
            writer_.replace(MutationKind::window_moved, line.name.span, line.name.text == one ? other : one);
        };
        if (line.kind == HeaderLine::Kind::counting) {
            for (const char* other : {"std.counting.to_the_minute", "std.counting.whole_days", "std.counting.bgb"}) {
                const bool rolls = std::string_view(other) == "std.counting.bgb";    // which wants a calendar
                if (line.name.text != other && (has_calendar_ || !rolls)) writer_.replace(MutationKind::window_moved, line.name.span, other);
            }
        }
        if (line.kind == HeaderLine::Kind::calendar) turn("std.calendar.china", "std.calendar.us_federal");
    }

    // Names and texts of no effect on what happens; scenarios are what finds mutants.
    template <typename Other>
    void top(const Other& /*other*/) {}
    void top(const NamedValue& value) { named(value); }
    void top(const Decision& decision) { rows(decision); }
    void top(const Machine& machine) {
        Rules inner(writer_, names_);
        inner.names_.parties.clear();   // those of the machine are its parameters
        inner.names_.periods.clear();
        for (const Field& parameter : machine.parameters) {
            if (parameter.type.base == TypeRef::Base::party) inner.names_.parties.push_back(parameter.name.text);
            if (parameter.type.base == TypeRef::Base::period) inner.names_.periods.push_back(parameter.name.text);
        }
        inner.targets_ = states_in(machine.items);
        inner.add_events(machine.items);
        inner.body(machine.items);
    }
    void top(const Case& type) {
        targets_ = states_in(type.items);
        add_events(type.items);
        names_.states[""] = targets_;
        for (const Item& item : type.items) {
            if (const auto* machine = std::get_if<Machine>(&item)) names_.states[machine->name.text] = states_in(machine->items);
        }
        if (!type.opens_by.empty()) parties(type.opens_by);
        body(type.items);
    }

    // ---- a block -----------------------------------------------------------------------------------------------------------

    void body(const std::vector<Item>& items) {
        std::vector<const NamedValue*> values;
        std::vector<const DeadlineRule*> deadlines;
        for (const Item& item : items) {
            if (const auto* value = std::get_if<NamedValue>(&item)) values.push_back(value);
            if (const auto* deadline = std::get_if<DeadlineRule>(&item)) deadlines.push_back(deadline);
        }
        reorder(values);
        const auto outer = std::exchange(siblings_, {});
        for (const Item& item : items) {
            if (const auto* state = std::get_if<State>(&item)) siblings_.push_back(state->name.text);
        }
        for (std::size_t i = 0; i < deadlines.size(); ++i) {
            for (std::size_t j = i + 1; j < deadlines.size(); ++j) {
                writer_.swap(MutationKind::deadlines_reordered, deadlines[i]->span, deadlines[j]->span);
            }
        }
        for (const Item& item : items) std::visit([&](const auto& one) { each(one); }, item);
        siblings_ = outer;
    }

    // Two periods or two deadlines change their places.
    void reorder(const std::vector<const NamedValue*>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            for (std::size_t j = i + 1; j < values.size(); ++j) {
                const bool alike = values[i]->kind == values[j]->kind && values[i]->kind != NamedValue::Kind::condition;
                if (alike) writer_.swap(MutationKind::deadlines_reordered, values[i]->value.span, values[j]->value.span);
            }
        }
    }

    template <typename Other>
    void each(const Other& /*other*/) {}
    void each(const NamedValue& value) { named(value); }
    void each(const Event& event) {
        parties(event.by);
        count(event.at_most_span, event.at_most);
    }
    void each(const StartRule& start) {
        for (const std::string& other : without(siblings_, start.state.text)) writer_.replace(MutationKind::target_swapped, start.state.span, other);
    }
    void each(const OnRule& rule) {
        writer_.remove(MutationKind::rule_deleted, rule.span);
        for (const std::string& other : without(names_.events, rule.event.text)) {
            writer_.replace(MutationKind::event_swapped, rule.event.span, other);
        }
        count(rule.at_most_span, rule.at_most);
        window(rule.window);
        if (rule.condition) guard(*rule.condition);
        if (rule.kind == OnRule::Kind::on) outcome(rule.outcome);
        for (const Action& one : rule.outcome.actions) action(one);
    }
    void each(const DeadlineRule& rule) {
        writer_.remove(MutationKind::timeout_deleted, rule.span);
        expression(rule.when);
        seen_deadlines_.push_back(&rule);
        for (const DeadlineRule* other : seen_deadlines_) {
            if (other->kind == rule.kind) writer_.swap(MutationKind::deadlines_reordered, other->when.span, rule.when.span);
        }
        if (rule.condition) guard(*rule.condition);
        outcome(rule.outcome);
        if (!rule.otherwise) return;
        writer_.remove_clause(MutationKind::otherwise_dropped, rule.otherwise->span, {"otherwise"});
        outcome(*rule.otherwise);
    }
    void each(const Duty& duty) {
        writer_.remove(MutationKind::rule_deleted, duty.span);
        parties(duty.by);
        for (const Name& act : duty.acts) {
            for (const std::string& other : without(names_.events, act.text)) writer_.replace(MutationKind::event_swapped, act.span, other);
        }
        if (duty.due) expression(*duty.due);
        if (duty.within) expression(*duty.within);
        if (duty.condition) guard(*duty.condition);
        if (duty.excused) {
            writer_.remove_clause(MutationKind::guard_flipped, duty.excused->span, {"excused while"});
            guard(*duty.excused, false);
        }
        if (duty.released) {
            writer_.remove_clause(MutationKind::guard_flipped, duty.released->span, {"released when"});
            guard(*duty.released, false);
        }
        for (const Action& one : duty.breach) action(one);
    }
    void each(const MayRule& rule) {
        writer_.remove(MutationKind::rule_deleted, rule.span);
        parties(rule.by);
        for (const std::string& other : without(names_.events, rule.event.text)) writer_.replace(MutationKind::event_swapped, rule.event.span, other);
        window(rule.window);
        if (rule.condition) guard(*rule.condition);
    }
    void each(const WhenRule& rule) {
        writer_.remove(MutationKind::rule_deleted, rule.span);
        guard(rule.condition, false);
        outcome(rule.outcome);
    }
    void each(const DoOnEntry& rule) {
        writer_.remove(MutationKind::effect_dropped, rule.span);
        arguments(rule.action.arguments);
    }
    void each(const OutcomeRule& rule) {
        writer_.remove(MutationKind::rule_deleted, rule.span);
        outcome(rule.outcome);
    }
    void each(const State& state) {
        if (state.ends_case) writer_.replace_word(MutationKind::target_swapped, state.head, "ends case", "");
        if (state.kind == State::Kind::resting) writer_.replace_word(MutationKind::target_swapped, state.head, "resting", "state");
        arguments(state.arguments);
        body(state.items);
    }
    void each(const Machine& machine) {
        const auto outer = std::exchange(targets_, states_in(machine.items));
        const std::vector<std::string> outer_events = names_.events;
        add_events(machine.items);
        body(machine.items);
        targets_ = outer;
        names_.events = outer_events;
    }

    void add_events(const std::vector<Item>& items) {
        for (const Item& item : items) {
            if (const auto* event = std::get_if<Event>(&item)) names_.events.push_back(event->name.text);
        }
    }

    // ---- the parts of a rule -----------------------------------------------------------------------------------------------

    void expression(const Expr& e) { mutate_expression(writer_, names_, e, false); }
    void guard(const Expr& condition, bool can_go = true) {
        if (can_go) writer_.remove_clause(MutationKind::guard_flipped, condition.span, {"if", "unless"});
        mutate_expression(writer_, names_, condition, true);
    }

    void window(const Window& window) {
        if (window.from) {
            writer_.remove_clause(MutationKind::window_moved, window.from->span, {"from"});
            writer_.replace_keyword(MutationKind::window_moved, window.from->span, "from", "until");
            expression(*window.from);
        }
        if (window.until) {
            writer_.remove_clause(MutationKind::window_moved, window.until->span, {"until"});
            writer_.replace_keyword(MutationKind::window_moved, window.until->span, "until", "from");
            expression(*window.until);
        }
        if (window.within) {
            writer_.remove_clause(MutationKind::window_moved, window.within->span, {"within"});
            expression(*window.within);
        }
        if (window.from_nth) nth_day(*window.from_nth);
    }

    // `from the 3rd day after X`.
    void nth_day(const Expr& from) {
        const auto begin = writer_.all().rfind("from the ", from.children.front().span.begin);
        if (begin == std::string::npos) return;
        const auto clause = writer_.span(static_cast<std::uint32_t>(begin), from.children.front().span.end);
        const std::string of = writer_.text(from.children.front().span);
        writer_.remove(MutationKind::window_moved, clause);
        for (const std::int64_t n : {from.number - 1, from.number + 1}) {
            const char* ending = n == 1 ? "st" : n == 2 ? "nd" : n == 3 ? "rd" : "th";
            if (n > 0) writer_.replace(MutationKind::window_moved, clause, "from the " + std::to_string(n) + ending + " day after " + of);
        }
        expression(from.children.front());
    }

    void target(const Name& name) {
        for (const std::string& other : without(targets_, name.text)) writer_.replace(MutationKind::target_swapped, name.span, other);
    }

    void outcome(const Outcome& outcome) {
        if (outcome.kind == Outcome::Kind::move) {
            target(outcome.target);
            const auto arrow = writer_.all().rfind("->", outcome.target.span.begin);
            writer_.replace(MutationKind::target_swapped, writer_.span(static_cast<std::uint32_t>(arrow), outcome.target.span.end), "stay");
            if (outcome.without_right) writer_.replace_word(MutationKind::target_swapped, outcome.span, "without right", "");
        }
        for (const Action& one : outcome.actions) {
            if (outcome.actions.size() == 1) {
                const auto open = writer_.all().rfind('{', one.span.begin), close = writer_.all().find('}', one.span.end);
                writer_.remove(MutationKind::effect_dropped, writer_.span(static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(close + 1)));
            } else {
                writer_.remove(MutationKind::effect_dropped, one.span);
            }
            action(one);
        }
        for (const Branch& branch : outcome.branches) {
            writer_.remove(branch.condition ? MutationKind::rule_deleted : MutationKind::otherwise_dropped, branch.span);
            if (branch.condition) guard(*branch.condition, false);
            this->outcome(branch.outcome);
        }
    }

    void action(const Action& one) {
        if (one.kind == Action::Kind::set) expression(one.value);
        arguments(one.arguments);
    }
    void arguments(const std::vector<Argument>& all) {
        for (const Argument& one : all) expression(one.value);
    }

    void count(const support::Span& span, const std::optional<std::int64_t>& most) {
        if (!most) return;
        const auto comma = writer_.all().find_last_not_of(" \n", span.begin - 1);
        const std::uint32_t begin = writer_.all()[comma] == ',' ? static_cast<std::uint32_t>(comma) : span.begin;
        writer_.remove(MutationKind::count_changed, writer_.span(begin, span.end));
        writer_.replace(MutationKind::count_changed, span, "at most " + std::to_string(*most + 1) + " times");
        const std::string fewer = *most == 2 ? "at most once" : "at most " + std::to_string(*most - 1) + " times";
        if (*most > 1) writer_.replace(MutationKind::count_changed, span, fewer);
    }

    // Who may: another in the place of each, one less, one more.
    void parties(const std::vector<Name>& by) {
        if (by.empty()) return;
        const auto all = writer_.span(by.front().span.begin, by.back().span.end);
        std::vector<std::string> present, absent = names_.parties;
        for (const Name& one : by) {
            present.push_back(one.text);
            std::erase(absent, one.text);
        }
        const auto written = [](const std::vector<std::string>& list) {
            std::string text;
            for (const std::string& one : list) text += (text.empty() ? "" : ", ") + one;
            return text;
        };
        for (const std::string& one : present) {
            if (present.size() > 1) writer_.replace(MutationKind::party_changed, all, written(without(present, one)));
            for (const std::string& other : absent) {
                auto changed = present;
                std::replace(changed.begin(), changed.end(), one, other);
                writer_.replace(MutationKind::party_changed, all, written(changed));
            }
        }
        for (const std::string& other : absent) {
            auto more = present;
            more.push_back(other);
            writer_.replace(MutationKind::party_changed, all, written(more));
        }
    }

    // ---- values and decisions ----------------------------------------------------------------------------------------------

    void named(const NamedValue& value) {
        for (const Row& row : value.value.rows) {
            if (value.value.rows.size() > 1) writer_.remove(row.condition ? MutationKind::row_changed : MutationKind::otherwise_dropped, row.span);
            if (row.condition) mutate_expression(writer_, names_, *row.condition, true);
            mutate_expression(writer_, names_, row.value, value.kind == NamedValue::Kind::condition);
        }
        if (value.end_of_that_day) writer_.replace_word(MutationKind::window_moved, value.span, ", end of that day", "");
        if (value.start_of_that_day) writer_.replace_word(MutationKind::window_moved, value.span, ", start of that day", "");
        if (value.rolling) writer_.replace_word(MutationKind::window_moved, value.span, ", rolling", "");
    }

    void rows(const Decision& decision) {
        if (decision.in_order) writer_.replace_word(MutationKind::row_changed, decision.head, "in order", "");
        for (std::size_t i = 0; i < decision.rows.size(); ++i) {
            const DecisionRow& row = decision.rows[i];
            writer_.remove(row.condition ? MutationKind::row_changed : MutationKind::otherwise_dropped, row.span);
            if (row.condition) mutate_expression(writer_, names_, *row.condition, true);
            for (const auto& result : row.results) expression(result.value);
            if (!row.overrides.empty()) {
                const auto all = writer_.span(row.overrides.front().span.begin, row.overrides.back().span.end);
                writer_.remove_clause(MutationKind::row_changed, all, {"overrides"});
            }
            if (row.overrides_the_rest) writer_.replace_word(MutationKind::row_changed, row.span, "overrides the rest", "");
            const bool next = i + 1 < decision.rows.size() && row.condition && decision.rows[i + 1].condition;
            if (next) writer_.swap(MutationKind::row_changed, row.condition->span, decision.rows[i + 1].condition->span);
        }
    }

    MutationWriter& writer_;
    Names names_;
    std::vector<std::string> targets_;                     // states that a rule here may name
    std::vector<std::string> siblings_;                    // states side by side with the rule
    std::vector<const DeadlineRule*> seen_deadlines_;      // of the case
    bool has_calendar_ = false;
};

}  // namespace

std::vector<Mutant> mutants_of(const SourceSet& sources, const std::string& path) {
    const Trees trees(sources);
    MutationWriter writer(path, *sources.find(path));
    Rules(writer, trees.names_of(path)).file(trees.file(path));
    std::vector<Mutant> mutants = writer.take();
    std::stable_sort(mutants.begin(), mutants.end(), [](const Mutant& a, const Mutant& b) { return a.edits.front().begin < b.edits.front().begin; });
    return mutants;
}

}  // namespace exactness
