// What a policy promises of every case: each promise proved, or broken with a scenario that the runtime has played.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>
#include <recourse/runtime.hpp>

namespace recourse {

enum class PromiseOutcome : std::uint8_t {
    kept,
    broken,
    vacuous,     // kept, because what it speaks of never comes about
    undecided    // the compiler cannot tell, and says why
};

struct PromiseAnswer {
    std::string title;
    std::string path;                     // of the file in which it stands: of one that is taken over, the refined policy's
    std::size_t line = 0;                 // of that file, from 1
    PromiseOutcome outcome = PromiseOutcome::undecided;
    std::string reason;                   // "a case can come from `Claim` to `Lapsed`"; empty when kept
    std::vector<std::string> way;         // lines of the scenario that breaks it; of a kept `can lead to`, of one that goes there
    std::size_t situations = 0;           // that were looked at
};

struct PromisesReport {
    std::string problem;                  // why there is no answer; empty when there is one
    std::vector<PromiseAnswer> promises;  // in the order written
};

// Judges the promises of the policy at `path`. Of the options, budget and progress count. A policy with errors is a `problem`. O(promises · situations of their case types).
[[nodiscard]] PromisesReport judge_promises(const SourceSet& sources, std::string_view path, const Options& options = {});

// ---- promises of one run ---------------------------------------------------------------------------------------------------

// A promise that a case has broken.
struct BrokenPromise {
    std::string title;
    std::size_t line = 0;                 // of the policy, from 1
    Instant at = 0;                       // of a time that has run out: its last instant
    std::string how;                      // "`Refunded` was not entered by 2024-03-06 10:00"
};

// The promises of one policy, made ready to be followed case by case. Immutable; may be shared by threads.
class PromiseBook {
public:
    // Null when the file gives no program. O(size of the policy).
    [[nodiscard]] static std::shared_ptr<const PromiseBook> of(const Analysis& analysis, std::string_view path);
    ~PromiseBook();
    // How many are followed. What speaks of more than one run (`can lead to`), or reads a text without a maximum, is left to
    // `judge_promises`: nothing is said of it.
    [[nodiscard]] std::size_t followed() const;

private:
    friend class CasePromises;
    struct Inside;
    explicit PromiseBook(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// Follows one case: its host opens, steps and advances it here instead of by the functions of recourse/runtime.hpp, which do the rest.
// The case belongs to a program of the very sources that the book was made of.
class CasePromises {
public:
    explicit CasePromises(std::shared_ptr<const PromiseBook> book);
    ~CasePromises();
    CasePromises(CasePromises&&) noexcept;
    CasePromises& operator=(CasePromises&&) noexcept;

    StepResult open(std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts, Listener& listener,
                    const Input* opening = nullptr);
    StepResult step(CaseRef c, const Input& input, Listener& listener);
    StepResult advance(CaseRef c, Instant to, Listener& listener);
    // Those broken since this was last asked, in order. A time is known to have run out once the case has been advanced to it. `zone` is
    // the case's, `language` "en" or "zh": for the words.
    [[nodiscard]] std::vector<BrokenPromise> broken(const ZoneView& zone, std::string_view language = "en");

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace recourse
