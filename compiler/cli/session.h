// Cases that are followed through a log: each record in, what happened out. It knows no file and prints nothing; run.cpp and its
// neighbours read the lines and write the answers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/promises.h>
#include <recourse/refinements.h>
#include <recourse/runtime.hpp>

#include "json_lines.h"
#include "session_values.h"

namespace recourse::cli {

// A policy under which cases are opened.
struct Policy {
    std::string path;       // as named on the command line
    Program program;
    std::shared_ptr<const PromiseBook> promises = {};   // null where none is followed: a compiled program keeps no promises
    Refinement order = {};  // a compiled program does not say what it refines
};

// What somebody did, or what happened: shared by all that came of it.
struct Act {
    std::uint32_t event = none;     // within the case type
    std::uint32_t by = none;
    std::string event_name;         // as given, so that an unknown one can be named
    std::string id;
    std::vector<NamedValueText> fields;
};

// One thing that happened.
struct Occurrence {
    enum class Kind : std::uint8_t { moved, effect, ignored, rejected, halted, broken, migrated, error };
    Kind kind = Kind::moved;
    std::uint64_t line = 0;                 // of the record that brought it about
    std::string case_name;                  // empty for an error before the case is known
    const Program* program = nullptr;       // null for an error before it is known
    std::uint32_t type = none;
    ZoneView zone = utc_zone;
    Instant at = 0;
    bool repeated = false;                  // the recorded answer to an id that was seen before

    Move move;                              // moved, effect: what happened. Its `id` is not to be used: see act
    std::shared_ptr<const Act> act;         // of an event; null for what time alone did
    std::uint32_t effect = none;
    std::string effect_id;
    std::vector<NamedValueText> arguments;
    Rejection rejection;                    // rejected, halted
    std::string why;                        // rejected, halted, broken, error: in words
    std::string promise;                    // broken: its title
    std::uint32_t column = 0;               // error
    std::uint32_t from_version = 0, to_version = 0;     // migrated; rejected, of a migration: what was asked for
    const Refinement* order = nullptr;      // of the policy; null for an error before it is known
};

// A case as the session keeps it.
struct FollowedCase {
    std::string name;
    const Program* program = nullptr;
    std::uint32_t type = none;
    Instant seen = 0;                           // of the last record that moved its clock
    mutable std::vector<std::uint64_t> words;   // its bytes, aligned; asking changes nothing
    std::shared_ptr<CasePromises> promises;     // null: none is followed
    const Refinement* order = nullptr;          // of its policy

    [[nodiscard]] CaseRef ref() const;
    [[nodiscard]] ZoneView zone() const;
    // "taobao.after_sales/AfterSales"
    [[nodiscard]] std::string full_type() const;
};

class Session {
public:
    // `language` picks the labels in the words of a rejection. The policies outlive the session and what it gives.
    Session(const std::vector<Policy>& policies, std::string language);
    ~Session();

    // Takes one record, line `line` of its log, and gives what happened, in order of time. A record that cannot be understood
    // gives one error and changes nothing. O(moves), for a line of time O(cases · log cases + moves).
    [[nodiscard]] std::vector<Occurrence> take(std::uint64_t line, const Record& record);

    // By name.
    [[nodiscard]] std::vector<const FollowedCase*> cases() const;
    [[nodiscard]] const FollowedCase* find(std::string_view name) const;

private:
    struct Entry;
    struct Answer;
    struct Acting;

    std::vector<Occurrence> open_case(std::uint64_t line, const OpeningRecord& record);
    std::vector<Occurrence> send(std::uint64_t line, const EventRecord& record);
    std::vector<Occurrence> pass_time(std::uint64_t line, const TimeRecord& record);
    std::vector<Occurrence> migrate(std::uint64_t line, const MigrationRecord& record);
    // One case that is under another version of the policy; nothing when it ended before.
    std::vector<Occurrence> migrate_one(std::uint64_t line, Instant at, const Policy& to, FollowedCase& followed);
    // The case type, of several versions of its policy the one that is in force.
    std::optional<LineError> find_type(const Written& name, Instant opening, FollowedCase& followed) const;
    [[nodiscard]] std::optional<LineError> no_version(const Written& name, const Registry::Choice& choice, const Policy& one, Instant opening) const;
    // The facts in declared order, and the policy under which they are a case, in place of the one that the record names.
    std::optional<LineError> read_facts(const OpeningRecord& record, FollowedCase& followed, std::vector<NamedValueText>& facts) const;
    [[nodiscard]] bool applies(const Policy& refinement, const OpeningRecord& record, std::string_view case_type) const;
    void open_under(const Policy& policy, std::string_view case_type, FollowedCase& followed) const;

    [[nodiscard]] std::optional<LineError> told_by_itself(const Entry& entry, const Act& act, const ActRecord& record) const;
    // A case and what it has opened (session_family.cpp).
    [[nodiscard]] std::vector<std::string> family_of(const std::string& name) const;
    std::vector<Occurrence> advance_one(std::uint64_t line, const std::string& name, Instant to);
    // The clocks of a case's family, as far as `to`: nothing when it has none.
    std::vector<Occurrence> bring_along(std::uint64_t line, const std::string& name, Instant to);
    std::vector<Occurrence> open_opened(std::uint64_t line, const Occurrence& call, const OpeningInfo& as);
    // Brings cases over to a newer version, their families up to the instant before.
    std::vector<Occurrence> migrate_all(std::uint64_t line, Instant at, const Policy& to, const std::vector<std::string>& names);
    void renew_openings();
    // That a case has ended, at the instant at which it did, or a millisecond after what the opener has been through.
    std::vector<Occurrence> tell_opener(std::uint64_t line, const std::string& ended, Instant at);
    // Opens what effects call to be opened, and tells openers what has ended: all that follows from what was done to a case.
    std::vector<Occurrence> follow_up(std::uint64_t line, const std::string& name, std::vector<Occurrence> done);

    const std::vector<Policy>& policies_;
    Registry registry_;                     // their programs
    std::string language_;
    std::map<std::string, Entry, std::less<>> cases_;
};

// What a line that could not be read becomes.
[[nodiscard]] Occurrence error_of(std::uint64_t line, const LineError& error);

}  // namespace recourse::cli
