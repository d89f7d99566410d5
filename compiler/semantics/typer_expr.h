// One expression in one place: the work behind Typer, private to it. Each kind of syntax has one handler in the table of
// typer.cpp; the handlers stand by theme in typer_names, _literals, _arithmetic, _amounts, _compare, _time, _calls, _fit.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/semantics/typer.h"
#include "compiler/semantics/typer_state.h"
#include "compiler/semantics/types.h"

namespace recourse::semantics {

using Written = syntax::Expr;

// A short way to say an expression in a message: "`price`", "`5.00 CNY`", "this value".
[[nodiscard]] std::string said(const Written& written);
// What names a value for "is known to be set": its path, with `first` or `previous` before it; empty for other expressions.
[[nodiscard]] std::string key_of(const Written& written);

class ExprTyper {
public:
    ExprTyper(TyperState& state, const Place& place) : state_(state), place_(place), known_(place.known_set) {}

    // Typed; `expected` only helps to resolve members, `none` and literals. Unknown type: nothing is expected.
    ExprId read(const Written& written, const Type& expected = {});
    // Typed and checked to be usable where `expected` is wanted.
    ExprId fitted(const Written& written, const Type& expected);
    ExprId fit(ExprId id, const Written& written, const Type& expected);
    ExprId condition(const Written& written);
    ExprId instant(const Written& written);
    ExprId period(const Written& written);
    ExprId rows(const syntax::Rows& written, const Type& expected);
    // What begins `D after X`: an instant, or the end of a date when the period is read in whole days.
    ExprId anchor(const Written& written, ExprId period);
    ExprId after(ExprId period, ExprId anchor, Span span, ExprKind kind = ExprKind::after_period);
    std::optional<std::int64_t> pack_days(std::int64_t count, Written::Reading reading, Span span);
    // The period as it counts from there: from the start of a day, that day is its first where the regime says so; and the last day of one
    // that leads to a beginning does not roll.
    ExprId counted_from(ExprId period, ExprId anchor);
    [[nodiscard]] bool counts_start(ExprId anchor) const;
    // Nothing for a period that is not written out: whose rows are elsewhere.
    std::optional<ExprId> with_rules(ExprId period, unsigned add, unsigned drop);
    ExprId node(ExprKind kind, Type type, Span span, std::vector<ExprId> children);
    void know(const Written& condition, bool truth);
    // Numbers over one divisor, scaled where they differ. False after an error.
    bool same_divisors(std::vector<ExprId>& ids, Span span);

    std::optional<std::int64_t> instant_number(const Written& written);
    std::optional<std::int64_t> date_number(const Written& written);

private:
    using Handler = ExprId (ExprTyper::*)(const Written&, const Type&);
    static Handler handler_of(syntax::ExprKind kind);

    // literals
    ExprId missing(const Written& written, const Type& expected);
    ExprId plain_literal(const Written& written, const Type& expected);     // boolean, integer, percent
    ExprId money_literal(const Written& written, const Type& expected);
    ExprId text_literal(const Written& written, const Type& expected);
    ExprId date_literal(const Written& written, const Type& expected);
    ExprId instant_literal(const Written& written, const Type& expected);
    ExprId period_literal(const Written& written, const Type& expected);
    ExprId none(const Written& written, const Type& expected);
    ExprId never_value(const Written& written, const Type& expected);
    ExprId opening(const Written& written, const Type& expected);
    void report_local_time(const Written& written, bool skipped, std::int64_t value, const ZoneView& zone);
    std::optional<std::int64_t> exact_period(const Written& written, const Type& expected);
    // Reports it. `why`: what asks for a calendar, ending in a blank, when it is not the period itself.
    bool calendar_missing(Span span, const std::string& shown, const std::string& why);

    // names
    ExprId name(const Written& written, const Type& expected);
    ExprId member_named(const Written& written, KindId kind, const Type& expected);
    ExprId member_without_expectation(const Written& written);
    ExprId first_or_previous(const Written& written, const Type& expected);
    ExprId entered(const Written& written, const Type& expected);
    ExprId symbol_value(const Written& written, const Symbol& symbol, const std::string& rest);
    ExprId named_value(const Written& written, NamedId id);
    ExprId event_value(const Written& written, EventId event, const std::string& rest, Occurrence occurrence);
    ExprId event_field(const Written& written, EventId event, std::uint32_t index, Occurrence occurrence);
    ExprId copy_of(ExprId id, Span span);
    ExprId unknown_name(const Written& written, const Type& expected);
    ExprId unknown_part(const Written& written, const std::string& owner, Span declared, const std::string& part,
                        const std::vector<std::string>& parts);
    ExprId wrong_kind(const Written& written, const Symbol& symbol, std::string_view wanted);
    bool reads_allowed(const Written& written, std::string_view what);
    // The longest prefix of the path that is declared, and what is left of the path.
    std::pair<Symbol*, std::string> resolve(std::string_view path);
    std::optional<EventId> event_of(const Written& written);
    StateId state_of(const Written& left, const Written& right);

