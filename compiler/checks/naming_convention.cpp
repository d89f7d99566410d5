#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using syntax::Piece;
using syntax::PieceKind;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What is called in upper camel case: the nouns that a case is or is in.
bool wants_camel(PieceKind kind) {
    return kind == PieceKind::state || kind == PieceKind::machine || kind == PieceKind::reusable || kind == PieceKind::case_type || kind == PieceKind::kind;
}

std::string_view word_for(PieceKind kind) {
    switch (kind) {
        case PieceKind::party: return "a party";
        case PieceKind::kind: return "a kind";
        case PieceKind::member: return "a member of a kind";
        case PieceKind::period: return "a period";
        case PieceKind::deadline: return "a deadline";
        case PieceKind::moment: return "a moment";
        case PieceKind::amount: return "an amount";
        case PieceKind::condition: return "a condition";
        case PieceKind::decision: return "a decision";
        case PieceKind::row: return "a row";
        case PieceKind::parameter: return "a parameter";
        case PieceKind::result: return "a result";
        case PieceKind::reusable:
        case PieceKind::machine: return "a machine";
        case PieceKind::case_type: return "a case";
        case PieceKind::state: return "a state";
        case PieceKind::fact: return "a fact";
        case PieceKind::record: return "a record";
        case PieceKind::event: return "an event";
        case PieceKind::field: return "a field";
        case PieceKind::effect: return "an effect";
        case PieceKind::outcome: return "an outcome";
        case PieceKind::duty: return "a duty";
        case PieceKind::opened: return "a case that is opened";
        default: return {};   // what has no name, or another file's
    }
}

// Names in other writing, such as Chinese, have no capitals to tell.
bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_camel(std::string_view name) { return is_upper(name.front()) && name.find('_') == std::string_view::npos; }
bool is_snake(std::string_view name) { return is_lower(name.front()) && std::none_of(name.begin(), name.end(), is_upper); }

// "HTTPError2" -> "http", "error2"; "NEW_ORDER" -> "new", "order".
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_') {
            words.emplace_back();
            continue;
        }
        const bool after_small = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        const bool before_small = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (is_upper(name[i]) && (after_small || before_small)) words.emplace_back();
        words.back() += static_cast<char>(is_upper(name[i]) ? name[i] - 'A' + 'a' : name[i]);
    }
    std::erase(words, "");
    return words;
}

// Empty when the name has no letter to begin with.
std::string in_convention(std::string_view name, bool camel) {
    std::string made;
    for (std::string word : words_of(name)) {
        if (camel && is_lower(word.front())) word.front() = static_cast<char>(word.front() - 'a' + 'A');
        if (!camel && !made.empty()) made += '_';
        made += word;
    }
    return made.empty() || is_digit(made.front()) ? std::string() : made;
}

void tell(const CheckInput& input, Sink& sink, const Piece& piece, const syntax::Name& name, std::string_view what, bool camel) {
    const std::string better = in_convention(name.text, camel);
    if (better.empty() || better == name.text) return;
    Diagnostic& finding = report(sink, "naming-convention", name.span,
                                 fmt::format("{} is written like `{}`, not `{}`", what, better, name.text),
                                 fmt::format("call it `{}`", better));
    finding.why = camel ? "states, machines, cases and kinds have capitals, everything else has none: a reader sees at once which is meant"
                        : "what happens, is known or acts is written small, states and kinds with capitals: a reader sees at once which is meant";
    finding.fix = renaming(input.written, input.model, piece, name, better);
}

}  // namespace

// Names that are not written as the rest of the language's: states like `SellerDecides`, events and facts like `answer_time`.
void naming_convention(const CheckInput& input, Sink& sink) {
    std::set<std::string_view> reasons;
    for (const Piece& piece : input.written.pieces) {
        const bool camel = wants_camel(piece.kind);
        const auto fits = [](std::string_view name, bool wanted_camel) { return name.empty() || !is_plain(name) || (wanted_camel ? is_camel(name) : is_snake(name)); };
        if (piece.name != nullptr && !word_for(piece.kind).empty() && !fits(piece.name->text, camel)) {
            tell(input, sink, piece, *piece.name, word_for(piece.kind), camel);
        }
        if (piece.trailing == nullptr || !piece.trailing->reason) continue;
        const syntax::Name& reason = *piece.trailing->reason;
        if (!fits(reason.text, false) && reasons.insert(reason.text).second) tell(input, sink, piece, reason, "a reason", false);
    }
}

}  // namespace recourse::checks
