#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/checks/rule_expressions.h"

namespace recourse::checks {

namespace {

using semantics::Expr;
using semantics::ExprKind;
using semantics::KindId;
using semantics::TypeKind;

// What the rules ask of a kind.
struct Asked {
    std::map<std::int64_t, Span> members;   // by name, and where first
    bool rest = false;                      // somewhere something is said of all others: `otherwise`, `not`, `!=`
};

class Mentions {
public:
    explicit Mentions(const Model& model) : model_(model) {
        for_rule_expressions(model, [&](ExprId root) { look(root, false); });
        // `otherwise` beside a condition, and a refusal, speak of every member that the condition does not name.
        for (const Transition& rule : model.transitions) {
            const bool has_otherwise = std::any_of(model.transitions.begin(), model.transitions.end(), [&](const Transition& other) {
                return other.of == rule.of && other.rule == rule.rule && other.otherwise;
            });
            const bool rest = has_otherwise || rule.target_kind == semantics::TargetKind::refuse;
            for (const semantics::Limb& limb : rule.limbs) {
                if (rest) look(limb.condition, true);
            }
        }
        // What the rows of a decision leave out is missing-rows'.
        for (const semantics::Decision& decision : model.decisions) {
            for (const semantics::DecisionRow& row : decision.rows) look(row.condition, true);
        }
    }
    [[nodiscard]] const std::map<KindId, Asked>& all() const { return asked_; }

private:
    void look(ExprId id, bool rest) {
        if (!id.valid()) return;
        const Expr& e = model_.exprs[id];
        const bool chosen = e.kind == ExprKind::choose && e.children.size() % 2 == 1;
        if (e.kind == ExprKind::equal || e.kind == ExprKind::not_equal) compared(e, rest || e.kind == ExprKind::not_equal);
        if (e.kind == ExprKind::has_member) asked_[model_.exprs[e.children[0]].type.of].rest = true;   // a set may be without a member
        for (const ExprId child : e.children) look(child, rest || chosen || e.kind == ExprKind::logical_not);
    }

    void compared(const Expr& e, bool rest) {
        const Expr& a = model_.exprs[e.children[0]];
        const Expr& b = model_.exprs[e.children[1]];
        const KindId kind = a.type.kind == TypeKind::kind ? a.type.of : b.type.of;
        if ((a.type.kind != TypeKind::kind && b.type.kind != TypeKind::kind) || !kind.valid()) return;
        Asked& asked = asked_[kind];
        const Expr* constant = a.kind == ExprKind::constant ? &a : b.kind == ExprKind::constant ? &b : nullptr;
        asked.rest = asked.rest || rest || constant == nullptr;
        if (constant != nullptr) asked.members.try_emplace(constant->number, e.span);
    }

    const Model& model_;
    std::map<KindId, Asked> asked_;
};

}  // namespace

// A member of a kind that no rule asks for, while rules ask for the others one by one and none says what holds for the rest.
void unmentioned_member(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    const Mentions mentions(model);
    for (const auto& [id, asked] : mentions.all()) {
        const semantics::Kind& kind = model.kinds[id];
        if (asked.rest || asked.members.empty() || !is_own(model, kind.span)) continue;
        for (std::size_t i = 0; i < kind.members.size(); ++i) {
            if (asked.members.contains(static_cast<std::int64_t>(i))) continue;
            Diagnostic& finding = report(sink, "unmentioned-member", kind.member_spans[i],
                                         fmt::format("no rule says what follows from `{}`: where rules ask for the other members of `{}`, none holds for it",
                                                     kind.members[i], kind.name),
                                         "say what holds for it, or for all others (`otherwise`), or take it out of the kind");
            finding.labels.front().text = "declared here, and asked for nowhere";
            for (const auto& [member, place] : asked.members) {
                if (finding.labels.size() >= 3 || !is_own(model, place)) continue;
                finding.labels.push_back({place, fmt::format("asks for `{}`", kind.members[static_cast<std::size_t>(member)])});
            }
            finding.why = "what a person may choose ought to lead somewhere: here their act is refused, or nothing comes of it";
        }
    }
}

}  // namespace recourse::checks
