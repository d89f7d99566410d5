// For a terminal: the message, the source lines with their places underlined, then why, hint, fix and witness.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/text_cells.h"

namespace recourse::diagnostics {

namespace {

// A line wider than this is cut around the place, so that it does not wrap on a terminal.
constexpr std::uint32_t widest_line = 150;
constexpr std::uint32_t kept_before = 60;

class Painter {
public:
    explicit Painter(bool colour) : colour_(colour) {}
    [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
    [[nodiscard]] std::string dim(std::string_view text) const { return paint("2", text); }
    [[nodiscard]] std::string blue(std::string_view text) const { return paint("34", text); }
    [[nodiscard]] std::string green(std::string_view text) const { return paint("32", text); }
    [[nodiscard]] std::string severity(Severity severity, std::string_view text) const {
        return paint(severity == Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36", text);
    }

private:
    [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
        return colour_ && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
    }
    bool colour_;
};

// One source line with a range of it marked: columns of the terminal, counted from 0.
struct MarkedLine {
    std::string shown;
    std::uint32_t mark_from = 0, mark_width = 1;
};

// `from` and `to` are cells; a place that goes on past the line is marked to the line's end.
MarkedLine mark(std::string_view line, std::size_t from, std::size_t to) {
    const std::vector<Cell> cells = cells_of(line);
    from = std::min(from, cells.size());
    to = std::clamp(to, from, cells.size());
    const auto width_between = [&](std::size_t a, std::size_t b) {
        std::uint32_t width = 0;
        for (std::size_t i = a; i < b; ++i) width += cells[i].width;
        return width;
    };
    std::size_t first = 0;
    MarkedLine marked;
    if (width_between(0, cells.size()) > widest_line && width_between(0, from) > kept_before) {
        first = from;
        for (std::uint32_t kept = 0; first > 0 && kept + cells[first - 1].width <= kept_before; --first) kept += cells[first - 1].width;
        marked.shown = "… ";
        marked.mark_from = 2;
    }
    marked.mark_from += width_between(first, from);
    std::uint32_t width = 0;
    std::size_t last = first;
    for (; last < cells.size() && width + cells[last].width <= widest_line; ++last) {
        marked.shown += cells[last].shown;
        width += cells[last].width;
    }
    if (last < cells.size()) marked.shown += " …";
    marked.mark_width = std::max<std::uint32_t>(1, width_between(from, std::min(to, last)));
    while (!marked.shown.empty() && marked.shown.back() == ' ') marked.shown.pop_back();
    return marked;
}

// Far wider than what is shown of a line: the rest of a longer one is not looked at.
constexpr std::size_t longest_line = 4096;

// The part of a line around a byte in it; `skipped` code points come before.
std::string_view part_around(std::string_view line, std::size_t at, std::size_t& skipped) {
    skipped = 0;
    if (line.size() <= longest_line) return line;
    const auto inside = [&](std::size_t i) { return (static_cast<unsigned char>(line[i]) & 0xC0u) == 0x80u; };
    std::size_t begin = std::min(at, line.size()) - std::min(at, longest_line / 4);
    while (begin > 0 && inside(begin)) --begin;
    for (std::size_t i = 0; i < begin; ++i) skipped += inside(i) ? 0 : 1;
    std::size_t end = std::min(begin + longest_line, line.size());
    while (end < line.size() && inside(end)) --end;
    return line.substr(begin, end - begin);
}

class TextRenderer {
public:
    TextRenderer(const SourceSet& sources, bool colour) : sources_(sources), paint_(colour) {}

    std::string render(const Finding& finding) {
        out_.clear();
        gutter_ = 1;
        for (const Place& place : finding.places) {
            gutter_ = std::max(gutter_, fmt::formatted_size("{}", place.begin.line));
        }
        for (const Edit& edit : finding.fix ? finding.fix->edits : std::vector<Edit>()) {
            gutter_ = std::max(gutter_, fmt::formatted_size("{}", edit.place.begin.line));
        }
        out_ += fmt::format("{}{} {}\n", paint_.severity(finding.severity, name_of(finding.severity)),
                            paint_.severity(finding.severity, fmt::format("[{}]:", finding.code)),
                            paint_.bold(printable(finding.message)));
        snippets(finding);
        bar();
        note("why", finding.why);
        note("hint", finding.hint);
        if (finding.fix) fix(*finding.fix);
        if (!finding.witness.empty()) witness(finding.witness);
        note("more", documentation(finding));
        return std::move(out_);
    }

private:
    void snippets(const Finding& finding) {
        for (std::size_t begin = 0; begin < finding.places.size();) {
            std::size_t end = begin + 1;
            while (end < finding.places.size() && finding.places[end].path == finding.places[begin].path) ++end;
            heading(finding.places[begin], begin == 0);
            snippet(finding, begin, end);
            begin = end;
        }
    }

    void heading(const Place& place, bool first) {
        out_ += fmt::format("{:{}}{} {}\n", "", gutter_, paint_.blue(first ? "-->" : ":::"), where(place));
        bar();
    }

    // The places [begin, end) of one file, by line; the finding's own is underlined with ~, others with -.
    void snippet(const Finding& finding, std::size_t begin, std::size_t end) {
        std::vector<std::size_t> order;
        for (std::size_t i = begin; i < end; ++i) order.push_back(i);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return finding.places[a].begin < finding.places[b].begin;
        });
        std::uint32_t shown_line = 0;
        for (const std::size_t index : order) {
            const Place& place = finding.places[index];
            const std::string* text = sources_.find(place.path);
            if (text == nullptr) {
                if (!place.text.empty()) note("there", place.text);
                continue;
            }
            const std::string_view whole = line_around(*text, place.first);
            std::size_t skipped = 0;
            const std::string_view line = part_around(whole, place.first - static_cast<std::size_t>(whole.data() - text->data()), skipped);
            const std::size_t to = place.end.line == place.begin.line ? place.end.column - 1 : whole.size();
            const MarkedLine marked = mark(line, place.begin.column - 1 - skipped, to - std::min(to, skipped));
            if (shown_line != 0 && place.begin.line > shown_line + 1) out_ += paint_.blue("...") + "\n";
            if (place.begin.line != shown_line) source_line(place.begin.line, marked.shown);
            underline(finding, place, marked, index == 0);
            shown_line = place.begin.line;
        }
    }

