#include "session.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <set>

#include "session_choice.h"
#include "session_parts.h"
#include "session_text.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

using Kind = Occurrence::Kind;

// Two records of one content are one record: the order of names and blanks do not count.
void write_content(std::string& out, const JsonNode& node) {
    out += fmt::format("{}:{}:{}", static_cast<int>(node.kind), node.text.size(), node.text);
    for (const JsonNode& item : node.items) write_content(out, item);
}
void write_content(std::string& out, const std::vector<Given>& given) {
    std::map<std::string_view, const JsonNode*> sorted;
    for (const Given& one : given) sorted.emplace(one.name.text, &one.value);
    for (const auto& [name, value] : sorted) {
        out += fmt::format("\n{}:{}=", name.size(), name);
        write_content(out, *value);
    }
}
std::string content_of(Instant at, const ActRecord& act) {
    std::string out = fmt::format("{} {} {}", at, act.event.text, act.by ? act.by->text : "");
    write_content(out, act.fields);
    return out;
}
std::string content_of(const OpeningRecord& record) {
    std::string out = fmt::format("{} {}", record.type.text, record.at);
    write_content(out, record.facts);
    if (record.act) out += "\n" + content_of(record.at, *record.act);
    return out;
}

std::vector<std::string_view> event_names(const Program& program, std::uint32_t type) {
    std::vector<std::string_view> names;
    for (std::uint32_t e = 0; e < program.event_count(type); ++e) names.push_back(program.event_name(type, e));
    return names;
}

// Values in declared order out of values by name; `what` is what they are ("field of `apply`").
std::optional<LineError> arrange(const Program& program, const std::vector<FieldInfo>& declared, const std::vector<Given>& given,
                                 std::uint32_t column, std::string_view what, std::vector<NamedValueText>& out) {
    std::vector<std::string_view> names;
    for (const FieldInfo& field : declared) names.push_back(field.name);
    for (const Given& one : given)
        if (std::find(names.begin(), names.end(), one.name.text) == names.end())
            return LineError{one.name.column, fmt::format("`{}` is no {}{}", shown(one.name.text), what, meant(one.name.text, names))};
    for (const FieldInfo& field : declared) {
        const auto found = std::find_if(given.begin(), given.end(), [&](const Given& one) { return one.name.text == field.name; });
        if (found == given.end() && !field.type.optional)
            return LineError{column, fmt::format("`{}` is missing, a {}; it is {}", field.name, what, expected(program, field))};
        if (found == given.end()) {
            out.push_back({std::string(field.name), field.type, HeldValue{}});
            continue;
        }
        std::variant<HeldValue, LineError> value = read_value(program, field, found->value);
        if (LineError* error = std::get_if<LineError>(&value)) return std::move(*error);
        out.push_back({std::string(field.name), field.type, std::move(std::get<HeldValue>(value))});
    }
    return std::nullopt;
}

std::vector<FieldInfo> facts_of(const Program& program, std::uint32_t type) {
    std::vector<FieldInfo> facts;
    for (std::uint32_t f = 0; f < program.fact_count(type); ++f) facts.push_back(program.fact(type, f));
    return facts;
}

std::vector<FieldInfo> fields_of(const Program& program, std::uint32_t type, std::uint32_t event) {
    std::vector<FieldInfo> fields;
    for (std::uint32_t f = 0; f < program.event_field_count(type, event); ++f) fields.push_back(program.event_field(type, event, f));
    return fields;
}

