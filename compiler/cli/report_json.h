// Findings as a value that a verb adds its own to, where `check --format json` prints them by themselves.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <recourse/diagnostic.h>

namespace recourse::cli {

// { "version", "findings", "summary" } of docs/ci.md.
[[nodiscard]] nlohmann::ordered_json report_of(const std::vector<Finding>& findings);

// With a line end; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string as_page(const nlohmann::ordered_json& json);     // for reading
[[nodiscard]] std::string as_line(const nlohmann::ordered_json& json);     // one record a line

}  // namespace recourse::cli
