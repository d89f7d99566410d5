#include "compiler/syntax/explain.h"

#include <string>

namespace recourse::syntax {

void explain(FileId id, const Failure& failure, const Layout& layout, diagnostics::Sink& sink) {
    if (layout.faulty(failure.rule_begin, failure.rule_end)) return;
    const std::uint32_t end = failure.at < layout.text.size() ? failure.at + 1 : failure.at;
    sink.error("syntax-error", {id, failure.at, end}, "expected " + std::string(failure.expected->what));
}

}  // namespace recourse::syntax
