#include "json_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "session_words.h"

namespace recourse::cli {

namespace {

using Kind = JsonNode::Kind;

constexpr std::array<std::string_view, 8> opening_keys = {"case", "open", "at", "facts", "event", "by", "fields", "id"};
constexpr std::array<std::string_view, 6> event_keys = {"case", "at", "by", "event", "fields", "id"};
constexpr std::array<std::string_view, 1> time_keys = {"now"};
constexpr std::array<std::string_view, 4> migration_keys = {"case", "migrate", "to", "at"};
constexpr std::array<std::string_view, 11> all_keys = {"case", "open", "at", "facts", "event", "by", "fields", "id", "now", "migrate", "to"};

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::none: return "null";
        case Kind::boolean: return "true or false";
        case Kind::integer:
        case Kind::number: return "a number";
        case Kind::text: return "a text";
        case Kind::object: return "an object";
        case Kind::list: return "a list";
    }
    return "a value";
}

const JsonMember* find(const JsonNode& object, std::string_view key) {
    const auto found = std::find_if(object.members.begin(), object.members.end(), [&](const JsonMember& m) { return m.key == key; });
    return found == object.members.end() ? nullptr : &*found;
}

// Takes members out of a record; the first fault stays.
class Reader {
public:
    explicit Reader(JsonNode& record) : record_(record) {}

    void allow(std::span<const std::string_view> keys, std::string_view what) {
        for (const JsonMember& member : record_.members) {
            if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
            const std::string near = nearest(member.key, all_keys);
            fail(member.column, near.empty() ? fmt::format("`{}` is nothing that {} has: it has {}", shown(member.key), what, listed(keys))
                                             : fmt::format("`{}` is nothing that {} has; did you mean `{}`?", shown(member.key), what, near));
            return;
        }
    }

    void refuse(std::initializer_list<std::string_view> keys, std::string_view why) {
        for (const std::string_view key : keys)
            if (const JsonMember* member = find(record_, key)) fail(member->column, fmt::format("`{}` {}", key, why));
    }

    // A text that must be there and say something.
    Written name(std::string_view key, std::string_view example) {
        const JsonMember* member = find(record_, key);
        if (member == nullptr) {
            fail(1, fmt::format("`{}` is missing: add \"{}\":\"{}\"", key, key, example));
            return {};
        }
        return text_of(*member, example);
    }

    std::optional<Written> optional_name(std::string_view key, std::string_view example) {
        const JsonMember* member = find(record_, key);
        if (member == nullptr || member->value.kind == Kind::none) return std::nullopt;
        return text_of(*member, example);
    }

    Instant instant(std::string_view key) {
        const Written written = name(key, "2024-03-01T10:00:00+08:00");
        if (error_) return 0;
        std::variant<Instant, LineError> read = read_instant(written);
        if (LineError* error = std::get_if<LineError>(&read)) {
            fail(error->column, std::move(error->message));
            return 0;
        }
        return std::get<Instant>(read);
    }

    // An object of facts or fields; may be left out. `column` becomes the place where one would be added.
    std::vector<Given> values(std::string_view key, std::uint32_t& column) {
        std::vector<Given> out;
        const JsonMember* member = find(record_, key);
        if (member == nullptr || member->value.kind == Kind::none) return out;
        column = member->value.column;
        if (member->value.kind != Kind::object) {
            fail(column, fmt::format("`{}` is an object, {{\"name\":value, …}}, not {}", key, name_of(member->value.kind)));
            return out;
        }
        for (const JsonMember& one : member->value.members) out.push_back({{one.key, one.column, true}, one.value});
        return out;
    }

    // A version: a whole number from 1 on.
    std::uint32_t version(std::string_view key, std::uint32_t& column) {
        const JsonMember* member = find(record_, key);
        if (member == nullptr) {
            fail(1, fmt::format("`{}` is missing: add \"{}\":3, the version to which the cases come over", key, key));
            return 0;
        }
        column = member->value.column;
        std::uint32_t number = 0;
        const std::string& text = member->value.text;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (member->value.kind != Kind::integer || error != std::errc() || end != text.data() + text.size() || number == 0) {
            fail(column, fmt::format("`{}` is a version, a whole number from 1 on", key));
            return 0;
        }
        return number;
    }

