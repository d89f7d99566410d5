// The one translation unit that sees PEGTL: runs the grammar and hands out a plain tree.
#include <algorithm>

#include "compiler/syntax/grammar_files.h"
#include "compiler/syntax/grammar_messages.h"

namespace recourse::syntax {

namespace grammar {

void push_node(Run& run, NodeKind kind, Keep keep, std::size_t mark, std::uint32_t begin, std::uint32_t end) {
    std::vector<Node>& nodes = run.tree.nodes;
    const std::size_t below = nodes.size() - mark;
    if (keep == Keep::fold && below != 0 && nodes.back().size == below) return;
    if (keep == Keep::filled && below == 0) return;
    const std::string& text = run.layout.text;
    if (run.failing && below != 0) end = std::max(end, nodes.back().end);
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
    Node node;
    node.kind = kind;
    node.whole = !run.failing;
    node.keyword = run.keyword;
    node.begin = begin;
    node.end = end;
    node.size = static_cast<std::uint32_t>(below + 1);
    nodes.push_back(node);
}

namespace {

// The opening brace of the head's block before the rule ends, or nothing.
std::uint32_t block_after(const std::string& text, std::uint32_t at) {
    for (std::uint32_t i = at; i < text.size() && text[i] != '\n' && !is_closing_brace(text[i]); ++i) {
        if (text[i] == '"') i += static_cast<std::uint32_t>(string_text::length(std::string_view(text).substr(i))) - 1;
        else if (text[i] == '{') return i;
    }
    return 0;
}

bool begins_line_of(Place line, const Layout& layout, std::size_t at) {
    const std::vector<std::string>& known = layout.words->first_words(line);
    return std::find(known.begin(), known.end(), word_at(layout.text, at)) != known.end();
}

bool holds_rules(const Layout& layout, std::uint32_t block) {
    const std::size_t inside = layout.text.find_first_not_of(" \n", block + 1);
    return inside != std::string_view::npos && begins_line_of(Place::member, layout, inside);
}

}  // namespace

std::uint32_t resume_at(const Layout& layout, Resume resume, std::uint32_t begin, std::uint32_t at) {
    const std::string& text = layout.text;
    if (resume == Resume::declaration && begins_line_of(Place::top, layout, begin)) return begin;
    if (resume == Resume::block || resume == Resume::rules) {
        const std::uint32_t block = block_after(text, at);
        if (block != 0 && (resume == Resume::block || holds_rules(layout, block))) return block;
    }
    const std::string_view lines = resume == Resume::next_line ? layout.original : std::string_view(text);
    std::uint32_t open = layout.depth_at(at) - std::min(layout.depth_at(at), layout.depth_at(begin));
    std::uint32_t i = at;
    while (i < text.size()) {
        if (open == 0 && (lines[i] == '\n' || is_closing_brace(text[i]))) break;
        if (text[i] == '{') ++open;
        if (is_closing_brace(text[i])) --open;
        if (open == 0 && text[i] == kImpliedClose) return i + 1;
        const std::size_t string = text[i] == '"' ? string_text::length(std::string_view(text).substr(i)) : 0;
        i += static_cast<std::uint32_t>(std::max<std::size_t>(string, 1));
    }
    // Never stay on the spot: a rule that failed at once takes at least its first character.
    return i == begin && i < text.size() && !is_closing_brace(text[i]) && text[i] != '\n' ? i + 1 : i;
}

}  // namespace grammar

Tree match_file(const Layout& layout) {
    grammar::Run run(layout);
    tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*> input(layout.text.data(),
                                                                                                    layout.text.data() + layout.text.size(), "");
    run.tree.nodes.reserve(layout.text.size() / 4 + 16);
    const bool matched = tao::pegtl::parse<grammar::file, tao::pegtl::nothing, grammar::control>(input, run);
    if (!matched) run.tree.nodes.clear();
    return std::move(run.tree);
}

}  // namespace recourse::syntax
