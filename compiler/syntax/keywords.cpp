#include "compiler/syntax/keywords.h"

#include <algorithm>

namespace recourse::syntax {

namespace {

// A key that stands there twice would hide the second.
constexpr bool keys_differ() {
    for (std::size_t i = 0; i < kKeywords.size(); ++i) {
        for (std::size_t j = i + 1; j < kKeywords.size(); ++j) {
            if (kKeywords[i].key == kKeywords[j].key) return false;
        }
    }
    return true;
}
static_assert(keys_differ());

constexpr std::array<std::string_view, 3> kTags = {"en", "zh-Hans", "zh-Hant"};
constexpr std::string_view kPlaces = "FTMBAS";      // the roles of first words, in the order of Place

Vocabulary::Text text_in(Language language, const Keyword& line) {
    using Use = Vocabulary::Use;
    if (language == Language::english) {
        if (line.key.front() == ':') return {{}, Use::never};
        return {line.english(), line.key.front() == '/' ? Use::nothing : Use::word};
    }
    const std::string_view word = language == Language::simplified ? line.simplified : line.traditional;
    if (word == "-") return {{}, Use::never};
    return {word, word.empty() ? Use::nothing : Use::word};
}

}  // namespace

std::string_view tag_of(Language language) { return kTags[static_cast<std::size_t>(language)]; }

std::optional<Language> language_of(std::string_view tag) {
    for (const Language language : kLanguages) {
        if (tag_of(language) == tag) return language;
    }
    return std::nullopt;
}

void Vocabulary::Set::add(std::string_view word) {
    if (!word.empty() && !holds(word)) buckets_[bucket(word)].push_back(word);
}

Vocabulary::Vocabulary(Language language) : language_(language) {
    for (std::size_t i = 0; i < kKeywords.size(); ++i) {
        const Keyword& line = kKeywords[i];
        texts_[i] = text_in(language, line);
        const std::string_view word = texts_[i].word;
        for (const Language other : kLanguages) {
            const bool here = other == language || is_chinese();
            const bool reserved = line.has_role('R') || (line.has_role('r') && other != Language::english);
            if (here && reserved) reserved_.add(text_in(other, line).word);
        }
        if (line.has_role('C')) continuing_.add(word);
        for (std::size_t place = 0; place < kPlaces.size(); ++place) {
            std::vector<std::string>& words = first_words_[place];
            if (!word.empty() && line.has_role(kPlaces[place]) && std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
        }
    }
}

const Keyword* Vocabulary::find(std::string_view word) const {
    if (word.empty()) return nullptr;
    const Keyword* first = nullptr;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        if (texts_[i].word != word) continue;
        // Of several meanings the one that begins a clause is the likeliest.
        if (kKeywords[i].has_role('C')) return &kKeywords[i];
        if (first == nullptr || (first->shown.empty() && !kKeywords[i].shown.empty())) first = &kKeywords[i];
    }
    return first;
}

std::string_view Vocabulary::in_english(std::string_view word) const {
    if (!is_chinese()) return word;
    const Keyword* line = find(word);
    return line == nullptr || line->english().empty() ? word : line->english();
}

const Vocabulary& vocabulary(Language language) {
    static const std::array<Vocabulary, 3> all = {Vocabulary(Language::english), Vocabulary(Language::simplified), Vocabulary(Language::traditional)};
    return all[static_cast<std::size_t>(language)];
}

}  // namespace recourse::syntax
