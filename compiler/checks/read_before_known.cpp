#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/effect_reads.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

namespace {

Diagnostic finding_of(const CheckInput& input, ExprId id) {
    const Model& model = input.model;
    const semantics::Expr& read = model.exprs[id];
    const std::string name = explore::expression_in_words(model, input.times, id);
    Diagnostic finding = finding_at("read-before-known", read.span,
                                    fmt::format("`{}` is read here before `{}` need have happened", name, model.events[read.event].name),
                                    fmt::format("ask first: `if {} has happened and …`", model.events[read.event].name));
    finding.labels.front().text = "there may be nothing to read";
    return finding;
}

}  // namespace

// A rule reads what an event carried that need not have happened, in a condition or a value or to tell it on by an effect. One finding a
// place.
void read_before_known(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        std::set<Span> told;
        for (const explore::Edge& edge : explored->found.edges) {
            for (const ExprId id : edge.absent_reads) {
                const Span place = model.exprs[id].span;
                if (!is_own(model, place) || !told.insert(place).second) continue;
                Diagnostic finding = finding_of(input, id);
                finding.why = "what has not happened has no value, so the comparison would be decided by nothing that anybody said";
                const auto index = static_cast<std::uint32_t>(&edge - explored->found.edges.data());
                const Sought same = [&](const explore::Exploration&, const explore::Edge& one) {
                    return std::any_of(one.absent_reads.begin(), one.absent_reads.end(), [&](ExprId other) { return model.exprs[other].span == place; });
                };
                if (show(input, *explored, explored->way_to(index), same, finding)) sink.add(std::move(finding));
            }
        }
    }
    for (EarlyRead& early : early_reads(input)) {
        Diagnostic finding = finding_of(input, early.read);
        finding.why = "what has not happened has no value, so the effect would tell something that nobody said";
        finding.witness = std::move(early.witness);
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
