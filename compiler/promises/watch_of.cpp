#include "compiler/promises/watch_of.h"

#include <algorithm>

namespace recourse::promises {

using semantics::ClaimKind;
using semantics::Promise;

explore::Watch watch_of(const Promise& promise) {
    explore::Watch watch;
    watch.on = true;
    watch.given = promise.given;
    watch.unless = promise.unless;
    watch.after = promise.after;
    watch.before = promise.before;
    watch.silent = promise.silent;
    watch.prompt = promise.prompt;
    watch.within = promise.within;
    watch.condition = promise.condition;
    switch (promise.claim) {
        case ClaimKind::leads_to:
        case ClaimKind::never_leads_to:
        case ClaimKind::can_lead_to:
            watch.from = promise.from;
            watch.to = promise.to;
            watch.being_there_counts = promise.claim == ClaimKind::leads_to;
            break;
        case ClaimKind::ends: watch.to_end = true; break;
        case ClaimKind::at_most:
        case ClaimKind::never_both:
            for (std::size_t i = 0; i < std::max<std::size_t>(promise.events.size(), 1); ++i) {
                explore::Watch::Counted one;
                if (i < promise.events.size()) one.event = promise.events[i];
                if (i < promise.effects.size()) one.effect = promise.effects[i];
                if (!promise.to.empty()) one.state = promise.to.front();
                watch.counted.push_back(one);
            }
            watch.most = promise.most;
            break;
        case ClaimKind::may:
        case ClaimKind::may_not:
            watch.sender = promise.party;
            watch.sent = promise.events.front();
            break;
        case ClaimKind::never:
        case ClaimKind::always: break;
    }
    return watch;
}

}  // namespace recourse::promises
