#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// What the search by bounds found was sought on real dates, and that search had to be ended before it knew: what was not shown may exist.
// Stands behind every check that shows something.
void undecided_dates(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (explored->by_classes->undecided.empty()) continue;
        Diagnostic& finding = report(sink, "undecided-dates", model.cases[explored->of].span,
                                     fmt::format("whether a fault of `{}` shows on some date is not decided: the search was ended {}", model.cases[explored->of].name,
                                                 explored->by_classes->undecided),
                                     "count fewer periods by the calendar one after another, or bound the waits between them with time limits; `[budget]` in "
                                     "recourse.toml allows for more");
        finding.labels.front().text = "business days, months or changing clocks decide what its cases can come to";
        finding.why = "the lengths that the calendar's periods can have would allow a contradiction, and no date has been found that has them";
    }
}

}  // namespace recourse::checks
