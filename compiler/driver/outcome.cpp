#include "compiler/driver/outcome.h"

#include <algorithm>
#include <set>

#include "compiler/checks/checks.h"
#include "compiler/diagnostics/codes.h"
#include "compiler/driver/packing.h"

namespace recourse::driver {

namespace {

using diagnostics::Diagnostic;
using support::FileId;
using support::Span;

// A code as the tables have it: findings only point to theirs. Empty when no table has it.
std::string_view known_code(std::string_view code) {
    static const std::set<std::string_view> all = [] {
        std::set<std::string_view> codes;
        for (const checks::CheckInfo& check : checks::all_checks()) codes.insert(check.code);
        for (const diagnostics::CodeInfo& message : diagnostics::message_codes()) codes.insert(message.code);
        return codes;
    }();
    const auto found = all.find(code);
    return found == all.end() ? std::string_view() : *found;
}

class Writer {
public:
    explicit Writer(std::span<const FileId> files) : files_(files) {}

    void finding(const Diagnostic& one) {
        good_ = good_ && !known_code(one.code).empty();
        into_.text(one.code);
        into_.number(static_cast<std::uint64_t>(one.severity));
        into_.text(one.message);
        into_.number(one.labels.size());
        for (const diagnostics::Label& label : one.labels) {
            place(label.span);
            into_.text(label.text);
        }
        into_.text(one.why);
        into_.text(one.hint);
        into_.number(one.fix ? 1 : 0);
        if (one.fix) {
            into_.text(one.fix->title);
            into_.number(one.fix->edits.size());
            for (const diagnostics::Edit& edit : one.fix->edits) {
                place(edit.span);
                into_.text(edit.replacement);
            }
        }
        into_.texts(one.witness);
    }

    std::optional<std::string> write(const Outcome& outcome, const Digest& key) {
        into_.text(outcome.title);
        into_.number(outcome.version);
        into_.number((outcome.parses ? 1u : 0u) | (outcome.sound ? 2u : 0u) | (outcome.compiles ? 4u : 0u));
        into_.number(outcome.told.size());
        for (const Diagnostic& one : outcome.told) finding(one);
        if (!good_) return std::nullopt;
        return into_.value(key);
    }

private:
    // 0 is no place.
    void place(const Span& span) {
        if (!span.valid()) return into_.number(0);
        const auto found = std::find(files_.begin(), files_.end(), span.file);
        if (found == files_.end()) good_ = false;
        into_.number(static_cast<std::uint64_t>(found - files_.begin()) + 1);
        into_.number(span.begin);
        into_.number(span.end);
    }

    std::span<const FileId> files_;
    Packer into_;
    bool good_ = true;
};

class Reader {
public:
    Reader(std::string_view value, std::span<const FileId> files, const Digest& key) : files_(files), from_(value, key) {}

    std::optional<Outcome> read() {
        Outcome outcome;
        outcome.title = from_.text();
        outcome.version = static_cast<std::uint32_t>(from_.number());
        const std::uint64_t flags = from_.number();
        outcome.parses = (flags & 1u) != 0;
        outcome.sound = (flags & 2u) != 0;
        outcome.compiles = (flags & 4u) != 0;
        for (std::size_t left = from_.count(); left > 0 && from_.good() && good_; --left) outcome.told.push_back(finding());
        if (!good_ || !from_.good_to_the_end()) return std::nullopt;
        return outcome;
    }

private:
    Diagnostic finding() {
        Diagnostic one;
        one.code = known_code(from_.text());
        const std::uint64_t severity = from_.number();
        good_ = good_ && !one.code.empty() && severity <= static_cast<std::uint64_t>(diagnostics::Severity::note);
        one.severity = static_cast<diagnostics::Severity>(severity);
        one.message = from_.text();
        for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
            const Span span = place();
            one.labels.push_back({span, std::string(from_.text())});
        }
        one.why = from_.text();
        one.hint = from_.text();
        if (from_.number() != 0) {
            diagnostics::Fix fix;
            fix.title = from_.text();
            for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
                const Span span = place();
                fix.edits.push_back({span, std::string(from_.text())});
            }
            one.fix = std::move(fix);
        }
        from_.texts(one.witness);
        return one;
    }

    Span place() {
        const std::uint64_t file = from_.number();
        if (file == 0) return {};
        const auto begin = static_cast<std::uint32_t>(from_.number());
        const auto end = static_cast<std::uint32_t>(from_.number());
        if (file > files_.size()) {
            good_ = false;
            return {};
        }
        return {files_[file - 1], begin, end};
    }

    std::span<const FileId> files_;
    Unpacker from_;
    bool good_ = true;
};

}  // namespace

std::optional<std::string> packed(const Outcome& outcome, std::span<const FileId> files, const Digest& key) { return Writer(files).write(outcome, key); }

std::optional<Outcome> unpacked_outcome(std::string_view value, std::span<const FileId> files, const Digest& key) {
    return Reader(value, files, key).read();
}

}  // namespace recourse::driver
