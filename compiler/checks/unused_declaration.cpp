#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using diagnostics::Edit;
using diagnostics::Fix;
using syntax::Piece;
using syntax::PieceKind;

// Declared in a line with others: `party buyer, seller`, `import x (A, B)`.
bool is_listed(PieceKind kind) { return kind == PieceKind::party || kind == PieceKind::import_item; }

// Declared in lines of its own. A parameter or outcome is what others write when they use the machine.
bool has_own_lines(PieceKind kind) {
    switch (kind) {
        case PieceKind::kind:
        case PieceKind::period:
        case PieceKind::deadline:
        case PieceKind::moment:
        case PieceKind::amount:
        case PieceKind::condition:
        case PieceKind::decision:
        case PieceKind::reusable:
        case PieceKind::fact:
        case PieceKind::record:
        case PieceKind::event:
        case PieceKind::effect: return true;
        default: return false;
    }
}

Edit without_declaration(const Written& written, const Piece& piece) {
    if (!is_listed(piece.kind)) return removal(written, piece.span);
    const auto beside = [&](const Piece& other) { return other.item == piece.item && &other != &piece; };
    const auto first = std::find_if(written.pieces.begin(), written.pieces.end(), [&](const Piece& other) { return other.item == piece.item; });
    if (std::any_of(written.pieces.begin(), written.pieces.end(), beside)) return removal_from_list(written, piece.span, &*first == &piece);
    return removal(written, std::visit([](const auto& item) { return item.span; }, written.file.items[piece.item]));
}

// What else is said of a name that nothing uses: its labels, and a fact's values in scenarios.
std::optional<Edit> without_mention(const Written& written, const Piece& piece, Span place) {
    for (const syntax::TopItem& item : written.file.items) {
        if (const auto* label = std::get_if<syntax::LabelItem>(&item); label != nullptr && label->of.span == place) return removal(written, label->span);
        const auto* scenario = std::get_if<syntax::Scenario>(&item);
        if (scenario == nullptr || piece.kind != PieceKind::fact) continue;
        for (const syntax::ScenarioStep& step : scenario->steps) {
            if (step.kind != syntax::ScenarioStep::Kind::open || step.arguments.size() < 2) continue;
            for (const syntax::Argument& argument : step.arguments) {
                if (argument.name.span == place) return removal_from_list(written, argument.span, &argument == &step.arguments.front());
            }
        }
    }
    return std::nullopt;
}

std::optional<Fix> taken_away(const Written& written, const semantics::Model::Unused& unused) {
    const Piece* piece = written.named_at(unused.span);
    if (piece == nullptr || (!is_listed(piece->kind) && !has_own_lines(piece->kind))) return std::nullopt;
    Fix fix({without_declaration(written, *piece)}, fmt::format("take `{}` away", unused.name));
    const Span gone = fix.edits.front().span;
    for (const Span place : places_of_word(written, piece->name->text)) {
        if (gone.begin <= place.begin && place.end <= gone.end) continue;
        const std::optional<Edit> edit = without_mention(written, *piece, place);
        if (!edit) return std::nullopt;   // it is spoken of where nothing can be taken away by itself
        fix.edits.push_back(*edit);
    }
    std::sort(fix.edits.begin(), fix.edits.end(), [](const Edit& a, const Edit& b) { return a.span < b.span; });
    return fix;
}

}  // namespace

void unused_declaration(const CheckInput& input, Sink& sink) {
    for (const auto& unused : input.model.unused) {
        // A happening that no rule names is unanswered-happening's to tell, a date that only scenarios look at idle-deadline's.
        if (!is_own(input.model, unused.span) || unused.what == "happening" || told_within(sink, unused.span, {"idle-deadline"})) continue;
        Diagnostic& finding = report(sink, "unused-declaration", unused.span, fmt::format("the {} `{}` is used nowhere", unused.what, unused.name),
                                     "use it, or take it away");
        finding.why = "a reader looks for the rule that it belongs to";
        finding.fix = taken_away(input.written, unused);
    }
}

}  // namespace recourse::checks
