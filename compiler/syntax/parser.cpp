#include "compiler/syntax/parser.h"

#include "compiler/syntax/convert.h"
#include "compiler/syntax/explain.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax {

File parse(support::FileId id, const support::SourceFile& source, diagnostics::Sink& sink) {
    File file;
    file.id = id;
    file.span = {id, 0, static_cast<std::uint32_t>(source.text().size())};
    Layout layout = lay_out(id, source, sink);
    file.comments = std::move(layout.comments);
    if (!layout.readable) return file;
    Tree tree = match_file(layout);
    explain_all(id, tree.failures, layout, sink);
    if (tree.nodes.empty()) return file;
    const Cst cst(id, tree, layout);
    Converter(cst, sink).fill(file);
    return file;
}

}  // namespace recourse::syntax
