#include "mend.h"

#include <algorithm>

#include <recourse/fixes.h>

namespace recourse::cli {

namespace {

// What one fix uncovers another may mend; more rounds than this mend nothing that an author would wait for.
constexpr int most_rounds = 20;

std::size_t errors_in(const Analysis& analysis) {
    return static_cast<std::size_t>(std::count_if(analysis.findings().begin(), analysis.findings().end(), [](const Finding& one) { return one.severity == Severity::error; }));
}

// A finding is the same as one that was withheld when it says the same of the same text.
bool is_among(const Finding& finding, const std::vector<Finding>& all) {
    return std::any_of(all.begin(), all.end(), [&](const Finding& one) {
        return one.code == finding.code && one.message == finding.message && one.fix && finding.fix && one.fix->title == finding.fix->title;
    });
}

std::vector<Finding> mendable(const Analysis& analysis, const std::set<std::string>& files, const std::vector<Finding>& withheld) {
    std::vector<Finding> found;
    for (const Finding& finding : analysis.findings()) {
        if (!finding.fix || is_among(finding, withheld)) continue;
        const auto& edits = finding.fix->edits;
        const bool may = std::all_of(edits.begin(), edits.end(), [&](const Edit& edit) { return files.contains(edit.place.path); });
        if (may) found.push_back(finding);
    }
    return found;
}

// The given files with their texts as they are in `edited`: what the library adds is added again by itself.
SourceSet given_of(const Analysis& analysis, const SourceSet& edited) {
    SourceSet sources;
    for (const FileInfo& file : analysis.files()) sources.add(file.path, *edited.find(file.path));
    return sources;
}

}  // namespace

Mended mend(const Analysis& analysis, const std::set<std::string>& files, const Options& how) {
    Mended mended{analysis, {}, {}};
    const auto attempt = [&](const std::vector<Finding>& wanted) {
        const Fixed fixed = apply_fixes(mended.analysis.sources(), wanted);
        if (fixed.applied.empty()) return false;
        Analysis after = analyse(given_of(mended.analysis, fixed.sources), how);
        const bool mends_errors = std::any_of(fixed.applied.begin(), fixed.applied.end(), [&](std::size_t i) { return wanted[i].severity == Severity::error; });
        if (!mends_errors && errors_in(after) > errors_in(mended.analysis)) return false;
        for (const std::size_t i : fixed.applied) mended.mends.push_back({wanted[i]});
        mended.analysis = std::move(after);
        return true;
    };
    for (int round = 0; round < most_rounds; ++round) {
        const std::vector<Finding> wanted = mendable(mended.analysis, files, mended.withheld);
        if (wanted.empty()) break;
        if (attempt(wanted)) continue;
        // One of them brings an error about: the first that does is found by trying them alone.
        bool any = false;
        for (const Finding& one : wanted) {
            if (attempt({one})) {
                any = true;
                break;      // places have moved
            }
            mended.withheld.push_back(one);
        }
        if (!any) break;
    }
    return mended;
}

}  // namespace recourse::cli
