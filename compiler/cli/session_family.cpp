// Cases that open cases: a case and what it has opened, and what that has opened in its turn, are a family with one clock.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "session_parts.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

// The opening that an effect is, of the case type that has it. An index past the last when it is an ordinary effect.
std::uint32_t opening_of(const Program& program, std::uint32_t type, std::uint32_t effect) {
    std::uint32_t at = 0;
    while (at < program.opening_count() && (program.opening(at).effect != effect || program.opening(at).opener != type)) ++at;
    return at;
}

// In which of its final states a case has ended, as the member of the kind in which its opener is told.
std::int64_t outcome_of(const FollowedCase& ended, const FieldInfo& how) {
    const Program& program = *ended.program;
    const std::string_view state = program.state_name(active_state(program, ended.ref(), program.first_machine(ended.type)));
    for (std::uint32_t member = 0; member < program.member_count(how.type.detail); ++member) {
        if (program.member_name(how.type.detail, member) == state) return member;
    }
    return absent;
}

std::string kin_of(std::string_view opener, std::string_view called) { return fmt::format("{}/{}", opener, called); }

}  // namespace

// Deepest first: what a case tells its opener at an instant comes before the opener's own deadlines of that instant (law 3).
std::vector<std::string> Session::family_of(const std::string& name) const {
    std::string root = name;
    while (!cases_.at(root).opener.empty()) root = cases_.at(root).opener;
    std::vector<std::string> all{root};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Entry& entry = cases_.at(all[i]);
        all.insert(all.end(), entry.opened.begin(), entry.opened.end());
    }
    std::reverse(all.begin(), all.end());
    return all;
}

std::vector<Occurrence> Session::advance_one(std::uint64_t line, const std::string& name, Instant to) {
    FollowedCase& followed = cases_.at(name).followed;
    followed.seen = to;
    Recorder recorder(line, followed, nullptr);
    const StepResult result = followed.promises ? followed.promises->advance(followed.ref(), to, recorder)
                                                : advance(*followed.program, followed.ref(), to, recorder);
    recorder.conclude(result, to, result.verdict == Verdict::accepted ? "" : why_halted(followed, result, language_));
    return follow_up(line, name, recorder.finish(followed.zone(), language_));
}

std::vector<Occurrence> Session::bring_along(std::uint64_t line, const std::string& name, Instant to) {
    std::vector<Occurrence> all;
    const auto take = [&](std::vector<Occurrence> more) { std::move(more.begin(), more.end(), std::back_inserter(all)); };
    if (cases_.at(name).opener.empty() && cases_.at(name).opened.empty()) return all;
    for (;;) {
        const std::vector<std::string> family = family_of(name);
        const std::string* next = nullptr;
        Instant due = never;
        for (const std::string& one : family) {
            const Instant at = cases_.at(one).followed.ref().next_due();
            if (at > to || (next != nullptr && at >= due)) continue;
            next = &one;
            due = at;
        }
        if (next == nullptr) break;
        take(advance_one(line, *next, due));
    }
    for (const std::string& one : family_of(name)) {
        const CaseRef at = cases_.at(one).followed.ref();
        if (at.status() == Status::running && at.sealed() < to) take(advance_one(line, one, to));
    }
    return all;
}

std::vector<Occurrence> Session::open_opened(std::uint64_t line, const Occurrence& call, const OpeningInfo& as) {
    const std::string opener = call.case_name;
    const std::string name = kin_of(opener, as.name);
    const FollowedCase& by = cases_.at(opener).followed;
    if (cases_.contains(name)) {
        return one_error(line, {opener, 0}, {0, fmt::format("`{}` is to open a case that would be called `{}`, and a case of that name is open already", opener, name)});
    }
    const Program& program = *by.program;
    const auto policy = std::find_if(policies_.begin(), policies_.end(), [&](const Policy& one) { return &one.program == &program; });
    FollowedCase followed;
    followed.name = name;
    followed.seen = call.at;
    open_under(*policy, program.case_name(as.opened), followed);
    followed.words.resize((program.case_bytes(followed.type) + 7) / 8);
    Recorder recorder(line, followed, nullptr);
    const std::vector<Value> facts = views(call.arguments);
    const StepResult result = followed.promises ? followed.promises->open(followed.ref().bytes(), followed.type, call.at, facts, recorder, nullptr)
                                                : recourse::open(program, followed.ref().bytes(), followed.type, call.at, facts, recorder, nullptr);
    const bool kept = result.verdict != Verdict::rejected;
    std::string why;
    if (result.verdict == Verdict::halted) why = why_halted(followed, result, language_);
    else if (!kept) why = explain_opening(program, followed.type, facts, result, language_);
    recorder.conclude(result, call.at, std::move(why));
    std::vector<Occurrence> occurrences = recorder.finish(kept ? followed.zone() : by.zone(), language_);
    if (!kept) return occurrences;
    Entry entry;
    entry.opening = {{}, line, occurrences};
    entry.opener = opener;
    entry.opened_as = as;
    entry.followed = std::move(followed);
    cases_.at(opener).opened.push_back(name);
    cases_.emplace(name, std::move(entry));
    return occurrences;
}

