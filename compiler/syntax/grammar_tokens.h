// Tokens of the grammar, each with the blanks that follow it. Private to matcher.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <tao/pegtl.hpp>

#include "compiler/syntax/cst.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/keywords.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/words.h"

namespace recourse::syntax::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::must;
using pegtl::not_at;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// What becomes of a rule's node: kept, dropped when it has a single child and that is all (fold), or dropped when empty.
enum class Keep : std::uint8_t { always, fold, filled };

// Gives the rule that derives from it a node in the tree.
template <NodeKind Kind, Keep How = Keep::always>
struct makes {
    static constexpr NodeKind node = Kind;
    static constexpr Keep keep = How;
};

template <std::size_t N>
struct Literal {
    char text[N]{};
    // NOLINTNEXTLINE: a literal is given as itself
    constexpr Literal(const char (&from)[N]) { std::copy_n(from, N, text); }
    [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

// The state of one run.
struct Run {
    explicit Run(const Layout& of) : layout(of) {}
    const Layout& layout;
    Tree tree;
    std::uint32_t depth = 0;
    // Set while a failure unwinds: the nodes it cuts short are kept, so that what was said before it still counts.
    bool failing = false;
    // The keyword that was read last: which one a node is that is nothing but a keyword.
    std::uint16_t keyword = 0;
    [[nodiscard]] const Vocabulary& words() const { return *layout.words; }
};

template <typename Input>
std::string_view rest(const Input& in) {
    return {in.current(), static_cast<std::size_t>(in.end() - in.current())};
}

struct blanks {
    using rule_t = blanks;
    using subs_t = pegtl::empty_list;
    template <typename Input>
    static bool match(Input& in) {
        const char* p = in.current();
        while (p != in.end() && *p == ' ') ++p;
        in.bump(static_cast<std::size_t>(p - in.current()));
        return true;
    }
};

// A whole word of the language, by its key in keywords.def: each language has its own word for it, and may say it with none.
template <Literal Word>
struct kw {
    using rule_t = kw;
    using subs_t = pegtl::empty_list;
    static constexpr std::size_t line = Key(Word.view()).index;
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& in, Run& run) {
        const Vocabulary::Text& text = run.words().text(line);
        if (text.use == Vocabulary::Use::word) {
            const std::string_view word = text.word;
            // Nearly every try ends at the first letter.
            if (in.current() == in.end() || *in.current() != word.front()) return false;
            const std::string_view here = rest(in);
            if (!here.starts_with(word) || (here.size() > word.size() && is_word_char(here[word.size()]))) return false;
            in.bump(word.size());
        } else if (text.use == Vocabulary::Use::never) {
            return false;
        }
        run.keyword = static_cast<std::uint16_t>(line);
        return blanks::match(in);
    }
};

// Matches nothing, in files whose keywords are Chinese, or in the others: for what the two write in another order.
template <bool Chinese>
struct written_in {
    using rule_t = written_in;
    using subs_t = pegtl::empty_list;
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& /*in*/, Run& run) {
        return run.words().is_chinese() == Chinese;
    }
};
using english = written_in<false>;
using chinese = written_in<true>;

// A mark such as `->`.
template <Literal Mark>
struct sym {
    using rule_t = sym;
    using subs_t = pegtl::empty_list;
    template <typename Input>
    static bool match(Input& in) {
        if (in.current() == in.end() || *in.current() != Mark.view().front()) return false;
        if (!rest(in).starts_with(Mark.view())) return false;
        in.bump(Mark.view().size());
        return blanks::match(in);
    }
};

// `=` that is not the head of `=>` or of a mistaken `==`.
struct equals {
    using rule_t = equals;
    using subs_t = pegtl::empty_list;
    template <typename Input>
    static bool match(Input& in) {
        const std::string_view here = rest(in);
        if (!here.starts_with('=') || here.starts_with("=>") || here.starts_with("==")) return false;
        in.bump(1);
        return blanks::match(in);
    }
};

// A rule that takes what `Measure::length` says of the text ahead, and of the language's words where it asks for them; 0 is no match.
template <typename Measure>
struct lexeme {
    using rule_t = Measure;
    using subs_t = pegtl::empty_list;
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& in, Run& run) {
        std::size_t length = 0;
        if constexpr (requires { Measure::length(rest(in), run.words()); }) {
            length = Measure::length(rest(in), run.words());
        } else {
            length = Measure::length(rest(in));
        }
        in.bump(length);
        return length != 0;
    }
};

