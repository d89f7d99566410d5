// What becomes of what stands at the top of the refined policy, and what is wrong with changes.
#include <algorithm>
#include <type_traits>
#include <variant>

#include "compiler/semantics/refine_merge.h"
#include "compiler/syntax/dump.h"

namespace recourse::semantics {

using diagnostics::Diagnostic;
using namespace syntax;

namespace {

Mark mark_of(const TopItem& item) {
    return std::visit([](const auto& x) {
        if constexpr (requires { x.mark; }) return x.mark;
        else return Mark::none;
    }, item);
}

Span span_of(const TopItem& item) {
    return std::visit([](const auto& x) { return x.span; }, item);
}

TopItem without_mark(TopItem item) {
    std::visit([](auto& x) {
        if constexpr (requires { x.mark; }) x.mark = Mark::none;
    }, item);
    return item;
}

}  // namespace

Merger::Called Merger::called(const TopItem& item) {
    return std::visit([&](const auto& x) -> Called {
        using Thing = std::decay_t<decltype(x)>;
        if constexpr (std::is_same_v<Thing, NamedValue>) return called(Item(x));
        else if constexpr (std::is_same_v<Thing, Effect>) return {"effect", x.name.text};
        else if constexpr (std::is_same_v<Thing, Machine>) return {"machine", x.name.text};
        else if constexpr (std::is_same_v<Thing, Decision>) return {"decision", x.name.text};
        else if constexpr (std::is_same_v<Thing, Case>) return {"case", x.name.text};
        else if constexpr (std::is_same_v<Thing, Kind>) return {"kind", x.name.text};
        else if constexpr (std::is_same_v<Thing, LabelItem>) return {"label", x.of.text};
        else if constexpr (std::is_same_v<Thing, Promise>) return {"promise", "\"" + x.title.value + "\""};
        else return {};
    }, item);
}

void Merger::merge(File& whole) {
    for (const TopItem& item : own_.items) merge_top(item, whole);
}

void Merger::merge_top(const TopItem& item, File& whole) {
    const Mark mark = mark_of(item);
    if (mark == Mark::none) return add_top(item, whole.items);
    const Called what = called(item);
    std::vector<std::string> names;
    const auto at = std::find_if(whole.items.begin(), whole.items.end(), [&](const TopItem& one) {
        const Called other = called(one);
        if (other.word == what.word) names.push_back(other.name);
        return other.word == what.word && other.name == what.name;
    });
    if (at == whole.items.end()) {
        // A name that the refined policy imports has another meaning here from now on.
        const auto* value = std::get_if<NamedValue>(&item);
        if (value != nullptr && mark == Mark::change && take_import_away(value->name.text, whole.items)) {
            whole.items.push_back(without_mark(item));
            return;
        }
        return nothing_there(what, span_of(item), "", names);
    }
    if (!first_time(span_of(*at), span_of(item), what.text())) return;
    if (mark == Mark::change) return change_top(item, *at);
    removed_.emplace("/" + what.text(), span_of(item));
    whole.items.erase(at);
}

bool Merger::take_import_away(const std::string& name, Tops& tops) {
    for (TopItem& item : tops) {
        auto* import = std::get_if<Import>(&item);
        if (import == nullptr) continue;
        const auto known_as = [&](const Import::Item& one) { return (one.alias.empty() ? one.name.text : one.alias.text) == name; };
        if (std::erase_if(import->items, known_as) > 0) return true;
    }
    return false;
}

void Merger::add_top(const TopItem& item, Tops& into) {
    const auto* import = std::get_if<Import>(&item);
    if (import != nullptr && import->module.text == own_.refines.text) return;     // which has been told
    const Called wanted = called(item);
    const auto same = std::find_if(into.begin(), into.end(), [&](const TopItem& one) {
        const Called other = called(one);
        return !wanted.word.empty() && other.word == wanted.word && other.name == wanted.name;
    });
    if (same != into.end() && span_of(*same).file != own_.id && wanted.word != "kind") return already_there(wanted, span_of(item), span_of(*same));
    if (const auto* of = std::get_if<Case>(&item)) reject_marks(of->items);
    if (const auto* machine = std::get_if<Machine>(&item)) reject_marks(machine->items);
    into.push_back(item);
}

void Merger::change_top(const TopItem& item, TopItem& there) {
    const auto goes_inside = [&](const auto& change, auto& old) {
        if (change.items.empty()) return no_effect(called(item), change.span, old.span);
        merge_items(change.items, old.items, change.name.text);
    };
    if (const auto* of = std::get_if<Case>(&item)) return goes_inside(*of, std::get<Case>(there));
    if (const auto* machine = std::get_if<Machine>(&item)) return goes_inside(*machine, std::get<Machine>(there));
    if (const auto* decision = std::get_if<Decision>(&item)) {
        if (decision->rows.empty()) return no_effect(called(item), decision->span, span_of(there));
        return merge_rows(*decision, std::get<Decision>(there));
    }
    TopItem changed = without_mark(item);
    if (dump(changed) == dump(there)) return no_effect(called(item), span_of(item), span_of(there));
    there = std::move(changed);
}

void Merger::merge_rows(const Decision& changes, Decision& into) {
    for (const DecisionRow& row : changes.rows) merge_row(row, into);
}

// A new row comes last, and before `otherwise`.
void Merger::merge_row(const DecisionRow& row, Decision& into) {
    const bool is_otherwise = row.name.empty() && !row.condition;
    const Called what{"row", is_otherwise ? "otherwise" : row.name.text};
    const auto same = std::find_if(into.rows.begin(), into.rows.end(), [&](const DecisionRow& one) {
        return is_otherwise ? !one.condition : !row.name.empty() && one.name.text == row.name.text;
    });
    if (row.mark == Mark::none) {
        if (same != into.rows.end() && same->span.file != own_.id) return already_there(what, row.span, same->span);
        const auto last = std::find_if(into.rows.begin(), into.rows.end(), [](const DecisionRow& one) { return !one.condition; });
        into.rows.insert(last, row);
        return;
    }
    if (same == into.rows.end()) {
        std::vector<std::string> names;
        for (const DecisionRow& one : into.rows) {
            if (!one.name.empty()) names.push_back(one.name.text);
        }
        return nothing_there(what, row.span, into.name.text, names);
    }
    if (!first_time(same->span, row.span, what.text())) return;
    if (row.mark == Mark::remove) {
        removed_.emplace(into.name.text + "/" + what.text(), row.span);
        into.rows.erase(same);
        return;
    }
    DecisionRow changed = row;
    changed.mark = Mark::none;
    if (dump(changed) == dump(*same)) return no_effect(what, row.span, same->span);
    *same = std::move(changed);
}

bool Merger::first_time(Span thing, Span said, const std::string& text) {
    const bool from_here = thing.file == own_.id;
    const auto [before, fresh] = spoken_of_.emplace(thing, said);
    if (fresh && !from_here) return true;
    Diagnostic& finding = sink_.error("changed-twice", said, "this file speaks of `" + text + "` twice", "say in one place what holds");
    finding.labels.front().text = "again here";
    finding.labels.push_back({from_here ? thing : before->second, "first here"});
    return false;
}

void Merger::nothing_there(const Called& what, Span said, const std::string& where, const std::vector<std::string>& candidates) {
    if (const auto gone = removed_.find(where + "/" + what.text()); gone != removed_.end()) {
        Diagnostic& finding = sink_.error("changed-twice", said, "`" + what.text() + "` is taken away in this file already", "say in one place what holds");
        finding.labels.push_back({gone->second, "taken away here"});
        return;
    }
    const std::string in = where.empty() ? "`" + own_.refines.text + "`" : "`" + where + "` of `" + own_.refines.text + "`";
    Diagnostic& finding = sink_.error("nothing-to-change", said, "there is no `" + what.text() + "` in " + in);
    finding.why = "the refined policy may have been edited since, and what this was to change is called something else";
    if (const auto near = diagnostics::nearest(what.name, candidates)) finding.hint = "did you mean `" + *near + "`?";
    else if (what.word == "after" || what.word == "at" || what.word == "when") finding.hint = "write what the rule waits for as the refined policy does";
    else finding.hint = "nothing is called so there; what is new is written without `change`";
}

void Merger::ambiguous(const Called& what, Span said, const std::vector<Span>& several) {
    Diagnostic& finding = sink_.error("ambiguous-change", said, "`" + what.text() + "` may be any of " + std::to_string(several.size()) + " here",
                                      what.word == "state" ? "say which, by its path: `Outer.Inner`" : "say which, by its reason: `as REASON`, as the refined policy gives it");
    finding.labels.front().text = "which one?";
    for (const Span one : several) finding.labels.push_back({one, "this one"});
}

void Merger::no_effect(const Called& what, Span said, Span there) {
    Diagnostic& finding = sink_.error("change-without-effect", said, "`" + what.text() + "` is so already", "take the change away, or say what is different");
    finding.labels.front().text = "changes nothing";
    finding.labels.push_back({there, "as it is"});
    finding.why = "a reader looks for what is different here";
}

void Merger::already_there(const Called& what, Span said, Span there) {
    Diagnostic& finding = sink_.error("already-there", said, "`" + own_.refines.text + "` has `" + what.text() + "` already",
                                      "write `change " + what.text() + " …` if it is to be another here, or give this another name");
    finding.labels.front().text = "added here";
    finding.labels.push_back({there, "there already"});
}

}  // namespace recourse::semantics
