#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

namespace {

// A condition as one of several that `and` joins.
std::string as_limb(const Expr& condition, const Vocabulary& words) {
    const bool bare = condition.kind == ExprKind::logical_or || condition.kind == ExprKind::logical_and;
    return bare && !condition.parenthesised ? "(" + text_of(condition, words) + ")" : text_of(condition, words);
}

}  // namespace

std::string FormatWalk::alternatives(const std::vector<Name>& names, bool are_states) const {
    std::string out;
    for (const Name& name : names) {
        const std::string text = are_states ? state_text(name.text, machines_, words_) : name.text;
        out = out.empty() ? text : spaced({out, words_["or"], text});
    }
    return out;
}

// `between A and B`, `after A`, `before B`;  在 A 与 B 之间, 在 A 之后, 在 B 之前
std::string FormatWalk::scope_text(const Promise& x) const {
    const std::string_view in = words_[":scope"];       // nothing in English
    if (!x.after.empty() && !x.before.empty()) {
        return spaced({in, words_["between"], x.after.text, words_["and:between"], x.before.text, words_["/between"]});
    }
    if (!x.after.empty()) return spaced({in, words_["after:event"], x.after.text, words_["/after"]});
    if (!x.before.empty()) return spaced({in, words_["before:event"], x.before.text, words_["/before"]});
    return {};
}

Cell FormatWalk::preamble(const Promise& x) const {
    std::vector<std::string> given;
    for (const Name& party : x.silent) given.push_back(spaced({party.text, words_.is_chinese() ? "" : "is", words_["silent"]}));
    for (const Name& party : x.prompt) given.push_back(spaced({party.text, words_["acts"], words_["in:time"], words_["time:in"]}));
    for (const Expr& condition : x.given) given.push_back(as_limb(condition, words_));
    Cell cell;
    for (std::size_t i = 0; i < given.size(); ++i) cell.push_back({spaced({i == 0 ? words_["if"] : words_["and"], given[i]}), i == 0});
    const auto add = [&](const std::string& text, bool may_begin_line) {
        if (!cell.empty()) cell.back().text += ",";
        cell.push_back({text, may_begin_line});
    };
    if (const std::string scope = scope_text(x); !scope.empty()) add(scope, false);
    if (!x.unless.empty()) add(spaced({words_["unless"], alternatives(x.unless, false)}), true);
    if (!cell.empty()) cell.back().text += ":";
    return cell;
}

std::string FormatWalk::claim_text(const Promise& x) const {
    using Claim = Promise::Claim;
    const std::string from = alternatives(x.from, true), to = alternatives(x.to, true);
    const std::string& subject = x.subject.text;
    const std::string where = x.from.empty() ? "" : spaced({words_["in:states"], from});
    switch (x.claim) {
        case Claim::leads_to: return spaced({from, words_["leads"], words_["to:leads"], to});
        case Claim::never_leads_to: return spaced({from, words_["never:leads"], words_["leads:never"], words_["to:leads"], to});
        case Claim::can_lead_to: return spaced({from, words_["can"], words_["lead:can"], words_["to:can"], to});
        case Claim::ends: return spaced({subject, words_["ends"]});
        case Claim::never: return spaced({words_["never:claim"], text_of(x.condition)});
        case Claim::always: return spaced({words_["always"], text_of(x.condition)});
        case Claim::at_most: return spaced({subject, x.most == 0 ? word("never:counted") : times_text(x.most, words_)});
        case Claim::never_both: return spaced({subject, words_["and:between"], x.other.text, words_["never:both"], words_["both"]});
        case Claim::may: return spaced({subject, words_["may"], x.other.text, where});
        case Claim::may_not: return spaced({subject, words_.is_chinese() ? "" : words_["may"], words_["not:may"], x.other.text, where});
        case Claim::missing: break;
    }
    return {};
}

void FormatWalk::show(const Promise& x) {
    Cell rest = preamble(x);
    OutputLine line = begin_line(x.span.begin, rest.empty() ? "promise" : "");
    std::string title = spaced({words_["promise"], quoted(x.title.value)});
    if (!x.of.empty()) title = spaced({title, words_["of:case"], x.of.text});
    line.cells = {{{title, false}}};
    rest.push_back({claim_text(x), true});
    rest.front().may_begin_line = true;
    if (x.within) rest.push_back({within_text(*x.within, words_), true});
    line.cells.push_back(std::move(rest));
    line.tail = 2;
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

}  // namespace recourse::syntax
