#include "compiler/syntax/words.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace recourse::syntax {

namespace {

// The words that can follow or stand for a value; words that only begin a line stay free for names. Sorted, as `starts_by_letter` asks.
constexpr std::array<std::string_view, 41> kReserved = {
    "after", "allow", "and", "as", "at", "because", "before", "by", "cite", "do", "entered", "expect", "false", "first", "from",
    "has", "if", "is", "never", "no", "none", "not", "of", "on", "one", "opening", "or", "otherwise", "outside", "previous",
    "reading", "set", "stay", "takes", "the", "true", "unless", "until", "when", "wins", "within"};
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));

constexpr std::array<std::string_view, 12> kContinuing = {"allow",  "as",        "because", "cite",   "from",  "if",
                                                          "otherwise", "reading", "unless", "until", "wins",  "within"};
static_assert(std::is_sorted(kContinuing.begin(), kContinuing.end()));

// Where in a sorted list of words each letter's begin, and the end: nearly every word of a file is asked for, and is none of them.
using Starts = std::array<std::uint8_t, 27>;

template <std::size_t N>
constexpr Starts starts_by_letter(const std::array<std::string_view, N>& words) {
    Starts starts{};
    for (std::size_t letter = 0; letter < starts.size(); ++letter) {
        while (starts[letter] < N && words[starts[letter]].front() < static_cast<char>('a' + letter)) ++starts[letter];
    }
    return starts;
}

constexpr Starts kReservedFrom = starts_by_letter(kReserved);
constexpr Starts kContinuingFrom = starts_by_letter(kContinuing);

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& words, const Starts& starts, std::string_view word) {
    if (word.empty() || word.front() < 'a' || word.front() > 'z') return false;
    const auto letter = static_cast<std::size_t>(word.front() - 'a');
    for (std::size_t i = starts[letter]; i < starts[letter + 1]; ++i) {
        if (words[i] == word) return true;
    }
    return false;
}

}  // namespace

bool is_reserved(std::string_view word) { return is_among(kReserved, kReservedFrom, word); }

bool continues_rule(std::string_view word) { return is_among(kContinuing, kContinuingFrom, word); }

const std::vector<std::string>& first_words(Place place) {
    static const std::vector<std::string> file = {"policy", "library", "calendar"};
    static const std::vector<std::string> top = {"title",  "version",  "time",   "calendar", "counting",  "source",   "years",   "weekend", "beyond",
                                                 "import", "party",    "kind",   "period",   "deadline",  "moment",   "amount",  "condition",
                                                 "decision", "machine", "case",  "label",    "promise",   "scenario",  "effect",   "holiday", "workday"};
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
