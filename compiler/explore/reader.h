// Reads the expressions of rules in a situation. What the situation leaves open is split: a way is chosen, and the situation narrowed
// to the cases in which that way is the right one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/explore/number.h"
#include "compiler/explore/situation.h"
#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

class Reader {
public:
    Reader(const semantics::Model& model, Slots& slots, SumJudge& sums, Situation& in, Choices& choices)
        : model_(model), slots_(slots), sums_(sums), in_(in), choices_(choices) {}

    // The instant of this step lies so far from `before`: 0 at an event, −1 at a deadline.
    void at_offset(std::int64_t offset) { now_ = offset; }
    [[nodiscard]] std::int64_t offset() const { return now_; }

    bool truth(semantics::ExprId condition) { return truth(condition, nullptr); }
    // The instant lies before this step (with the last instant still the person's).
    bool passed(semantics::ExprId instant) { return passed(instant, 0, nullptr); }
    // A limb of a rule that this state owns (none for a rule of the case).
    bool limb(const semantics::Limb& limb, semantics::StateId owner);
    // The same for an instant that a state may have kept: a deadline's, or the end of a window.
    bool passed(semantics::ExprId instant, semantics::StateId owner);
    Moment moment(semantics::ExprId instant, semantics::StateId owner);
    Moment moment(semantics::ExprId instant) { return moment(instant, nullptr); }
    Number number(semantics::ExprId id) { return number(id, nullptr); }
    bool passed(const Moment& moment);
    // a < b
    bool earlier(const Moment& a, const Moment& b);
    // a <= b on numbers
    bool at_most(const Number& a, const Number& b);
    // Whether an instant has not happened, or was not given.
    bool missing(std::uint32_t point) { return in_.known[point] == 0 || absent(slots_.points()[point].absence); }
    // Decides every comparison of two instants that some rule makes, so that the situation says how it stands.
    void decide_orders();
    // A row's value lies from `low` to `high`.
    bool row_between(std::uint32_t row, std::int64_t low, std::int64_t high) { return rows_within(0, row, -low) && rows_within(row, 0, high); }
    // What is known of a number.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> range(const Number& number) const { return explore::range(number, in_.numbers); }
    // The row, of which nothing is known but bounds, is worth that number.
    void note_equal(std::uint32_t row, const Number& value);
    // Every simple instant in an expression: time may not pass one of them unnoticed.
    void boundaries(semantics::ExprId instant, std::vector<Moment>& into);

    // A step that needs what a decision leaves undecided, or for which no row answers.
    [[nodiscard]] bool failed() const { return failed_; }
    void forget_failure() { failed_ = false; }
    // A comparison was decided both ways because neither could be excluded.
    [[nodiscard]] bool inexact() const { return inexact_; }
    // No case is like this: the choices contradict what is known. The way is to be dropped.
    [[nodiscard]] bool impossible() const { return impossible_; }
    [[nodiscard]] const std::vector<semantics::ExprId>& absent_reads() const { return absent_reads_; }
    void drop() { impossible_ = true; }
    // Whether a value of a handful is one of these.
    bool is_among(std::uint32_t domain, std::uint64_t classes) { return among(domain, classes); }

    // Narrowing, for the semantics: x − y <= bound holds from here on.
    void require(std::uint32_t x, std::uint32_t y, std::int64_t bound) {
        if (!in_.zone.tighten(x, y, bound)) impossible_ = true;
    }

private:
    using ExprId = semantics::ExprId;
    using Expr = semantics::Expr;
    // What a decision's parameters stand for, read in the caller's surroundings.
    struct Call {
        const std::vector<ExprId>* arguments;
        const Call* outer;
    };
    // An expression that no choice, decision or parameter stands before any more.
    struct Leaf {
        ExprId id;
        const Call* call;
    };
    // A value of a handful.
    struct OneOf {
        bool absent = false;
        const Slot* slot = nullptr;   // null: the constant
        std::uint64_t constant = 0;
    };

    [[nodiscard]] const Expr& expr(ExprId id) const { return model_.exprs[id]; }
    Leaf resolve(ExprId id, const Call* call);
    bool truth(ExprId id, const Call* call);
    bool comparison(const Expr& e, const Call* call);
    bool compare_instants(const Expr& e, const Call* call);
    bool compare_numbers(const Expr& e, const Call* call);
    std::optional<bool> compare_rows(const Expr& e);
    bool same_class(ExprId a, ExprId b, const Call* call);
    bool same_set(ExprId a, ExprId b, const Call* call);
    bool is_set(ExprId id, const Call* call);
    bool has_member(ExprId set, std::uint32_t member, const Call* call);
    bool passed(ExprId id, std::int64_t shift, const Call* call);
    Moment moment(ExprId id, const Call* call);
    Number number(ExprId id, const Call* call);
    Number arithmetic(const Expr& e, const Call* call);
    Number divided_number(const Number& of, const Expr& e);
    OneOf one_of(ExprId id, const Call* call);
    bool decide_row(const semantics::DecisionRow& row, const Call* call);

    // Questions that may split.
    bool decide(DifferenceBounds& bounds, std::uint32_t x, std::uint32_t y, std::int64_t bound);
    bool within(std::uint32_t x, std::uint32_t y, std::int64_t bound) { return decide(in_.zone, x, y, bound); }
    bool among(std::uint32_t domain, std::uint64_t classes);
    bool rows_within(std::uint32_t x, std::uint32_t y, std::int64_t bound);
    // Drops the way when no numbers fit what is known of them.
    void judge_numbers();
    bool reads_too_early(const SlotKey& key, ExprId read);
    bool absent(std::uint32_t absence) { return absence != kNoIndex && among(absence, 2); }

    const semantics::Model& model_;
    Slots& slots_;
    SumJudge& sums_;
    Situation& in_;
    Choices& choices_;
    std::int64_t now_ = 0;
    bool failed_ = false, inexact_ = false, impossible_ = false;
    std::vector<ExprId> absent_reads_;
    std::vector<std::unique_ptr<Call>> calls_;
};

}  // namespace recourse::explore
