#include <recourse/fixes.h>

#include <algorithm>
#include <map>
#include <string>

namespace recourse {

namespace {

// Two that meet at one place are not independent either: which text comes first would be chance.
bool touch(const Edit& a, const Edit& b) { return a.place.path == b.place.path && a.place.first <= b.place.last && b.place.first <= a.place.last; }

bool fits(const SourceSet& sources, const Fix& fix) {
    return !fix.edits.empty() && std::all_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
        const std::string* text = sources.find(edit.place.path);
        return text != nullptr && edit.place.first <= edit.place.last && edit.place.last <= text->size();
    });
}

}  // namespace

Fixed apply_fixes(const SourceSet& sources, const std::vector<Finding>& findings) {
    Fixed fixed{sources, {}, 0};
    std::map<std::string, std::vector<const Edit*>> edits;     // by path
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (!findings[i].fix || !fits(sources, *findings[i].fix)) continue;
        const std::vector<Edit>& own = findings[i].fix->edits;
        const bool is_taken = std::any_of(own.begin(), own.end(), [&](const Edit& edit) {
            const auto& others = edits[edit.place.path];
            return std::any_of(others.begin(), others.end(), [&](const Edit* other) { return touch(edit, *other); });
        });
        if (is_taken) {
            ++fixed.put_off;
            continue;
        }
        for (const Edit& edit : own) edits[edit.place.path].push_back(&edit);
        fixed.applied.push_back(i);
    }
    for (auto& [path, all] : edits) {
        if (all.empty()) continue;
        std::sort(all.begin(), all.end(), [](const Edit* a, const Edit* b) { return a->place.first > b->place.first; });
        std::string text = *sources.find(path);
        for (const Edit* edit : all) text.replace(edit->place.first, edit->place.last - edit->place.first, edit->replacement);
        fixed.sources.add(path, std::move(text));
    }
    return fixed;
}

}  // namespace recourse
