// A Mermaid stateDiagram-v2, for pages that draw Mermaid themselves.
#include "compiler/emit/diagram_parts.h"

#include <algorithm>
#include <map>
#include <set>

namespace recourse::emit {

using namespace semantics;

namespace {

// Mermaid ends a label at a line's end or a semicolon, and takes `#` for the beginning of an entity.
std::string plain(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case ';': out += ','; break;
        case '#': out += "no. "; break;
        case '"': out += "'"; break;
        case '\n': out += ' '; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        default: out += c;
        }
    }
    return out;
}

class Mermaid {
  public:
    explicit Mermaid(const DiagramInput& input)
        : model_(*input.model), type_(model_.cases[input.of]), words_(model_, input.language), id_(input.of) {}

    std::string draw() {
        out_ = "stateDiagram-v2\n";
        const bool framed = type_.machines.size() > 1;
        for (std::size_t i = 0; i < type_.machines.size(); ++i) {
            const Machine& machine = model_.machines[type_.machines[i]];
            if (framed) {
                line(1, "state \"" + plain(words_.label(machine.name)) + "\" as machine_" + std::to_string(i + 1) + " {");
            }
            members(framed ? 2 : 1, machine.states, machine.start);
            if (framed) line(1, "}");
        }
        for (const Arrow& arrow : arrows_of(model_, id_, words_)) {
            line(1, id(arrow.from) + " --> " + id(arrow.to) + " : " + label(arrow));
        }
        if (!resting_.empty()) {
            line(1, "classDef resting stroke-dasharray: 5 4");
            line(1, "class " + resting_ + " resting");
        }
        return std::move(out_);
    }

  private:
    void line(int depth, const std::string& text) { out_.append(static_cast<std::size_t>(depth) * 4, ' ').append(text).append("\n"); }

    // The path where it is a plain word; a number where it is not.
    std::string id(StateId state) {
        const auto known = ids_.find(state);
        if (known != ids_.end()) return known->second;
        std::string name;
        for (const char c : model_.states[state].path) {
            const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (!word && c != '.') return remember(state, "state_" + std::to_string(state.value));
            name += word ? c : '_';
        }
        return remember(state, name);
    }
    std::string remember(StateId state, std::string name) {
        while (!used_.insert(name).second) name += '_';
        return ids_[state] = name;
    }

    void members(int depth, const std::vector<StateId>& states, StateId start) {
        if (start.valid()) line(depth, "[*] --> " + id(start));
        for (const StateId state : states) draw_state(depth, state);
    }

    void draw_state(int depth, StateId state) {
        const Box box = box_of(model_, state, words_);
        const State& declared = model_.states[state];
        std::string text = plain(box.label);
        const bool composite = !declared.children.empty();
        for (const std::string& note : box.notes) text += (composite ? " / " : "<br/>") + plain(note);
        line(depth, "state \"" + text + "\" as " + id(state) + (composite ? " {" : ""));
        if (composite) {
            members(depth + 1, declared.children, declared.start);
            line(depth, "}");
        }
        if (declared.kind == StateKind::final) line(depth, id(state) + " --> [*]");
        if (declared.kind == StateKind::resting) resting_ += (resting_.empty() ? "" : ",") + id(state);
    }

    [[nodiscard]] std::string label(const Arrow& arrow) const {
        std::string text = arrow.who.empty() ? plain(arrow.what) : plain(arrow.who) + " " + plain(arrow.what);
        for (const std::string& condition : arrow.conditions) text += "<br/>" + plain(condition);
        if (arrow.late) text += "<br/>" + words_.late();
        if (!arrow.reason.empty()) text += "<br/>(" + plain(arrow.reason) + ")";
        return text;
    }

    const Model& model_;
    const Case& type_;
    DiagramWords words_;
    CaseId id_;
    std::map<StateId, std::string> ids_;
    std::set<std::string> used_;
    std::string resting_, out_;
};

} // namespace

std::string mermaid_diagram(const DiagramInput& input) { return Mermaid(input).draw(); }

} // namespace recourse::emit
