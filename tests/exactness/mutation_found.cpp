#include "tests/exactness/mutation_found.h"

#include <algorithm>
#include <map>
#include <set>

namespace exactness {

using namespace recourse;

Surroundings surroundings_of(const SourceSet& all, const std::string& path) {
    std::map<std::string, FileHeader> headers;
    std::map<std::string, std::string> path_of;
    for (const std::string& one : all.paths()) {
        headers.emplace(one, header_of(*all.find(one)));
        path_of.emplace(headers.at(one).name, one);
    }
    std::set<std::string> wanted{path};
    const auto grow = [&](const auto& joins) {
        for (bool more = true; more;) {
            more = false;
            for (const auto& [one, header] : headers) {
                if (!wanted.contains(one) && joins(one, header)) more = wanted.insert(one).second;
            }
        }
    };
    grow([&](const std::string&, const FileHeader& header) {
        return std::any_of(header.uses.begin(), header.uses.end(), [&](const std::string& name) {
            return path_of.contains(name) && wanted.contains(path_of.at(name));
        });
    });
    grow([&](const std::string&, const FileHeader& header) {
        return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& user) {
            const auto& uses = headers.at(user).uses;
            return std::find(uses.begin(), uses.end(), header.name) != uses.end();
        });
    });
    // Versions of one policy are held against one another.
    const std::set<std::string> chosen = wanted;
    grow([&](const std::string&, const FileHeader& header) {
        return !header.name.empty() && std::any_of(chosen.begin(), chosen.end(), [&](const std::string& one) { return headers.at(one).name == header.name; });
    });
    Surroundings around{{}, path};
    for (const std::string& one : all.paths()) {
        if (wanted.contains(one)) around.sources.add(one, *all.find(one));
    }
    return around;
}

Noticed notice(const Surroundings& around, const std::string& text) {
    SourceSet sources = around.sources;
    sources.add(around.path, text);
    Noticed noticed;
    noticed.pipeline = driver::run_pipeline(std::move(sources), {});
    for (const auto& unit : noticed.pipeline->units) noticed.refused = noticed.refused || !unit->is_sound();
    // A note, such as that no scenario tries a rule, is nothing that stops a change from landing.
    const auto& findings = noticed.pipeline->findings;
    noticed.checks = !noticed.refused && std::any_of(findings.begin(), findings.end(), [](const Finding& one) { return one.severity != Severity::note; });
    const Analysis analysis(noticed.pipeline);
    for (const std::string& path : around.sources.paths()) {
        if (noticed.refused) break;
        if (analysis.scenarios(path).empty()) continue;
        const ScenarioReport report = analysis.run_scenarios(path);
        noticed.refused = noticed.refused || !report.ran;
        noticed.scenarios = noticed.scenarios || !report.passed();
    }
    return noticed;
}

}  // namespace exactness
