#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using syntax::Expr;
using syntax::NamedValue;

const syntax::Name* regime_of(const syntax::File& file) {
    for (const syntax::HeaderLine& line : file.header) {
        if (line.kind == syntax::HeaderLine::Kind::counting) return &line.name;
    }
    return nullptr;
}

// A count of days, weeks, months or years of which neither unit nor word says how it is read.
const Expr* bare_count(const Expr& expr) {
    const bool exact = expr.unit == "hour" || expr.unit == "minute" || expr.unit == "second" || expr.unit == "millisecond" || expr.unit == "business day";
    if (expr.kind == syntax::ExprKind::period && expr.reading == Expr::Reading::bare && !exact) return &expr;
    for (const Expr& child : expr.children) {
        if (const Expr* found = bare_count(child)) return found;
    }
    return nullptr;
}

const Expr* bare_count(const NamedValue& value) {
    for (const syntax::Row& row : value.value.rows) {
        if (const Expr* found = bare_count(row.value)) return found;
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

std::string in_words(const syntax::Name& regime) {
    return regime.text == "std.counting.whole_days" ? "in whole days" : "to the minute";
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
        for (const syntax::Import::Item& one : import->items) {
            const NamedValue* value = value_named(**from, one.name.text);
            const Expr* count = value == nullptr ? nullptr : bare_count(*value);
            if (count == nullptr) continue;
            Diagnostic& finding = report(sink, "counting-differs", one.name.span,
                                         fmt::format("the days of `{}` are counted {}, those of this policy {}", one.name.text, in_words(*theirs), in_words(*own)),
                                         fmt::format("say it where `{}` is declared, as `5 whole days` or `5 days to the minute`", one.name.text));
            finding.labels.front().text = fmt::format("counted as `{}` counts", import->module.text);
            finding.labels.push_back({count->span, "says neither `whole` nor `to the minute`"});
            finding.labels.push_back({own->span, "what this policy says of its own days"});
            finding.why = "a reader of this header takes all days to be counted alike, and the two readings end at different times";
        }
    }
}

}  // namespace recourse::checks
