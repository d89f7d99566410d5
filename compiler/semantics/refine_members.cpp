// What becomes of the members of cases, machines and states.
#include <algorithm>
#include <type_traits>
#include <variant>

#include "compiler/semantics/refine_merge.h"
#include "compiler/syntax/dump.h"
#include "compiler/syntax/named_value_words.h"

namespace recourse::semantics {

using diagnostics::Diagnostic;
using namespace syntax;

namespace {

Mark mark_of(const Item& item) {
    return std::visit([](const auto& x) {
        if constexpr (requires { x.mark; }) return x.mark;
        else return Mark::none;
    }, item);
}

Span span_of(const Item& item) {
    return std::visit([](const auto& x) { return x.span; }, item);
}

Item without_mark(Item item) {
    std::visit([](auto& x) {
        if constexpr (requires { x.mark; }) x.mark = Mark::none;
    }, item);
    return item;
}

// Rules of which several may speak of one thing.
constexpr std::string_view kManyOfOneName[] = {"on", "ignore", "refuse", "do", "may", "may not"};

bool is_timed(const std::string& word) { return word == "after" || word == "at" || word == "when"; }

const std::optional<Name>& reason_of(const Item& item) {
    static const std::optional<Name> none;
    return std::visit([](const auto& x) -> const std::optional<Name>& {
        if constexpr (requires { x.outcome.trailing; }) return x.outcome.trailing.reason;
        else return none;
    }, item);
}

// What a rule that fires by itself waits for, as it is written.
std::string waits_for(const Item& item) {
    if (const auto* rule = std::get_if<DeadlineRule>(&item)) {
        DeadlineRule bare;
        bare.kind = rule->kind;
        bare.when = rule->when;
        return dump(Item(std::move(bare)));
    }
    if (const auto* rule = std::get_if<WhenRule>(&item)) return dump(Item(WhenRule{rule->condition, {}, {}}));
    return {};
}

// `change state X` begins with what stays: its kind and where it leads when entered.
bool says_nothing(const State& change) {
    return change.items.empty() && change.instance_of.empty() && change.trailing.allows.empty() && change.trailing.cites.empty() && !change.trailing.reading;
}

}  // namespace

Merger::Called Merger::called(const Item& item) {
    struct Caller {
        Called operator()(const Fact& x) const { return {"fact", x.name.text}; }
        Called operator()(const Record& x) const { return {"record", x.name.text}; }
        Called operator()(const Event& x) const { return {x.happening ? "happening" : "event", x.name.text}; }
        Called operator()(const Effect& x) const { return {"effect", x.name.text}; }
        Called operator()(const OutcomeNames&) const { return {"outcomes", ""}; }
        Called operator()(const NamedValue& x) const { return {std::string(keyword_of(x.kind).line().key), x.name.text}; }
        Called operator()(const StartRule&) const { return {"start", ""}; }
        // `takes E` answers E as `on E` does.
        Called operator()(const OnRule& x) const {
            return {x.kind == OnRule::Kind::ignore ? "ignore" : x.kind == OnRule::Kind::refuse ? "refuse" : "on", x.event.text};
        }
        Called operator()(const DeadlineRule& x) const { return {x.kind == DeadlineRule::Kind::after ? "after" : "at", ""}; }
        Called operator()(const WhenRule&) const { return {"when", ""}; }
        Called operator()(const DoOnEntry& x) const { return {"do", x.action.target.text}; }
        Called operator()(const OutcomeRule& x) const { return {"outcome", x.outcome_name.text}; }
        Called operator()(const Duty& x) const { return {"duty", x.name.text}; }
        Called operator()(const OpenedCase& x) const { return {"opens", x.name.text}; }
        Called operator()(const MayRule& x) const { return {x.may_not ? "may not" : x.acts_for.empty() ? "may" : "may act for", x.acts_for.empty() ? x.event.text : x.acts_for.text}; }
        Called operator()(const State& x) const { return {"state", x.name.text}; }
        Called operator()(const Machine& x) const { return {"machine", x.name.text}; }
    };
    return std::visit(Caller{}, item);
}

std::vector<std::string> Merger::names_of(const Items& in, const std::string& word) {
    std::vector<std::string> names;
    for (const Item& item : in) {
        if (Called one = called(item); one.word == word && !one.name.empty()) names.push_back(std::move(one.name));
    }
    return names;
}

void Merger::merge_items(const Items& changes, Items& into, const std::string& where) {
    for (const Item& item : changes) merge_item(item, into, where);
}

void Merger::merge_item(const Item& item, Items& into, const std::string& where) {
    const Mark mark = mark_of(item);
    if (mark == Mark::none) return add_item(item, into);
    const auto* state = std::get_if<State>(&item);
    if (state != nullptr && mark == Mark::change) return change_state(*state, into, where);
    if (const auto* machine = std::get_if<Machine>(&item)) return change_machine(*machine, into, where);
    Items* list = &into;
    std::optional<std::size_t> at;
    if (state != nullptr) {
        if (const std::optional<Place> place = find_state(*state, into, where)) {
            list = place->list;
            at = place->at;
        }
    } else {
        at = find_item(item, into, where);
    }
    if (!at || !first_time(span_of((*list)[*at]), span_of(item), called(item).text())) return;
    if (mark == Mark::remove) {
        removed_.emplace(where + "/" + called(item).text(), span_of(item));
        list->erase(list->begin() + static_cast<std::ptrdiff_t>(*at));
        return;
    }
    Item changed = without_mark(item);
    if (dump(changed) == dump((*list)[*at])) return no_effect(called(item), span_of(item), span_of((*list)[*at]));
    (*list)[*at] = std::move(changed);
}

void Merger::add_item(const Item& item, Items& into) {
    if (std::holds_alternative<Fact>(item)) {
        sink_.error("fact-in-refinement", span_of(item), "a refinement has the facts of what it refines",
                    "declare the fact in `" + own_.refines.text + "`, perhaps as `… or none`")
            .why = "a case is opened before it is known which policy applies to it: its facts decide that";
        return;
    }
    const Called wanted = called(item);
    const bool has_name = std::find(std::begin(kManyOfOneName), std::end(kManyOfOneName), wanted.word) == std::end(kManyOfOneName) && !is_timed(wanted.word);
    const auto same = std::find_if(into.begin(), into.end(), [&](const Item& one) {
        const Called other = called(one);
        return other.word == wanted.word && other.name == wanted.name;
    });
    if (has_name && same != into.end() && span_of(*same).file != own_.id) return already_there(wanted, span_of(item), span_of(*same));
    if (const auto* state = std::get_if<State>(&item)) reject_marks(state->items);
    if (const auto* machine = std::get_if<Machine>(&item)) reject_marks(machine->items);
    into.push_back(item);
}

// In what is added, nothing was there before.
void Merger::reject_marks(const Items& added) {
    for (const Item& item : added) {
        if (mark_of(item) != Mark::none) {
            sink_.error("change-of-added", span_of(item), "this stands in what is added here, where there is nothing to change yet",
                        "write what holds, without `change` or `remove`");
        }
        if (const auto* state = std::get_if<State>(&item)) reject_marks(state->items);
        if (const auto* machine = std::get_if<Machine>(&item)) reject_marks(machine->items);
    }
}

void Merger::change_state(const State& change, Items& into, const std::string& where) {
    const std::optional<Place> place = find_state(change, into, where);
    if (!place) return;
    auto& there = std::get<State>((*place->list)[place->at]);
    if (!first_time(there.span, change.span, "state " + change.name.text)) return;
    if (says_nothing(change)) return no_effect({"state", change.name.text}, change.span, there.span);
    if (!change.instance_of.empty()) {
        State before = there, after = there;
        before.items.clear();
        after.items.clear();
        after.instance_of = change.instance_of;
        after.arguments = change.arguments;
        if (dump(Item(before)) == dump(Item(after)) && change.items.empty()) return no_effect({"state", change.name.text}, change.span, there.span);
        there.instance_of = change.instance_of;
        there.arguments = change.arguments;
    }
    there.has_body = there.has_body || change.has_body;
    Trailing& carried = there.trailing;
    carried.allows.insert(carried.allows.end(), change.trailing.allows.begin(), change.trailing.allows.end());
    carried.cites.insert(carried.cites.end(), change.trailing.cites.begin(), change.trailing.cites.end());
    if (change.trailing.reading) carried.reading = change.trailing.reading;
    merge_items(change.items, there.items, place->path);
}

void Merger::change_machine(const Machine& change, Items& into, const std::string& where) {
    const auto at = std::find_if(into.begin(), into.end(), [&](const Item& item) {
        const auto* machine = std::get_if<Machine>(&item);
        return machine != nullptr && machine->name.text == change.name.text;
    });
    if (at == into.end()) return nothing_there({"machine", change.name.text}, change.name.span, where, names_of(into, "machine"));
    auto& there = std::get<Machine>(*at);
    if (!first_time(there.span, change.span, "machine " + change.name.text)) return;
    if (change.items.empty()) return no_effect({"machine", change.name.text}, change.span, there.span);
    merge_items(change.items, there.items, where + "." + change.name.text);
}

void Merger::find_states(Items& in, const std::string& path, const std::string& wanted, std::vector<Place>& found, std::vector<std::string>& names) const {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (auto* machine = std::get_if<Machine>(&in[i])) find_states(machine->items, path + machine->name.text + ".", wanted, found, names);
        auto* state = std::get_if<State>(&in[i]);
        if (state == nullptr) continue;
        const std::string full = path + state->name.text;
        names.push_back(state->name.text);
        if (full == wanted || full.ends_with("." + wanted)) found.push_back({&in, i, full});
        find_states(state->items, full + ".", wanted, found, names);
    }
}

