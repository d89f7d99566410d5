// The prover of promises against brute force: thousands of random promises of small random policies. What it calls kept no played life
// breaks; what it calls broken its own scenario breaks, and so does some played life where that scenario lies within their bounds. Who
// broke what is told by a monitor that knows nothing of the search. RECOURSE_EXACTNESS_PROMISES sets how many policies are tried.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "compiler/promises/judge.h"
#include "compiler/scenarios/promise_monitor.h"
#include "compiler/scenarios/run.h"
#include "tests/exactness/configurations.h"
#include "tests/exactness/policies.h"
#include "tests/exactness/promises.h"
#include "tests/exactness/shrink.h"

namespace {

using namespace exactness;
using namespace recourse;
using promises::Judged;
using promises::Outcome;

constexpr std::size_t kPromises = 9;   // of one policy

std::uint64_t policies_wanted(std::uint64_t usually) {
    const char* wanted = std::getenv("RECOURSE_EXACTNESS_PROMISES");
    return wanted == nullptr ? usually : std::strtoull(wanted, nullptr, 10);
}

Bounds bounds_of(std::uint64_t seed) {
    Bounds bounds;
    bounds.events = seed % 2 == 0 ? 2 : 3;
    bounds.time = seed % 2 == 0 ? 9 : 7;
    bounds.most_cases = 2'000;
    return bounds;
}

std::string joined(const std::string& policy, const std::vector<std::string>& lines) {
    std::string text = policy;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

struct Tally {
    std::size_t policies = 0, promises = 0, kept = 0, broken = 0, undecided = 0, walked = 0, found = 0, cases = 0;
};

// One policy with its promises: what is judged, what is walked, and where they differ.
class Compared {
public:
    Compared(const std::string& text, const Bounds& bounds, Tally* tally) : text_(text), bounds_(bounds), tally_(tally) {
        std::string why;
        auto compiled = compile(text, true, &why);
        if (!compiled) return;
        compiled_.emplace(std::move(*compiled));
        judge_all();
        reached_ = play_all_watched(*compiled_, bounds_);
        compare_kept();
        compare_broken();
        if (tally_ == nullptr) return;
        ++tally_->policies;
        tally_->promises += judged_.size();
        tally_->cases += reached_.cases;
        for (const Judged& one : judged_) {
            tally_->kept += one.outcome == Outcome::kept || one.outcome == Outcome::vacuous ? 1 : 0;
            tally_->broken += one.outcome == Outcome::broken ? 1 : 0;
            tally_->undecided += one.outcome == Outcome::undecided ? 1 : 0;
        }
    }

    // The first: "kept" or "broken" and what it is about, or nothing.
    std::string disagreement;

private:
    void judge_all() {
        const explore::TimeFacts times(compiled_->model);
        explore::Limits limits;
        limits.most_nodes = 1'500;
        for (const semantics::Promise& promise : compiled_->model.promises) judged_.push_back(promises::judge(compiled_->model, times, promise, limits));
    }

    void differ(const std::string& kind, std::size_t promise, const std::string& more) {
        if (disagreement.empty()) disagreement = kind + ": " + compiled_->model.promises[promise].title + " " + more;
    }

    void compare_kept() {
        for (const std::size_t promise : reached_.broken) {
            const Outcome outcome = judged_[promise].outcome;
            if (outcome == Outcome::kept || outcome == Outcome::vacuous) differ("kept", promise, "is broken by a life");
        }
    }

    // Every scenario is played under the monitor.
    void compare_broken() {
        std::vector<std::string> lines;
        std::vector<std::size_t> shown;
        for (std::size_t i = 0; i < judged_.size(); ++i) {
            if (judged_[i].outcome != Outcome::broken || judged_[i].witness.empty()) continue;
            lines.push_back("scenario \"w" + std::to_string(i) + "\" {");
            lines.insert(lines.end(), judged_[i].witness.begin() + 1, judged_[i].witness.end());
            shown.push_back(i);
        }
        if (shown.empty()) return;
        std::string why;
        const auto with = compile(joined(text_, lines), true, &why);
        if (!with) return differ("unplayed", shown.front(), why);
        const ScenarioReport report = scenarios::run(with->model, *with->texts, with->bytes);
        for (std::size_t k = 0; k < shown.size() && k < report.scenarios.size(); ++k) judge_witness(shown[k], report.scenarios[k], *with, k);
    }

    void judge_witness(std::size_t promise, const ScenarioResult& result, const Compiled& with, std::size_t scenario) {
        bool breaks = false;
        std::string lines;
        for (const std::string& line : judged_[promise].witness) lines += "\n" + line;
        for (const ScenarioFailure& failure : result.failures) {
            breaks = breaks || failure.promise == compiled_->model.promises[promise].title;
            if (failure.promise.empty()) return differ("unplayed", promise, failure.message + lines);
        }
        if (!breaks && (waits_for_ever(promise) || judged_[promise].message.find(" can halt") != std::string::npos)) return;
        if (!breaks) return differ("broken", promise, judged_[promise].message + ", and its scenario does not break it" + lines);
        if (!reached_.complete || !within_bounds(with.model, with.model.scenarios[scenario])) return;
        if (tally_ != nullptr) ++tally_->walked;
        if (!reached_.broken.contains(promise) && !reached_.halted.contains(promise)) return differ("missed", promise, "is broken by its scenario, and by no life" + lines);
        if (tally_ != nullptr) ++tally_->found;
    }

    // Nothing says by when: no end of a scenario shows that it never comes.
    [[nodiscard]] bool waits_for_ever(std::size_t index) const {
        const semantics::Promise& promise = compiled_->model.promises[index];
        const bool of_time = promise.claim == semantics::ClaimKind::leads_to || promise.claim == semantics::ClaimKind::ends;
        const std::string& message = judged_[index].message;
        return of_time && !promise.within && (message.find(" for ever") != std::string::npos || message.find(" on and on ") != std::string::npos);
    }

    [[nodiscard]] bool within_bounds(const semantics::Model& model, const semantics::Scenario& scenario) const {
        std::uint32_t events = 0;
        std::int64_t opening = 0, last = 0;
        std::vector<std::int64_t> instants;
        for (const semantics::ScenarioStep& step : scenario.steps) {
            if (step.kind == semantics::StepKind::open) opening = step.at;
            if (step.kind == semantics::StepKind::event && !step.refused) ++events;
            last = step.at;
            for (const semantics::NamedLiteral& literal : step.values) {
                if (!literal.value.valid()) continue;
                const semantics::Expr& e = model.exprs[literal.value];
                if (e.type.kind == semantics::TypeKind::instant && e.kind == semantics::ExprKind::constant) instants.push_back(e.number - step.at);
            }
        }
        const bool near = std::all_of(instants.begin(), instants.end(), [&](std::int64_t one) { return one >= -bounds_.back && one <= bounds_.back; });
        return events <= bounds_.events && last - opening <= bounds_.time && near;
    }

    const std::string& text_;
    Bounds bounds_;
    Tally* tally_;
    std::optional<Compiled> compiled_;
    std::vector<Judged> judged_;
    Reached reached_;
};

// A policy with what only it needs: the promise that shows the disagreement stands last.
std::string disagreement_of(const std::string& text, const Bounds& bounds) { return Compared(text, bounds, nullptr).disagreement; }
std::string kind_of(const std::string& disagreement) { return disagreement.substr(0, disagreement.find(':')); }

std::string policy_with_promises(std::uint64_t seed) {
    const std::string policy = with_effects(policy_of(seed, features_of(seed)), seed);
    const auto plain = compile(policy, true);
    return plain ? joined(policy, promises_of(seed, plain->model, kPromises)) : "";
}

TEST(PromisesExactness, TheProverAgreesWithEveryPlayedLife) {
    const std::uint64_t count = policies_wanted(300);
    Tally tally;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const std::string text = policy_with_promises(seed);
        if (text.empty()) continue;
        const std::string found = Compared(text, bounds_of(seed), &tally).disagreement;
        if (found.empty()) continue;
        const std::string small = shrink(text, [&](const std::string& one) { return kind_of(disagreement_of(one, bounds_of(seed))) == kind_of(found); });
        ADD_FAILURE() << "seed " << seed << ": " << found << "\nsmallest: " << disagreement_of(small, bounds_of(seed)) << "\n" << small;
    }
    std::cout << tally.promises << " promises of " << tally.policies << " policies: " << tally.kept << " kept, " << tally.broken << " broken ("
              << tally.found << " of " << tally.walked << " within reach found by walking), " << tally.undecided << " undecided; " << tally.cases
              << " cases\n";
    EXPECT_GE(tally.policies * 100, count * 70);
    EXPECT_GE(tally.kept * 100, tally.promises * 15);
    EXPECT_GE(tally.broken * 100, tally.promises * 15);
    EXPECT_LE(tally.undecided * 100, tally.promises * 25);
    EXPECT_GE(tally.found, tally.policies);
}

// What once differed: who sends an event, whether an act is possible at the instant of a time limit, an answer that begins a promise anew.
TEST(PromisesExactness, WhatOnceDifferedAgrees) {
    const auto policy = [](const std::string& head, const std::string& states, const std::string& promise) {
        return "policy t\n  time zone \"UTC\"\n  counting std.counting.to_the_minute\nparty a, b\ncase C" + head + " {\n" + states + "\n}\npromise \"p\" " + promise + "\n";
    };
    const std::string guarded = "fact f : bool\nevent e by a\nstart A\nstate A {\n  on e if f -> B\n  after 2 minutes -> D\n}\nfinal B\nfinal D";
    const std::string windowed = "event e by a\nstart A\nstate A {\n  on e within 1 minute -> B\n  after 4 minutes -> D\n}\nfinal B\nfinal D";
    const std::string open_to_both = "event e by a, b\nstart A\nstate A {\n  on e -> A\n}";
    const std::string to_itself = "start A\nstate A {\n  after 1 minute -> B\n}\nfinal B";
    const std::string full = "record r : 0..1\nevent e by a\nstart A\nstate A {\n  takes e { count r }\n  after 2 minutes -> B\n}\nstate B {\n}";
    const std::string counts = "record r : 0..2\nevent e by a\nstart A\nstate A {\n  takes e { count r }\n}";
    const std::string ignoring = "event e by a\nstart A\nstate A {\n  ignore e\n}";
    const std::string ending = "event e by a\nstart A\nstate A {\n  after 3 minutes -> B\n  takes e within 3 minutes\n}\nstate B {\n}";
    const std::pair<std::string, Outcome> all[] = {
        {policy("", counts, "a may e in A"), Outcome::broken},
        {policy("", ignoring, "a may e in A"), Outcome::broken},
        {policy("", ending, "a may e in A"), Outcome::kept},
        {policy("", guarded, "if a acts in time: A never leads to D"), Outcome::broken},
        {policy("", guarded, "if a acts in time and f: A never leads to D"), Outcome::kept},
        {policy("", windowed, "if a acts in time: A leads to B within 3 minutes"), Outcome::broken},
        {policy("", windowed, "if a acts in time, unless e: A leads to B within 3 minutes"), Outcome::broken},
        {policy("", open_to_both, "if b is silent: b may not e"), Outcome::kept},
        {policy("", open_to_both, "if b is silent: e never"), Outcome::broken},
        {policy("", to_itself, "A or B leads to B within 1 minute"), Outcome::broken},
        {policy(" opens on e by a", full, "if a acts in time: C ends within 1 minute"), Outcome::broken},
    };
    for (const auto& [text, expected] : all) {
        EXPECT_EQ(disagreement_of(text, bounds_of(1)), "") << text;
        const auto compiled = compile(text, true);
        ASSERT_TRUE(compiled) << text;
        const explore::TimeFacts times(compiled->model);
        EXPECT_EQ(promises::judge(compiled->model, times, compiled->model.promises.front()).outcome, expected) << text;
    }
}

}  // namespace
