#include "report_json.h"

#include <nlohmann/json.hpp>

namespace recourse::cli {

using Json = nlohmann::ordered_json;

Json report_of(const std::vector<Finding>& findings) { return Json::parse(render(findings, {}, {OutputFormat::json, false})); }

std::string as_page(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }
std::string as_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace recourse::cli
