#include <algorithm>

#include <recourse/sources.h>

namespace recourse {

void SourceSet::add(std::string path, std::string text) {
    const auto [entry, is_new] = texts_.insert_or_assign(path, std::move(text));
    if (is_new) order_.push_back(entry->first);
}

const std::string* SourceSet::find(std::string_view path) const {
    const auto entry = texts_.find(path);
    return entry == texts_.end() ? nullptr : &entry->second;
}

}  // namespace recourse
