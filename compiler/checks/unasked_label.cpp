#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using Languages = std::vector<std::string>;

bool is_asked(const Languages& languages, const std::string& language) { return std::find(languages.begin(), languages.end(), language) != languages.end(); }

// The language's word and its text; the whole line where it has no language that is asked for.
diagnostics::Edit without(const Written& written, const Languages& languages, const syntax::LabelItem& label, const syntax::LabelItem::In& in) {
    const bool any = std::any_of(label.texts.begin(), label.texts.end(), [&](const auto& one) { return is_asked(languages, one.language); });
    if (!any) return removal(written, label.span);
    const std::string& text = written.source.text();
    std::uint32_t begin = in.text.span.begin;
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (is_blank(text[begin - 1])) --begin;
    begin -= static_cast<std::uint32_t>(in.language.size());
    while (is_blank(text[begin - 1])) --begin;
    return {{in.text.span.file, begin, in.text.span.end}, ""};
}

}  // namespace

// A label in a language in which the policy has no title: nobody reads it in that language.
void unasked_label(const CheckInput& input, Sink& sink) {
    const Languages languages = title_languages(input.written);
    if (languages.empty()) return;
    for (const syntax::TopItem& item : input.written.file.items) {
        const auto* label = std::get_if<syntax::LabelItem>(&item);
        if (label == nullptr) continue;
        for (const syntax::LabelItem::In& in : label->texts) {
            if (is_asked(languages, in.language)) continue;
            Diagnostic& finding = report(sink, "unasked-label", in.text.span, fmt::format("the label of `{}` is in `{}`, in which the policy has no title", label->of.text, in.language),
                                         fmt::format("add `title {} \"…\"` to the header, or take these words away", in.language));
            finding.why = "the languages of the titles are those in which the policy is read; in any other only some of its words would be there";
            finding.fix = diagnostics::Fix({without(input.written, languages, *label, in)}, fmt::format("take the words in `{}` away", in.language));
        }
    }
}

}  // namespace recourse::checks
