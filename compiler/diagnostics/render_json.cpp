// { "version": 1,
//   "findings": [ { "code", "severity", "message",
//                   "places": [ { "path", "line", "column", "endLine", "endColumn", "offset", "endOffset", "text"? } ],
//                   "why"?, "hint"?, "fix"?: { "title", "edits": [ { "path", "offset", "endOffset", "replacement" } ] },
//                   "witness"?: [ … ],
//                   "documentation" } ],
//   "summary": { "errors", "warnings", "notes" } }
// Lines and columns are 1-based and count code points, offsets are bytes. Parts with a question mark are left out when empty.
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace recourse::diagnostics {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Place& place) {
    Json json = {{"path", place.path},
                 {"line", place.begin.line},
                 {"column", place.begin.column},
                 {"endLine", place.end.line},
                 {"endColumn", place.end.column},
                 {"offset", place.first},
                 {"endOffset", place.last}};
    if (!place.text.empty()) json["text"] = place.text;
    return json;
}

Json json_of(const Finding& finding) {
    Json json = {{"code", finding.code}, {"severity", name_of(finding.severity)}, {"message", finding.message}};
    Json places = Json::array();
    for (const Place& place : finding.places) places.push_back(json_of(place));
    json["places"] = std::move(places);
    if (!finding.why.empty()) json["why"] = finding.why;
    if (!finding.hint.empty()) json["hint"] = finding.hint;
    if (finding.fix) {
        Json edits = Json::array();
        for (const Edit& edit : finding.fix->edits) {
            edits.push_back({{"path", edit.place.path}, {"offset", edit.place.first}, {"endOffset", edit.place.last}, {"replacement", edit.replacement}});
        }
        json["fix"] = {{"title", finding.fix->title}, {"edits", std::move(edits)}};
    }
    if (!finding.witness.empty()) json["witness"] = finding.witness;
    json["documentation"] = documentation(finding);
    return json;
}

}  // namespace

std::string render_json(const std::vector<Finding>& findings) {
    std::size_t counts[3] = {};
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push_back(json_of(finding));
        ++counts[static_cast<std::size_t>(finding.severity)];
    }
    const Json whole = {{"version", 1},
                        {"findings", std::move(list)},
                        {"summary", {{"errors", counts[0]}, {"warnings", counts[1]}, {"notes", counts[2]}}}};
    // Broken UTF-8 in a path or a text becomes U+FFFD: the output is always JSON.
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace recourse::diagnostics
