#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using syntax::Expr;
using syntax::NamedValue;

// What a regime answers to each of its questions: its lines but titles and sources.
using Answers = std::map<std::string, std::string, std::less<>>;

Answers answers_of(const CheckInput& input, const syntax::Name& regime) {
    Answers answers;
    for (const syntax::File* file : input.written.imports) {
        if (file->kind != syntax::File::Kind::counting || file->name.text != regime.text) continue;
        for (const syntax::HeaderLine& line : file->header) {
            if (line.kind == syntax::HeaderLine::Kind::regime && !line.words.empty()) answers.emplace(line.name.text, line.words.front().text);
        }
    }
    return answers;
}

bool is_whole(const Answers& answers) {
    const auto days = answers.find("days");
    return days != answers.end() && days->second == "whole";
}

const syntax::Name* regime_of(const syntax::File& file) {
    for (const syntax::HeaderLine& line : file.header) {
        if (line.kind == syntax::HeaderLine::Kind::counting) return &line.name;
    }
    return nullptr;
}

// A count of days, weeks, months or years of which neither unit nor word says how it is read; also one that is said to be `whole`, where two
// regimes count whole days differently.
const Expr* open_count(const Expr& expr, bool whole_as_well) {
    const bool exact = expr.unit == "hour" || expr.unit == "minute" || expr.unit == "second" || expr.unit == "millisecond" || expr.unit == "business day";
    const bool open = expr.reading == Expr::Reading::bare || (whole_as_well && expr.reading == Expr::Reading::whole);
    if (expr.kind == syntax::ExprKind::period && open && !exact) return &expr;
    for (const Expr& child : expr.children) {
        if (const Expr* found = open_count(child, whole_as_well)) return found;
    }
    return nullptr;
}

const Expr* open_count(const NamedValue& value, bool whole_as_well) {
    for (const syntax::Row& row : value.value.rows) {
        if (const Expr* found = open_count(row.value, whole_as_well)) return found;
    }
    return nullptr;
}

const NamedValue* value_named(const syntax::File& file, const std::string& name) {
    for (const syntax::TopItem& item : file.items) {
        const auto* value = std::get_if<NamedValue>(&item);
        if (value != nullptr && value->name.text == name) return value;
    }
    return nullptr;
}

std::string in_words(const syntax::Name& regime, bool whole, bool both_whole) {
    if (both_whole) return fmt::format("by `{}`", regime.text);
    return whole ? "in whole days" : "to the minute";
}

}  // namespace

// A period that the policy imports and whose bare days are counted as the other file counts, where this one's header says otherwise.
void counting_differs(const CheckInput& input, Sink& sink) {
    const syntax::Name* own = regime_of(input.written.file);
    if (own == nullptr) return;
    for (const syntax::TopItem& item : input.written.file.items) {
        const auto* import = std::get_if<syntax::Import>(&item);
        if (import == nullptr) continue;
        const auto from = std::find_if(input.written.imports.begin(), input.written.imports.end(), [&](const syntax::File* file) { return file->name.text == import->module.text; });
        if (from == input.written.imports.end()) continue;
        const syntax::Name* theirs = regime_of(**from);
        if (theirs == nullptr || theirs->text == own->text) continue;
        const Answers ours = answers_of(input, *own), other = answers_of(input, *theirs);
        if (ours == other) continue;
        const bool both_whole = is_whole(ours) && is_whole(other);
        for (const syntax::Import::Item& one : import->items) {
            const NamedValue* value = value_named(**from, one.name.text);
            const Expr* count = value == nullptr ? nullptr : open_count(*value, both_whole);
            if (count == nullptr) continue;
            Diagnostic& finding = report(sink, "counting-differs", one.name.span,
                                         fmt::format("the days of `{}` are counted {}, those of this policy {}", one.name.text,
                                                     in_words(*theirs, is_whole(other), both_whole), in_words(*own, is_whole(ours), both_whole)),
                                         both_whole ? fmt::format("declare `{}` in this policy, or let both files name one regime", one.name.text)
                                                    : fmt::format("say it where `{}` is declared, as `5 whole days` or `5 days to the minute`", one.name.text));
            finding.labels.front().text = fmt::format("counted as `{}` counts", import->module.text);
            finding.labels.push_back({count->span, both_whole ? "a rule of that regime goes with this count" : "says neither `whole` nor `to the minute`"});
            finding.labels.push_back({own->span, "what this policy says of its own days"});
            finding.why = "a reader of this header takes all days to be counted alike, and the two readings can end at different times";
        }
    }
}

}  // namespace recourse::checks
