// The three renderings, and what they share: the lines of the sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <recourse/diagnostic.h>

namespace recourse::diagnostics {

// The 1-based line that begins at or before byte `offset` and holds it, without its line end. O(length of the line).
[[nodiscard]] std::string_view line_around(std::string_view text, std::uint32_t offset);

// The line of a place's beginning; empty when `sources` lacks the text.
[[nodiscard]] std::string_view line_of(const SourceSet& sources, const Place& place);

// "path:line:column".
[[nodiscard]] std::string where(const Place& place);

[[nodiscard]] std::string render_text(const std::vector<Finding>& findings, const SourceSet& sources, bool colour);
[[nodiscard]] std::string render_plain(const std::vector<Finding>& findings, const SourceSet& sources);
[[nodiscard]] std::string render_json(const std::vector<Finding>& findings);

}  // namespace recourse::diagnostics