// The event of a record as the runtime takes it. An event that the case type does not have stays `none`: the runtime refuses it.
std::optional<LineError> resolve(const Program& program, std::uint32_t type, const ActRecord& record, Act& act) {
    act.event_name = record.event.text;
    act.id = record.id ? record.id->text : "";
    const std::vector<std::string_view> names = event_names(program, type);
    const auto found = std::find(names.begin(), names.end(), record.event.text);
    if (found == names.end()) return std::nullopt;
    act.event = static_cast<std::uint32_t>(found - names.begin());
    if (record.by) {
        std::vector<std::string_view> parties;
        for (std::uint32_t p = 0; p < program.party_count(); ++p) parties.push_back(program.party_name(p));
        const auto party = std::find(parties.begin(), parties.end(), record.by->text);
        if (party == parties.end())
            return LineError{record.by->column, fmt::format("no party is called `{}`{}", shown(record.by->text), meant(record.by->text, parties))};
        act.by = static_cast<std::uint32_t>(party - parties.begin());
    }
    return arrange(program, fields_of(program, type, act.event), record.fields, record.fields_column,
                   fmt::format("field of `{}`", record.event.text), act.fields);
}

// Why a case does not come over: in the policy's words where it has some.
std::string why_stays(const Program& to, const StepResult& result, std::string_view language) {
    switch (result.rejection.reason) {
        case Reason::stays: return std::string(migration_because(to, result.rejection));
        case Reason::no_migration: return std::string(word(Word::says_nothing, language));
        case Reason::other_program: return std::string(word(Word::another_text, language));
        case Reason::not_running: return std::string(word(Word::ended, language));
        case Reason::late: return std::string(word(Word::too_late_to_migrate, language));
        default: return std::string(word(Word::no_room, language));
    }
}

// The event that opens a case, where the case type opens on one, and only there.
std::optional<LineError> resolve_opening(const Program& program, std::uint32_t type, const OpeningRecord& record, Act& act) {
    const std::uint32_t opens_on = program.opening_event(type);
    const std::string_view case_type = program.case_name(type);
    if (!record.act && opens_on == none) return std::nullopt;
    if (!record.act)
        return LineError{1, fmt::format("`{0}` opens on `{1}`: add \"event\":\"{1}\", who sends it as \"by\", and its fields",
                                        case_type, program.event_name(type, opens_on))};
    const Written& event = record.act->event;
    if (opens_on == none)
        return LineError{event.column, fmt::format("no event opens `{}`: send `{}` on a line of its own", case_type, shown(event.text))};
    if (auto error = resolve(program, type, *record.act, act)) return error;
    if (act.event == opens_on) return std::nullopt;
    return LineError{event.column, fmt::format("`{}` opens on `{}`, not on `{}`", case_type, program.event_name(type, opens_on), shown(event.text))};
}

std::vector<Occurrence> repeated(std::uint64_t line, std::vector<Occurrence> occurrences) {
    for (Occurrence& occurrence : occurrences) {
        occurrence.line = line;
        occurrence.repeated = true;
    }
    return occurrences;
}

}  // namespace

CaseRef FollowedCase::ref() const { return CaseRef(std::as_writable_bytes(std::span(words))); }
ZoneView FollowedCase::zone() const {
    const CaseRef c = ref();
    return program->zone(&c, type);
}
std::string FollowedCase::full_type() const { return fmt::format("{}/{}", program->name(), program->case_name(type)); }

Session::Session(const std::vector<Policy>& policies, std::string language) : policies_(policies), language_(std::move(language)) {
    for (const Policy& policy : policies_) registry_.add(policy.program);
}
Session::~Session() = default;

std::vector<Occurrence> Session::take(std::uint64_t line, const Record& record) {
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) return open_case(line, *opening);
    if (const auto* event = std::get_if<EventRecord>(&record)) return send(line, *event);
    if (const auto* migration = std::get_if<MigrationRecord>(&record)) return migrate(line, *migration);
    return pass_time(line, std::get<TimeRecord>(record));
}

