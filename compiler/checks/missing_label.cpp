#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using syntax::Piece;
using syntax::PieceKind;

// "agreed_by_silence" -> "agreed by silence", "SellerDecides" -> "seller decides": what the runtime says where there is no label.
std::string spoken(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == '_') {
            text += ' ';
        } else if (c >= 'A' && c <= 'Z') {
            if (!text.empty()) text += ' ';
            text += static_cast<char>(c - 'A' + 'a');
        } else {
            text += c;
        }
    }
    return text;
}

// Label lines by what they are for.
struct Labelled {
    const syntax::LabelItem* first = nullptr;
    std::set<std::string> languages;
};

void add_labels(const syntax::File& file, std::map<std::string, Labelled>& labels) {
    for (const syntax::TopItem& item : file.items) {
        const auto* label = std::get_if<syntax::LabelItem>(&item);
        if (label == nullptr || label->mark == syntax::Mark::remove) continue;
        Labelled& of = labels[label->of.text];
        if (of.first == nullptr) of.first = label;
        for (const auto& in : label->texts) of.languages.insert(in.language);
    }
}

std::map<std::string, Labelled> labels_of(const syntax::File& file) {
    std::map<std::string, Labelled> labels;
    add_labels(file, labels);
    return labels;
}

// Those of the policies that it refines as well: who says nothing else of a name goes on calling it so.
std::map<std::string, Labelled> labels_known_in(const Written& written) {
    std::map<std::string, Labelled> labels = labels_of(written.file);
    const std::string* refined = &written.file.refines.text;
    for (std::size_t i = 0; i < written.imports.size() && !refined->empty(); ++i) {
        const auto of = std::find_if(written.imports.begin(), written.imports.end(), [&](const syntax::File* one) { return one->name.text == *refined; });
        if (of == written.imports.end()) break;
        add_labels(**of, labels);
        refined = &(*of)->refines.text;
    }
    return labels;
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most; ++i) text += (i == 0 ? "`" : ", `") + names[i] + "`";
    return names.size() > most ? text + fmt::format(" and {} more", names.size() - most) : text;
}

// What people are shown of a case: who acts, what they do, how it stands and why.
bool is_shown(const Piece& piece) {
    return piece.kind == PieceKind::party || piece.kind == PieceKind::state || piece.kind == PieceKind::event || piece.kind == PieceKind::duty ||
           piece.kind == PieceKind::opened;
}

bool has_other_letters(std::string_view name) {
    return std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::vector<std::string> without_label(const Written& written, const std::map<std::string, Labelled>& labels, std::string_view language) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        // A Chinese name is read by whoever reads Chinese.
        if (language == "zh" && has_other_letters(name)) return;
        if (!name.empty() && !labels.contains(name) && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const Piece& piece : written.pieces) {
        if (piece.name != nullptr && is_shown(piece)) add(piece.name->text);
        if (piece.trailing != nullptr && piece.trailing->reason) add(piece.trailing->reason->text);
    }
    return names;
}

const syntax::HeaderLine* title_in(const syntax::File& file, std::string_view language) {
    for (const syntax::HeaderLine& line : file.header) {
        if (line.kind == syntax::HeaderLine::Kind::title && line.language.text == language) return &line;
    }
    return nullptr;
}

}  // namespace

// Labels that lack a language of the titles, and names that people are shown and that have no label in a language other than English,
// whose words the names are. Of the latter one finding a language.
void missing_label(const CheckInput& input, Sink& sink) {
    const syntax::File& file = input.written.file;
    const auto labels = labels_of(file), known = labels_known_in(input.written);
    for (const std::string& language : title_languages(input.written)) {
        for (const auto& [name, label] : labels) {
            if (label.languages.contains(language)) continue;
            Diagnostic& finding = report(sink, "missing-label", label.first->span, fmt::format("the label of `{}` has no words in `{}`", name, language),
                                         fmt::format("add `{} \"…\"`", language));
            finding.why = fmt::format("the policy has a title in `{}`, and whoever reads it in that language is shown the bare name", language);
            if (language != "en") continue;
            const Span end = {label.first->span.file, label.first->span.end, label.first->span.end};
            finding.fix = diagnostics::Fix(end, fmt::format("  en \"{}\"", spoken(name)), fmt::format("label it \"{}\"", spoken(name)));
        }
        if (language == "en") continue;
        const std::vector<std::string> bare = without_label(input.written, known, language);
        const syntax::HeaderLine* own = title_in(file, language);
        const syntax::HeaderLine* title = own != nullptr ? own : title_in(file, "");
        if (bare.empty() || title == nullptr || known.empty()) continue;
        Diagnostic& finding = report(sink, "missing-label", title->span, fmt::format("{} not in `{}`: {}", bare.size() == 1 ? "one name is" : fmt::format("{} names are", bare.size()), language, listed(bare)),
                                     fmt::format("add `label {} {} \"…\"`", bare.front(), language));
        finding.labels.front().text = "the policy is read in this language as well";
        finding.why = "whoever reads a case in that language is shown the bare names";
    }
}

}  // namespace recourse::checks
