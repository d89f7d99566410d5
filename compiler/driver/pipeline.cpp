#include "compiler/driver/pipeline.h"

#include <algorithm>
#include <set>
#include <utility>

#include "compiler/driver/families.h"
#include "compiler/driver/stages.h"
#include "compiler/driver/versions.h"

namespace recourse::driver {

// Units are parsed, understood and checked by themselves: what is found does not depend on how many are at once.
std::shared_ptr<const Pipeline> run_pipeline(SourceSet sources, const Options& options) {
    auto pipeline = std::make_shared<Pipeline>();
    pipeline->sources = std::move(sources);
    Run run(*pipeline, options);
    const auto parse_unit = [&](Unit& unit) { parse(run, unit); };
    add_sources(run);
    each_of(units_of(*pipeline, [](const Unit&) { return true; }), options.threads, parse_unit);
    find_modules(run, parse_unit);
    name_modules(run);
    const std::vector<Unit*> own = units_of(*pipeline, [](const Unit& unit) { return !unit.from_library; });
    each_of(own, options.threads, [&](Unit& unit) { check_and_write(run, unit); });
    if (options.checks) {
        judge_families(run);
        judge_versions(run);
    }
    gather_findings(run);
    describe_files(*pipeline);
    return pipeline;
}

std::vector<Unit*> Pipeline::with_imports(Unit& of) const {
    std::vector<Unit*> all = {&of};
    if (of.head.uses.empty()) return all;
    std::set<const Unit*> seen = {&of};
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const std::string& name : all[i]->head.uses) {
            const auto used = by_name.find(name);
            if (used != by_name.end() && seen.insert(used->second).second) all.push_back(used->second);
        }
    }
    std::sort(all.begin() + 1, all.end(), [](const Unit* a, const Unit* b) { return a->head.name < b->head.name; });
    return all;
}

std::vector<const Unit*> Pipeline::with_imports(const Unit& of) const {
    const std::vector<Unit*> all = with_imports(*units[of.id.index()]);
    return {all.begin(), all.end()};
}

const Unit* Pipeline::unit(std::string_view path) const {
    const auto found = std::find_if(units.begin(), units.end(),
                                    [&](const auto& one) { return !one->from_library && table[one->id].path() == path; });
    return found == units.end() ? nullptr : found->get();
}

}  // namespace recourse::driver
