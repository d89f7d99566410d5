// The public verbs on one running case: step and advance.
#include "runtime/machine/admit.h"
#include "runtime/machine/direct_take.h"

namespace recourse {

using namespace machine;

std::uint32_t CaseRef::type() const { return read_number<std::uint16_t>(bytes_.data() + kTypeAt); }
Status CaseRef::status() const { return read_status(bytes_.data()); }
Instant CaseRef::sealed() const { return read_number<std::int64_t>(bytes_.data() + kSealedAt); }
Instant CaseRef::next_due() const { return read_number<std::int64_t>(bytes_.data() + kNextDueAt); }

namespace {

StepResult rejected(const Rejection& rejection, std::uint32_t moves = 0) {
    return {Verdict::rejected, rejection, moves};
}
StepResult rejected(Reason reason, std::uint32_t moves = 0) {
    return rejected(Rejection{reason, none, none, none, never}, moves);
}

} // namespace

StepResult machine::result_of(const Run& run) {
    if (run.fault == Fault::clear) return {Verdict::accepted, {}, run.moves};
    return {Verdict::halted, why_failed(run), run.moves};
}

StepResult machine::take_event(Run& run, const Input& input) {
    run.at_event(input.at);
    run.carry(&input);
    run.event = run.type.events.first + input.event;
    Picks picks;
    Refusal refusal;
    switch (answer(run, picks, refusal)) {
    case Answer::declined: return rejected(refusal.best(), run.moves);
    case Answer::ignored: return {Verdict::ignored, {}, run.moves};
    case Answer::taken:
        if (!apply(run, picks, Cause::event)) break;
        settle(run);
        return result_of(run);
    case Answer::faulted: break;
    }
    return rejected(why_failed(run), run.moves);
}

namespace {

/// What is left of a step whose event has been taken directly.
[[gnu::noinline]] StepResult settled_after(Run& run, Instant at) {
    run.at_event(at);
    ++run.moves;
    settle(run);
    return result_of(run);
}
[[gnu::noinline]] StepResult settled_after(const Tables& tables, CaseRef c, Instant at, Listener& listener) {
    Run run(tables, tables.cases[c.type()], c.bytes().data(), &listener);
    return settled_after(run, at);
}

/// A step whose event no straight road takes at once. Out of line: a Run is large, and most steps need none.
[[gnu::noinline]] StepResult in_rounds(const Tables& tables, CaseRef c, const Input& input, Listener& listener) {
    if (!is_case_of(tables, c.bytes())) return rejected(Reason::bad_bytes);
    const CaseRecord& type = tables.cases[c.type()];
    const Rejection refused = admit(tables, type, input);
    if (refused.reason != Reason::none) return rejected(refused);
    if (input.at <= c.sealed()) return rejected(Reason::late);

    Run run(tables, type, c.bytes().data(), &listener);
    advance_to(run, input.at - 1);
    if (run.fault != Fault::clear) return result_of(run);
    if (c.status() != Status::running) return rejected(Reason::not_running, run.moves);
    // Where deadlines have led there may be a road.
    switch (run.moves == 0 ? Taken::not_at_all : take_directly(tables, c.bytes(), input, listener)) {
    case Taken::whole: return {Verdict::accepted, {}, run.moves + 1};
    case Taken::unsettled: return settled_after(run, input.at);
    case Taken::not_at_all: break;
    }
    return take_event(run, input);
}

} // namespace

// Flattened: what the road consists of runs once a step each, and calls would cost as much as they do.
[[gnu::flatten]] StepResult step(const Program& program, CaseRef c, const Input& input, Listener& listener) {
    const Tables& tables = program.tables();
    switch (take_directly(tables, c.bytes(), input, listener)) {
    case Taken::whole: return {Verdict::accepted, {}, 1};
    case Taken::unsettled: return settled_after(tables, c, input.at, listener);
    case Taken::not_at_all: break;
    }
    return in_rounds(tables, c, input, listener);
}

StepResult advance(const Program& program, CaseRef c, Instant to, Listener& listener) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return rejected(Reason::bad_bytes);
    if (!in_range(to)) return rejected(Reason::beyond_time);
    Run run(tables, tables.cases[c.type()], c.bytes().data(), &listener);
    advance_to(run, to);
    return result_of(run);
}

} // namespace recourse