std::optional<LineError> Session::find_type(const Written& name, Instant opening, FollowedCase& followed) const {
    std::vector<std::string> known;
    std::vector<const Policy*> found;       // versions of one policy
    std::string case_type;
    for (const Policy& policy : policies_) {
        for (std::uint32_t t = 0; t < policy.program.case_count(); ++t) {
            known.push_back(fmt::format("{}/{}", policy.program.name(), policy.program.case_name(t)));
            if (known.back() != name.text) continue;
            found.push_back(&policy);
            case_type = policy.program.case_name(t);
        }
    }
    if (found.empty()) {
        const std::vector<std::string_view> names(known.begin(), known.end());
        return LineError{name.column, fmt::format("no policy given here has a case type `{}`{}", shown(name.text), meant(name.text, names))};
    }
    const Policy* chosen = found.front();
    const std::string_view policy = chosen->program.name();
    const bool several = std::count_if(policies_.begin(), policies_.end(), [&](const Policy& one) { return one.program.name() == policy; }) > 1;
    if (several) {
        const Registry::Choice choice = registry_.in_force(policy, opening);
        if (choice.program == nullptr || choice.also != nullptr) return no_version(name, choice, *chosen, opening);
        const auto one = std::find_if(found.begin(), found.end(), [&](const Policy* each) { return &each->program == choice.program; });
        if (one == found.end())
            return LineError{name.column, fmt::format("version {} of `{}`, which is in force then, has no case type `{}`", choice.program->version(), policy, case_type)};
        chosen = *one;
    }
    open_under(*chosen, case_type, followed);
    return std::nullopt;
}

std::optional<LineError> Session::no_version(const Written& name, const Registry::Choice& choice, const Policy& one, Instant opening) const {
    const std::string when = local_time(one.program.zone(nullptr, 0), opening);
    const std::string_view policy = one.program.name();
    if (choice.program != nullptr)
        return LineError{name.column, fmt::format("versions {} and {} of `{}` are both in force at {}: `recourse check` tells more", choice.program->version(), choice.also->version(), policy, when)};
    if (choice.also == nullptr) return LineError{name.column, fmt::format("no version of `{}` is in force any more at {}", policy, when)};
    return LineError{name.column, fmt::format("no version of `{}` is in force at {}; version {} comes next", policy, when, choice.also->version())};
}

void Session::open_under(const Policy& policy, std::string_view case_type, FollowedCase& followed) const {
    followed.program = &policy.program;
    followed.type = policy.program.find_case(case_type);
    followed.order = &policy.order;
    followed.promises = policy.promises ? std::make_shared<CasePromises>(policy.promises) : nullptr;
}

bool Session::applies(const Policy& refinement, const OpeningRecord& record, std::string_view case_type) const {
    const Program& program = refinement.program;
    const std::uint32_t type = program.find_case(case_type);
    std::vector<NamedValueText> facts;
    if (type == none || arrange(program, facts_of(program, type), record.facts, record.facts_column, "fact", facts)) return false;
    for (std::uint32_t n = 0; n < program.named_count(type); ++n) {
        if (program.named_name(type, n) != "applies") continue;
        const NamedValue answer = named_value_at_opening(program, type, record.at, views(facts), n);
        return answer.ok && answer.value.number == 1;
    }
    return false;
}

std::optional<LineError> Session::read_facts(const OpeningRecord& record, FollowedCase& followed, std::vector<NamedValueText>& facts) const {
    const std::string case_type(followed.program->case_name(followed.type));
    const std::string what = fmt::format("fact of `{}`", case_type);
    if (auto error = arrange(*followed.program, facts_of(*followed.program, followed.type), record.facts, record.facts_column, what, facts)) return error;
    const auto named = std::find_if(policies_.begin(), policies_.end(), [&](const Policy& one) { return &one.program == followed.program; });
    const Choice choice = choose_policy(policies_, *named, [&](const Policy& one) { return applies(one, record, case_type); });
    if (choice.policy == nullptr) return LineError{record.type.column, choice.problem};
    if (choice.policy == &*named) return std::nullopt;
    open_under(*choice.policy, case_type, followed);
    facts.clear();      // a refinement has the same, and may number parties and kinds in another way
    return arrange(*followed.program, facts_of(*followed.program, followed.type), record.facts, record.facts_column, what, facts);
}

