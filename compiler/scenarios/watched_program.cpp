#include "compiler/scenarios/watched_program.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "compiler/emit/program.h"

namespace recourse::scenarios {

using namespace semantics;

namespace {

// No case keeps a text of which nothing says how long it may be.
bool can_be_kept(const Model& model, ExprId id) {
    const Expr& e = model.exprs[id];
    const bool kept = e.kind == ExprKind::fact || e.kind == ExprKind::event_field;
    if (kept && e.type.kind == TypeKind::text && e.type.high == std::numeric_limits<std::int64_t>::max()) return false;
    return std::all_of(e.children.begin(), e.children.end(), [&](ExprId child) { return can_be_kept(model, child); });
}

// As no policy can name anything: with blanks.
std::string name_of(ExprId condition) { return fmt::format("condition {} of a promise", condition.value); }

}  // namespace

WatchedProgram::WatchedProgram(const Bridge& host, const support::SourceTable& sources) : host_(host) { make(sources); }

void WatchedProgram::make(const support::SourceTable& sources) {
    std::vector<std::pair<CaseId, ExprId>> conditions;
    for (const Promise& promise : host_.model().promises) {
        for (const ExprId one : promise.given) conditions.emplace_back(promise.of, one);
        if (promise.condition.valid()) conditions.emplace_back(promise.of, promise.condition);
    }
    std::erase_if(conditions, [&](const auto& one) { return !can_be_kept(host_.model(), one.second); });
    if (conditions.empty()) return;
    auto model = std::make_unique<Model>(host_.model());
    for (const auto& [of, condition] : conditions) {
        Named named;
        named.kind = NamedKind::condition;
        named.name = name_of(condition);
        named.type = model->exprs[condition].type;
        named.value = condition;
        named.of = of;
        named.span = model->exprs[condition].span;
        model->cases[of].named.push_back(model->named.add(std::move(named)));
    }
    // What does not fit, as where a case with all that the promises read would be too large, is left to the prover.
    diagnostics::Sink unheard;
    std::vector<std::byte> bytes = emit::emit_program({model.get(), &sources}, unheard);
    LoadError error;
    std::optional<Program> program = bytes.empty() ? std::nullopt : Program::load(bytes, error);
    if (!program) return;
    own_ = std::make_unique<Own>(std::move(model), sources, std::move(bytes), std::move(*program));
    for (const auto& [of, condition] : conditions) named_[condition] = own_->bridge.named(of, name_of(condition));
}

bool WatchedProgram::holds(ExprId condition, CaseRef c) const {
    const auto found = named_.find(condition);
    if (found == named_.end()) return false;
    const NamedValue value = named_value(program(), c, found->second);
    return value.ok && value.value.number == 1;
}

}  // namespace recourse::scenarios
