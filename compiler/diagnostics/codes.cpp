#include "compiler/diagnostics/codes.h"

namespace recourse::diagnostics {

namespace {

constexpr CodeInfo kCodes[] = {
#define CODE(slug, severity, title) {slug, Severity::severity, title},
#include "compiler/diagnostics/codes.def"
    {"", Severity::note, ""},   // an empty array is none in C++; cut off below
};

}  // namespace

std::span<const CodeInfo> message_codes() { return std::span(kCodes).first(std::size(kCodes) - 1); }

}  // namespace recourse::diagnostics
