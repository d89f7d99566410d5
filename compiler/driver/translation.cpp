#include <recourse/translation.h>

#include "compiler/diagnostics/render_finding.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/quotes.h"
#include "compiler/syntax/translate.h"

namespace recourse {

std::vector<std::string> keyword_languages() {
    std::vector<std::string> tags;
    for (const syntax::Language language : syntax::kLanguages) tags.emplace_back(syntax::tag_of(language));
    return tags;
}

Translation translate(std::string_view path, std::string_view text, std::string_view language) {
    Translation translation;
    const std::optional<syntax::Language> to = syntax::language_of(language);
    if (!to) return translation;
    support::SourceTable sources;
    const support::FileId id = sources.add(support::SourceFile(std::string(path), std::string(text)));
    diagnostics::Sink sink;
    const syntax::File file = syntax::parse(id, sources[id], sink);
    if (!sink.has_errors()) translation.text = syntax::translate(file, sources[id], *to, sink);
    for (diagnostics::Diagnostic& diagnostic : sink.all()) {
        syntax::quote_keywords(diagnostic, syntax::language_of_text(text), text);
        translation.findings.push_back(diagnostics::finding_of(sources, diagnostic));
    }
    return translation;
}

}  // namespace recourse