std::vector<Occurrence> Session::tell_opener(std::uint64_t line, const std::string& ended, Instant at) {
    Entry& entry = cases_.at(ended);
    FollowedCase& opener = cases_.at(entry.opener).followed;
    const Program& program = *opener.program;
    if (opener.ref().status() != Status::running) return {};
    const FieldInfo how = program.event_field(opener.type, entry.opened_as.event, 0);
    auto act = std::make_shared<Act>();
    act->event = entry.opened_as.event;
    act->event_name = program.event_name(opener.type, act->event);
    act->id = ended;
    act->fields.push_back({std::string(how.name), how.type, {outcome_of(entry.followed, how), {}}});
    const std::vector<Value> values = views(act->fields);
    const recourse::Input input{act->event, none, std::max(at, opener.ref().sealed() + 1), values, act->id};
    Recorder recorder(line, opener, act);
    const StepResult result = opener.promises ? opener.promises->step(opener.ref(), input, recorder) : step(program, opener.ref(), input, recorder);
    opener.seen = std::max(opener.seen, input.at);
    recorder.conclude(result, input.at, result.verdict == Verdict::rejected ? explain(program, opener.ref(), input, result, language_)
                                        : result.verdict == Verdict::halted ? why_halted(opener, result, language_)
                                                                            : "");
    return recorder.finish(opener.zone(), language_);
}

std::vector<Occurrence> Session::migrate_all(std::uint64_t line, Instant at, const Policy& to, const std::vector<std::string>& names) {
    std::vector<Occurrence> all;
    const auto take = [&](std::vector<Occurrence> more) { std::move(more.begin(), more.end(), std::back_inserter(all)); };
    for (const std::string& name : names) {
        take(bring_along(line, name, at - 1));
        std::vector<Occurrence> done = migrate_one(line, at, to, cases_.at(name).followed);
        renew_openings();
        take(follow_up(line, name, std::move(done)));
    }
    return all;
}

// What an opener calls what it has opened may be counted in another way in its newer version, or be there no more: then nobody is told.
void Session::renew_openings() {
    for (auto& [name, entry] : cases_) {
        if (entry.opener.empty()) continue;
        const FollowedCase& opener = cases_.at(entry.opener).followed;
        OpeningInfo now;
        for (std::uint32_t i = 0; i < opener.program->opening_count(); ++i) {
            const OpeningInfo one = opener.program->opening(i);
            if (one.opener == opener.type && one.name == entry.opened_as.name) now = one;
        }
        if (now.event == none) entry.told = true;
        else entry.opened_as = now;
    }
}

std::vector<Occurrence> Session::follow_up(std::uint64_t line, const std::string& name, std::vector<Occurrence> done) {
    std::set<std::string> touched{name};
    const auto take = [&](std::vector<Occurrence> more) {
        for (Occurrence& one : more) touched.insert(one.case_name);
        std::move(more.begin(), more.end(), std::back_inserter(done));
    };
    const auto open_what_is_called = [&](std::size_t from) {
        for (std::size_t i = from; i < done.size(); ++i) {
            if (done[i].kind != Occurrence::Kind::effect || done[i].program == nullptr) continue;
            const Program& program = *done[i].program;
            const std::uint32_t opening = opening_of(program, done[i].type, done[i].effect);
            if (opening >= program.opening_count()) continue;
            const Occurrence call = done[i];
            take(open_opened(line, call, program.opening(opening)));
        }
    };
    open_what_is_called(0);
    for (;;) {
        const auto ended = std::find_if(touched.begin(), touched.end(), [&](const std::string& one) {
            const auto known = cases_.find(one);
            return known != cases_.end() && !known->second.opener.empty() && !known->second.told && known->second.followed.ref().status() == Status::ended;
        });
        if (ended == touched.end()) return done;
        cases_.at(*ended).told = true;
        Instant at = 0;
        for (const Occurrence& one : done) {
            if (one.case_name == *ended && one.kind == Occurrence::Kind::moved) at = one.at;
        }
        const std::size_t from = done.size();
        take(tell_opener(line, *ended, at));
        open_what_is_called(from);
    }
}

}  // namespace recourse::cli
