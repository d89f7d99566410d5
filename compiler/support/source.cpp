#include "compiler/support/source.h"

#include <algorithm>

namespace recourse::support {

Span cover(Span a, Span b) {
    return Span{a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

namespace {

constexpr std::size_t kBlock = 1024;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

}  // namespace

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
    line_starts_.push_back(0);
    std::uint32_t code_points = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (i % kBlock == 0) code_points_.push_back(code_points);
        if (begins_code_point(text_[i])) ++code_points;
        if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
    code_points_.push_back(code_points);
}

std::uint32_t SourceFile::code_points_before(std::size_t offset) const {
    if (offset >= text_.size()) return code_points_.back();
    std::uint32_t count = code_points_[offset / kBlock];
    for (std::size_t i = offset - offset % kBlock; i < offset; ++i) {
        if (begins_code_point(text_[i])) ++count;
    }
    return count;
}

LineColumn SourceFile::locate(std::uint32_t offset) const {
    const auto limit = std::min<std::size_t>(offset, text_.size());
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<std::uint32_t>(limit));
    const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
    const std::uint32_t begin = line_starts_[line - 1];
    if (limit - begin > kBlock) return {line, 1 + code_points_before(limit) - code_points_before(begin)};
    const auto between = std::count_if(text_.begin() + begin, text_.begin() + static_cast<std::ptrdiff_t>(limit), begins_code_point);
    return {line, 1 + static_cast<std::uint32_t>(between)};
}

std::string_view SourceFile::line(std::uint32_t line) const {
    if (line == 0 || line > line_starts_.size()) return {};
    const std::size_t begin = line_starts_[line - 1];
    std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
    if (end > begin && text_[end - 1] == '\r') --end;
    return std::string_view(text_).substr(begin, end - begin);
}

}  // namespace recourse::support
