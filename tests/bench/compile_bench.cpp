// Milliseconds to parse, type and check: a file of 5,000 lines, and all of rules/.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/policies.h"

namespace {

void require_clean(const recourse::Analysis& analysis) {
    if (!analysis.has_errors()) return;
    std::fputs(recourse::render(analysis.findings(), analysis.sources(), {recourse::OutputFormat::plain, false}).c_str(), stderr);
    std::exit(2);
}

void analyse_5000_lines(benchmark::State& state, const recourse::Options& options) {
    const std::string text = bench::long_policy(5000);
    for (auto _ : state) {
        recourse::SourceSet sources;
        sources.add("long.rule", text);
        const recourse::Analysis analysis = recourse::analyse(std::move(sources), options);
        require_clean(analysis);
    }
    state.counters["lines"] = static_cast<double>(std::count(text.begin(), text.end(), '\n'));
}

void ParseAndType5000Lines(benchmark::State& state) {
    recourse::Options options;
    options.checks = options.programs = false;
    analyse_5000_lines(state, options);
}
BENCHMARK(ParseAndType5000Lines)->Unit(benchmark::kMillisecond);

void ParseTypeAndWrite5000Lines(benchmark::State& state) {
    recourse::Options options;
    options.checks = false;
    analyse_5000_lines(state, options);
}
BENCHMARK(ParseTypeAndWrite5000Lines)->Unit(benchmark::kMillisecond);

void CheckAllRules(benchmark::State& state) {
    const recourse::SourceSet sources = bench::all_rules();
    for (auto _ : state) {
        const recourse::Analysis analysis = recourse::analyse(sources);
        require_clean(analysis);
    }
    state.counters["files"] = static_cast<double>(sources.size());
}
BENCHMARK(CheckAllRules)->Unit(benchmark::kMillisecond);

void Format5000Lines(benchmark::State& state) {
    recourse::SourceSet sources;
    sources.add("long.rule", bench::long_policy(5000));
    recourse::Options options;
    options.checks = options.programs = false;
    const recourse::Analysis analysis = recourse::analyse(std::move(sources), options);
    for (auto _ : state) benchmark::DoNotOptimize(analysis.formatted("long.rule"));
}
BENCHMARK(Format5000Lines)->Unit(benchmark::kMillisecond);

}  // namespace

