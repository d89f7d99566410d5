// Nanoseconds of a step, of `allowed` and of `decide`, beside a hand-written switch of the same machine in the same run.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/bench/hand_written.h"
#include "tests/bench/policies.h"

namespace {

using recourse::Input;
using recourse::Value;

constexpr recourse::Instant hour = 3'600'000;
constexpr recourse::Instant opened = 1'709'258'400'000;   // 2024-03-01 10:00 in Shanghai
constexpr recourse::Instant completed = opened - 49 * hour;

struct Counter final : recourse::Listener {
    std::int64_t moves = 0, effects = 0;
    void moved(const recourse::Move&) override { ++moves; }
    void effect(const recourse::EffectCall&) override { ++effects; }
};

struct AfterSales {
    recourse::Program program = bench::load("rules/taobao/after_sales.rule");
    std::uint32_t type = program.find_case("AfterSales");
    std::uint32_t buyer = program.find_party("buyer"), seller = program.find_party("seller");
    std::array<Value, 2> apply_fields{Value::of(1), Value::of_text("cracked")};
    std::array<Value, 2> ship_fields{Value::of_text("SF"), Value::of_text("SF1")};
    std::array<Input, 4> inputs{
        Input{program.find_event(type, "apply"), buyer, opened, apply_fields, "e-1"},
        Input{program.find_event(type, "agree"), seller, opened + 24 * hour, {}, "e-2"},
        Input{program.find_event(type, "ship"), buyer, opened + 48 * hour, ship_fields, "e-3"},
        Input{program.find_event(type, "receive"), seller, opened + 96 * hour, {}, "e-4"},
    };
    recourse::Case opened_case;

