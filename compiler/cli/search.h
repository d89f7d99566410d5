// A search that may take long, as a person at a terminal sees it: it shows how far it has come, and ends when its time is over or at Ctrl-C.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include <recourse/compiler.h>

namespace recourse::cli {

struct Configuration;

class Search {
public:
    // From here until its end Ctrl-C ends the search and not the process; a second one does.
    explicit Search(const Configuration& configuration);
    ~Search();
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    // Options with the project's levels and budget, whose progress this follows; it has to live as long as they are used.
    [[nodiscard]] Options options(bool checks);
    // `code`, or what a shell calls the end by Ctrl-C: 130.
    [[nodiscard]] int settle(int code) const;

private:
    bool follow(const Progress& progress);
    void show(const std::string& text);

    const Configuration& configuration_;
    using Time = std::chrono::steady_clock::time_point;
    std::map<std::string, Time> began_;     // when each search was first heard of: several go on at once
    Time told_{};
    bool shown_ = false;
};

}  // namespace recourse::cli
