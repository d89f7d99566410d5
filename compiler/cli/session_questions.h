// What may be asked of a case at an instant: who may do what, until when, why not, and which deadlines run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "session.h"

namespace recourse::cli {

// What one party may, or may not, do.
struct PartyPermission {
    std::uint32_t party = none;
    Permission permission;
    std::string why_not;        // in words; empty when it may
};

// Of one party, or of all (`none`), in the order of parties and events. `at` is moved past what is settled already.
[[nodiscard]] std::vector<PartyPermission> permissions(const FollowedCase& followed, std::uint32_t party, Instant at, std::string_view language);
// In order of their instants.
[[nodiscard]] std::vector<DeadlineInfo> running_deadlines(const FollowedCase& followed);

// "buyer may ship until 2024-03-13 10:00"
[[nodiscard]] std::string text_of(const FollowedCase& followed, const PartyPermission& one, std::string_view language);
// "2024-03-13 10:00  the buyer sends it back"
[[nodiscard]] std::string text_of(const FollowedCase& followed, const DeadlineInfo& one, std::string_view language);
// "refunded (ended)": the active states and how the case stands.
[[nodiscard]] std::string standing(const FollowedCase& followed, std::string_view language);


// How a case stands at an instant, for one party or all (`none`): its states, who may do what, the deadlines that run.
struct Situation {
    const FollowedCase* followed = nullptr;
    Instant at = 0;
    std::uint32_t party = none;
    bool why_not = false;       // say too what is not allowed, and why
};
[[nodiscard]] std::string text_of(const Situation& situation, std::string_view language);
[[nodiscard]] nlohmann::ordered_json json_of(const Situation& situation, std::string_view language);

}  // namespace recourse::cli
