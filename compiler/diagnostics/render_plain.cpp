// One thing a line, no drawing: for logs, for editors that read "path:line:column: severity: message", for reading aloud.
#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/text_cells.h"

namespace recourse::diagnostics {

namespace {

std::string_view trimmed(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

void add_line(std::string& out, std::string_view indent, std::string_view label, std::string_view text) {
    if (text.empty()) return;
    out.append(indent).append(label).append(printable(text)).append("\n");
}

void add_place(std::string& out, const SourceSet& sources, const Place& place, bool first) {
    const std::string_view line = trimmed(line_of(sources, place));
    if (first) {
        if (!line.empty()) add_line(out, "  ", fmt::format("line {}: ", place.begin.line), line);
        add_line(out, "  ", "here: ", place.text);
        return;
    }
    add_line(out, "  ", "see: ", place.text.empty() ? where(place) : where(place) + ": " + place.text);
    if (!line.empty()) add_line(out, "    ", fmt::format("line {}: ", place.begin.line), line);
}

}  // namespace

std::string render_plain(const std::vector<Finding>& findings, const SourceSet& sources) {
    std::string out;
    for (const Finding& finding : findings) {
        if (!finding.places.empty()) out.append(where(finding.places.front())).append(": ");
        out += fmt::format("{}: {} [{}]\n", name_of(finding.severity), printable(finding.message), finding.code);
        for (std::size_t i = 0; i < finding.places.size(); ++i) add_place(out, sources, finding.places[i], i == 0);
        add_line(out, "  ", "why: ", finding.why);
        add_line(out, "  ", "hint: ", finding.hint);
        if (finding.fix) add_line(out, "  ", "fix: ", finding.fix->title);
        if (!finding.witness.empty()) out += "  shown by:\n";
        for (const std::string& line : finding.witness) add_line(out, "    ", "", line);
        add_line(out, "  ", "more: ", documentation(finding));
    }
    return out;
}

}  // namespace recourse::diagnostics
