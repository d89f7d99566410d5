// DOT for graphviz. Boxes and arrows carry HTML-like labels, so that a name stands out from what is said about it.
#include "compiler/emit/diagram_parts.h"
#include "compiler/emit/numbering.h"

#include <algorithm>
#include <string_view>

namespace recourse::emit {

using namespace semantics;

namespace {

// Restrained: ink for acts, rust for time, green for conditions; fills only tell composites from the page.
constexpr std::string_view ink = "#1f2937", pale_ink = "#6b7280", time_colour = "#9a3412", condition_colour = "#166534";
constexpr std::string_view fonts = "Helvetica,Arial,Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

// Bytes at which a text may be broken: after a blank, or after a character of more than one byte that is not followed by a
// closing mark. About `width` columns a line, a Chinese character counting two.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line, word;
    std::size_t columns = 0, word_columns = 0;
    const auto flush_word = [&] {
        if (columns > 0 && columns + word_columns > width) {
            while (!line.empty() && line.back() == ' ') line.pop_back();
            lines.push_back(std::move(line));
            line.clear();
            columns = 0;
        }
        line += word;
        columns += word_columns;
        word.clear();
        word_columns = 0;
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        word.append(text.substr(i, length));
        word_columns += length > 2 ? 2 : 1;
        i += length;
        const bool wide_next = i < text.size() && static_cast<unsigned char>(text[i]) >= 0xE0;
        if (lead == ' ' || length > 2 || wide_next) flush_word();
    }
    flush_word();
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

class Dot {
  public:
    explicit Dot(const DiagramInput& input)
        : model_(*input.model), type_(model_.cases[input.of]), words_(model_, input.language), id_(input.of) {}

    std::string draw() {
        arrows_ = arrows_of(model_, id_, words_);
        header();
        for (std::size_t i = 0; i < type_.machines.size(); ++i) machine(type_.machines[i], i);
        for (const Arrow& arrow : arrows_) draw_arrow(arrow);
        out_ += "}\n";
        return std::move(out_);
    }

  private:
    void line(int depth, std::string_view text) {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
    }

    void header() {
        const std::string font = "fontname=" + quoted(fonts);
        out_ += "digraph " + quoted(type_.name) + " {\n";
        line(1, "graph [rankdir=TB compound=true newrank=true nodesep=0.45 ranksep=0.5 pad=0.2 bgcolor=white labelloc=t");
        line(2, font + " fontsize=13 fontcolor=" + quoted(ink) + "]");
        line(1, "node [shape=box style=\"rounded,filled\" fillcolor=white color=" + quoted(ink) + " fontcolor=" + quoted(ink));
        line(2, font + " fontsize=11 margin=\"0.16,0.09\" penwidth=1.1]");
        line(1, "edge [" + font + " fontsize=9 arrowsize=0.7 penwidth=1.0]");
    }

    void machine(MachineId id, std::size_t index) {
        const Machine& machine = model_.machines[id];
        const bool framed = type_.machines.size() > 1;
        const int depth = framed ? 2 : 1;
        if (framed) {
            line(1, "subgraph " + quoted("cluster machine " + std::to_string(index)) + " {");
            line(2, "label=<<b>" + escaped(words_.label(machine.name)) + "</b>> labeljust=l style=\"rounded\" color=" +
                        quoted(pale_ink) + " margin=14");
        }
        start_dot(depth, "start " + std::to_string(index), machine.start);
        for (const StateId state : machine.states) draw_state(depth, state);
        if (framed) line(1, "}");
    }

    void start_dot(int depth, const std::string& name, StateId to) {
        if (!to.valid()) return;
        line(depth, quoted(name) + " [shape=circle style=filled label=\"\" width=0.13 fillcolor=" + quoted(ink) + "]");
        line(depth, quoted(name) + " -> " + quoted(node_of(to)) + " [color=" + quoted(ink) + head_of(to) + "]");
    }

    // The node that stands for a state: itself, or the mark at which its inner states start, so that it lies below what leads
    // into it.
    [[nodiscard]] std::string node_of(StateId id) const {
        const State& state = model_.states[id];
        if (state.children.empty()) return state.path;
        return state.start.valid() ? "start of " + state.path : node_of(state.children.front());
    }
    [[nodiscard]] std::string cluster_of(StateId id) const { return "cluster " + model_.states[id].path; }
    [[nodiscard]] bool is_composite(StateId id) const { return !model_.states[id].children.empty(); }
    [[nodiscard]] std::string head_of(StateId id) const {
        return is_composite(id) ? " lhead=" + quoted(cluster_of(id)) : std::string();
    }

