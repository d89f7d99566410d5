#include "compiler/diagnostics/render.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/codes.h"
#include "compiler/diagnostics/text_cells.h"

namespace recourse {

std::string_view name_of(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
    }
    return "note";
}

std::string documentation(const Finding& finding) {
    const auto messages = diagnostics::message_codes();
    const bool is_message = std::ranges::binary_search(messages, std::string_view(finding.code), {}, &diagnostics::CodeInfo::code);
    return is_message ? "docs/checks/messages.md#" + finding.code : "docs/checks/" + finding.code + ".md";
}

std::string render(const std::vector<Finding>& findings, const SourceSet& sources, const RenderOptions& options) {
    switch (options.format) {
    case OutputFormat::text: return diagnostics::render_text(findings, sources, options.colour);
    case OutputFormat::plain: return diagnostics::render_plain(findings, sources);
    case OutputFormat::json: return diagnostics::render_json(findings);
    }
    return {};
}

namespace diagnostics {

std::string_view line_around(std::string_view text, std::uint32_t offset) {
    const std::size_t at = std::min<std::size_t>(offset, text.size());
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > begin && text[end - 1] == '\r') --end;
    return text.substr(begin, end - begin);
}

std::string_view line_of(const SourceSet& sources, const Place& place) {
    const std::string* text = sources.find(place.path);
    return text == nullptr ? std::string_view() : line_around(*text, place.first);
}

std::string where(const Place& place) {
    return fmt::format("{}:{}:{}", printable(place.path), place.begin.line, place.begin.column);
}

}  // namespace diagnostics

}  // namespace recourse