    [[nodiscard]] bool has(std::string_view key) const { return find(record_, key) != nullptr; }
    [[nodiscard]] const std::optional<LineError>& error() const { return error_; }

private:
    Written text_of(const JsonMember& member, std::string_view example) {
        const JsonNode& value = member.value;
        if (value.kind != Kind::text)
            fail(value.column, fmt::format("`{}` is a text, not {}: write \"{}\"", member.key, name_of(value.kind), example));
        else if (value.text.empty())
            fail(value.column, fmt::format("`{}` is empty: write \"{}\"", member.key, example));
        return {value.text, value.column, value.as_written};
    }

    void fail(std::uint32_t column, std::string message) {
        if (!error_) error_ = {column, std::move(message)};
    }

    JsonNode& record_;
    std::optional<LineError> error_;
};

ActRecord read_act(Reader& reader) {
    ActRecord act;
    act.event = reader.name("event", "apply");
    act.by = reader.optional_name("by", "buyer");
    act.fields = reader.values("fields", act.fields_column);
    act.id = reader.optional_name("id", "e-1");
    return act;
}

OpeningRecord read_opening(Reader& reader) {
    reader.allow(opening_keys, "an opening");
    OpeningRecord opening;
    opening.case_name = reader.name("case", "A1");
    opening.type = reader.name("open", "policy/CaseType");
    opening.at = reader.instant("at");
    opening.facts = reader.values("facts", opening.facts_column);
    if (reader.has("event")) opening.act = read_act(reader);
    else reader.refuse({"by", "fields", "id"}, "belongs to an event, and this opening has none");
    return opening;
}

EventRecord read_event(Reader& reader) {
    reader.allow(event_keys, "an event");
    EventRecord event;
    event.case_name = reader.name("case", "A1");
    event.act = read_act(reader);
    event.at = reader.instant("at");
    return event;
}

MigrationRecord read_migration(Reader& reader) {
    reader.allow(migration_keys, "a migration");
    MigrationRecord migration;
    migration.policy = reader.name("migrate", "policy");
    migration.case_name = reader.optional_name("case", "A1");
    migration.to = reader.version("to", migration.to_column);
    migration.at = reader.instant("at");
    return migration;
}

TimeRecord read_time(Reader& reader) {
    reader.allow(time_keys, "a line of time");
    return {reader.instant("now")};
}

}  // namespace

std::variant<Instant, LineError> read_instant(const Written& written) {
    const std::string_view text = written.text;
    const ParsedInstant parsed = parse_instant(text, nullptr);
    if (parsed.error == TextError::none) return parsed.value;
    std::string message = fmt::format("\"{}\" is not an instant: {}", shown(text), describe(parsed.error));
    message += parsed.error == TextError::missing_offset ? "; add the offset, as in \"2024-03-01T10:00:00+08:00\""
                                                         : "; an instant is \"2024-03-01T10:00:00+08:00\"";
    const std::uint32_t within = written.as_written ? 1 + characters_in(text.substr(0, parsed.at)) : 0;     // 1: the quote
    return LineError{written.column + within, std::move(message)};
}

std::variant<Record, LineError> parse_record(std::string_view line) {
    std::variant<JsonNode, LineError> parsed = parse_json_line(line);
    if (LineError* error = std::get_if<LineError>(&parsed)) return std::move(*error);
    Reader reader(std::get<JsonNode>(parsed));
    Record record;
    if (reader.has("open")) record = read_opening(reader);
    else if (reader.has("now")) record = read_time(reader);
    else if (reader.has("migrate")) record = read_migration(reader);
    else if (reader.has("case") || reader.has("event")) record = read_event(reader);
    else return LineError{1, "a record has `open` (an opening), `event` (an event), `migrate` (a migration) or `now` (the time): this one has none of them"};
    if (reader.error()) return *reader.error();
    return record;
}

}  // namespace recourse::cli