    // `end`: how a line ends. A frame's words stand at its left.
    [[nodiscard]] static std::string box_label(const Box& box, std::string_view end) {
        std::string text = "<b>" + escaped(box.label) + "</b>";
        for (const std::string& note : box.notes) {
            for (const std::string& part : wrapped(note, 34)) {
                text.append(end).append("<font point-size=\"9\" color=\"").append(pale_ink).append("\">");
                text.append(escaped(part)).append("</font>");
            }
        }
        return "<" + text + (box.notes.empty() || end == "<br/>" ? "" : std::string(end)) + ">";
    }

    void draw_state(int depth, StateId id) {
        const State& state = model_.states[id];
        const Box box = box_of(model_, id, words_);
        if (!state.children.empty()) return draw_composite(depth, id, box);
        std::string style;
        if (state.kind == StateKind::final) style = " peripheries=2";
        if (state.kind == StateKind::resting) style = " style=\"rounded,filled,dashed\"";
        line(depth, quoted(state.path) + " [label=" + box_label(box, "<br/>") + style + "]");
    }

    void draw_composite(int depth, StateId id, const Box& box) {
        line(depth, "subgraph " + quoted(cluster_of(id)) + " {");
        line(depth + 1, "label=" + box_label(box, "<br align=\"left\"/>") + " labeljust=l style=\"rounded,filled\"");
        line(depth + 1, "fillcolor=\"#f3f4f6\" color=\"#9ca3af\" fontsize=11 margin=12");
        start_dot(depth + 1, "start of " + model_.states[id].path, model_.states[id].start);
        // An arrow from the whole to one of its parts cannot leave the frame: it begins at this mark.
        if (std::ranges::any_of(arrows_, [&](const Arrow& a) { return a.from == id && is_within(model_, a.to, id); })) {
            line(depth + 1, quoted("any of " + model_.states[id].path) + " [shape=plaintext style=\"\" fontsize=9 margin=0.02");
            line(depth + 2, "fontcolor=" + quoted(pale_ink) + " label=" + quoted(words_.anywhere()) + "]");
        }
        for (const StateId child : model_.states[id].children) draw_state(depth + 1, child);
        line(depth, "}");
    }

    [[nodiscard]] std::string arrow_label(const Arrow& arrow) const {
        std::string text;
        const auto add = [&](std::string_view words, std::string_view open, std::string_view close) {
            for (const std::string& part : wrapped(words, 30)) {
                text.append(text.empty() ? "" : "<br/>").append(open).append(escaped(part)).append(close);
            }
        };
        if (arrow.who.empty()) {
            add(arrow.what, "", "");
        } else {
            text = "<font color=\"" + std::string(pale_ink) + "\">" + escaped(arrow.who) + "</font> ";
            text += "<b>" + escaped(arrow.what) + "</b>";
        }
        for (const std::string& condition : arrow.conditions) add(condition, "", "");
        if (arrow.late) add(words_.late(), "", "");
        if (!arrow.reason.empty()) add(arrow.reason, "<i>", "</i>");
        // Room between the line and its words.
        return "<<table border=\"0\" cellborder=\"0\" cellpadding=\"2\"><tr><td>" + text + "</td></tr></table>>";
    }

    void draw_arrow(const Arrow& arrow) {
        const std::string_view colour = arrow.kind == ArrowKind::event      ? ink
                                        : arrow.kind == ArrowKind::deadline ? time_colour
                                                                            : condition_colour;
        const bool composite = is_composite(arrow.from), inwards = composite && is_within(model_, arrow.to, arrow.from);
        const std::string tail = inwards ? "any of " + model_.states[arrow.from].path : tail_node(arrow.from);
        std::string style = " color=" + quoted(colour) + " fontcolor=" + quoted(colour);
        if (composite && !inwards) style += " ltail=" + quoted(cluster_of(arrow.from));
        if (!is_within(model_, arrow.from, arrow.to)) style += head_of(arrow.to);
        line(1, quoted(tail) + " -> " + quoted(node_of(arrow.to)) + " [label=" + arrow_label(arrow) + style + "]");
    }

    // An arrow out of a composite leaves from its last leaf, so that it does not cross the others.
    [[nodiscard]] std::string tail_node(StateId id) const {
        while (!model_.states[id].children.empty()) id = model_.states[id].children.back();
        return model_.states[id].path;
    }

    const Model& model_;
    const Case& type_;
    DiagramWords words_;
    CaseId id_;
    std::vector<Arrow> arrows_;
    std::string out_;
};

} // namespace

std::string dot_diagram(const DiagramInput& input) { return Dot(input).draw(); }

} // namespace recourse::emit
