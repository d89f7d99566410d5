#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/citations.h"
#include "compiler/checks/support.h"
#include "compiler/syntax/language_line.h"

namespace recourse::checks {

namespace {

using syntax::Piece;
using syntax::PieceKind;
using syntax::Trailing;

bool says(const Trailing* trailing) { return trailing != nullptr && (!trailing->cites.empty() || trailing->reading); }

class Rules {
public:
    explicit Rules(const CheckInput& input) : model_(input.model), pieces_(input.written.pieces) {
        for (const Piece& piece : pieces_) {
            branches_.emplace_back();
            if (piece.kind == PieceKind::branch) branches_[piece.inside].push_back(static_cast<std::uint32_t>(branches_.size() - 1));
        }
    }

    // What of the rule nothing is said of: itself, or those of its outcomes of which nothing is.
    [[nodiscard]] std::vector<std::uint32_t> unanswered(std::uint32_t rule) const {
        if (said_around(rule) || said_of_time(pieces_[rule])) return {};
        std::vector<std::uint32_t> silent;
        bool any_said = false;
        collect(rule, silent, any_said);
        if (!any_said) return {rule};
        return silent;
    }

private:
    // By the piece, or by one that it stands in.
    [[nodiscard]] bool said_around(std::uint32_t at) const {
        for (; at != Piece::kNoPiece; at = pieces_[at].inside) {
            if (says(pieces_[at].trailing)) return true;
        }
        return false;
    }

    // A rule that fires at a named time says what the name's declaration says.
    [[nodiscard]] bool said_of_time(const Piece& rule) const {
        if (rule.timed == nullptr || rule.timed->when.kind != syntax::ExprKind::name) return false;
        const std::string& name = rule.timed->when.text;
        return std::any_of(model_.named.begin(), model_.named.end(), [&](const semantics::Named& one) {
            return one.name == name && (!one.text.cites.empty() || !one.text.reading.empty());
        });
    }

    void collect(std::uint32_t at, std::vector<std::uint32_t>& silent, bool& any_said) const {
        for (const std::uint32_t branch : branches_[at]) {
            if (says(pieces_[branch].trailing)) any_said = true;
            else if (branches_[branch].empty()) silent.push_back(branch);
            else collect(branch, silent, any_said);
        }
    }

    const Model& model_;
    const std::vector<Piece>& pieces_;
    std::vector<std::vector<std::uint32_t>> branches_;   // by piece
};

// Where there is only one thing to cite, that is what the rule encodes.
std::optional<diagnostics::Fix> only_citation(const Written& written, const Model& model, const Piece& rule) {
    // The words that a fix writes are English.
    if (syntax::language_of_text(written.source.text()) != syntax::Language::english) return std::nullopt;
    if (model.clauses.size() != 1 || model.clauses.front().left_out) return std::nullopt;
    const semantics::Clause& clause = model.clauses.front();
    const std::string name = clause.source.empty() || clause.clause.empty() ? clause.source + clause.clause : clause.source + "." + clause.clause;
    if (name.empty()) return std::nullopt;
    return diagnostics::Fix({rule.span.file, rule.span.end, rule.span.end}, "  cite " + name, fmt::format("cite `{}`", name));
}

}  // namespace

// A rule of which neither a citation nor a reading says where it comes from, in a file that declares sources.
void uncited_rule(const CheckInput& input, Sink& sink) {
    if (input.model.clauses.empty()) return;
    const Rules rules(input);
    for (std::uint32_t at = 0; at < input.written.pieces.size(); ++at) {
        const PieceKind kind = input.written.pieces[at].kind;
        if (kind != PieceKind::rule && kind != PieceKind::row && kind != PieceKind::duty && kind != PieceKind::norm) continue;
        for (const std::uint32_t silent : rules.unanswered(at)) {
            const Piece& piece = input.written.pieces[silent];
            Diagnostic& finding = report(sink, "uncited-rule", piece.span,
                                         fmt::format("this {} says neither which clause it encodes nor that it is a reading of ours", kind == PieceKind::row ? "row" : kind == PieceKind::duty ? "duty" : "rule"),
                                         "add `cite CLAUSE`, or `reading \"…\"` where the text is silent");
            finding.why = "whoever holds the policy against the published text cannot tell where this comes from";
            finding.fix = only_citation(input.written, input.model, piece);
        }
    }
}

}  // namespace recourse::checks
