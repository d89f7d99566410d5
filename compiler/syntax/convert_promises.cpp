#include "compiler/syntax/convert.h"

namespace recourse::syntax {

Promise Converter::promise(Index node) {
    Promise promise;
    promise.span = cst_.span(node);
    promise.title = text_in(node);
    if (const Index of = cst_.child(node, NodeKind::promise_of); of != kNone) promise.of = name_in(of);
    promise.trailing = trailing_in(node);
    // An error cut it short: half a promise would promise something else.
    if (!cst_.whole(node)) return promise;
    preamble(node, promise);
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) claim(at, promise);
    return promise;
}

void Converter::preamble(Index node, Promise& promise) {
    for (const Index at : cst_.children(node, NodeKind::promise_silent)) promise.silent.push_back(name_in(at));
    for (const Index at : cst_.children(node, NodeKind::promise_prompt)) promise.prompt.push_back(name_in(at));
    for (const Index at : cst_.children(node, NodeKind::promise_given)) promise.given.push_back(expr_in(at));
    if (const Index unless = cst_.child(node, NodeKind::promise_unless); unless != kNone) promise.unless = names_in(unless, NodeKind::path);
    if (const Index between = cst_.child(node, NodeKind::promise_between); between != kNone) {
        const std::vector<Name> events = names_in(between, NodeKind::path);
        if (events.size() == 2) {
            promise.after = events[0];
            promise.before = events[1];
        }
    }
    if (const Index after = cst_.child(node, NodeKind::promise_after); after != kNone) promise.after = name_in(after, NodeKind::path);
    if (const Index before = cst_.child(node, NodeKind::promise_before); before != kNone) promise.before = name_in(before, NodeKind::path);
}

void Converter::claim(Index node, Promise& promise) {
    using Claim = Promise::Claim;
    const auto leads = [&](Claim claim) {
        promise.claim = claim;
        promise.from = state_paths(node);
        if (const Index to = cst_.child(node, NodeKind::led_to); to != kNone) promise.to = state_paths(to);
        if (const Index within = cst_.child(node, NodeKind::within); within != kNone) promise.within = expr_in(within);
    };
    const auto may = [&](Claim claim) {
        promise.claim = claim;
        promise.subject = name_in(node);
        promise.other = name_in(node, NodeKind::path);
        if (const Index in = cst_.child(node, NodeKind::claim_in); in != kNone) promise.from = state_paths(in);
    };
    switch (cst_.kind(node)) {
        case NodeKind::leads_to: return leads(Claim::leads_to);
        case NodeKind::never_leads_to: return leads(Claim::never_leads_to);
        case NodeKind::can_lead_to: return leads(Claim::can_lead_to);
        case NodeKind::claim_may: return may(Claim::may);
        case NodeKind::claim_may_not: return may(Claim::may_not);
        case NodeKind::claim_ends:
            promise.claim = Claim::ends;
            promise.subject = name_in(node);
            if (const Index within = cst_.child(node, NodeKind::within); within != kNone) promise.within = expr_in(within);
            return;
        case NodeKind::claim_never:
        case NodeKind::claim_always:
            promise.claim = cst_.kind(node) == NodeKind::claim_never ? Claim::never : Claim::always;
            promise.condition = expr_in(node);
            return;
        case NodeKind::claim_counted: {
            promise.claim = Claim::at_most;
            promise.subject = name_in(node, NodeKind::path);
            std::optional<std::int64_t> count;
            Span place;
            times_in(node, count, place);
            promise.most = count.value_or(0);
            return;
        }
        case NodeKind::claim_both: {
            promise.claim = Claim::never_both;
            const std::vector<Name> both = names_in(node, NodeKind::path);
            if (both.size() != 2) return;
            promise.subject = both[0];
            promise.other = both[1];
            return;
        }
        default: return;
    }
}

// `A`, or `Machine is State`, which is the path `Machine.State`.
std::vector<Name> Converter::state_paths(Index node) {
    std::vector<Name> states;
    for (const Index at : cst_.children(node, NodeKind::state_path)) {
        const std::vector<Name> paths = names_in(at, NodeKind::path);
        if (paths.empty()) continue;
        Name state = paths.front();
        if (paths.size() > 1) state.text += "." + paths[1].text;
        if (const Index status = cst_.child(at, NodeKind::duty_status); status != kNone) state.text += "." + status_name(status);
        state.span = cst_.span(at);
        states.push_back(std::move(state));
    }
    return states;
}

}  // namespace recourse::syntax
