// How long it takes to look at every situation that a case can come to, and how much memory: policies as an author would write them, made
// up, and all of rules/. One iteration goes through a batch of policies; each policy's own time is its least of all iterations.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/driver/pipeline.h"
#include "compiler/explore/explorer.h"
#include "tests/bench/generated.h"
#include "tests/bench/policies.h"

namespace {

using recourse::explore::Exploration;
using recourse::explore::Limits;
using recourse::explore::Order;
using Pipeline = std::shared_ptr<const recourse::driver::Pipeline>;

constexpr std::size_t kMostSituations = 200'000;

Pipeline typed(recourse::SourceSet sources) {
    recourse::Options options;
    options.checks = options.programs = false;
    Pipeline made = recourse::driver::run_pipeline(std::move(sources), options);
    if (!made->findings.empty()) {
        std::fputs(recourse::render(made->findings, made->sources).c_str(), stderr);
        std::exit(2);
    }
    return made;
}

std::vector<Pipeline> generated(const bench::Shape& shape, std::uint64_t count) {
    std::vector<Pipeline> all;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        recourse::SourceSet sources;
        sources.add("generated.rule", bench::generated_policy(shape, seed));
        all.push_back(typed(std::move(sources)));
    }
    return all;
}

// What the containers of a search hold, their unused ends apart.
std::size_t bytes_of(const Exploration& found) {
    std::size_t bytes = found.edges.size() * sizeof(found.edges[0]);
    for (const auto& node : found.nodes) bytes += sizeof node - sizeof node.at + recourse::explore::situation_bytes(node.at);
    for (const auto& edge : found.edges) bytes += edge.taken.bytes_outside() + edge.way.bytes_outside() + sizeof(std::uint32_t);
    return bytes;
}

struct Totals {
    std::size_t situations = 0, edges = 0, bytes = 0, most = 0, unfinished = 0;
    double microseconds = 0;
};

// Of the processor: others may use it as well.
double now() {
    timespec at{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e6 + static_cast<double>(at.tv_nsec) * 1e-3;
}

Totals explore_all(const Pipeline& pipeline, Order order) {
    Totals totals;
    for (const auto& unit : pipeline->units) {
        if (unit->from_library) continue;
        double begin = now();
        const recourse::explore::TimeFacts times(unit->model);
        for (const auto of : unit->model.cases.ids()) {
            recourse::explore::Explorer explorer(unit->model, times, of);
            Limits limits;
            limits.order = order;
            limits.most_nodes = kMostSituations;
            const Exploration found = explorer.explore(limits);
            totals.microseconds += now() - begin;
            totals.situations += found.nodes.size();
            totals.edges += found.edges.size();
            totals.bytes += bytes_of(found);
            totals.unfinished += found.finish == recourse::explore::Finish::complete ? 0 : 1;
            begin = now();
        }
    }
    return totals;
}

void explore(benchmark::State& state, const std::vector<Pipeline>& batch, Order order) {
    std::vector<double> least(batch.size(), 1e300);
    Totals all;
    for (auto _ : state) {
        all = {};
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const Totals one = explore_all(batch[i], order);
            least[i] = std::min(least[i], one.microseconds);
            all.situations += one.situations;
            all.edges += one.edges;
            all.bytes += one.bytes;
            all.unfinished += one.unfinished;
            all.most = std::max(all.most, one.situations);
        }
    }
    std::sort(least.begin(), least.end());
    state.counters["median_us"] = least[least.size() / 2];
    state.counters["maximum_us"] = least.back();
    state.counters["situations"] = static_cast<double>(all.situations);
    state.counters["most"] = static_cast<double>(all.most);
    state.counters["edges"] = static_cast<double>(all.edges);
    state.counters["bytes_each"] = static_cast<double>(all.bytes) / static_cast<double>(std::max<std::size_t>(all.situations, 1));
    state.counters["unfinished"] = static_cast<double>(all.unfinished);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void ExploreRules(benchmark::State& state) {
    const std::vector<Pipeline> rules{typed(bench::all_rules())};
    explore(state, rules, Order::fewest_situations);
}
BENCHMARK(ExploreRules)->Unit(benchmark::kMillisecond);

void Explore20States(benchmark::State& state) {
    static const std::vector<Pipeline> batch = generated({20, 3, 1}, 200);
    explore(state, batch, state.range(0) == 0 ? Order::fewest_situations : Order::shortest_ways);
}
BENCHMARK(Explore20States)->ArgName("breadth_first")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->MinTime(1);

void Explore40States(benchmark::State& state) {
    static const std::vector<Pipeline> batch = generated({40, 5, 2}, 200);
    explore(state, batch, Order::fewest_situations);
}
BENCHMARK(Explore40States)->Unit(benchmark::kMillisecond)->Iterations(1);

// From text to findings, each policy a file of its own, as a first check of a large tree is.
void CheckPolicies(benchmark::State& state) {
    recourse::SourceSet sources;
    for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(state.range(0)); ++seed) {
        sources.add("generated/" + std::to_string(seed) + ".rule", bench::generated_policy({20, 3, 1}, seed));
    }
    std::size_t findings = 0;
    for (auto _ : state) {
        const recourse::Analysis analysis = recourse::analyse(sources);
        findings = analysis.findings().size();
    }
    state.counters["findings"] = static_cast<double>(findings);
    state.counters["each_us"] = benchmark::Counter(static_cast<double>(state.range(0)) * 1e-6,
                                                   benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(CheckPolicies)->Arg(500)->Arg(2000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
