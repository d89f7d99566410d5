#include "compiler/diagnostics/render_finding.h"

namespace recourse::diagnostics {

namespace {

recourse::Severity severity_of(Severity severity) {
    switch (severity) {
    case Severity::error: return recourse::Severity::error;
    case Severity::warning: return recourse::Severity::warning;
    case Severity::note: return recourse::Severity::note;
    }
    return recourse::Severity::error;
}

}  // namespace

Place place_of(const support::SourceTable& sources, Span span, std::string text) {
    Place place;
    place.text = std::move(text);
    if (!span.valid() || span.file.index() >= sources.size()) return place;
    const support::SourceFile& file = sources[span.file];
    const auto [begin_line, begin_column] = file.locate(span.begin);
    const auto [end_line, end_column] = file.locate(span.end);
    place.path = file.path();
    place.begin = {begin_line, begin_column};
    place.end = {end_line, end_column};
    place.first = span.begin;
    place.last = span.end;
    return place;
}

Finding finding_of(const support::SourceTable& sources, const Diagnostic& diagnostic) {
    Finding finding;
    finding.code = diagnostic.code;
    finding.severity = severity_of(diagnostic.severity);
    finding.message = diagnostic.message;
    for (const Label& label : diagnostic.labels) {
        if (label.span.valid()) finding.places.push_back(place_of(sources, label.span, label.text));
    }
    finding.why = diagnostic.why;
    finding.hint = diagnostic.hint;
    if (diagnostic.fix) {
        finding.fix = recourse::Fix{diagnostic.fix->title, {}};
        for (const Edit& edit : diagnostic.fix->edits) finding.fix->edits.push_back({place_of(sources, edit.span), edit.replacement});
    }
    finding.witness = diagnostic.witness;
    return finding;
}

}  // namespace recourse::diagnostics
