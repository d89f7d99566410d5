// Findings as a host sees them, and their three renderings. A finding names its places by path, line and column; nothing of
// the compiler's insides is needed to show, filter or apply it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/sources.h>

namespace recourse {

enum class Severity : std::uint8_t { error, warning, note };
[[nodiscard]] std::string_view name_of(Severity severity);   // "error", "warning", "note"

// 1-based; the column counts code points, as an editor shows them.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

// A range of one text: `end` is the position after its last character. `first` and `last` are the same range in bytes.
struct Place {
    std::string path;
    Position begin, end;
    std::uint32_t first = 0, last = 0;
    std::string text;       // what is to be said of this place; may be empty
};

// Bytes [place.first, place.last) become `replacement`.
struct Edit {
    Place place;
    std::string replacement;
};

// Mends the finding when all of its edits are applied as they stand; no two of them touch.
struct Fix {
    std::string title;      // "replace with `SellerDecides`"
    std::vector<Edit> edits;
};

struct Finding {
    std::string code;                   // "unknown-state": stable, and the name of its page
    Severity severity = Severity::error;
    std::string message;                // one sentence, no full stop
    std::vector<Place> places;          // the first is the place itself; may be empty (a finding about a whole run)
    std::string why;                    // why it matters to the policy; may be empty
    std::string hint;                   // how to mend it; may be empty
    std::optional<Fix> fix;
    std::vector<std::string> witness;   // lines of a scenario, or inputs, that show it; may be empty
};

// Where the finding's code is explained, relative to the root of the project: "docs/checks/overlapping-rows.md" for a check,
// "docs/checks/messages.md#unknown-state" for other messages.
[[nodiscard]] std::string documentation(const Finding& finding);

enum class OutputFormat : std::uint8_t {
    text,   // for a terminal: source lines with the place underlined
    plain,  // for logs and for reading aloud: one thing a line, no drawing
    json,   // one object, documented in docs/ci.md
};

struct RenderOptions {
    OutputFormat format = OutputFormat::text;
    bool colour = false;    // ANSI colours; text only
};

// The findings as text that ends with a line end; in the order given. `sources` gives the source lines: places in texts that it
// lacks are shown without them. No findings: an empty string for text and plain, an object with an empty list for json.
// O(length of findings and of the lines that they show).
[[nodiscard]] std::string render(const std::vector<Finding>& findings, const SourceSet& sources, const RenderOptions& options = {});

}  // namespace recourse
