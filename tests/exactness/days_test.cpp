// The search by classes of days against every day: small policies are opened on each day of their calendars' years, at the edges of the day
// and between, and played on the runtime with acts on every day that follows. The soonest and the latest that any life takes to a state
// are what `bounds` says, to the millisecond; promises of exactly that hold, and of a millisecond less are broken; rules that contradict
// each other on some date are found, and those that do so on none are not.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <recourse/bounds.h>
#include <recourse/compiler.h>

#include "compiler/checks/checks.h"
#include "compiler/explore/refinement.h"
#include "compiler/promises/judge.h"
#include "compiler/support/zone_source.h"
#include "recourse/time.hpp"
#include "tests/exactness/compiled.h"

namespace {

using namespace exactness;
using namespace recourse;

struct Taken {
    std::int64_t soonest = never, latest = -1;      // since the opening
    Instant first = never, last = min_instant;
};

// Every life of a case with so many acts at most, opened at an instant; of facts it has none, or one that chooses the calendar.
class Lives final : public Listener {
public:
    Lives(const Compiled& compiled, std::uint32_t acts, int wait_days, std::int64_t branches = 0)
        : compiled_(compiled), acts_(acts), wait_(wait_days), branches_(branches), zone_(compiled.model.zones.front().table->view()) {}

    void open_on(Day first, Day last) {
        for (Day day = first; day <= last; ++day) {
            for (const Instant at : instants_of(day)) open_at(at);
        }
    }
    [[nodiscard]] const std::map<std::string, Taken>& taken() const { return taken_; }
    [[nodiscard]] std::size_t lives() const { return lives_; }

    void moved(const Move& move) override {
        Taken& one = taken_[std::string(compiled_.program.state_name(move.to))];
        one.soonest = std::min(one.soonest, move.at - opening_);
        one.latest = std::max(one.latest, move.at - opening_);
        one.first = std::min(one.first, move.at);
        one.last = std::max(one.last, move.at);
    }
    void effect(const EffectCall& /*call*/) override {}

private:
    // The edges of a day, the edges of its changes of clocks, and the morning.
    [[nodiscard]] std::vector<Instant> instants_of(Day day) const {
        const Instant first = start_of_date(zone_, day).value, last = end_of_date(zone_, day).value;
        std::vector<Instant> all{first, first + 10 * hour_ms, last};
        for (std::uint32_t row = 0; row < zone_.count; ++row) {
            const Instant change = zone_.transitions[row].from;
            if (change > first && change <= last) all.insert(all.end(), {change - 1, change});
        }
        return all;
    }

    void open_at(Instant at) {
        opening_ = at;
        Case c;
        for (std::int64_t member = 0; member < (branches_ == 0 ? 1 : branches_); ++member) {
            const std::vector<Value> facts = branches_ == 0 ? std::vector<Value>{} : std::vector<Value>{Value::of(member)};
            if (open(compiled_.program, c, 0, at, facts, *this, nullptr).verdict == Verdict::rejected) continue;
            ++lives_;
            live(c, acts_);
        }
    }

    void live(Case c, std::uint32_t acts) {
        while (c.ref().status() == Status::running) {
            const Instant due = c.ref().next_due();
            if (acts > 0) act(c, acts, due);
            if (due == never) return;
            (void)advance(compiled_.program, c.ref(), due, *this);
        }
    }

    void act(const Case& before, std::uint32_t acts, Instant due) {
        Case c = before;
        const Instant from = c.ref().sealed() + 1, until = std::min(due, from + wait_ * day_ms);
        std::vector<Instant> tries{from, until};
        for (Day day = date_of(zone_, from); day <= date_of(zone_, until); ++day) {
            for (const Instant at : instants_of(day)) tries.push_back(at);
        }
        for (const Instant at : tries) {
            if (at < from || at > until) continue;
            for (std::uint32_t event = 0; event < compiled_.program.event_count(0); ++event) {
                Case one = before;
                if (step(compiled_.program, one.ref(), Input{event, 0, at, {}, {}}, *this).verdict == Verdict::rejected) continue;
                live(one, acts - 1);
            }
        }
    }

