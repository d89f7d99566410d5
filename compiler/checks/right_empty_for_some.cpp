#include <optional>

#include <fmt/format.h>

#include "compiler/checks/rights.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

namespace {

using explore::SlotKind;

// An instant that people know by a name.
std::optional<std::string> name_of(const Model& model, const explore::SlotKey& key) {
    switch (key.kind) {
        case SlotKind::opening: return "the opening";
        case SlotKind::fact: return fmt::format("`{}`", model.facts[semantics::FactId(key.id)].name);
        case SlotKind::instant: return fmt::format("`{}`", model.events[semantics::EventId(key.id)].name);
        case SlotKind::entered: return fmt::format("entering `{}`", model.states[StateId(key.id)].path);
        default: return std::nullopt;
    }
}

struct Bound {
    std::int64_t distance = 0;   // the last of the earlier starts
    std::string from;
};

// What parts the starts that leave it open from those that do not, when the former are all earlier, or all later when `early`.
std::optional<Bound> bound(const Model& model, const Right& right, bool early) {
    const explore::Slots& slots = right.late->explored->explorer.slots();
    const explore::Moment& end = early ? right.late->window.begins : right.late->window.ends;
    const std::uint32_t point = end.kind == explore::Moment::Kind::point ? root_of(slots, end.point) : 0;
    const Starts& first = early ? right.empty_starts : right.open_starts;
    const Starts& then = early ? right.open_starts : right.empty_starts;
    const auto before = first.since.find(point), behind = then.since.find(point);
    if (point == 0 || before == first.since.end() || behind == then.since.end()) return std::nullopt;
    if (before->second.ways != first.ways || behind->second.ways != then.ways) return std::nullopt;
    const std::int64_t last = before->second.reach.most;
    const auto name = name_of(model, slots.points()[point].key);
    if (!name || last < 0 || last == explore::DifferenceBounds::unbounded || last + 1 != behind->second.reach.least) return std::nullopt;
    return Bound{last, *name};
}

// "later than 15 days after the opening", or "12 days after the opening or later" where that is the rounder figure.
std::string late_in_words(const Bound& bound) {
    constexpr std::int64_t kMinute = 60'000;
    if (bound.distance == 0) return fmt::format("later than {}", bound.from);
    if (bound.distance % kMinute == 0) return fmt::format("later than {} after {}", time_in_words(bound.distance), bound.from);
    return fmt::format("{} after {} or later", time_in_words(bound.distance + 1), bound.from);
}

std::string early_in_words(const Bound& bound) {
    constexpr std::int64_t kMinute = 60'000;
    if (bound.distance == 0) return fmt::format("at the instant of {}", bound.from);
    if (bound.distance % kMinute == 0) return fmt::format("no later than {} after {}", time_in_words(bound.distance), bound.from);
    return fmt::format("earlier than {} after {}", time_in_words(bound.distance + 1), bound.from);
}

std::string message(const CheckInput& input, const Right& right) {
    const Model& model = input.model;
    const explore::Window& window = right.late->window;
    const Transition& rule = model.transitions[right.late->rule];
    const std::string& event = model.events[rule.event].name;
    const std::string& state = model.states[rule.owner].path;
    const auto words = [&](ExprId instant) { return explore::expression_in_words(model, input.times, instant); };
    if (const auto late = bound(model, right, false)) {
        return fmt::format("whoever comes to `{}` {} finds `{}` closed", state, late_in_words(*late), event);
    }
    if (const auto early = bound(model, right, true)) {
        return fmt::format("whoever comes to `{}` {} never finds `{}` open", state, early_in_words(*early), event);
    }
    if (window.until_passed) return fmt::format("whoever comes to `{}` after `{}` finds `{}` closed", state, words(rule.limbs[*window.until].instant), event);
    const ExprId end = window.until ? rule.limbs[*window.until].instant : model.deadlines[window.ended_by].due;
    const std::string begins = window.from ? fmt::format("it opens after `{}`", words(rule.limbs[*window.from].instant)) : "it opens at once";
    return fmt::format("some who come to `{}` never find `{}` open: {}, and by `{}` it is over", state, event, begins, words(end));
}

}  // namespace

// A right that some find closed for as long as they are where it is given: they come too late for it, or a time limit takes them on before
// it opens. Where a deadline at the window's end receives the latecomer, the policy has said what becomes of him.
void right_empty_for_some(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const Right& right : *input.rights) {
        if (right.open == 0 || !right.late || model.events[model.transitions[right.rule].event].open_at_least) continue;   // right-too-short tells
        const Transition& rule = model.transitions[right.late->rule];
        Diagnostic finding = finding_at("right-empty-for-some", right.span, message(input, right),
                                        "count the window from entering the state, move those who come late elsewhere (`at … -> …`), or accept it with `allow`");
        finding.labels.front().text = "given here";
        const explore::Window& window = right.late->window;
        if (window.ended_by.valid()) {
            const semantics::Deadline& ends = model.deadlines[window.ended_by];
            finding.labels.push_back({own_place(model, ends.state, ends.span), "ends it"});
        } else if (auto place = declared_at(model, rule.limbs[*window.until].instant, "ends it")) {
            finding.labels.push_back(std::move(*place));
        }
        finding.why = fmt::format("{} would rely on a right that is over before it begins", senders_in_words(model, model.events[rule.event]));
        if (show_in_vain(input, *right.late, finding)) sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
