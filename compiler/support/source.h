// Source texts and the places in them. A place is a byte range in one file; lines and columns are computed when shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/support/ids.h"

namespace recourse::support {

using FileId = Id<struct FileTag>;

// Bytes [begin, end) of one file.
struct Span {
    FileId file;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend constexpr auto operator<=>(const Span&, const Span&) = default;
    [[nodiscard]] bool valid() const { return file.valid(); }
};

// The smallest span that covers both; they are of one file.
[[nodiscard]] Span cover(Span a, Span b);

// 1-based line and column; the column counts code points, as an editor shows them.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

// One text with its line index. `path` is as the user gave it (or "std/…" for the packed library).
class SourceFile {
public:
    SourceFile(std::string path, std::string text);
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    // O(log lines), whatever the length of the line.
    [[nodiscard]] LineColumn locate(std::uint32_t offset) const;
    // The text of a 1-based line without its line end.
    [[nodiscard]] std::string_view line(std::uint32_t line) const;
    [[nodiscard]] std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
    // Byte offset at which a 1-based line starts.
    [[nodiscard]] std::uint32_t line_start(std::uint32_t line) const { return line_starts_[line - 1]; }

private:
    std::string path_;
    std::string text_;
    // How many code points begin before `offset`.
    [[nodiscard]] std::uint32_t code_points_before(std::size_t offset) const;

    std::vector<std::uint32_t> line_starts_;
    std::vector<std::uint32_t> code_points_;   // before each block of bytes
};

using SourceTable = Table<FileId, SourceFile>;

}  // namespace recourse::support
