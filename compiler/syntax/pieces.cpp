#include "compiler/syntax/pieces.h"

namespace recourse::syntax {

namespace {

class Collector {
public:
    explicit Collector(std::vector<Piece>& into) : into_(into) {}
    std::size_t item = 0;

    void operator()(const Import& x) {
        for (const Import::Item& one : x.items) add(PieceKind::import_item, one.alias.empty() ? &one.name : &one.alias, nullptr, one.alias.empty() ? one.name.span : support::cover(one.name.span, one.alias.span));
    }
    void operator()(const Party& x) {
        for (const Name& name : x.names) add(PieceKind::party, &name, nullptr, name.span);
    }
    void operator()(const Kind& x) {
        const Inside inside(*this, add(PieceKind::kind, &x.name, nullptr, x.span));
        for (const Name& name : x.members) add(PieceKind::member, &name, nullptr, name.span);
    }
    void operator()(const NamedValue& x) {
        static_assert(static_cast<int>(PieceKind::condition) - static_cast<int>(PieceKind::period) ==
                      static_cast<int>(NamedValue::Kind::condition) - static_cast<int>(NamedValue::Kind::period));
        const auto kind = static_cast<PieceKind>(static_cast<int>(PieceKind::period) + static_cast<int>(x.kind));
        into_[add(kind, own(x), &x.trailing, x.span)].value = &x;
    }
    void operator()(const Decision& x) {
        const Inside inside(*this, add(PieceKind::decision, own(x), &x.trailing, x.span));
        fields(PieceKind::parameter, x.parameters);
        fields(PieceKind::result, x.results);
        for (const DecisionRow& row : x.rows) add(PieceKind::row, row.name.empty() ? nullptr : own(row), &row.trailing, row.span);
    }
    void operator()(const Machine& x) {
        const Inside inside(*this, add(x.has_parameters || inside_ == Piece::kNoPiece ? PieceKind::reusable : PieceKind::machine, own(x), nullptr, x.span));
        fields(PieceKind::parameter, x.parameters);
        items(x.items);
    }
    void operator()(const Case& x) {
        const Inside inside(*this, add(PieceKind::case_type, own(x), nullptr, x.span));
        items(x.items);
    }
    void operator()(const LabelItem& x) { add(PieceKind::label, nullptr, nullptr, x.span); }
    void operator()(const Promise& x) { add(PieceKind::promise, nullptr, &x.trailing, x.span); }
    void operator()(const Scenario& x) { add(PieceKind::scenario, nullptr, nullptr, x.span); }
    void operator()(const CalendarDay&) {}
    void operator()(const Migrate&) {}
    void operator()(const Effect& x) {
        const Inside inside(*this, add(PieceKind::effect, own(x), &x.trailing, x.span));
        fields(PieceKind::field, x.parameters);
    }
    void operator()(const Fact& x) { add(PieceKind::fact, &x.name, &x.trailing, x.span); }
    void operator()(const Record& x) { add(PieceKind::record, own(x), nullptr, x.span); }
    void operator()(const Event& x) {
        const Inside inside(*this, add(PieceKind::event, own(x), &x.trailing, x.span));
        fields(PieceKind::field, x.fields);
    }
    void operator()(const OutcomeNames& x) {
        for (const Name& name : x.names) add(PieceKind::outcome, &name, nullptr, name.span);
    }
    void operator()(const StartRule&) {}
    void operator()(const OnRule& x) {
        const PieceKind kind = x.kind == OnRule::Kind::takes ? PieceKind::takes : x.kind == OnRule::Kind::ignore ? PieceKind::ignore : PieceKind::rule;
        const std::uint32_t at = add(kind, nullptr, &x.outcome.trailing, x.span);
        into_[at].on = &x;
        const Inside inside(*this, at);
        branches(x.outcome);
    }
    void operator()(const DeadlineRule& x) {
        const std::uint32_t at = add(PieceKind::rule, nullptr, &x.outcome.trailing, x.span);
        into_[at].timed = &x;
        const Inside inside(*this, at);
        branches(x.outcome);
        if (x.otherwise) way(*x.otherwise, x.otherwise->span);
    }
    void operator()(const WhenRule& x) {
        const Inside inside(*this, add(PieceKind::rule, nullptr, &x.outcome.trailing, x.span));
        branches(x.outcome);
    }
    void operator()(const OutcomeRule& x) {
        const Inside inside(*this, add(PieceKind::rule, nullptr, &x.outcome.trailing, x.span));
        branches(x.outcome);
    }
    void operator()(const DoOnEntry& x) { add(PieceKind::entry, nullptr, &x.trailing, x.span); }
    void operator()(const Duty& x) { add(PieceKind::duty, &x.name, &x.trailing, x.span); }
    void operator()(const OpenedCase& x) { add(PieceKind::opened, &x.name, &x.trailing, x.span); }
    void operator()(const MayRule& x) { add(PieceKind::norm, nullptr, &x.trailing, x.span); }
    void operator()(const State& x) {
        const Inside inside(*this, add(PieceKind::state, own(x), &x.trailing, x.span));
        items(x.items);
    }

private:
    // What is added while it lives stands inside the piece.
    class Inside {
    public:
        Inside(Collector& of, std::uint32_t piece) : of_(of), before_(of.inside_) { of.inside_ = piece; }
        ~Inside() { of_.inside_ = before_; }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        Collector& of_;
        std::uint32_t before_;
    };

    // What is changed or removed got its name where it was declared.
    template <typename Thing>
    static const Name* own(const Thing& x) {
        return x.mark == Mark::none ? &x.name : nullptr;
    }
    std::uint32_t add(PieceKind kind, const Name* name, const Trailing* trailing, Span span) {
        Piece piece;
        piece.kind = kind;
        piece.name = name;
        piece.trailing = trailing;
        piece.span = span;
        piece.inside = inside_;
        piece.item = item;
        into_.push_back(piece);
        return static_cast<std::uint32_t>(into_.size() - 1);
    }
    void fields(PieceKind kind, const std::vector<Field>& all) {
        for (const Field& field : all) add(kind, &field.name, nullptr, field.span);
    }
    void items(const std::vector<Item>& all) {
        for (const Item& one : all) std::visit(*this, one);
    }
    void branches(const Outcome& outcome) {
        for (const Branch& branch : outcome.branches) way(branch.outcome, branch.span);
    }
    void way(const Outcome& outcome, Span span) {
        const Inside inside(*this, add(PieceKind::branch, nullptr, &outcome.trailing, span));
        branches(outcome);
    }

    std::vector<Piece>& into_;
    std::uint32_t inside_ = Piece::kNoPiece;
};

}  // namespace

std::vector<Piece> pieces_of(const File& file) {
    std::vector<Piece> pieces;
    Collector collector(pieces);
    for (const TopItem& item : file.items) {
        std::visit(collector, item);
        ++collector.item;
    }
    return pieces;
}

}  // namespace recourse::syntax
