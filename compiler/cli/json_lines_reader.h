// The lines of a log, one at a time, as they arrive. A line that cannot be taken (too long, not readable) is reported and passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace recourse::cli {

// Beyond this a line is no record: 1 MiB.
inline constexpr std::size_t longest_line = std::size_t{1} << 20;

class LineReader {
public:
    enum class Got : std::uint8_t { line, too_long, end, interrupted, failed };

    // Reads from `path`, "-" for standard input. `problem()` says why it cannot.
    explicit LineReader(const std::string& path);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    // The next line that is not blank. Waits as long as a pipe has nothing. `interrupted`: Ctrl-C was pressed.
    Got next();
    // Without line end, carriage return and byte order mark; good until `next`.
    [[nodiscard]] std::string_view line() const { return line_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }      // from 1, blank lines counted
    [[nodiscard]] const std::string& problem() const { return problem_; }   // empty: none

private:
    bool fill();        // false at the end, on an interruption and on a failure

    int file_ = -1;
    bool owned_ = false;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::string line_;
    std::uint64_t number_ = 0;
    std::string problem_;
    bool at_end_ = false;
};

// While one lives, Ctrl-C (and SIGTERM) end reading after the present line in place of the process.
class InterruptsHeard {
public:
    InterruptsHeard();
    ~InterruptsHeard();
    InterruptsHeard(const InterruptsHeard&) = delete;
    InterruptsHeard& operator=(const InterruptsHeard&) = delete;
    [[nodiscard]] static bool heard();
};

}  // namespace recourse::cli
