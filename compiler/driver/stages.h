// What becomes of a unit, stage by stage: for runs that keep everything (pipeline.cpp) and for those that keep findings (inspect.cpp).
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "compiler/driver/pipeline.h"
#include "compiler/semantics/analyse.h"

namespace recourse::driver {

// The zones that a run has read. A reader is one thread's at a time: whoever needs one borrows it, and the next one finds it read.
class ZoneReaders {
public:
    template <typename Work>
    void with_one(const Work& work) {
        std::unique_ptr<support::ZoneReader> reader = borrow();
        work(*reader);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(reader));
    }

private:
    std::unique_ptr<support::ZoneReader> borrow() {
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) return std::make_unique<support::ZoneReader>();
        std::unique_ptr<support::ZoneReader> reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
    }
    std::mutex mutex_;
    std::vector<std::unique_ptr<support::ZoneReader>> idle_;
};

// What the units of one run share.
struct Run {
    Run(Pipeline& into, const Options& how);
    Pipeline& pipeline;
    Options options;                    // its `progress` may be called by any thread
    semantics::ModuleMap modules;       // filled by name_modules
    ZoneReaders zones;
    std::mutex telling;
};

// Calls work(unit) for all units of a list, on as many threads as the options allow.
template <typename Work>
void each_of(const std::vector<Unit*>& units, unsigned threads, const Work& work) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < units.size(); i = next++) work(*units[i]);
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads && i < units.size(); ++i) others.emplace_back(take);
    take();
}

[[nodiscard]] std::vector<Unit*> units_of(const Pipeline& pipeline, const std::function<bool(const Unit&)>& wanted);

// A unit of each source, without head and tree.
void add_sources(Run& run);
[[nodiscard]] const std::string& text_of(const Run& run, const Unit& unit);
// Puts the unit's text into the table, where places in it are found: of a file that nothing is told of nobody asks for lines.
void show(const Run& run, const Unit& unit);
// Makes the tree and the head; nothing when there is a tree.
void parse(const Run& run, Unit& unit);
// Modules that are named and lacking: asked of the host, then taken from the packed library, and so for what these name in turn.
// `begin` is what makes a new unit's head.
void find_modules(Run& run, const std::function<void(Unit&)>& begin);
// The files whose name another before them has already: versions of one policy may share it.
[[nodiscard]] std::vector<Unit*> second_of_a_name(const Pipeline& pipeline);
// Fills run.modules and by_name; a second file of a name has its finding.
void name_modules(Run& run);
// The model and what is wrong with the file itself, once. May be called by several threads.
void understand(Run& run, Unit& unit);
// Checks and program, where nothing stands in the way of them. False when `progress` ended a search.
bool check_and_write(Run& run, Unit& unit);
// All that is told of a unit, sorted, and not more than a file may have: `cut` then says so.
[[nodiscard]] std::vector<diagnostics::Diagnostic> told_of(const Run& run, const Unit& unit, bool* cut = nullptr);
// From what is told of the units to the findings; and the descriptions of the sources.
void gather_findings(const Run& run);
void describe_files(Pipeline& pipeline);

}  // namespace recourse::driver
