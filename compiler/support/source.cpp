#include "compiler/support/source.h"

#include <algorithm>

namespace recourse::support {

Span cover(Span a, Span b) {
    return Span{a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

LineColumn SourceFile::locate(std::uint32_t offset) const {
    const auto limit = std::min<std::size_t>(offset, text_.size());
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<std::uint32_t>(limit));
    const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
    std::uint32_t column = 1;
    for (std::size_t i = line_starts_[line - 1]; i < limit; ++i) {
        const bool continues_code_point = (static_cast<unsigned char>(text_[i]) & 0xC0u) == 0x80u;
        if (!continues_code_point) ++column;
    }
    return {line, column};
}

std::string_view SourceFile::line(std::uint32_t line) const {
    if (line == 0 || line > line_starts_.size()) return {};
    const std::size_t begin = line_starts_[line - 1];
    std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
    if (end > begin && text_[end - 1] == '\r') --end;
    return std::string_view(text_).substr(begin, end - begin);
}

}  // namespace recourse::support
