#include "compiler/driver/draft.h"

#include <fmt/format.h>

#include "compiler/syntax/language_line.h"
#include "compiler/syntax/quotes.h"

namespace recourse::driver {

SourceSet sources_with(const Pipeline& pipeline, const Unit& unit, const std::vector<std::vector<std::string>>& scenarios) {
    const std::string path = pipeline.table[unit.id].path();
    SourceSet sources;
    for (const Unit* one : pipeline.with_imports(unit)) {
        if (one->from_library) continue;   // the compiler adds those by itself
        const std::string other = pipeline.table[one->id].path();
        const std::string& given = *pipeline.sources.find(other);
        std::string text = given;
        if (other == path) {
            for (const std::vector<std::string>& scenario : scenarios) {
                diagnostics::Diagnostic quoted;
                quoted.witness = scenario;
                syntax::quote_keywords(quoted, syntax::language_of_text(given), given);
                text += "\n";
                for (const std::string& line : quoted.witness) text.append(line).append("\n");
            }
        }
        sources.add(other, std::move(text));
    }
    return sources;
}

void refute(diagnostics::Diagnostic& finding, const std::string& reason) {
    finding.message = fmt::format("internal: the finding `{}` is not borne out by the runtime ({})", finding.code, reason);
    finding.code = "unproved-finding";
    finding.severity = diagnostics::Severity::error;
    finding.why = "the compiler's reasoning and the runtime disagree, which is a fault of Recourse and not of the policy";
    finding.hint = "please report it with this policy";
}

}  // namespace recourse::driver
