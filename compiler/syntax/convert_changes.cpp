// `change …` and `remove …`, in a policy that refines another.
#include "compiler/syntax/convert.h"

namespace recourse::syntax {

namespace {

// What a `change` or `remove` cannot speak of has no mark: the grammar does not let it come here.
template <typename Thing>
void set_mark(Thing& thing, Mark mark, Span span) {
    if constexpr (requires { thing.mark; }) {
        thing.mark = mark;
        thing.span = span;
    }
}

}  // namespace

bool Converter::may_change(Index node) {
    if (refines_) return true;
    error("change-without-refinement", cst_.span(node), "this file refines no policy, so there is nothing to change or remove",
          "write what holds here without the first word, or begin the file with `policy NAME refines NAME`");
    return false;
}

std::optional<Item> Converter::marked_item(Index node) {
    const Index inner = cst_.first(node);
    if (inner == kNone || !may_change(node)) return std::nullopt;
    const bool removes = cst_.kind(node) == NodeKind::remove;
    std::optional<Item> made = removes ? removed_item(inner) : item(inner);
    if (made) std::visit([&](auto& thing) { set_mark(thing, removes ? Mark::remove : Mark::change, cst_.span(node)); }, *made);
    return made;
}

std::optional<TopItem> Converter::marked_top_item(Index node) {
    const Index inner = cst_.first(node);
    if (inner == kNone || !may_change(node)) return std::nullopt;
    const bool removes = cst_.kind(node) == NodeKind::remove;
    std::optional<TopItem> made = removes ? removed_top_item(inner) : top_item(inner);
    if (made) std::visit([&](auto& thing) { set_mark(thing, removes ? Mark::remove : Mark::change, cst_.span(node)); }, *made);
    return made;
}

std::optional<DecisionRow> Converter::marked_row(Index node) {
    const Index inner = cst_.first(node);
    if (inner == kNone || !may_change(node)) return std::nullopt;
    DecisionRow row = decision_row(inner);
    row.mark = cst_.kind(node) == NodeKind::remove ? Mark::remove : Mark::change;
    row.span = cst_.span(node);
    return row;
}

// What it is called by, and what is said of its going.
std::optional<Item> Converter::removed_item(Index node) {
    const auto named_item = [](auto made) -> std::optional<Item> {
        if (made.name.empty()) return std::nullopt;
        return Item(std::move(made));
    };
    switch (cst_.kind(node)) {
        case NodeKind::state: {
            State gone;
            gone.name = name_in(node, NodeKind::path);
            gone.trailing = trailing_in(node);
            return named_item(std::move(gone));
        }
        case NodeKind::record: {
            Record gone;
            gone.name = name_in(node);
            return named_item(std::move(gone));
        }
        case NodeKind::duty: {
            Duty gone;
            gone.name = name_in(node);
            gone.trailing = trailing_in(node);
            return named_item(std::move(gone));
        }
        case NodeKind::on_rule: {
            OnRule gone = on_rule(node, OnRule::Kind::on);
            gone.outcome.trailing = trailing_in(node);
            return Item(std::move(gone));
        }
        case NodeKind::after_rule:
        case NodeKind::at_rule: {
            DeadlineRule gone = deadline_rule(node, cst_.kind(node) == NodeKind::at_rule ? DeadlineRule::Kind::at : DeadlineRule::Kind::after);
            gone.outcome.trailing = trailing_in(node);
            return Item(std::move(gone));
        }
        case NodeKind::when_rule: {
            WhenRule gone{expr_in(node), outcome_in(node), cst_.span(node)};
            gone.outcome.trailing = trailing_in(node);
            return Item(std::move(gone));
        }
        case NodeKind::do_rule: {
            DoOnEntry gone;
            gone.action.kind = Action::Kind::perform;
            gone.action.target = name_in(node);
            gone.trailing = trailing_in(node);
            return Item(std::move(gone));
        }
        default: return item(node);
    }
}

std::optional<TopItem> Converter::removed_top_item(Index node) {
    switch (cst_.kind(node)) {
        case NodeKind::decision: {
            Decision gone;
            gone.name = name_in(node);
            if (gone.name.empty()) return std::nullopt;
            return TopItem(std::move(gone));
        }
        case NodeKind::promise: {
            Promise gone;
            gone.title = text_in(node);
            gone.trailing = trailing_in(node);
            return TopItem(std::move(gone));
        }
        default: return top_item(node);
    }
}

}  // namespace recourse::syntax