    const Compiled& compiled_;
    std::uint32_t acts_;
    std::int64_t wait_, branches_;
    ZoneView zone_;
    Instant opening_ = 0;
    std::map<std::string, Taken> taken_;
    std::size_t lives_ = 0;
};

std::string header(const std::string& zone, const std::string& calendar, const std::string& from, const std::string& regime = "to_the_minute") {
    return "policy t\n  version 1, in force from " + from + "\n  time zone \"" + zone + "\"\n" + (calendar.empty() ? "" : "  calendar std.calendar." + calendar + "\n") +
           "  counting std.counting." + regime + "\nparty buyer\n";
}

std::string two_reviews(const std::string& first, const std::string& second) {
    return "case Claim {\n  event apply by buyer\n  start Open\n  state Open {\n    on apply     -> First\n    after 5 days -> Closed\n  }\n"
           "  state First {\n    after " + first + " -> Second\n  }\n  state Second {\n    after " + second + " -> Closed\n  }\n  final Closed\n}\n";
}

struct Played {
    std::string text;
    std::map<std::string, Taken> taken;
    std::size_t lives = 0;
};

Played played(const std::string& text, Day first, Day last, std::uint32_t acts = 1, int wait = 8, std::int64_t branches = 0) {
    std::string why;
    const auto compiled = compile(text, false, &why);
    EXPECT_TRUE(compiled) << why;
    if (!compiled) return {};
    Lives lives(*compiled, acts, wait, branches);
    lives.open_on(first, last);
    return {text, lives.taken(), lives.lives()};
}

// Both figures of every state, and that promises of exactly the latest hold and of a millisecond less do not.
void expect_bounds_of(const Played& life, std::size_t least_lives) {
    ASSERT_GE(life.lives, least_lives);
    SourceSet sources;
    sources.add("t.rule", life.text);
    const BoundsReport report = time_bounds(sources, "t.rule", {});
    ASSERT_EQ(report.problem, "");
    EXPECT_EQ(report.undecided, "");
    ASSERT_FALSE(report.states.empty());
    for (const StateTimes& times : report.states) {
        const auto found = life.taken.find(times.state);
        ASSERT_EQ(times.reached, found != life.taken.end()) << times.state;
        if (!times.reached) continue;
        EXPECT_EQ(times.soonest, found->second.soonest) << times.state;
        ASSERT_TRUE(times.latest) << times.state;
        EXPECT_EQ(*times.latest, found->second.latest) << times.state << ": " << *times.latest - found->second.latest;
        EXPECT_EQ(times.soonest_shown, times.soonest);
        EXPECT_EQ(times.latest_shown, times.latest);
        EXPECT_FALSE(times.latest_way.empty());
    }
    // The scenarios that attain them are played by the runtime.
    std::string with_ways = life.text;
    for (const StateTimes& times : report.states) {
        for (const auto* way : {&times.soonest_way, &times.latest_way}) {
            for (const std::string& line : *way) with_ways += line + "\n";
        }
    }
    SourceSet played;
    played.add("t.rule", with_ways);
    Options options;
    options.checks = false;
    EXPECT_TRUE(analyse(std::move(played), options).run_scenarios("t.rule").passed());
}

promises::Judged judged(const Compiled& compiled, std::int64_t within, std::size_t situations = explore::Limits{}.most_nodes) {
    semantics::Promise promise = compiled.model.promises.front();
    promise.within = static_cast<std::int64_t>(make_period(Unit::exact, Reading::to_the_minute, within).bits);
    const explore::TimeFacts times(compiled.model);
    explore::Limits limits;
    limits.most_nodes = situations;
    return promises::judge(compiled.model, times, promise, limits);
}

void expect_promise_turns_at(const Played& life, const std::string& state, std::size_t situations = explore::Limits{}.most_nodes) {
    const std::string text = life.text + "promise \"p\" Claim ends within 9 days\n";
    std::string why;
    const auto compiled = compile(text, false, &why);
    ASSERT_TRUE(compiled) << why;
    const std::int64_t latest = life.taken.at(state).latest;
    const promises::Judged exactly = judged(*compiled, latest, situations), less = judged(*compiled, latest - 1, situations),
                           day_less = judged(*compiled, latest - day_ms, situations);
    EXPECT_EQ(exactly.outcome, promises::Outcome::kept) << exactly.message;
    EXPECT_EQ(less.outcome, promises::Outcome::broken) << less.message;
    EXPECT_FALSE(less.witness.empty());
    EXPECT_EQ(day_less.outcome, promises::Outcome::broken) << day_less.message;
}

Day day_of(int year, int month, int day) { return days_from_civil(year, month, day); }

// ---- what the calendar makes, in pieces ------------------------------------------------------------------------------------------

TEST(Days, TheCalendarInPiecesIsTheCalendar) {
    std::size_t asked = 0;
    for (const char* name : {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"}) {
        auto read = support::read_zone(name);
        const auto* table = std::get_if<support::ZoneTable>(&read);
        ASSERT_NE(table, nullptr);
        const ZoneView zone = table->view();
        const Day first = day_of(2006, 1, 1), last = day_of(2014, 1, 1);
        std::vector<std::int64_t> edges;
        for (Day day = first; day <= last; ++day) edges.push_back(start_of_date(zone, day).value);
        for (std::uint32_t row = 0; row < zone.count; ++row) {
            if (zone.transitions[row].from > edges.front() && zone.transitions[row].from < edges[static_cast<std::size_t>(last - first)]) edges.push_back(zone.transitions[row].from);
        }
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        for (const Period period : {make_period(Unit::days, Reading::to_the_minute, 3), make_period(Unit::days, Reading::whole, 3),
                                    make_period(Unit::months, Reading::to_the_minute, 1), make_period(Unit::years, Reading::to_the_minute, 1),
                                    make_period(Unit::months, Reading::whole, 2), make_period(Unit::months, Reading::whole, 2, period_counts_first),
                                    make_period(Unit::months, Reading::whole, 1, period_by_first_day)}) {
            for (const bool later : {true, false}) {
                const auto made = [&](std::int64_t at) -> std::optional<std::int64_t> {
                    const TimeResult result = later ? after(zone, nullptr, period, at) : before(zone, nullptr, period, at);
                    return result.ok ? std::optional(result.value) : std::nullopt;
                };
                const explore::CalendarPieces pieces(made, edges);
                ASSERT_FALSE(pieces.empty());
                EXPECT_EQ(pieces.last(), edges.back() - 1);
                const auto agree = [&](std::size_t index, std::int64_t at) {
                    if (at < pieces[index].from || at > pieces.until(index)) return;
                    EXPECT_EQ(pieces[index].moves ? at + pieces[index].value : pieces[index].value, *made(at)) << name << " at " << at;
                    ++asked;
                };
                std::uint64_t state = 7;
                for (std::size_t index = 0; index < pieces.count(); ++index) {
                    for (const std::int64_t at : {pieces[index].from, pieces[index].from + 1, pieces.until(index) - 1, pieces.until(index)}) agree(index, at);
                    for (int i = 0; i < 8; ++i) {
                        state = state * 6364136223846793005u + 1442695040888963407u;
                        const std::int64_t length = pieces.until(index) - pieces[index].from + 1;
                        agree(index, pieces[index].from + static_cast<std::int64_t>((state >> 16) % static_cast<std::uint64_t>(length)));
                    }
                }
            }
        }
    }
    EXPECT_GT(asked, 100'000u);
}

// ---- best and worst times on every day ----------------------------------------------------------------------------------------------

TEST(Days, TwoReviewsInChinaWithMakeUpWorkdays) {
    const std::string text = header("Asia/Shanghai", "china", "2024-01-01") + two_reviews("6 business days", "6 business days");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2027, 1, 8));
    expect_bounds_of(life, 3'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, TwoReviewsInTheUnitedStatesWithClocksThatChange) {
    const std::string text = header("America/New_York", "us_federal", "2030-01-01") + two_reviews("3 business days", "10 business days");
    const Played life = played(text, day_of(2030, 1, 1), day_of(2064, 1, 1));
    expect_bounds_of(life, 30'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, TwoReviewsInGermanyWithMonths) {
    const std::string text = header("Europe/Berlin", "germany", "2031-01-01") + two_reviews("1 month", "4 business days");
    const Played life = played(text, day_of(2031, 1, 1), day_of(2064, 1, 1));
    expect_bounds_of(life, 30'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, HalfAnHourOnLordHoweIsland) {
    const std::string text = header("Australia/Lord_Howe", "", "2024-01-01") + two_reviews("3 days", "40 days");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2026, 1, 1));
    expect_bounds_of(life, 2'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, LeapYears) {
    const std::string text = header("Asia/Shanghai", "", "2024-01-01") + two_reviews("1 year", "1 month");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2029, 1, 1));
    expect_bounds_of(life, 4'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, OfTheCalendarThatAFactChooses) {
    const std::string text = "policy t\n  version 1, in force from 2024-01-01\n  time zone \"Asia/Shanghai\"\n"
                             "  calendar by branch { north => std.calendar.china  south => std.calendar.germany }\n  counting std.counting.to_the_minute\n"
                             "party buyer\nkind Branch = north, south\n" +
                             two_reviews("6 business days", "2 business days").replace(0, 13, "case Claim {\n  fact branch : Branch\n");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2036, 1, 10), 1, 8, 2);
    expect_bounds_of(life, 9'000);
    expect_promise_turns_at(life, "Closed");
}

// A last day on a holiday gives way to the next working day, and a weekend may be worked.
TEST(Days, OfARegimeByWhichLastDaysRoll) {
    const std::string text = header("Asia/Shanghai", "china", "2024-01-01", "china_civil_code") + two_reviews("7 days", "half a month");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2027, 1, 8), 1, 16);   // five days may roll to the sixteenth
    expect_bounds_of(life, 3'000);
    expect_promise_turns_at(life, "Closed");
}