struct word_text : lexeme<word_text>, makes<NodeKind::word> {
    static std::size_t length(std::string_view here, const Vocabulary& words) {
        const std::string_view found = word_at(here, 0);
        return words.is_reserved(found) ? 0 : found.size();
    }
};
struct any_word_text : lexeme<any_word_text>, makes<NodeKind::word> {
    static std::size_t length(std::string_view here) { return word_at(here, 0).size(); }
};

// `a.b.c`; after a dot any word is a name. Two dots are a range, not a path.
struct path_text : lexeme<path_text>, makes<NodeKind::path> {
    static std::size_t length(std::string_view here, const Vocabulary& words) {
        std::size_t size = word_text::length(here, words);
        while (size != 0 && size + 1 < here.size() && here[size] == '.' && is_word_begin(here[size + 1])) {
            size += 1 + word_at(here, size + 1).size();
        }
        return size;
    }
};

struct string_text : lexeme<string_text>, makes<NodeKind::string> {
    static std::size_t length(std::string_view here) {
        if (!here.starts_with('"')) return 0;
        for (std::size_t i = 1; i < here.size() && here[i] != '\n'; ++i) {
            if (here[i] == '"') return i + 1;
            if (here[i] == '\\') ++i;
        }
        return 0;
    }
};

constexpr std::size_t digits(std::string_view here, std::size_t from) {
    std::size_t end = from;
    while (end < here.size() && is_digit(here[end])) ++end;
    return end - from;
}

constexpr bool stands_at(std::string_view here, std::size_t at_offset, char c) { return at_offset < here.size() && here[at_offset] == c; }

struct integer_text : lexeme<integer_text>, makes<NodeKind::integer> {
    static std::size_t length(std::string_view here) {
        const std::size_t size = digits(here, 0);
        const bool decimal = stands_at(here, size, '.') && digits(here, size + 1) != 0;
        return decimal || (size < here.size() && is_word_begin(here[size])) ? 0 : size;
    }
};

// `15天`: a number that its unit may follow without a blank between.
struct measured_text : lexeme<measured_text>, makes<NodeKind::integer> {
    static std::size_t length(std::string_view here, const Vocabulary& words) {
        const std::size_t size = words.is_chinese() ? digits(here, 0) : integer_text::length(here);
        return stands_at(here, size, '.') ? integer_text::length(here) : size;
    }
};

// `12` or `12.50`; the dots of `0..3` are not its own.
struct number_text : lexeme<number_text>, makes<NodeKind::number> {
    static std::size_t length(std::string_view here) {
        const std::size_t whole = digits(here, 0);
        std::size_t size = whole;
        if (whole != 0 && stands_at(here, whole, '.') && digits(here, whole + 1) != 0) size += 1 + digits(here, whole + 1);
        return size < here.size() && is_word_begin(here[size]) ? 0 : size;
    }
};

// 2024-03-01, and 10:00, 10:00:30 or 10:00:30.250 after it.
struct date_text : lexeme<date_text>, makes<NodeKind::date> {
    static std::size_t length(std::string_view here) {
        const bool shaped = digits(here, 0) == 4 && stands_at(here, 4, '-') && digits(here, 5) == 2 && stands_at(here, 7, '-') && digits(here, 8) == 2;
        if (!shaped) return 0;
        std::size_t clock = 10;
        while (stands_at(here, clock, ' ')) ++clock;
        return clock == 10 || clock_length(here, clock) == 0 ? 10 : clock + clock_length(here, clock);
    }
    static std::size_t clock_length(std::string_view here, std::size_t from) {
        if (digits(here, from) != 2 || !stands_at(here, from + 2, ':') || digits(here, from + 3) != 2) return 0;
        if (!stands_at(here, from + 5, ':') || digits(here, from + 6) != 2) return 5;
        if (!stands_at(here, from + 8, '.') || digits(here, from + 9) != 3) return 8;
        return 12;
    }
};
struct day_text : lexeme<day_text>, makes<NodeKind::date> {
    static std::size_t length(std::string_view here) { return date_text::length(here) == 0 ? 0 : 10; }
};

// `4th`
struct ordinal_text : lexeme<ordinal_text>, makes<NodeKind::ordinal> {
    static std::size_t length(std::string_view here) {
        const std::size_t size = digits(here, 0);
        const std::string_view ending = word_at(here, size);
        return size != 0 && (ending == "th" || ending == "st" || ending == "nd" || ending == "rd") ? size + 2 : 0;
    }
};

