// The public verbs on one running case: step and advance.
#include "runtime/machine/admit.h"
#include "runtime/machine/direct.h"

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

/// What is left of a step whose event has been taken directly.
[[gnu::noinline]] StepResult settled_after(const Tables& tables, const CaseRecord& type, std::byte* bytes, Instant at, Listener& listener) {
    Run run(tables, type, bytes, &listener);
    run.at_event(at);
    run.moves = 1;
    settle(run);
    return result_of(run);
}

} // namespace

StepResult machine::result_of(const Run& run) {
    if (run.fault == Fault::clear) return {Verdict::accepted, {}, run.moves};
    return {Verdict::halted, Rejection{reason_of(run.fault), run.blamed, none, none, never}, run.moves};
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
    return rejected(Rejection{reason_of(run.fault), run.blamed, none, none, never}, run.moves);
}

namespace {

/// An admitted event that no straight road takes. Out of line: a Run is large, and most steps need none.
[[gnu::noinline]] StepResult in_rounds(const Tables& tables, const CaseRecord& type, std::byte* bytes, const Input& input,
                                       Listener& listener) {
    Run run(tables, type, bytes, &listener);
    advance_to(run, input.at - 1);
    if (run.fault != Fault::clear) return result_of(run);
    if (read_status(bytes) != Status::running) return rejected(Reason::not_running, run.moves);
    return take_event(run, input);
}

} // namespace

StepResult step(const Program& program, CaseRef c, const Input& input, Listener& listener) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return rejected(Reason::bad_bytes);
    std::byte* bytes = c.bytes().data();
    const CaseRecord& type = tables.cases[c.type()];
    const Rejection refused = admit(tables, type, input);
    if (refused.reason != Reason::none) return rejected(refused);
    if (input.at <= c.sealed()) return rejected(Reason::late);

    if (c.status() == Status::running && c.next_due() >= input.at) {
        write_number(bytes + kSealedAt, input.at - 1);
        switch (take_directly(tables, type, bytes, input, listener)) {
        case Taken::whole: return {Verdict::accepted, {}, 1};
        case Taken::unsettled: return settled_after(tables, type, bytes, input.at, listener);
        case Taken::not_at_all: break;
        }
    }
    return in_rounds(tables, type, bytes, input, listener);
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