TEST(Days, OfARegimeByTheCalendarThatAFactChooses) {
    const std::string text = "policy t\n  version 1, in force from 2024-01-01\n  time zone \"Asia/Shanghai\"\n"
                             "  calendar by branch { north => std.calendar.china  south => std.calendar.germany }\n  counting std.counting.eu_1182_71\n"
                             "party buyer\nkind Branch = north, south\n" +
                             two_reviews("7 days", "2 days").replace(0, 13, "case Claim {\n  fact branch : Branch\n");
    const Played life = played(text, day_of(2024, 1, 1), day_of(2036, 1, 10), 1, 16, 2);
    expect_bounds_of(life, 9'000);
    expect_promise_turns_at(life, "Closed", 40'000);   // two calendars of thirteen years, and days that roll
}

// ---- dates of one opening -------------------------------------------------------------------------------------------------------------

TEST(Days, OfOneOpeningDay) {
    const std::string text = header("Asia/Shanghai", "china", "2024-01-01") + two_reviews("6 business days", "6 business days");
    SourceSet sources;
    sources.add("t.rule", text);
    for (const Day day : {day_of(2026, 9, 25), day_of(2026, 12, 28), day_of(2024, 2, 8)}) {
        const auto compiled = compile(text, false);
        ASSERT_TRUE(compiled);
        std::array<char, time_text_max> written{};
        BoundsQuestion question;
        question.opened = std::string(written.data(), format_date(written, day));
        const BoundsReport report = time_bounds(sources, "t.rule", question);
        ASSERT_EQ(report.problem + report.undecided, "");
        Lives lives(*compiled, 1, 8);
        lives.open_on(day, day);
        for (const StateTimes& times : report.states) {
            const auto found = lives.taken().find(times.state);
            ASSERT_NE(found, lives.taken().end()) << times.state;
            ASSERT_TRUE(times.soonest_date && times.latest_date) << times.state;
            EXPECT_EQ(times.soonest_date->at, found->second.first) << times.state << " of " << question.opened;
            EXPECT_EQ(times.latest_date->at, found->second.last) << times.state << " of " << question.opened;
        }
    }
}

// ---- what only dates decide -----------------------------------------------------------------------------------------------------------

std::vector<std::string> codes_of(const std::string& text) {
    SourceSet sources;
    sources.add("t.rule", text);
    std::vector<std::string> codes;
    const Analysis analysis = analyse(std::move(sources));
    for (const Finding& finding : analysis.findings()) codes.push_back(finding.code);
    return codes;
}

std::string two_deadlines(const std::string& first, const std::string& second) {
    return "case Claim {\n  event apply by buyer\n  start Open\n  state Open {\n    on apply     -> First\n    after 9 days -> Lapsed\n  }\n"
           "  state First {\n    after " + first + " -> Paid\n    after " + second + " -> Lapsed\n  }\n  final Paid\n  final Lapsed\n}\n";
}

bool has(const std::vector<std::string>& codes, const std::string& code) { return std::find(codes.begin(), codes.end(), code) != codes.end(); }

TEST(Days, DeadlinesMeetOnlyWhereSomeDateHasThemMeet) {
    const std::string plain = header("Asia/Shanghai", "", "2024-01-01"), china = header("Asia/Shanghai", "china", "2024-01-01");
    // Two months are 59 to 62 days; the bounds allow from 56 to 65.
    EXPECT_TRUE(has(codes_of(plain + two_deadlines("2 months", "62 days")), "conflicting-deadlines"));
    EXPECT_FALSE(has(codes_of(plain + two_deadlines("2 months", "63 days")), "conflicting-deadlines"));
    EXPECT_TRUE(has(codes_of(plain + two_deadlines("2 months", "59 days")), "conflicting-deadlines"));
    EXPECT_FALSE(has(codes_of(plain + two_deadlines("2 months", "58 days")), "conflicting-deadlines"));
    // Only a leap year has 366 days; no year has 367.
    EXPECT_TRUE(has(codes_of(plain + two_deadlines("1 year", "366 days")), "conflicting-deadlines"));
    EXPECT_FALSE(has(codes_of(plain + two_deadlines("1 year", "367 days")), "conflicting-deadlines"));
}

// What the bounds of lengths allow and no date has: a rule that is never taken, a promise that is kept, and no finding of what would follow.
TEST(Days, RulesThatOnlyBoundsWouldTake) {
    const std::string china = header("Asia/Shanghai", "china", "2024-01-01");
    // Six working days are over within 17 days; the search by bounds knows of 19.
    EXPECT_TRUE(has(codes_of(china + two_deadlines("6 business days", "17 days")), "transition-never-taken"));
    EXPECT_FALSE(has(codes_of(china + two_deadlines("6 business days", "16 days")), "transition-never-taken"));
}

// A window that opens after six working days, in a state that is left after so many days: on some dates it never opens.
TEST(Days, ARightThatSomeFindClosedOnSomeDates) {
    const auto right = [](const std::string& stay) {
        return header("Asia/Shanghai", "china", "2024-01-01") +
               "case Claim {\n  event apply by buyer\n  event appeal by buyer\n  start Open\n  state Open {\n    on apply     -> First\n    after 9 days -> Closed\n  }\n"
               "  state First {\n    on appeal from 6 business days after apply -> Closed\n    after " + stay + " -> Closed\n  }\n  final Closed\n}\n";
    };
    EXPECT_TRUE(has(codes_of(right("16 days")), "right-empty-for-some"));
    EXPECT_FALSE(has(codes_of(right("17 days")), "right-empty-for-some"));
    EXPECT_FALSE(has(codes_of(right("17 days")), "undecided-dates"));
}

// How long a case goes on once its party is silent, from the opening on: no act is made.
TEST(Days, SilenceIsMeasuredOnRealDays) {
    const std::string text = header("Asia/Shanghai", "china", "2024-01-01") +
                             "case Claim {\n  event apply by buyer\n  start Open\n  state Open {\n    on apply              -> First\n    after 3 business days -> First\n  }\n"
                             "  state First {\n    after 6 business days -> Closed\n  }\n  final Closed\n}\n";
    const Played life = played(text, day_of(2024, 1, 1), day_of(2027, 1, 8), 0);
    SourceSet sources;
    sources.add("t.rule", text);
    const SilenceReport report = silence_bounds(sources, "t.rule", "");
    ASSERT_EQ(report.problem + report.undecided, "");
    ASSERT_EQ(report.parties.size(), 1u);
    const SilenceTimes& times = report.parties.front();
    EXPECT_EQ(times.latest, life.taken.at("Closed").latest);
    EXPECT_EQ(times.latest_shown, times.latest);
    EXPECT_EQ(report.calendar_until, "2026-12-31");
    std::string with_way = text;
    for (const std::string& line : times.latest_way) with_way += line + "\n";
    SourceSet played;
    played.add("t.rule", with_way);
    Options options;
    options.checks = false;
    EXPECT_TRUE(analyse(std::move(played), options).run_scenarios("t.rule").passed());
}

// Each way of the search is gone again without forgetting, choice by choice: what the first, the last and the previous of an event were is
// not asked any more in the last state, and is written there all the same.
TEST(Days, WhatIsForgottenAsksForNoOtherClass) {
    const std::string text = header("Asia/Shanghai", "china", "2024-01-01") +
                             "case Claim {\n  event write by buyer\n  event go by buyer\n  start Open\n  state Open {\n    on write stay\n"
                             "    on go from 2 business days after first write until 9 business days after previous write -> Rest\n    after 6 business days -> Rest\n  }\n"
                             "  state Rest {\n    takes write\n    after 4 business days -> Closed\n  }\n  final Closed\n}\n";
    std::string why;
    const auto compiled = compile(text, false, &why);
    ASSERT_TRUE(compiled) << why;
    const explore::TimeFacts times(compiled->model);
    explore::Refinement refinement(compiled->model, times, semantics::CaseId(0), {});
    const auto same = [](const explore::Taken& a, const explore::Taken& b) { return a.machine == b.machine && a.transition == b.transition && a.round == b.round; };
    std::size_t gone = 0;
    for (int round = 0; round < 3; ++round) {
        const explore::Exploration found = refinement.search({});
        ASSERT_EQ(found.finish, explore::Finish::complete);
        std::vector<explore::CalendarClasses::Visit> visits;
        for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
            if (found.edges[index].to == explore::kNoIndex) continue;
            const auto way = found.way_to(index);
            const auto& steps = refinement.explorer().steps();
            explore::Situation at = steps.blank();
            for (const std::uint32_t one : way) {
                const explore::Edge& edge = found.edges[one];
                const explore::Successor next = steps.again(at, edge.trigger, edge.way, [](explore::Situation&, std::int64_t) {});
                ASSERT_TRUE(std::equal(next.taken.begin(), next.taken.end(), edge.taken.begin(), edge.taken.end(), same));
                ASSERT_FALSE(next.to.zone.empty());
                ASSERT_EQ(next.since_epoch.least, edge.since_epoch.least);
                ASSERT_EQ(next.since_epoch.most, edge.since_epoch.most);
                at = next.to;
            }
            ++gone;
            if (round < 2 && index % 8 == 0) {
                for (const auto& visit : refinement.open_on(found, way)) visits.push_back(visit);
            }
        }
        if (round < 2) refinement.split(std::move(visits));
    }
    EXPECT_GT(gone, 100u);
}

// Only around the longest holidays do two reviews take so long, and only when the first begins on the day before.
TEST(Days, APromiseThatOnlySomeDaysBreak) {
    const std::string china = header("Asia/Shanghai", "china", "2024-01-01") + two_reviews("6 business days", "6 business days");
    std::string why;
    const auto compiled = compile(china + "promise \"p\" First leads to Closed within 9 days\n", false, &why);
    ASSERT_TRUE(compiled) << why;
    std::int64_t longest = 0;
    const ZoneView zone = compiled->model.zones.front().table->view();
    const explore::TimeFacts times(compiled->model);
    const explore::Dates dates(compiled->model, times);
    explore::SlotKey reviews{explore::SlotKind::calendar};
    reviews.operation = semantics::ExprKind::after_period;
    reviews.period = static_cast<std::int64_t>(make_period(Unit::business_days, Reading::whole, 6).bits);
    for (Day day = day_of(2024, 1, 1); day <= day_of(2027, 1, 20); ++day) {
        const Instant from = start_of_date(zone, day).value;
        longest = std::max(longest, *dates.made(reviews, *dates.made(reviews, from)) - from);
    }
    EXPECT_EQ(judged(*compiled, longest).outcome, promises::Outcome::kept);
    const promises::Judged broken = judged(*compiled, longest - 1);
    EXPECT_EQ(broken.outcome, promises::Outcome::broken) << broken.message;
    EXPECT_FALSE(broken.witness.empty());
}

}  // namespace