std::vector<Occurrence> Session::open_case(std::uint64_t line, const OpeningRecord& record) {
    const std::string content = content_of(record);
    if (const auto known = cases_.find(record.case_name.text); known != cases_.end()) {
        const Answer& before = known->second.opening;
        if (before.content == content) return repeated(line, before.occurrences);
        return one_error(line, record.case_name, {record.case_name.column,
            fmt::format("the case `{}` was opened on line {} with other content", shown(record.case_name.text), before.line)});
    }
    FollowedCase followed;
    followed.name = record.case_name.text;
    followed.seen = record.at;
    if (auto error = find_type(record.type, record.at, followed)) return one_error(line, record.case_name, *error);
    std::vector<NamedValueText> facts;
    if (auto error = read_facts(record, followed, facts)) return one_error(line, record.case_name, *error);
    const Program& program = *followed.program;
    followed.words.resize((program.case_bytes(followed.type) + 7) / 8);

    Acting acting;
    if (auto error = resolve_opening(program, followed.type, record, *acting.act)) return one_error(line, record.case_name, *error);
    acting.values = views(acting.act->fields);
    acting.input = {acting.act->event, acting.act->by, record.at, acting.values, acting.act->id};

    Recorder recorder(line, followed, record.act ? acting.act : nullptr);
    const std::vector<Value> values = views(facts);
    const recourse::Input* opening = record.act ? &acting.input : nullptr;
    const StepResult result = followed.promises ? followed.promises->open(followed.ref().bytes(), followed.type, record.at, values, recorder, opening)
                                                : recourse::open(program, followed.ref().bytes(), followed.type, record.at, values, recorder, opening);
    const bool kept = result.verdict != Verdict::rejected;
    std::string why;
    if (result.verdict == Verdict::halted) why = why_halted(followed, result, language_);
    else if (!kept) why = explain_opening(program, followed.type, values, result, language_);
    recorder.conclude(result, record.at, std::move(why));
    std::vector<Occurrence> occurrences = recorder.finish(kept ? followed.zone() : program.zone(nullptr, followed.type), language_);
    if (!kept) return occurrences;
    Entry entry;
    entry.opening = {content, line, occurrences};
    if (record.act && record.act->id)
        entry.by_id.emplace(record.act->id->text, Answer{content_of(record.at, *record.act), line, occurrences});
    entry.followed = std::move(followed);
    cases_.emplace(record.case_name.text, std::move(entry));
    return follow_up(line, record.case_name.text, std::move(occurrences));
}

