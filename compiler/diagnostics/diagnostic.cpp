#include "compiler/diagnostics/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace recourse::diagnostics {

Diagnostic& Sink::push(std::string_view code, Severity severity, Span span, std::string message, std::string hint) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.severity = severity;
    diagnostic.message = std::move(message);
    diagnostic.labels.push_back({span, {}});
    diagnostic.hint = std::move(hint);
    all_.push_back(std::move(diagnostic));
    return all_.back();
}

Diagnostic& Sink::error(std::string_view code, Span span, std::string message, std::string hint) {
    return push(code, Severity::error, span, std::move(message), std::move(hint));
}

Diagnostic& Sink::warning(std::string_view code, Span span, std::string message, std::string hint) {
    return push(code, Severity::warning, span, std::move(message), std::move(hint));
}

Diagnostic& Sink::note(std::string_view code, Span span, std::string message, std::string hint) {
    return push(code, Severity::note, span, std::move(message), std::move(hint));
}

bool Sink::has_errors() const {
    return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

namespace {

auto sort_key(const Diagnostic& d) {
    const Span place = d.labels.empty() ? Span{} : d.labels.front().span;
    return std::tuple(place.file, place.begin, d.severity, d.code, std::string_view(d.message), place.end);
}

}  // namespace

void sort_and_unify(std::vector<Diagnostic>& diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) < sort_key(b); });
    const auto same = [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) == sort_key(b); };
    diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

namespace {

// A letter for each code point, its bytes packed: a Chinese character is one slip of the hand, not three.
std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0) == 0x80 && !letters.empty();
        if (continues) letters.back() = (letters.back() << 8) | byte;
        else letters.push_back(byte);
    }
    return letters;
}

// Edit distance with exchange of neighbours (optimal string alignment), by rows.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
    std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
    std::iota(previous.begin(), previous.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before[j - 2] + 1);
            }
        }
        std::swap(before, previous);
        std::swap(previous, current);
    }
    return previous[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates) {
    const std::u32string meant = letters_of(written);
    const std::size_t limit = std::max<std::size_t>(1, meant.size() / 3);
    std::optional<std::string> best;
    std::size_t best_distance = limit + 1;
    for (const std::string& candidate : candidates) {
        const std::u32string letters = letters_of(candidate);
        if (letters.size() > meant.size() + limit || meant.size() > letters.size() + limit) continue;
        const std::size_t distance = edit_distance(meant, letters);
        if (distance < best_distance || (distance == best_distance && best && candidate < *best)) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace recourse::diagnostics
