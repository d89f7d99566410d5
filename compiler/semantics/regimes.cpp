#include "compiler/semantics/regimes.h"

#include <algorithm>
#include <array>

#include "recourse/time.hpp"

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Sink;
using syntax::File;
using syntax::HeaderLine;

namespace {

// A line of a regime, the values that it may have, and whether every regime of whole days has to say it.
struct Line {
    std::string_view key;
    std::array<std::string_view, 2> values;   // the second may be missing
    bool required;
};
constexpr std::array<Line, 6> lines = {{
    {"days", {"whole", "to the minute"}, true},
    {"event day", {"not counted", "counted"}, true},
    {"start of day", {"not counted", "counted"}, true},
    {"month end", {"by the event day", "by the first day"}, true},
    {"last day", {"stays", "rolls"}, true},
    {"at least", {"2 business days", ""}, false},
}};

class RegimeReader {
public:
    RegimeReader(const File& file, Sink& sink) : file_(file), sink_(sink) {}

    Regime read() {
        for (const HeaderLine& line : file_.header) {
            if (line.kind != HeaderLine::Kind::regime || line.words.empty()) continue;
            const auto known = std::find_if(lines.begin(), lines.end(), [&](const Line& one) { return one.key == line.name.text; });
            if (known == lines.end()) continue;
            std::optional<bool>& said = said_[static_cast<std::size_t>(known - lines.begin())];
            if (said) continue;   // twice: reported with the header
            const std::string& value = line.words.front().text;
            if (value != known->values[0] && value != known->values[1]) report_value(line, *known);
            said = value != known->values[0];
        }
        regime_.known = true;
        regime_.whole = said_[0].has_value() && !*said_[0];
        if (said_[0] && *said_[0]) report_idle();
        report_missing();
        if (!regime_.whole) return regime_;
        const auto rule = [&](std::size_t line, std::uint8_t bit) {
            if (said_[line].value_or(false)) regime_.rules = static_cast<std::uint8_t>(regime_.rules | bit);
        };
        rule(1, period_counts_first);
        regime_.start_counts = said_[2].value_or(false);
        rule(3, period_by_first_day);
        rule(4, period_rolls);
        if (said_[5]) regime_.rules = static_cast<std::uint8_t>(regime_.rules | period_two_working_days);
        return regime_;
    }

private:
    void report_value(const HeaderLine& line, const Line& known) {
        const auto whole = [&](std::string_view value) { return "`" + line.name.text + " " + std::string(value) + "`"; };
        sink_.error("counting-line-value", line.words.front().span, "no regime says " + whole(line.words.front().text),
                    "write " + whole(known.values[0]) + (known.values[1].empty() ? std::string() : " or " + whole(known.values[1])));
    }

    // To the minute there is no first and no last day.
    void report_idle() {
        for (const HeaderLine& line : file_.header) {
            if (line.kind != HeaderLine::Kind::regime || line.name.text == "days") continue;
            const std::string said = "`" + line.name.text + (line.words.empty() ? "" : " " + line.words.front().text) + "`";
            sink_.error("counting-line-idle", line.span, said + " says nothing where days are counted to the minute",
                        "take the line away, or say `days whole`")
                .why = "a period that is counted to the minute begins and ends in the midst of a day";
            return;
        }
    }

    void report_missing() {
        std::string missing;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool asked = i == 0 || (lines[i].required && regime_.whole);
            if (!asked || said_[i]) continue;
            const auto line = [&](std::size_t value) { return "`" + std::string(lines[i].key) + " " + std::string(lines[i].values[value]) + "`"; };
            missing += (missing.empty() ? "" : ", nor whether ") + line(0) + " or " + line(1);
        }
        if (missing.empty()) return;
        sink_.error("counting-line-missing", file_.name.span, "the regime does not say whether " + missing,
                    "add one line of each, such as `last day rolls`")
            .why = "how days are counted has no default: two laws that differ in one of these lines differ in their deadlines";
    }

    const File& file_;
    Sink& sink_;
    Regime regime_;
    std::array<std::optional<bool>, lines.size()> said_;   // whether it is the second of its values
};

std::vector<std::string> regimes_known(const Analyser& analyser) {
    std::vector<std::string> names;
    for (const auto& [name, file] : analyser.modules) {
        if (file->kind == File::Kind::counting) names.push_back(name);
    }
    return names;
}

}  // namespace

const File* find_regime(const Analyser& analyser, const std::string& name) {
    const auto found = analyser.modules.find(name);
    return found == analyser.modules.end() || found->second->kind != File::Kind::counting ? nullptr : found->second;
}

Regime regime_named(Analyser& analyser, const std::string& name) {
    const File* file = find_regime(analyser, name);
    Sink unheard;
    return file == nullptr ? Regime::none : RegimeReader(*file, unheard).read();
}

void report_unknown_regime(Analyser& analyser, const syntax::Name& name) {
    const bool other = analyser.modules.contains(name.text);
    unknown_name(analyser.sink, "unknown-counting-regime", name,
                 other ? "`" + name.text + "` is not a counting regime" : "there is no counting regime `" + name.text + "`", regimes_known(analyser));
}

void analyse_regime(Analyser& analyser) { (void)RegimeReader(analyser.file, analyser.sink).read(); }

}  // namespace recourse::semantics
