// What the kinds of diagrams have in common: arrows and boxes with their words in the reader's language.
#pragma once

#include "compiler/emit/diagram.h"
#include "compiler/semantics/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace recourse::emit {

enum class ArrowKind : std::uint8_t { event, deadline, condition };

// One way from a state to another. `from` may be a composite: from anywhere inside.
struct Arrow {
    ArrowKind kind = ArrowKind::event;
    semantics::StateId from, to;
    semantics::TransitionId rule;
    std::string who;                     // "buyer"; empty for happenings and time
    std::string what;                    // "apply", "after 5 days", "when flooded"
    std::vector<std::string> conditions; // "until closes", "if service = refund_only", "otherwise"
    std::string reason;                  // its label
    bool late = false;                   // without right
};

struct Box {
    semantics::StateId state;
    std::string label;
    std::vector<std::string> notes; // what is done on entering, what is taken without moving
};

// Words in one language, for one model.
class DiagramWords {
  public:
    DiagramWords(const semantics::Model& model, std::string language) : model_(model), language_(std::move(language)) {}

    [[nodiscard]] std::string label(const std::string& name) const;
    [[nodiscard]] std::string state(semantics::StateId id) const;
    [[nodiscard]] std::string event(semantics::EventId id) const;
    [[nodiscard]] std::string parties(const semantics::Event& event) const;
    [[nodiscard]] std::string due(const semantics::Deadline& deadline) const;
    [[nodiscard]] std::string limb(const semantics::Limb& limb) const;
    [[nodiscard]] std::string when(semantics::ExprId condition) const;
    [[nodiscard]] std::string call(const semantics::Action& action) const;
    [[nodiscard]] std::string otherwise() const { return zh() ? "否则" : "otherwise"; }
    [[nodiscard]] std::string takes(semantics::EventId event) const;
    [[nodiscard]] std::string times(std::uint32_t at_most) const;
    [[nodiscard]] std::string late() const { return zh() ? "已逾期" : "late"; }
    [[nodiscard]] std::string anywhere() const { return zh() ? "任一状态" : "any state"; }

  private:
    [[nodiscard]] bool zh() const { return std::string_view(language_).starts_with("zh"); }
    // A period by its length, and its name where it has one: "answer_time (5 days)".
    [[nodiscard]] std::string period(semantics::ExprId id) const;
    // An instant by its label, or counted: "15 days after completed", "completed 后 15 天".
    [[nodiscard]] std::string instant(semantics::ExprId id, bool by_name = true) const;
    // The period of `P after entering`, or an invalid id.
    [[nodiscard]] semantics::ExprId period_since_entry(semantics::ExprId instant) const;
    const semantics::Model& model_;
    std::string language_;
};

// The arrows of a case type: states in order, and of each its events, deadlines and conditions as declared.
[[nodiscard]] std::vector<Arrow> arrows_of(const semantics::Model& model, semantics::CaseId type, const DiagramWords& words);
[[nodiscard]] Box box_of(const semantics::Model& model, semantics::StateId state, const DiagramWords& words);

// One format, one file.
[[nodiscard]] std::string dot_diagram(const DiagramInput& input);
[[nodiscard]] std::string mermaid_diagram(const DiagramInput& input);
[[nodiscard]] std::string json_diagram(const DiagramInput& input);

} // namespace recourse::emit
