// The records that `recourse run` reads, one a line (docs/run-format.md): an opening, an event, the time. What they say is
// checked here as far as it can be without a policy; session.h holds it against the policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <recourse/time.hpp>

#include "json_lines_tree.h"

namespace recourse::cli {

// A name as it stands in the line.
struct Written {
    std::string text;
    std::uint32_t column = 1;
    bool as_written = true;                 // as in JsonNode
};

// One fact or field.
struct Given {
    Written name;
    JsonNode value;
};

struct ActRecord {
    Written event;
    std::optional<Written> by;              // nothing for a happening
    std::vector<Given> fields;
    std::optional<Written> id;
    std::uint32_t fields_column = 1;        // where a missing field is to be added
};

struct OpeningRecord {
    Written case_name;
    Written type;                           // "taobao.after_sales/AfterSales"
    Instant at = 0;
    std::vector<Given> facts;
    std::uint32_t facts_column = 1;
    std::optional<ActRecord> act;           // for a case type that opens on an event
};

struct EventRecord {
    Written case_name;
    Instant at = 0;
    ActRecord act;
};

struct TimeRecord {
    Instant now = 0;
};

// Cases of a policy, or one of them, come over to another version.
struct MigrationRecord {
    Written policy;                         // "taobao.after_sales"
    std::optional<Written> case_name;       // nothing: all that run
    std::uint32_t to = 0;
    std::uint32_t to_column = 1;
    Instant at = 0;
};

using Record = std::variant<OpeningRecord, EventRecord, TimeRecord, MigrationRecord>;

// O(length).
[[nodiscard]] std::variant<Record, LineError> parse_record(std::string_view line);

// An instant that carries its offset, or what is wrong with it.
[[nodiscard]] std::variant<Instant, LineError> read_instant(const Written& written);

}  // namespace recourse::cli