    AfterSales() {
        Counter counter;
        const std::array<Value, 2> facts{Value::of(completed), Value::of(8800)};
        const auto result = recourse::open(program, opened_case, type, opened, facts, counter);
        if (result.verdict != recourse::Verdict::accepted) std::abort();
    }
};

AfterSales& after_sales() {
    static AfterSales the_one;
    return the_one;
}

// Four accepted acts of a plain return, from the open case to the refund; time is reported for one act.
void StepCompiled(benchmark::State& state) {
    AfterSales& policy = after_sales();
    Counter counter;
    recourse::Case c = policy.opened_case;
    for (auto _ : state) {
        // The case itself, without the unused rest of its room, as the switch copies its struct.
        std::memcpy(c.ref().bytes().data(), policy.opened_case.bytes().data(), policy.opened_case.size());
        for (const Input& input : policy.inputs) {
            const auto result = recourse::step(policy.program, c.ref(), input, counter);
            if (result.verdict != recourse::Verdict::accepted) std::abort();
        }
        benchmark::DoNotOptimize(c);
    }
    state.SetItemsProcessed(state.iterations() * 4);
    state.counters["case_bytes"] = static_cast<double>(policy.program.case_bytes(policy.type));
}
BENCHMARK(StepCompiled);

void StepHandWritten(benchmark::State& state) {
    using namespace hand_written;
    Case prepared;
    prepared.sealed = opened - 1;
    prepared.completed = completed;
    prepared.price = 8800;
    prepared.due = completed + 15 * day;
    std::array<hand_written::Input, 4> inputs{
        hand_written::Input{Event::apply, Party::buyer, opened, 1},
        hand_written::Input{Event::agree, Party::seller, opened + 24 * hour, 0},
        hand_written::Input{Event::ship, Party::buyer, opened + 48 * hour, 0},
        hand_written::Input{Event::receive, Party::seller, opened + 96 * hour, 0},
    };
    Effects effects;
    for (auto _ : state) {
        Case c = prepared;
        benchmark::DoNotOptimize(inputs);
        for (const auto& input : inputs) {
            if (step(c, input, effects) != Answer::accepted) std::abort();
        }
        benchmark::DoNotOptimize(c);
        benchmark::DoNotOptimize(effects);
    }
    state.SetItemsProcessed(state.iterations() * 4);
    state.counters["case_bytes"] = static_cast<double>(sizeof(Case));
}
BENCHMARK(StepHandWritten);

// The same switch with the duties of a library: called, not inlined, and telling a host of every move and effect.
void StepHandWrittenTold(benchmark::State& state) {
    using namespace hand_written;
    struct Counting final : Host {
        std::int64_t moves = 0, amount = 0;
        void moved(State, State, std::int64_t, std::string_view) override { ++moves; }
        void refund(std::int64_t price) override { amount += price; }
    };
    Case prepared;
    prepared.sealed = opened - 1;
    prepared.completed = completed;
    prepared.price = 8800;
    prepared.due = completed + 15 * day;
    std::array<hand_written::Input, 4> inputs{
        hand_written::Input{Event::apply, Party::buyer, opened, 1, "e-1"},
        hand_written::Input{Event::agree, Party::seller, opened + 24 * hour, 0, "e-2"},
        hand_written::Input{Event::ship, Party::buyer, opened + 48 * hour, 0, "e-3"},
        hand_written::Input{Event::receive, Party::seller, opened + 96 * hour, 0, "e-4"},
    };
    Counting counting;
    Host& host = counting;
    for (auto _ : state) {
        Case c = prepared;
        benchmark::DoNotOptimize(inputs);
        benchmark::DoNotOptimize(host);
        for (const auto& input : inputs) {
            if (step_and_tell(c, input, host) != Answer::accepted) std::abort();
        }
        benchmark::DoNotOptimize(c);
    }
    state.SetItemsProcessed(state.iterations() * 4);
}
BENCHMARK(StepHandWrittenTold);

// A step that a deadline precedes: the seller was silent, the case moves by itself, then the buyer ships.
void StepAfterSilence(benchmark::State& state) {
    AfterSales& policy = after_sales();
    Counter counter;
    Input ship = policy.inputs[2];
    ship.at = opened + 6 * 24 * hour;
    for (auto _ : state) {
        recourse::Case c = policy.opened_case;
        (void)recourse::step(policy.program, c.ref(), policy.inputs[0], counter);
        if (recourse::step(policy.program, c.ref(), ship, counter).verdict != recourse::Verdict::accepted) std::abort();
        benchmark::DoNotOptimize(c);
    }
    state.SetItemsProcessed(state.iterations() * 2);
}
BENCHMARK(StepAfterSilence);

void AdvanceNothingDue(benchmark::State& state) {
    AfterSales& policy = after_sales();
    Counter counter;
    recourse::Case c = policy.opened_case;
    recourse::Instant now = opened;
    for (auto _ : state) {
        benchmark::DoNotOptimize(recourse::advance(policy.program, c.ref(), ++now, counter));
    }
}
BENCHMARK(AdvanceNothingDue)->Iterations(10'000'000);

void Allowed(benchmark::State& state) {
    AfterSales& policy = after_sales();
    struct Permissions final : recourse::PermissionListener {
        std::int64_t count = 0;
        void permission(const recourse::Permission&) override { ++count; }
    } permissions;
    Counter counter;
    recourse::Case c = policy.opened_case;
    (void)recourse::step(policy.program, c.ref(), policy.inputs[0], counter);
    for (auto _ : state) {
        recourse::allowed(policy.program, c.ref(), policy.seller, opened + hour, permissions);
    }
    benchmark::DoNotOptimize(permissions.count);
}
BENCHMARK(Allowed);

void Decide(benchmark::State& state) {
    static recourse::Program program = bench::load("rules/taobao/return_freight.rule");
    const std::uint32_t decision = program.find_decision("freight_payer");
    std::array<Value, 2> inputs{Value::of(1), Value{}};
    for (auto _ : state) {
        benchmark::DoNotOptimize(inputs);
        benchmark::DoNotOptimize(recourse::decide(program, decision, inputs));
    }
}
BENCHMARK(Decide);

void LoadProgram(benchmark::State& state) {
    const recourse::Analysis analysis = recourse::analyse(bench::all_rules());
    const auto bytes = analysis.compile("rules/taobao/after_sales.rule");
    if (!bytes) std::abort();
    for (auto _ : state) {
        recourse::LoadError error;
        benchmark::DoNotOptimize(recourse::Program::load(*bytes, error));
    }
    state.counters["program_bytes"] = static_cast<double>(bytes->size());
}
BENCHMARK(LoadProgram);

}  // namespace
