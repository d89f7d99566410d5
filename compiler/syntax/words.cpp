#include "compiler/syntax/words.h"

#include <algorithm>
#include <array>

namespace recourse::syntax {

namespace {

// The words that can follow or stand for a value; words that only begin a line stay free for names. Sorted, for the binary search.
constexpr std::array<std::string_view, 41> kReserved = {
    "after", "allow", "and", "as", "at", "because", "before", "by", "cite", "do", "entered", "expect", "false", "first", "from",
    "has", "if", "is", "never", "no", "none", "not", "of", "on", "one", "opening", "or", "otherwise", "outside", "previous",
    "reading", "set", "stay", "takes", "the", "true", "unless", "until", "when", "wins", "within"};
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));

constexpr std::array<std::string_view, 12> kContinuing = {"allow",  "as",        "because", "cite",   "from",  "if",
                                                          "otherwise", "reading", "unless", "until", "wins",  "within"};
static_assert(std::is_sorted(kContinuing.begin(), kContinuing.end()));

}  // namespace

std::string_view word_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || !is_word_begin(text[offset])) return {};
    std::size_t end = offset + 1;
    while (end < text.size() && is_word_char(text[end])) ++end;
    return text.substr(offset, end - offset);
}

bool is_reserved(std::string_view word) { return std::binary_search(kReserved.begin(), kReserved.end(), word); }

bool continues_rule(std::string_view word) { return std::binary_search(kContinuing.begin(), kContinuing.end(), word); }

const std::vector<std::string>& first_words(Place place) {
    static const std::vector<std::string> file = {"policy", "library", "calendar"};
    static const std::vector<std::string> top = {"title",  "version",  "time",   "calendar", "counting",  "source",   "years",   "weekend", "beyond",
                                                 "import", "party",    "kind",   "period",   "deadline",  "moment",   "amount",  "condition",
                                                 "decision", "machine", "case",  "label",    "scenario",  "effect",   "holiday", "workday"};
    static const std::vector<std::string> member = {"fact",   "record",    "event", "happening", "effect", "period", "deadline", "moment",
                                                    "amount", "condition", "start", "on",        "takes",  "ignore", "refuse",   "after",
                                                    "at",     "when",      "do",    "outcome",   "state",  "final",  "resting",  "machine"};
    static const std::vector<std::string> branch = {"if", "otherwise"};
    static const std::vector<std::string> action = {"count", "set", "do"};
    static const std::vector<std::string> step = {"open", "at", "decide"};
    switch (place) {
        case Place::file: return file;
        case Place::top: return top;
        case Place::branch: return branch;
        case Place::action: return action;
        case Place::step: return step;
        case Place::member: break;
    }
    return member;
}

}  // namespace recourse::syntax
