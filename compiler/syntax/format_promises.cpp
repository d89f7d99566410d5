#include <functional>

#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

namespace {

std::string alternatives(const std::vector<Name>& names) {
    std::string out;
    for (const Name& name : names) out += (out.empty() ? "" : " or ") + name.text;
    return out;
}

// A condition as one of several that `and` joins.
std::string as_limb(const Expr& condition) {
    const bool bare = condition.kind == ExprKind::logical_or || condition.kind == ExprKind::logical_and;
    return bare && !condition.parenthesised ? "(" + text_of(condition) + ")" : text_of(condition);
}

Cell preamble(const Promise& x) {
    std::vector<std::string> given;
    for (const Name& party : x.silent) given.push_back(party.text + " is silent");
    for (const Name& party : x.prompt) given.push_back(party.text + " acts in time");
    for (const Expr& condition : x.given) given.push_back(as_limb(condition));
    Cell cell;
    for (std::size_t i = 0; i < given.size(); ++i) cell.push_back({(i == 0 ? "if " : "and ") + given[i], i == 0});
    const auto add = [&](const std::string& text, bool may_begin_line) {
        if (!cell.empty()) cell.back().text += ",";
        cell.push_back({text, may_begin_line});
    };
    if (!x.after.empty() && !x.before.empty()) {
        add("between " + x.after.text + " and " + x.before.text, false);
    } else if (!x.after.empty()) {
        add("after " + x.after.text, false);
    } else if (!x.before.empty()) {
        add("before " + x.before.text, false);
    }
    if (!x.unless.empty()) add("unless " + alternatives(x.unless), true);
    if (!cell.empty()) cell.back().text += ":";
    return cell;
}

std::string claim_text(const Promise& x, const std::function<std::string(const std::vector<Name>&)>& states) {
    using Claim = Promise::Claim;
    switch (x.claim) {
        case Claim::leads_to: return states(x.from) + " leads to " + states(x.to);
        case Claim::never_leads_to: return states(x.from) + " never leads to " + states(x.to);
        case Claim::can_lead_to: return states(x.from) + " can lead to " + states(x.to);
        case Claim::ends: return x.subject.text + " ends";
        case Claim::never: return "never " + text_of(x.condition);
        case Claim::always: return "always " + text_of(x.condition);
        case Claim::at_most: return x.subject.text + " " + (x.most == 0 ? "never" : times_text(x.most));
        case Claim::never_both: return x.subject.text + " and " + x.other.text + " never both";
        case Claim::may: return x.subject.text + " may " + x.other.text + " in " + states(x.from);
        case Claim::may_not: return x.subject.text + " may not " + x.other.text + (x.from.empty() ? "" : " in " + states(x.from));
        case Claim::missing: break;
    }
    return {};
}

}  // namespace

void FormatWalk::show(const Promise& x) {
    Cell rest = preamble(x);
    OutputLine line = begin_line(x.span.begin, rest.empty() ? "promise" : "");
    line.cells = {{{"promise " + quoted(x.title.value) + (x.of.empty() ? "" : " of " + x.of.text), false}}};
    const auto states = [&](const std::vector<Name>& all) {
        std::string out;
        for (const Name& state : all) out += (out.empty() ? "" : " or ") + state_text(state.text, machines_);
        return out;
    };
    rest.push_back({claim_text(x, states), true});
    rest.front().may_begin_line = true;
    if (x.within) rest.push_back({"within " + text_of(*x.within), true});
    line.cells.push_back(std::move(rest));
    line.tail = 2;
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

}  // namespace recourse::syntax
