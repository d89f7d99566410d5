#include "session_text.h"

#include <fmt/format.h>

#include <array>

#include "session_words.h"

namespace recourse::cli {

namespace {

using Kind = Occurrence::Kind;

std::string cause_text(const Occurrence& occurrence, const Labels& labels, std::string_view language) {
    const Move& move = occurrence.move;
    switch (move.cause) {
        case Cause::opening: return std::string(word(Word::opened, language));
        case Cause::event: return occurrence.act ? labels.act(*occurrence.act, occurrence.zone) : std::string();
        case Cause::condition: return std::string(word(Word::by_condition, language));
        case Cause::deadline: break;
    }
    return std::string(word(Word::by_deadline, language));
}

std::string moved_text(const Occurrence& occurrence, const Labels& labels, std::string_view language) {
    std::string text = fmt::format("{}: {}", cause_text(occurrence, labels, language), labels.move(occurrence.move));
    if (const std::string cites = labels.cites(occurrence.move.transition); !cites.empty()) text += " " + cites;
    if (const std::string place = labels.place(occurrence.move.transition); !place.empty()) text += fmt::format(" ({})", place);
    return text;
}

std::string answer_text(const Occurrence& occurrence, std::string_view language) {
    const Labels labels(*occurrence.program, language);
    const Word nobody = occurrence.to_version != 0 ? Word::migration : Word::opened;
    const std::string who = occurrence.act ? labels.act(*occurrence.act, occurrence.zone) : std::string(word(nobody, language));
    switch (occurrence.kind) {
        case Kind::moved: return moved_text(occurrence, labels, language);
        case Kind::effect:
            return fmt::format("{}: {}", word(Word::effect, language),
                               labels.call(occurrence.program->effect_name(occurrence.effect), occurrence.arguments, occurrence.zone));
        case Kind::ignored: return fmt::format("{}: {}", who, word(Word::ignored, language));
        case Kind::rejected: return fmt::format("{}: {}: {}", who, word(Word::rejected, language), reason_text(occurrence.why));
        case Kind::migrated: return sentence(Word::migrated, language, occurrence.from_version, occurrence.to_version);
        case Kind::halted: return fmt::format("{}: {}", word(Word::halted, language), shown(occurrence.why));
        case Kind::broken: return fmt::format("{}: \"{}\": {}", word(Word::promise_broken, language), shown(occurrence.promise), shown(occurrence.why));
        case Kind::error: break;
    }
    return {};
}

}  // namespace

std::string Labels::name(std::string_view of) const {
    if (const std::string_view label = program_.label(of, language_); label != of) return shown(label);
    std::string text;       // a path is as long as it must be to be told from others: every part of it says something
    for (std::string_view rest = of;;) {
        const std::size_t dot = rest.find('.');
        text += program_.label(rest.substr(0, dot), language_);
        if (dot == std::string_view::npos) return shown(text);
        text += '.';
        rest.remove_prefix(dot + 1);
    }
}

std::string Labels::call(std::string_view what, const std::vector<NamedValueText>& values, const ZoneView& zone) const {
    std::string text = name(what);
    if (values.empty()) return text;
    text += " (";
    for (const NamedValueText& one : values) {
        if (&one != &values.front()) text += ", ";
        const bool quoted = one.type.type == ValueType::text && one.value.number != absent;
        const std::string value = one.type.is_private ? "…" : shown(print(program_, one.type, one.value.view(), zone, language_));
        text += fmt::format("{}: {}", name(one.name), quoted && !one.type.is_private ? "\"" + value + "\"" : value);
    }
    return text + ")";
}

std::string Labels::act(const Act& act, const ZoneView& zone) const {
    const std::string what = call(act.event_name, act.fields, zone);
    return fmt::format("{}: {}", act.by == none ? std::string(word(Word::happening, language_)) : party(act.by), what);
}

std::string Labels::cites(std::uint32_t transition) const {
    std::string text;
    for (std::uint32_t i = 0; i < program_.cite_count(transition); ++i)
        text += (text.empty() ? "[" : ", ") + std::string(program_.cite(transition, i));
    return text.empty() ? text : text + "]";
}

std::string Labels::place(std::uint32_t transition) const {
    const Program::Location at = program_.transition_location(transition);
    return at.file.empty() ? std::string() : fmt::format("{}:{}:{}", shown(at.file), at.line, at.column);
}

std::string Labels::move(const Move& move) const {
    std::string text;
    if (move.from == none) text = state(move.to);
    else if (move.from == move.to) text = fmt::format("{} ({})", state(move.to), word(Word::stays, language_));
    else text = fmt::format("{} -> {}", state(move.from), state(move.to));
    const std::string_view reason = program_.reason_name(move.transition);
    return reason.empty() ? text : fmt::format("{}, {}", text, name(reason));
}

std::string local_time(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return std::string(buffer.data(), format_local(buffer, zone, t));
}

std::string end_time(const ZoneView& zone, Instant t, std::string_view language) {
    const LocalTime local = to_local(zone, t);
    if (t == never || local.ms_of_day != day_ms - 1) return local_time(zone, t);
    std::array<char, time_text_max> buffer{};
    return fmt::format("{} ({})", std::string_view(buffer.data(), format_date(buffer, local.day)), word(Word::end_of_day, language));
}

std::string rule_text(const Program& program, std::uint32_t transition) {
    std::string_view rule = program.transition_location(transition).rule;
    if (const std::size_t cite = rule.rfind(" cite "); cite != std::string_view::npos && rule.find('"', cite) == std::string_view::npos)
        rule = rule.substr(0, cite);
    std::string text;
    for (const char c : rule) {
        const bool blank = c == ' ' || c == '\t';
        if (!blank) text += c;
        else if (!text.empty() && text.back() != ' ') text += ' ';
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

std::string reason_text(std::string_view why) {
    for (const std::string_view language : {"en", "zh"}) {
        const std::string_view joint = word(Word::because_not_accepted, language);
        if (const std::size_t at = why.find(joint); at != std::string_view::npos) return shown(why.substr(at + joint.size()));
    }
    return shown(why);
}

std::string text_line(const Occurrence& occurrence, std::string_view language) {
    if (occurrence.kind == Kind::error)
        return sentence(Word::error_line, language, occurrence.line, occurrence.column, shown(occurrence.why)) + "\n";
    std::string text = fmt::format("{}  {}  {}", local_time(occurrence.zone, occurrence.at), shown(occurrence.case_name),
                                   answer_text(occurrence, language));
    if (occurrence.repeated) text += fmt::format(" ({})", word(Word::repeated, language));
    return text + "\n";
}

}  // namespace recourse::cli