// By its path, or by any end of it that no other state has.
std::optional<Merger::Place> Merger::find_state(const State& wanted, Items& in, const std::string& where) {
    std::vector<Place> found;
    std::vector<std::string> names;
    find_states(in, "", wanted.name.text, found, names);
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        nothing_there({"state", wanted.name.text}, wanted.name.span, where, names);
    } else {
        std::vector<Span> several;
        for (const Place& one : found) several.push_back(std::get<State>((*one.list)[one.at]).name.span);
        ambiguous({"state", wanted.name.text}, wanted.name.span, several);
    }
    return std::nullopt;
}

// Of several rules alike the one with the same reason; of several that fire by themselves the one that waits for the same, and a change may
// give the only one another period.
std::optional<std::size_t> Merger::find_item(const Item& wanted, Items& in, const std::string& where) {
    const Called what = called(wanted);
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const Called one = called(in[i]);
        if (one.word == what.word && one.name == what.name) found.push_back(i);
    }
    const auto narrow = [&](const auto& fits) {
        std::vector<std::size_t> left;
        std::copy_if(found.begin(), found.end(), std::back_inserter(left), fits);
        return left;
    };
    const bool removes = mark_of(wanted) == Mark::remove;
    const std::optional<Name>& reason = reason_of(wanted);
    const auto by_reason = narrow([&](std::size_t i) { return reason && reason_of(in[i]) && reason_of(in[i])->text == reason->text; });
    if (!by_reason.empty() || (removes && reason)) found = by_reason;
    if (is_timed(what.word)) {
        const auto by_time = narrow([&](std::size_t i) { return waits_for(in[i]) == waits_for(wanted); });
        if (!by_time.empty() || removes) found = by_time;
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        nothing_there(what, span_of(wanted), where, names_of(in, what.word));
    } else {
        std::vector<Span> several;
        for (const std::size_t i : found) several.push_back(span_of(in[i]));
        ambiguous(what, span_of(wanted), several);
    }
    return std::nullopt;
}

}  // namespace recourse::semantics
