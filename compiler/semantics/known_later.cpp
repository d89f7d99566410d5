#include "compiler/semantics/known_later.h"

#include <algorithm>
#include <set>
#include <string>

namespace recourse::semantics {

using syntax::Expr;
using syntax::Fact;
using Said = syntax::Fact::News::Kind;
using S = syntax::ExprKind;

namespace {

Expr expression(S kind, support::Span span, std::string text, std::vector<Expr> children = {}) {
    Expr made;
    made.kind = kind;
    made.span = span;
    made.text = std::move(text);
    made.children = std::move(children);
    return made;
}

// The events of a case by their paths, those of its parallel machines among them.
void collect_events(const std::vector<syntax::Item>& items, const std::string& prefix, std::set<std::string>& into) {
    for (const syntax::Item& item : items) {
        if (const auto* event = std::get_if<syntax::Event>(&item)) into.insert(prefix + event->name.text);
        if (const auto* machine = std::get_if<syntax::Machine>(&item)) collect_events(machine->items, machine->name.text + ".", into);
    }
}

// One thing that an event says of the fact: which event it is, and where it says it.
struct Source {
    Said kind;
    std::string event;
    const syntax::Name* from;
};

class Unfolding {
public:
    Unfolding(const Fact& fact, const std::set<std::string>& events) : fact_(fact) {
        for (const Fact::News& news : fact.news) {
            const std::string& path = news.from.text;
            const bool whole = news.kind == Said::withdrawn || events.contains(path) || path.find('.') == std::string::npos;
            sources_.push_back({news.kind, whole ? path : path.substr(0, path.rfind('.')), &news.from});
        }
        // Of two at one instant a withdrawal counts, then a correction: who corrects knows what was said.
        std::stable_sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) { return a.kind > b.kind; });
    }

    [[nodiscard]] syntax::NamedValue moment() const {
        syntax::NamedValue made;
        made.kind = syntax::NamedValue::Kind::moment;
        made.name = fact_.name;
        made.trailing = fact_.trailing;
        // That a further piece of news moves what is counted from it is what the fact says.
        if (!made.trailing.reading) made.trailing.reading = syntax::Text{"the last news counts", fact_.span};
        made.span = fact_.span;
        made.value.braced = true;
        made.value.span = fact_.span;
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            const support::Span span = sources_[i].from->span;
            const bool gone = sources_[i].kind == Said::withdrawn;
            made.value.rows.push_back({is_last(i), expression(gone ? S::never : S::name, span, gone ? "" : sources_[i].from->text), span});
        }
        made.value.rows.push_back({std::nullopt, expression(S::never, fact_.name.span, ""), fact_.name.span});
        return made;
    }

    // `refuse scan if scan.time > X because "…"`, for each bound and each event that says when.
    void refuse_out_of_bounds(std::vector<syntax::Item>& into) const {
        for (const Source& source : sources_) {
            if (source.kind == Said::withdrawn) continue;
            if (fact_.type.not_after) into.emplace_back(refusal(source, S::greater, *fact_.type.not_after, "too late for"));
            if (fact_.type.not_before) into.emplace_back(refusal(source, S::less, *fact_.type.not_before, "too early for"));
        }
    }

private:
    // It has happened, and nothing that the rows behind it would tell has happened since.
    [[nodiscard]] Expr is_last(std::size_t which) const {
        const Source& own = sources_[which];
        const support::Span span = own.from->span;
        std::vector<Expr> parts{expression(S::happened, span, own.event)};
        for (std::size_t i = which + 1; i < sources_.size(); ++i) {
            const Source& other = sources_[i];
            if (other.event == own.event) continue;
            Expr later = expression(S::greater, span, "", {expression(S::name, span, other.event), expression(S::name, span, own.event)});
            Expr since = expression(S::logical_and, span, "", {expression(S::happened, span, other.event), std::move(later)});
            parts.push_back(expression(S::logical_not, span, "", {std::move(since)}));
        }
        Expr all = std::move(parts.front());
        for (std::size_t i = 1; i < parts.size(); ++i) all = expression(S::logical_and, span, "", {std::move(all), std::move(parts[i])});
        return all;
    }

    [[nodiscard]] syntax::OnRule refusal(const Source& source, S compare, const Expr& bound, const std::string& how) const {
        syntax::OnRule made;
        made.kind = syntax::OnRule::Kind::refuse;
        made.event = {source.event, source.from->span};
        made.condition = expression(compare, bound.span, "", {expression(S::name, source.from->span, source.from->text), bound});
        made.because = syntax::Text{how + " " + fact_.name.text, bound.span};
        made.outcome.trailing = fact_.trailing;
        made.outcome.trailing.reason.reset();
        made.span = source.from->span;
        return made;
    }

    const Fact& fact_;
    std::vector<Source> sources_;
};

bool is_sound(const Fact& fact, diagnostics::Sink& sink) {
    if (fact.type.base != syntax::TypeRef::Base::instant || fact.type.optional) {
        auto& finding = sink.error("known-later", fact.type.span, "only an instant can be known later, and it needs no `or none`",
                                   "read the field of the event itself: `scan.weight`, once `scan has happened`");
        finding.why = "an instant that is not known lies later than everything; of other values nothing could be said";
        return false;
    }
    if (std::none_of(fact.news.begin(), fact.news.end(), [](const Fact::News& news) { return news.kind == Said::known; })) {
        sink.error("known-later", fact.news.front().span, "nothing says `" + fact.name.text + "` in the first place, so there is nothing to correct or to withdraw",
                   "write `known by` with the event that tells it");
        return false;
    }
    return true;
}

}  // namespace

bool has_later_facts(const std::vector<syntax::Item>& items) {
    return std::any_of(items.begin(), items.end(), [](const syntax::Item& item) {
        const auto* fact = std::get_if<Fact>(&item);
        return fact != nullptr && !fact->news.empty();
    });
}

std::vector<syntax::Item> unfold_later_facts(const std::vector<syntax::Item>& items, diagnostics::Sink& sink) {
    std::set<std::string> events;
    collect_events(items, "", events);
    std::vector<syntax::Item> result, refusals;
    for (const syntax::Item& item : items) {
        const auto* fact = std::get_if<Fact>(&item);
        if (fact == nullptr || fact->news.empty()) {
            result.push_back(item);
            continue;
        }
        const bool sound = is_sound(*fact, sink);
        Fact silent;
        silent.name = fact->name;
        silent.span = fact->span;
        const Unfolding unfolding(sound ? *fact : silent, events);
        result.emplace_back(unfolding.moment());
        if (sound) unfolding.refuse_out_of_bounds(refusals);
    }
    std::move(refusals.begin(), refusals.end(), std::back_inserter(result));
    return result;
}

}  // namespace recourse::semantics
