#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

// A rule reads what an event carried that need not have happened. One finding a place.
void read_before_known(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        std::set<Span> told;
        for (const explore::Edge& edge : explored->found.edges) {
            for (const ExprId id : edge.absent_reads) {
                const semantics::Expr& read = model.exprs[id];
                if (!is_own(model, read.span) || !told.insert(read.span).second) continue;
                const std::string name = explore::expression_in_words(model, input.times, id);
                Diagnostic finding = finding_at("read-before-known", read.span,
                                            fmt::format("`{}` is read here before `{}` need have happened", name, model.events[read.event].name),
                                            fmt::format("ask first: `if {} has happened and …`", model.events[read.event].name));
                finding.labels.front().text = "there may be nothing to read";
                finding.why = "what has not happened has no value, so the comparison would be decided by nothing that anybody said";
                const auto index = static_cast<std::uint32_t>(&edge - explored->found.edges.data());
                if (show(input, *explored, explored->way_to(index), finding)) sink.add(std::move(finding));
            }
        }
    }
}

}  // namespace recourse::checks
