#include <recourse/promises.h>

#include <utility>

#include "compiler/driver/phases.h"
#include "compiler/driver/pipeline.h"
#include "compiler/driver/replay.h"
#include "compiler/promises/judge.h"

namespace recourse {

namespace {

PromiseOutcome outcome_of(promises::Outcome outcome) {
    switch (outcome) {
    case promises::Outcome::kept: return PromiseOutcome::kept;
    case promises::Outcome::broken: return PromiseOutcome::broken;
    case promises::Outcome::vacuous: return PromiseOutcome::vacuous;
    case promises::Outcome::undecided: break;
    }
    return PromiseOutcome::undecided;
}

}  // namespace

PromisesReport judge_promises(const SourceSet& sources, std::string_view path, const Options& options) {
    Options quick;
    quick.checks = false;
    quick.programs = false;
    const auto pipeline = driver::run_pipeline(sources, quick);
    const driver::Unit* unit = pipeline->unit(path);
    PromisesReport report;
    if (unit == nullptr || !unit->is_sound()) {
        report.problem = "the policy has errors: `recourse check` tells them";
        return report;
    }
    const explore::TimeFacts times(unit->model);
    std::vector<diagnostics::Diagnostic> shown(unit->model.promises.size());
    std::vector<diagnostics::Diagnostic*> to_play;
    for (const semantics::Promise& promise : unit->model.promises) {
        promises::Judged judged = promises::judge(unit->model, times, promise, driver::limits_of(*unit, path, promise.of, options));
        PromiseAnswer answer;
        answer.title = promise.title;
        const support::SourceFile& file = pipeline->table[promise.span.file];
        answer.path = file.path();
        answer.line = file.locate(promise.span.begin).line;
        answer.outcome = outcome_of(judged.outcome);
        answer.reason = std::move(judged.message);
        answer.situations = judged.situations;
        diagnostics::Diagnostic& witness = shown[report.promises.size()];
        witness.code = "broken-promise";
        witness.witness = std::move(judged.witness);
        if (!witness.witness.empty()) to_play.push_back(&witness);
        report.promises.push_back(std::move(answer));
    }
    driver::replay_witnesses(*pipeline, *unit, to_play);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (shown[i].code == "unproved-finding") {
            report.promises[i].outcome = PromiseOutcome::undecided;
            report.promises[i].reason = shown[i].message;
        }
        report.promises[i].way = std::move(shown[i].witness);
    }
    return report;
}

}  // namespace recourse