// `第 4 天`, with blanks or without
struct chinese_ordinal_text : lexeme<chinese_ordinal_text>, makes<NodeKind::ordinal> {
    static std::size_t length(std::string_view here, const Vocabulary& words) {
        const std::string_view nth = words[":nth"], day = words["days"];
        if (nth.empty() || !here.starts_with(nth)) return 0;
        const std::size_t number = blanks_from(here, nth.size());
        const std::size_t end = number + digits(here, number);
        const std::size_t unit = blanks_from(here, end);
        return end == number || word_at(here, unit) != day ? 0 : unit + day.size();
    }
    static std::size_t blanks_from(std::string_view here, std::size_t from) { return std::min(here.find_first_not_of(' ', from), here.size()); }
};

// A part of a clause: letters and digits in any order.
constexpr std::size_t clause_part(std::string_view here, std::size_t from) {
    std::size_t end = from;
    while (end < here.size() && is_word_char(here[end])) ++end;
    return end - from;
}
constexpr std::size_t joined(std::string_view here, char joint) {
    std::size_t size = clause_part(here, 0);
    while (size != 0 && stands_at(here, size, joint) && clause_part(here, size + 1) != 0) size += 1 + clause_part(here, size + 1);
    return size;
}

// `2.4`, `12a`, `freight`
struct clause_text : lexeme<clause_text>, makes<NodeKind::clause> {
    static std::size_t length(std::string_view here) { return joined(here, '.'); }
};
// `G.2.4`: the source and its clause
struct citation_text : lexeme<citation_text>, makes<NodeKind::clause> {
    static std::size_t length(std::string_view here, const Vocabulary& words) { return word_text::length(here, words) == 0 ? 0 : joined(here, '.'); }
};
// `zh`, `zh-Hans`
struct language_text : lexeme<language_text>, makes<NodeKind::language> {
    static std::size_t length(std::string_view here, const Vocabulary& words) { return word_text::length(here, words) == 0 ? 0 : joined(here, '-'); }
};
// The code of a check, such as `dead-end`
struct code_text : lexeme<code_text>, makes<NodeKind::code> {
    static std::size_t length(std::string_view here) { return joined(here, '-'); }
};

// Three capital letters.
struct currency_text : lexeme<currency_text>, makes<NodeKind::currency> {
    static std::size_t length(std::string_view here) {
        const std::string_view found = word_at(here, 0);
        const bool capitals = std::all_of(found.begin(), found.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        return found.size() == 3 && capitals ? 3 : 0;
    }
};

struct word : seq<word_text, blanks> {};
struct any_word : seq<any_word_text, blanks> {};
struct path : seq<path_text, blanks> {};
struct text : seq<string_text, blanks> {};
struct integer : seq<integer_text, blanks> {};
struct measured : seq<measured_text, blanks> {};
struct date : seq<day_text, blanks> {};
struct moment : seq<date_text, blanks> {};
struct ordinal : seq<ordinal_text, blanks> {};
struct chinese_ordinal : seq<chinese_ordinal_text, blanks> {};
struct clause : seq<clause_text, blanks> {};
struct citation : seq<citation_text, blanks> {};
struct language : seq<language_text, blanks> {};
struct code : seq<code_text, blanks> {};
struct currency : seq<currency_text, blanks> {};

// A word whose presence is all that matters.
template <NodeKind Kind, typename... Words>
struct flag : seq<Words...>, makes<Kind> {};

struct newline : seq<pegtl::one<'\n'>, blanks> {};
struct newlines : star<newline> {};
struct implied_close : pegtl::one<kImpliedClose> {};

// Right after a brace that the author left out at the end of a line.
struct after_implied_close {
    using rule_t = after_implied_close;
    using subs_t = pegtl::empty_list;
    template <typename Input>
    static bool match(Input& in) {
        const char* p = in.current();
        while (p != in.begin() && p[-1] == ' ') --p;
        return p != in.begin() && p[-1] == kImpliedClose;
    }
};
struct rule_ends : sor<pegtl::eof, at<pegtl::one<'\n', '}', kImpliedClose>>, after_implied_close> {};

template <typename Item>
struct listed : seq<Item, star<sym<",">, must<Item>>> {};

}  // namespace recourse::syntax::grammar