std::vector<Occurrence> Session::send(std::uint64_t line, const EventRecord& record) {
    const auto known = cases_.find(record.case_name.text);
    if (known == cases_.end()) {
        std::vector<std::string_view> names;
        for (const auto& [name, entry] : cases_) names.push_back(name);
        const std::string near = nearest(record.case_name.text, names);
        return one_error(line, record.case_name, {record.case_name.column,
            fmt::format("no case `{}` is open; {}", shown(record.case_name.text),
                        near.empty() ? "a case begins with a line that has `open`" : fmt::format("did you mean `{}`?", shown(near)))});
    }
    Entry& entry = known->second;
    const std::string content = content_of(record.at, record.act);
    if (record.act.id) {
        if (const auto before = entry.by_id.find(record.act.id->text); before != entry.by_id.end()) {
            if (before->second.content == content) return repeated(line, before->second.occurrences);
            return one_error(line, record.case_name, {record.act.id->column,
                fmt::format("the id `{}` was used on line {} for other content", shown(record.act.id->text), before->second.line)});
        }
    }
    FollowedCase& followed = entry.followed;
    const Program& program = *followed.program;
    Acting acting;
    if (auto error = resolve(program, followed.type, record.act, *acting.act)) return one_error(line, record.case_name, *error);
    if (auto error = told_by_itself(entry, *acting.act, record.act)) return one_error(line, record.case_name, *error);
    std::vector<Occurrence> before = bring_along(line, followed.name, record.at - 1);
    acting.values = views(acting.act->fields);
    acting.input = {acting.act->event, acting.act->by, record.at, acting.values, acting.act->id};

    Recorder recorder(line, followed, acting.act);
    const StepResult result = followed.promises ? followed.promises->step(followed.ref(), acting.input, recorder)
                                                : step(program, followed.ref(), acting.input, recorder);
    if (followed.ref().sealed() == record.at - 1) followed.seen = record.at;
    std::string why;
    if (result.verdict == Verdict::rejected && acting.act->event == none)
        why = sentence(Word::no_such_event, language_, program.case_name(followed.type), shown(record.act.event.text),
                       meant(record.act.event.text, event_names(program, followed.type), language_));
    else if (result.verdict != Verdict::accepted && result.verdict != Verdict::ignored)
        why = explain(program, followed.ref(), acting.input, result, language_);
    recorder.conclude(result, record.at, std::move(why));
    std::vector<Occurrence> occurrences = follow_up(line, followed.name, recorder.finish(followed.zone(), language_));
    occurrences.insert(occurrences.begin(), std::make_move_iterator(before.begin()), std::make_move_iterator(before.end()));
    if (record.act.id) entry.by_id.emplace(record.act.id->text, Answer{content, line, occurrences});
    return occurrences;
}

// What tells a case of the end of one that it opened, and that is followed here, is not for a log to say.
std::optional<LineError> Session::told_by_itself(const Entry& entry, const Act& act, const ActRecord& record) const {
    for (const std::string& name : entry.opened) {
        if (cases_.at(name).opened_as.event != act.event) continue;
        return LineError{record.event.column, fmt::format("`{}` is told by the case `{}` when it ends: send what ends that case", shown(record.event.text), name)};
    }
    return std::nullopt;
}

std::vector<Occurrence> Session::pass_time(std::uint64_t line, const TimeRecord& record) {
    std::vector<Occurrence> all;
    const auto take = [&](std::vector<Occurrence> more) { std::move(more.begin(), more.end(), std::back_inserter(all)); };
    // Case by case at the next instant at which something is due, so that what comes out is in order of time. Of one instant, what a case
    // has opened comes before it: the longer name.
    using Due = std::pair<Instant, std::string>;
    const auto later = [](const Due& a, const Due& b) {
        if (a.first != b.first) return a.first > b.first;
        const bool nested = a.second.starts_with(b.second) || b.second.starts_with(a.second);
        return nested ? a.second.size() < b.second.size() : a.second > b.second;
    };
    std::priority_queue<Due, std::vector<Due>, decltype(later)> queue(later);
    const auto enqueue = [&](const std::string& name) {
        if (const Instant due = cases_.at(name).followed.ref().next_due(); due <= record.now) queue.emplace(due, name);
    };
    for (const auto& [name, entry] : cases_) enqueue(name);
    while (!queue.empty()) {
        const auto [due, name] = queue.top();
        queue.pop();
        if (cases_.at(name).followed.ref().next_due() != due) continue;     // its opener was told something, or it was
        const std::size_t before = all.size();
        take(advance_one(line, name, due));
        std::set<std::string> moved{name};
        for (std::size_t i = before; i < all.size(); ++i) moved.insert(all[i].case_name);
        for (const std::string& one : moved) {
            if (const Instant next = cases_.at(one).followed.ref().next_due(); next > due) enqueue(one);
        }
    }
    for (const auto& [name, entry] : cases_)
        if (entry.followed.ref().status() == Status::running && entry.followed.ref().sealed() < record.now) take(advance_one(line, name, record.now));
    return all;
}

