// The keywords of the language in each of the languages that a file may be written in. One table, keywords.def, and everything that reads
// or writes a keyword asks it: the layout, the grammar, the formatter, the messages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/language.h"

namespace recourse::syntax {

// One line of keywords.def.
struct Keyword {
    std::string_view key, shown, simplified, traditional, roles;

    // The English word; "" for one that English does not have.
    [[nodiscard]] constexpr std::string_view english() const {
        return key.front() == ':' || key.front() == '/' ? std::string_view{} : key.substr(0, key.find(':'));
    }
    [[nodiscard]] constexpr bool has_role(char role) const { return roles.find(role) != std::string_view::npos; }
};

inline constexpr std::array kKeywords = {
#define KEYWORD(key, shown, simplified, traditional, roles) Keyword{key, shown, simplified, traditional, roles},
#include "compiler/syntax/keywords.def"
#undef KEYWORD
};

// A line of the table, found while compiling: a key that it does not have does not compile.
struct Key {
    std::size_t index;
    // NOLINTNEXTLINE: a key is given as itself
    consteval Key(const char* key) : Key(std::string_view(key)) {}
    consteval explicit Key(std::string_view key) : index(0) {
        while (kKeywords.at(index).key != key) ++index;
    }
    [[nodiscard]] constexpr const Keyword& line() const { return kKeywords[index]; }
};

// Where a line can stand: each place knows other first words.
enum class Place : unsigned char { file, top, member, branch, action, step };

// What one language writes for each line of the table. There is one of each, for the whole run of the program, and it never changes.
class Vocabulary {
public:
    explicit Vocabulary(Language language);

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] bool is_chinese() const { return language_ != Language::english; }

    // How a keyword is read: as its word; as nothing, when what stands beside it says it; or it is none of this language.
    enum class Use : std::uint8_t { word, nothing, never };
    struct Text {
        std::string_view word;
        Use use = Use::word;
    };
    [[nodiscard]] const Text& text(std::size_t index) const { return texts_[index]; }
    // The word to write; "" where none is written.
    [[nodiscard]] std::string_view operator[](Key key) const { return texts_[key.index].word; }
    [[nodiscard]] std::string_view operator[](const Keyword& line) const { return texts_[static_cast<std::size_t>(&line - kKeywords.data())].word; }

    // A reserved word is never a name, except after a dot. A Chinese file reserves those of all languages.
    [[nodiscard]] bool is_reserved(std::string_view word) const { return reserved_.holds(word); }
    // A line that begins with one of these goes on with the rule of the line before.
    [[nodiscard]] bool continues_rule(std::string_view word) const { return continuing_.holds(word); }
    // The first words of the lines that `place` knows.
    [[nodiscard]] const std::vector<std::string>& first_words(Place place) const { return first_words_[static_cast<std::size_t>(place)]; }
    // The English keyword that a word of this language stands for, or the word itself. O(keywords) for Chinese.
    [[nodiscard]] std::string_view in_english(std::string_view word) const;
    // The line of the table of which this is the word, if any; of several the first that begins a clause, or else the first. O(keywords).
    [[nodiscard]] const Keyword* find(std::string_view word) const;

private:
    // Few words, asked for at nearly every word of a file: told apart by their length and two of their bytes before anything is compared.
    class Set {
    public:
        void add(std::string_view word);
        [[nodiscard]] bool holds(std::string_view word) const {
            if (word.empty()) return false;
            for (const std::string_view one : buckets_[bucket(word)]) {
                if (one == word) return true;
            }
            return false;
        }

    private:
        [[nodiscard]] static std::size_t bucket(std::string_view word) {
            const auto byte = [word](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(word[at])); };
            return (word.size() * 31 + byte(0) * 7 + byte(word.size() / 2) * 3 + byte(word.size() - 1)) % 256;
        }
        std::array<std::vector<std::string_view>, 256> buckets_;
    };

    Language language_;
    std::array<Text, kKeywords.size()> texts_{};
    Set reserved_, continuing_;
    std::array<std::vector<std::string>, 6> first_words_;
};

[[nodiscard]] const Vocabulary& vocabulary(Language language);

}  // namespace recourse::syntax
