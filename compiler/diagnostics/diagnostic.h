// What the compiler has to say: one value for a finding of any phase.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/support/source.h"

namespace recourse::diagnostics {

using support::Span;

enum class Severity : std::uint8_t { error, warning, note };

// A place with what is to be said of it; the first label of a diagnostic is the place itself.
struct Label {
    Span span;
    std::string text;
};

// A place and the text that is to stand there instead; an empty place is where the text is put in.
struct Edit {
    Span span;
    std::string replacement;
};

// What mends the finding when all of it is applied as it stands: one edit or several, no two of which touch the same place.
struct Fix {
    std::vector<Edit> edits;
    std::string title;  // "replace with `SellerDecides`"
    Fix() = default;
    Fix(Span span, std::string replacement, std::string named) : edits{{span, std::move(replacement)}}, title(std::move(named)) {}
    Fix(std::vector<Edit> all, std::string named) : edits(std::move(all)), title(std::move(named)) {}
};

// One finding. `code` is a slug from checks/checks.def or diagnostics/codes.def: docs/checks/<code>.md explains it.
struct Diagnostic {
    std::string_view code;
    Severity severity = Severity::error;
    std::string message;         // what is wrong, in the policy's words; one sentence, no full stop
    std::vector<Label> labels;   // where; both places when there are two
    std::string why;             // why it matters to the policy; may be empty
    std::string hint;            // how to mend it
    std::optional<Fix> fix;
    std::vector<std::string> witness;  // lines of a scenario or inputs that show it; may be empty
};

// Collects findings; phases append, nobody removes.
class Sink {
public:
    Diagnostic& error(std::string_view code, Span span, std::string message, std::string hint = {});
    Diagnostic& warning(std::string_view code, Span span, std::string message, std::string hint = {});
    Diagnostic& note(std::string_view code, Span span, std::string message, std::string hint = {});
    void add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
    [[nodiscard]] bool has_errors() const;
    [[nodiscard]] std::vector<Diagnostic>& all() { return all_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }

private:
    Diagnostic& push(std::string_view code, Severity severity, Span span, std::string message, std::string hint);
    std::vector<Diagnostic> all_;
};

// Orders by file, place, severity, code; drops exact repetitions.
void sort_and_unify(std::vector<Diagnostic>& diagnostics);

// The nearest of `candidates` to `written` by edit distance (at most a third of its length, at least 1), if any.
// O(candidates · length²).
[[nodiscard]] std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace recourse::diagnostics
