// The texts that a compilation reads. The compiler opens no file: a host adds what it has read, under the name that
// findings shall show.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace recourse {

// Texts by path. A value: copying copies the texts. Paths are names, compared byte by byte; "std/…" is taken by the
// standard library. Not safe to change while another thread reads.
class SourceSet {
public:
    // Adds a text, or replaces the text of that path (it keeps its place in the order). O(log n).
    void add(std::string path, std::string text);
    // The text of a path; null when there is none. Good until that path is replaced. O(log n).
    [[nodiscard]] const std::string* find(std::string_view path) const;
    // The paths in the order in which they were added.
    [[nodiscard]] const std::vector<std::string>& paths() const { return order_; }
    [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
    std::vector<std::string> order_;
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace recourse
