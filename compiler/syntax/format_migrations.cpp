#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

namespace {

std::string clock_text(Migrate::Clock clock, const Vocabulary& words) {
    switch (clock) {
        case Migrate::Clock::unsaid: return {};
        case Migrate::Clock::running_on: return spaced({words["running:on"], words["on:running"]});
        case Migrate::Clock::anew: return spaced({words["counted:anew"], words["anew"]});
        case Migrate::Clock::kept: return spaced({words["deadlines:kept"], words["kept"]});
        case Migrate::Clock::cancelled: break;
    }
    return spaced({words["deadlines:cancelled"], words["cancelled"]});
}

}  // namespace

void FormatWalk::show(const Migrate& x) {
    OutputLine head = begin_line(x.span.begin, "");
    std::string text = spaced({words_["migrate"], words_["from:migrate"], std::to_string(x.from)});
    if (!x.of.empty()) text = spaced({text, words_["of:case"], x.of.text});
    head.cells = {{{text, false}}};
    const std::uint32_t first = x.lines.empty() ? x.span.end : x.lines.front().span.begin;
    block(std::move(head), x.span, first, {}, [&] {
        for (const Migrate::Line& line : x.lines) show(line);
    });
}

void FormatWalk::show(const Migrate::Line& x) {
    using Says = Migrate::Line::Kind;
    OutputLine line = begin_line(x.span.begin, x.kind == Says::same_names ? "" : "migrate line");
    const std::string clock = clock_text(x.clock, words_);
    switch (x.kind) {
        case Says::same_names: line.cells = {{{spaced({words_["same:names"], words_["names"], clock}), false}}}; break;
        case Says::state: line.cells = {{{x.old_name.text, false}}, {{"-> " + x.name.text, false}}, {{clock, false}}}; break;
        case Says::stays:
            line.cells = {{{x.old_name.text, false}}, {{spaced({words_["stays:case"], words_["because"], quoted(x.because.value)}), false}}};
            break;
        case Says::event: line.cells = {{{spaced({words_["event"], x.old_name.text}), false}}, {{"-> " + x.name.text, false}}}; break;
        case Says::forgotten: line.cells = {{{spaced({words_["event"], x.name.text}), false}}, {{word("forgotten"), false}}}; break;
        case Says::record:
        case Says::fact:
            line.cells = {{{spaced({words_[x.kind == Says::fact ? Key("fact") : Key("record")], x.name.text}), false}},
                          {{"= " + (x.value ? text_of(*x.value) : std::string()), false}}};
            break;
    }
    put_leaf(std::move(line), x.span);
}

}  // namespace recourse::syntax