    // conditions
    ExprId happened(const Written& written, const Type& expected);
    ExprId happened_by(const Written& written, const Type& expected);
    ExprId passed(const Written& written, const Type& expected);
    ExprId set_test(const Written& written, const Type& expected);
    ExprId state_test(const Written& written, const Type& expected);
    ExprId one_of(const Written& written, const Type& expected);
    ExprId has_member(const Written& written, const Type& expected);
    ExprId comparison(const Written& written, const Type& expected);
    ExprId logic(const Written& written, const Type& expected);
    ExprId negation(const Written& written, const Type& expected);
    ExprId compared(ExprKind kind, const Written& a, const Written& b, Span span);
    std::pair<ExprId, ExprId> read_pair(const Written& a, const Written& b);
    bool waits_for_the_other(const Written& written) const;
    bool order_makes_sense(const Written& a, ExprId left, const Written& b, ExprId right, Span span);
    bool equality_makes_sense(const Written& a, ExprId left, const Written& b, ExprId right, Span span);
    ExprId members_as_set(const Written& written, const Type& expected);

    // arithmetic
    ExprId binary(const Written& written, const Type& expected);
    ExprId sum(const Written& written, ExprId left, ExprId right);
    ExprId product(const Written& written, ExprId left, ExprId right);
    ExprId quotient(const Written& written, ExprId left, ExprId right);
    ExprId minus(const Written& written, const Type& expected);
    ExprId extreme(const Written& written, const Type& expected);
    ExprId computed(ExprKind kind, Type type, Range bounds, Span span, std::vector<ExprId> children);
    ExprId folded(const Expr& expr);

    // amounts
    struct Fraction {
        ExprId over;
        ExprId by;     // what divides it and varies; invalid when nothing does
    };
    Fraction fraction(const Written& written, const Type& expected);
    bool divides(ExprId by, const Written& written);
    ExprId both_divide(ExprId a, ExprId b, Span span);
    std::optional<std::int64_t> rounding_step(const Written& written, const Type& is);
    ExprId in_steps(ExprId id, std::int64_t step, Span span);
    ExprId rounded(const Written& written, const Type& expected);
    ExprId divided_whole(ExprId child, Rounding mode, Span span);
    ExprId divided_by(ExprId child, ExprId by, Rounding mode, Span span);
    ExprId capped(const Written& written, const Type& expected);
    std::optional<std::vector<ExprId>> limits_of(const Written& written, ExprId base);
    bool tiers_cover(const Written& written, ExprId base, const std::vector<ExprId>& limits);
    ExprId value_in_tier(const Written& written, ExprId base, ExprId below, ExprId start, ExprId rate, const Written& rate_written);
    ExprId tiered(const Written& written, const Type& expected);
    ExprId chosen_tier(const Written& written, std::vector<ExprId> conditions, std::vector<ExprId> values);
    ExprId days_to(const Written& written, ExprId& at);
    ExprId days_from(const Written& written, const Type& expected);
    bool number_wanted(ExprId id, const Written& written, std::string_view doing);

    // time
    ExprId after_or_before(const Written& written, const Type& expected);
    ExprId edge_of_day(const Written& written, const Type& expected);
    ExprId date_of(const Written& written, const Type& expected);
    ExprId before_rolling(const Written& written, const Type& expected);

    // decisions
    ExprId call(const Written& written, const Type& expected);
    ExprId field_of_call(const Written& written, const Type& expected);
    ExprId called(const Written& call, const std::string* result, Span result_span);
    std::vector<ExprId> arguments(const Written& call, DecisionId decision);
    void note_call(DecisionId callee, Span span);

    // agreement
    bool present(ExprId id, const Written& written, std::string_view doing);
    [[nodiscard]] bool declared_optional(ExprId id) const;
    void mismatch(const Written& a, const Type& left, const Written& b, const Type& right, std::string_view joint);
    void does_not_fit(const Written& written, const Type& is, const Type& expected);
    ExprId fit_number(ExprId id, const Written& written, const Type& expected);

    [[nodiscard]] const Type& type(ExprId id) const { return state_.type(id); }
    ExprId unknown(const Written& written) { return state_.unknown(written.span); }

    TyperState& state_;
    const Place& place_;
    std::vector<std::string> known_;
};

}  // namespace recourse::semantics
