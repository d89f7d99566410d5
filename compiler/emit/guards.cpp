#include "compiler/emit/guards.h"

#include "compiler/emit/code.h"
#include "compiler/emit/text.h"
#include "compiler/emit/types.h"
#include "compiler/semantics/walk.h"

#include <algorithm>
#include <cctype>

namespace recourse::emit {

using namespace semantics;
using format::Op;

namespace {

bool names_something(const Expr& expr) {
    switch (expr.kind) {
    case ExprKind::opening:
    case ExprKind::fact:
    case ExprKind::record:
    case ExprKind::now:
    case ExprKind::field_at_hand:
    case ExprKind::party_at_hand:
    case ExprKind::event_instant:
    case ExprKind::event_field:
    case ExprKind::event_party:
    case ExprKind::entered:
    case ExprKind::in_state:
    case ExprKind::decision_result: return true;
    default: return false;
    }
}

// What a limb reads, each by the name that its author would use.
class Operands {
  public:
    Operands(Writer& writer, const CodeScope& scope) : writer_(writer), scope_(scope) {}

    void collect(ExprId id) {
        if (!id.valid()) return;
        const Expr& expr = writer_.model.exprs[id];
        if (expr.named.valid()) {
            add(id);
            // The parts of a named condition say why it fails; a named number speaks for itself.
            if (expr.type.kind != TypeKind::boolean) return;
        } else if (names_something(expr)) {
            return add(id);
        }
        for (const ExprId child : expr.children) collect(child);
    }

    [[nodiscard]] format::Range finish() { return append(writer_.image.operands, operands_); }

  private:
    void add(ExprId id) {
        const Expr& expr = writer_.model.exprs[id];
        const bool fraction = expr.type.divisor != 1; // not a number of its type before it is rounded
        if (is_text(writer_.model, id) || expr.kind == ExprKind::constant || fraction) return;
        const format::Str name = writer_.text(expression_text(writer_.model, id));
        const auto same = [&](const format::OperandRecord& other) { return other.name == name; };
        if (std::ranges::any_of(operands_, same)) return;
        operands_.push_back({name, value_code(writer_, scope_, id), type_record(expr.type)});
    }

    Writer& writer_;
    const CodeScope& scope_;
    std::vector<format::OperandRecord> operands_;
};

// The word before a span, as in `until closes` and `within 3 days`; empty when something else stands there.
std::string word_before(const support::SourceTable* sources, support::Span span) {
    if (sources == nullptr || !span.valid() || span.file.index() >= sources->size()) return {};
    const std::string& text = (*sources)[span.file].text();
    std::size_t end = std::min<std::size_t>(span.begin, text.size());
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
    std::size_t begin = end;
    while (begin > 0 && (std::isalpha(static_cast<unsigned char>(text[begin - 1])) != 0 || (text[begin - 1] & 0x80) != 0)) --begin;
    return text.substr(begin, end - begin);
}

// As written, a window with the word that says which end it is.
format::Str limb_text(Writer& writer, const semantics::Limb& limb, ExprId root) {
    const char* word = limb.kind == LimbKind::from ? "from" : limb.kind == LimbKind::until ? "until" : "if";
    const std::string written = source_text(writer.sources, limb.span);
    if (written.empty()) return writer.text(std::string(word) + " " + expression_text(writer.model, root));
    if (limb.kind == LimbKind::condition || written.starts_with("from ")) return writer.text(written);
    const std::string before = word_before(writer.sources, limb.span);
    return writer.text((before.empty() ? word : before) + " " + written);
}

format::LimbRecord make_limb(Writer& writer, const CodeScope& scope, const semantics::Limb& limb) {
    const bool is_condition = limb.kind == LimbKind::condition;
    const ExprId root = is_condition ? limb.condition : limb.instant;
    Piece holds(writer, scope);
    holds.limb(limb);
    Operands operands(writer, scope);
    operands.collect(root);

    format::LimbRecord record{};
    record.kind = is_condition                    ? format::Limb::condition
                  : limb.kind == LimbKind::from ? format::Limb::from
                                                : format::Limb::until;
    record.reads_payload = reads_payload(writer.model, root) ? 1 : 0;
    record.code = holds.finish();
    record.instant = is_condition                         ? format::kNone
                     : limb.kind == LimbKind::from ? value_code(writer, scope, root)
                                                   : instant_code(writer, scope, root);
    record.text = limb_text(writer, limb, root);
    record.operands = operands.finish();
    return record;
}

format::LimbRecord make_count(Writer& writer, const CodeScope& scope, const Transition& transition) {
    Piece below(writer, scope);
    below.op(Op::load_slot, scope.slot(memory::rule_count(transition.rule)));
    below.push(transition.at_most);
    below.op(Op::less);
    const std::string times = transition.at_most == 1 ? "once" : std::to_string(transition.at_most) + " times";
    format::LimbRecord record{};
    record.kind = format::Limb::count;
    record.code = below.finish();
    record.instant = format::kNone;
    record.text = writer.text("at most " + times);
    record.operands = {size_of(writer.image.operands), 0};
    return record;
}

} // namespace

format::Range write_limbs(Writer& writer, const CodeScope& scope, const Transition& transition) {
    std::vector<format::LimbRecord> limbs;
    if (transition.at_most > 0) limbs.push_back(make_count(writer, scope, transition));
    for (const semantics::Limb& limb : transition.limbs) limbs.push_back(make_limb(writer, scope, limb));
    return append(writer.image.limbs, limbs);
}

void Boundaries::add(const Transition& transition) {
    for (const semantics::Limb& limb : transition.limbs) {
        if (limb.kind == LimbKind::condition) {
            add(limb.condition);
        } else {
            bound(limb.instant);
            add(limb.instant);
        }
    }
}

void Boundaries::add(ExprId expression) {
    walk(writer_.model, expression, [&](ExprId, const Expr& expr) {
        switch (expr.kind) {
        case ExprKind::has_passed: bound(expr.children[0]); break;
        case ExprKind::equal:
        case ExprKind::not_equal:
        case ExprKind::less:
        case ExprKind::at_most:
        case ExprKind::greater:
        case ExprKind::at_least: comparison(expr); break;
        default: break;
        }
    });
}

// `now < I` and its kin turn when I comes, or right after it.
void Boundaries::comparison(const Expr& expr) {
    const auto is_now = [&](ExprId id) { return writer_.model.exprs[id].kind == ExprKind::now; };
    if (is_now(expr.children[0])) bound(expr.children[1], true);
    if (is_now(expr.children[1])) bound(expr.children[0], true);
}

void Boundaries::bound(ExprId instant, bool and_before) {
    // What the event at hand will carry, or when it will come, is not known before it comes.
    if (reads_payload(writer_.model, instant) || reads_now(writer_.model, instant)) return;
    const auto add_code = [&](format::Code code) {
        if (std::ranges::find(codes_, code) == codes_.end()) codes_.push_back(code);
    };
    add_code(value_code(writer_, scope_, instant));
    if (!and_before) return;
    Piece before(writer_, scope_);
    before.value(instant);
    before.push(1);
    before.op(Op::subtract);
    add_code(before.finish());
}

format::Range Boundaries::finish() { return append(writer_.image.code_refs, codes_); }

} // namespace recourse::emit
