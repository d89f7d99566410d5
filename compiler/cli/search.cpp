#include "search.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>

#include <unistd.h>

#include <fmt/format.h>

#include "configuration.h"

namespace recourse::cli {

namespace {

using namespace std::chrono_literals;

volatile std::sig_atomic_t interrupted = 0;

// The second time the process ends as it would have at once.
void note_interrupt(int) {
    interrupted = 1;
    (void)std::signal(SIGINT, SIG_DFL);
}

}  // namespace

Search::Search(const Configuration& configuration) : configuration_(configuration) {
    interrupted = 0;
    (void)std::signal(SIGINT, note_interrupt);
}

Search::~Search() {
    if (shown_) show("");
    (void)std::signal(SIGINT, SIG_DFL);
}

Options Search::options(bool checks) {
    Options options;
    options.levels = configuration_.levels;
    options.checks = checks;
    options.threads = std::max(1u, std::thread::hardware_concurrency());
    options.budget = configuration_.budget;
    options.progress = [this](const Progress& progress) { return follow(progress); };
    return options;
}

int Search::settle(int code) const { return interrupted != 0 ? 130 : code; }

bool Search::follow(const Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    const auto& [subject, since] = *began_.try_emplace(fmt::format("{}: {}", progress.path, progress.case_type), now).first;
    if (now - std::max(since, told_) > 500ms) {
        told_ = now;
        show(fmt::format("{}: {} situations after {} s", subject, progress.situations, std::chrono::duration_cast<std::chrono::seconds>(now - since).count()));
    }
    return interrupted != 0 || (configuration_.seconds && now - since > std::chrono::seconds(*configuration_.seconds));
}

// One line of a terminal, written over and over; nothing in a pipe.
void Search::show(const std::string& text) {
    if (::isatty(STDERR_FILENO) == 0) return;
    (void)std::fputs(fmt::format("\r\033[K{}", text).c_str(), stderr);
    (void)std::fflush(stderr);
    shown_ = !text.empty();
}

}  // namespace recourse::cli