    void source_line(std::uint32_t number, std::string_view shown) {
        out_ += paint_.blue(fmt::format("{:>{}} |", number, gutter_));
        if (!shown.empty()) out_.append(" ").append(shown);
        out_ += '\n';
    }

    void underline(const Finding& finding, const Place& place, const MarkedLine& marked, bool is_first) {
        const std::string line(marked.mark_width, is_first ? '~' : '-');
        out_ += paint_.blue(fmt::format("{:{}} |", "", gutter_));
        out_ += std::string(marked.mark_from + 1, ' ');
        std::string said = line;
        if (!place.text.empty()) said.append(" ").append(printable(place.text));
        if (place.end.line > place.begin.line) said += fmt::format(" (to line {})", place.end.line);
        out_ += is_first ? paint_.severity(finding.severity, said) : paint_.blue(said);
        out_ += '\n';
    }

    void bar() { out_ += paint_.blue(fmt::format("{:{}} |", "", gutter_)) + "\n"; }

    // "= hint: …"; further lines of the text stand under its first word.
    void note(std::string_view label, std::string_view text) {
        if (text.empty()) return;
        const std::string head = fmt::format("{:{}} {} ", "", gutter_, paint_.blue("="));
        const std::string indent(gutter_ + 3 + label.size() + 2, ' ');
        std::string safe = printable(text);
        for (std::size_t at = safe.find('\n'); at != std::string::npos; at = safe.find('\n', at + 1 + indent.size())) {
            safe.insert(at + 1, indent);
        }
        out_ += fmt::format("{}{} {}\n", head, paint_.bold(fmt::format("{}:", label)), safe);
    }

    void witness(const std::vector<std::string>& lines) {
        note("shown by", " ");
        while (out_.ends_with(" \n")) out_.erase(out_.size() - 2, 1);
        for (const std::string& line : lines) out_ += fmt::format("{:{}}{}\n", "", gutter_ + 5, printable(line));
    }

    void fix(const Fix& fix) {
        constexpr std::size_t most_shown = 3;
        note("fix", fix.title);
        if (fix.edits.size() > most_shown) return;
        for (const Edit& edit : fix.edits) mended_line(edit, fix.edits);
    }

    // The line as it will read; only for one that a single edit touches, and within which it stays.
    void mended_line(const Edit& edit, const std::vector<Edit>& all) {
        const std::string* text = sources_.find(edit.place.path);
        const bool within_line = edit.place.begin.line == edit.place.end.line && edit.replacement.find('\n') == std::string::npos;
        if (text == nullptr || !within_line || edit.replacement.empty()) return;
        const bool is_alone = std::count_if(all.begin(), all.end(), [&](const Edit& other) {
            return other.place.path == edit.place.path && other.place.begin.line <= edit.place.end.line && edit.place.begin.line <= other.place.end.line;
        }) == 1;
        if (!is_alone) return;
        const std::string_view line = line_around(*text, edit.place.first);
        const auto line_begin = static_cast<std::size_t>(line.data() - text->data());
        if (edit.place.last < edit.place.first || edit.place.last > line_begin + line.size()) return;
        std::string mended(line.substr(0, edit.place.first - line_begin));
        mended += edit.replacement;
        const std::size_t from = edit.place.begin.column - 1;
        const std::size_t to = from + cells_of(edit.replacement).size();
        mended += line.substr(edit.place.last - line_begin);
        std::size_t skipped = 0;
        const MarkedLine marked = mark(part_around(mended, edit.place.first - line_begin, skipped), from - skipped, to - skipped);
        source_line(edit.place.begin.line, marked.shown);
        out_ += paint_.blue(fmt::format("{:{}} |", "", gutter_)) + std::string(marked.mark_from + 1, ' ');
        out_ += paint_.green(std::string(marked.mark_width, '+')) + "\n";
    }

    const SourceSet& sources_;
    Painter paint_;
    std::string out_;
    std::size_t gutter_ = 1;
};

}  // namespace

std::string render_text(const std::vector<Finding>& findings, const SourceSet& sources, bool colour) {
    TextRenderer renderer(sources, colour);
    std::string out;
    for (const Finding& finding : findings) {
        if (!out.empty()) out += '\n';
        out += renderer.render(finding);
    }
    return out;
}

}  // namespace recourse::diagnostics
