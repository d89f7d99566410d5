#include "json_lines_reader.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace recourse::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;
void note_interrupt(int) { interrupted = 1; }

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t chunk = std::size_t{1} << 16;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

InterruptsHeard::InterruptsHeard() {
    struct sigaction action{};
    action.sa_handler = note_interrupt;     // without SA_RESTART: a waiting read comes back
    sigemptyset(&action.sa_mask);
    action.sa_flags = static_cast<int>(SA_RESETHAND);   // a second Ctrl-C ends the process
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}
InterruptsHeard::~InterruptsHeard() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}
bool InterruptsHeard::heard() { return interrupted != 0; }

LineReader::LineReader(const std::string& path) {
    if (path == "-") {
        file_ = STDIN_FILENO;
        return;
    }
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    owned_ = file_ >= 0;
    struct stat status{};
    if (file_ < 0) problem_ = errno == ENOENT ? "there is no such file" : std::strerror(errno);
    else if (::fstat(file_, &status) == 0 && S_ISDIR(status.st_mode)) problem_ = "it is a folder";
}

LineReader::~LineReader() {
    if (owned_) ::close(file_);
}

bool LineReader::fill() {
    if (at_end_ || !problem_.empty() || InterruptsHeard::heard()) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + chunk);
    const ssize_t count = ::read(file_, buffer_.data() + before, chunk);
    const int error = errno;
    buffer_.resize(before + (count > 0 ? static_cast<std::size_t>(count) : 0));
    if (count == 0) at_end_ = true;
    if (count < 0 && error == EINTR) return !InterruptsHeard::heard();
    if (count < 0) problem_ = std::strerror(error);
    return count > 0;
}

LineReader::Got LineReader::next() {
    std::size_t searched = 0;
    bool too_long = false;
    while (true) {
        if (InterruptsHeard::heard()) return Got::interrupted;
        const std::size_t end = buffer_.find('\n', begin_ + searched);
        const bool last = end == std::string::npos && at_end_;
        if (end == std::string::npos && !last) {
            searched = buffer_.size() - begin_;
            if (searched > longest_line) {      // keep nothing of it but the knowledge
                too_long = true;
                begin_ = buffer_.size();
                searched = 0;
            }
            if (!fill() && !at_end_) return InterruptsHeard::heard() ? Got::interrupted : Got::failed;
            continue;
        }
        const std::size_t stop = last ? buffer_.size() : end;
        line_.assign(buffer_, begin_, stop - begin_);
        begin_ = last ? stop : stop + 1;
        searched = 0;
        if (last && line_.empty() && !too_long) return Got::end;
        ++number_;
        if (too_long || line_.size() > longest_line) return Got::too_long;
        if (number_ == 1 && line_.starts_with(byte_order_mark)) line_.erase(0, byte_order_mark.size());
        if (!line_.empty() && line_.back() == '\r') line_.pop_back();
        if (!is_blank(line_)) return Got::line;
    }
}

}  // namespace recourse::cli