std::vector<Occurrence> Session::migrate(std::uint64_t line, const MigrationRecord& record) {
    const Written nobody;
    const Written& who = record.case_name ? *record.case_name : nobody;
    const Program* program = registry_.find(record.policy.text, record.to);
    const auto to = std::find_if(policies_.begin(), policies_.end(), [&](const Policy& one) { return &one.program == program; });
    if (to == policies_.end()) return one_error(line, who, {record.to_column, fmt::format("version {} of `{}` is not among the policies given", record.to, shown(record.policy.text))});
    const auto is_older = [&](const FollowedCase& one) { return one.program->name() == record.policy.text && one.program->version() < record.to; };
    if (record.case_name) {
        const auto known = cases_.find(record.case_name->text);
        if (known == cases_.end()) return one_error(line, who, {who.column, fmt::format("no case `{}` is open", shown(who.text))});
        FollowedCase& followed = known->second.followed;
        if (!is_older(followed)) return one_error(line, who, {record.to_column, fmt::format("the case is under version {} of `{}`, and comes over to a newer one of it only", followed.program->version(), followed.program->name())});
        return migrate_all(line, record.at, *to, {followed.name});
    }
    std::vector<std::string> names;
    for (const auto& [name, entry] : cases_) {
        if (is_older(entry.followed) && entry.followed.ref().status() == Status::running) names.push_back(name);
    }
    return migrate_all(line, record.at, *to, names);
}

std::vector<Occurrence> Session::migrate_one(std::uint64_t line, Instant at, const Policy& to, FollowedCase& followed) {
    Recorder before(line, followed, nullptr);
    // What is still due under the older version; its promises are followed up to here.
    if (followed.ref().status() == Status::running && at - 1 > followed.ref().sealed()) {
        (void)(followed.promises ? followed.promises->advance(followed.ref(), at - 1, before) : advance(*followed.program, followed.ref(), at - 1, before));
    }
    const std::uint32_t from_version = followed.program->version();
    const std::string case_type(followed.program->case_name(followed.type));
    FollowedCase moved = followed;
    open_under(to, case_type, moved);
    moved.promises = nullptr;       // they speak of cases of their version, from the opening on
    moved.words.assign((moved.type == none ? 0 : to.program.case_bytes(moved.type) + 7) / 8, 0);
    Recorder after(line, moved, nullptr);
    const StepResult result = recourse::migrate(*followed.program, followed.ref(), to.program, at, moved.ref().bytes(), before, after);
    const bool refused = result.verdict == Verdict::rejected;
    std::string why;
    if (refused) why = why_stays(to.program, result, language_);
    Occurrence& told = before.add(refused ? Kind::rejected : Kind::migrated, Move{});
    told.at = at;
    told.rejection = result.rejection;
    told.why = std::move(why);
    told.from_version = from_version;
    told.to_version = to.program.version();
    std::vector<Occurrence> all = before.finish(followed.zone(), language_);
    followed.seen = std::max(followed.seen, at);
    if (refused) return all;
    followed = std::move(moved);
    if (result.verdict == Verdict::halted) after.conclude(result, at, why_halted(followed, result, language_));
    for (Occurrence& occurrence : after.finish(followed.zone(), language_)) all.push_back(std::move(occurrence));
    return all;
}

std::vector<const FollowedCase*> Session::cases() const {
    std::vector<const FollowedCase*> all;
    for (const auto& [name, entry] : cases_) all.push_back(&entry.followed);
    return all;
}

const FollowedCase* Session::find(std::string_view name) const {
    const auto found = cases_.find(name);
    return found == cases_.end() ? nullptr : &found->second.followed;
}

Occurrence error_of(std::uint64_t line, const LineError& error) {
    Occurrence occurrence;
    occurrence.kind = Occurrence::Kind::error;
    occurrence.line = line;
    occurrence.column = error.column;
    occurrence.why = error.message;
    return occurrence;
}

}  // namespace recourse::cli
