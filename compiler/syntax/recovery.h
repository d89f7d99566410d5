// How the grammar builds its tree, stops at an error, and goes on after it. Private to matcher.cpp.
#pragma once

#include <tao/pegtl.hpp>

#include "compiler/syntax/failure.h"
#include "compiler/syntax/grammar_tokens.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax::grammar {

// What is expected where a rule is a must; grammar_messages.h gives it for each such rule.
template <typename Rule>
inline constexpr Expected expected{};

inline constexpr Expected kTooDeep{"a simpler expression: this one nests more than 200 deep", Want::too_deep};

template <typename Input>
std::uint32_t place(const Input& in, const Run& run) {
    return static_cast<std::uint32_t>(in.current() - run.layout.text.data());
}

// Pushes the node of a rule that began with `mark` nodes in the tree.
void push_node(Run& run, NodeKind kind, Keep keep, std::size_t mark, std::uint32_t begin, std::uint32_t end);

template <typename Rule>
concept MakesNode = requires { Rule::node; };

// Closes the node of a rule whose match a failure leaves.
struct CutShort {
    Run& run;
    NodeKind kind;
    Keep keep;
    std::size_t mark;
    std::uint32_t begin;
    ~CutShort() {
        if (run.failing) push_node(run, kind, keep, mark, begin, begin);
    }
};

template <typename Rule>
struct control : pegtl::normal<Rule> {
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& in, Run& run) {
        const std::size_t mark = run.tree.nodes.size();
        bool matched = false;
        if constexpr (MakesNode<Rule>) {
            const std::uint32_t begin = place(in, run);
            const CutShort guard{run, Rule::node, Rule::keep, mark, begin};
            matched = pegtl::internal::match_no_control<Rule, A, M, Action, Control>(in, run);
            if (matched) push_node(run, Rule::node, Rule::keep, mark, begin, place(in, run));
        } else {
            matched = pegtl::internal::match_no_control<Rule, A, M, Action, Control>(in, run);
        }
        if (!matched && run.tree.nodes.size() != mark) run.tree.nodes.resize(mark);
        return matched;
    }

    template <typename Input>
    [[noreturn]] static void raise(const Input& in, Run& run) {
        static_assert(!expected<Rule>.what.empty(), "a rule that must match says in grammar_messages.h what it expects");
        run.failing = true;
        throw Failure{&expected<Rule>, place(in, run), 0, 0};
    }
};

// A rule that may contain itself: counts how deep.
template <typename Rule>
struct deeper {
    using rule_t = deeper;
    using subs_t = pegtl::type_list<Rule>;
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& in, Run& run) {
        struct Level {
            std::uint32_t& depth;
            explicit Level(std::uint32_t& d) : depth(d) { ++depth; }
            ~Level() { --depth; }
        } level(run.depth);
        if (run.depth > kMaxNesting) {
            run.failing = true;
            throw Failure{&kTooDeep, place(in, run), 0, 0};
        }
        return Control<Rule>::template match<A, M, Action, Control>(in, run);
    }
};

// Where to go on after a failure.
enum class Resume : std::uint8_t {
    next_rule,   // the next newline that counts, or the closing brace of the block
    next_line,   // the next line as written: rows and branches
    block,       // the opening brace of this head's block, or the next rule
    rules,       // the opening brace of a block of rules, or the next rule
    declaration, // here, when the line begins like a declaration; else the next rule
};

// The place to go on for a failure at `at` in a rule that began at `begin`. O(what is skipped).
[[nodiscard]] std::uint32_t resume_at(const Layout& layout, Resume resume, std::uint32_t begin, std::uint32_t at);

// Matches Rule; a failure in it is noted, and the grammar goes on behind it.
template <typename Rule, Resume Where>
struct recovering {
    using rule_t = recovering;
    using subs_t = pegtl::type_list<Rule>;
    template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input>
    static bool match(Input& in, Run& run) {
        const std::uint32_t begin = place(in, run);
        try {
            return Control<Rule>::template match<A, M, Action, Control>(in, run);
        } catch (const Failure& failure) {
            run.failing = false;
            const std::uint32_t end = resume_at(run.layout, Where, begin, failure.at);
            run.tree.failures.push_back({failure.expected, failure.at, begin, end});
            const std::uint32_t here = place(in, run);
            in.bump(end - std::min(here, end));
            return blanks::match(in);
        }
    }
};

}  // namespace recourse::syntax::grammar
