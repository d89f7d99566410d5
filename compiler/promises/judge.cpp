#include "compiler/promises/judge.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "compiler/explore/bounds.h"
#include "compiler/explore/refinement.h"
#include "compiler/explore/trace.h"
#include "compiler/explore/words.h"
#include "compiler/graph/state_graph.h"
#include "compiler/promises/watch_of.h"

namespace recourse::promises {

using explore::Edge;
using explore::kNoIndex;
using explore::Situation;
using semantics::ClaimKind;
using semantics::Model;
using semantics::Promise;
using semantics::StateId;

namespace {

constexpr std::int64_t kDay = 86'400'000;
// Ways that are tried on real dates, each on thousands of them, before a promise is called undecided; the ways that are too slow are much
// alike.
constexpr std::size_t kMostTries = 6, kMostSlowTries = 2;

// A way that would break the promise, still to be shown on real dates.
struct Candidate {
    std::vector<std::uint32_t> edges;
    explore::Ending ending;
    std::string message;
};

class Judge {
public:
    Judge(const Model& model, const explore::TimeFacts& times, const Promise& promise, const explore::Limits& limits)
        : model_(model), times_(times), promise_(promise), explorer_(model, times, promise.of, watch_of(promise)), limits_(limits) {}

    Judged run(const Keep& keep) {
        Judged judged = run();
        const bool holds = judged.outcome == Outcome::kept || judged.outcome == Outcome::vacuous;
        // What holds by classes of days in one part and by bounds in another is no one set.
        if (holds && keep && !by_days_) keep(explorer(), found_, limits_.measure_watch_up_to);
        return judged;
    }

private:
    Judged run() {
        if (!search(0)) return std::move(judged_);
        collect();
        if (promise_.claim == ClaimKind::can_lead_to) return reachable();
        if (shown(explore::kFewDates) || (!candidates_.empty() && !excluded())) return std::move(judged_);
        if (unbounded()) {
            // Whether some time bounds it does not turn on dates; the search by days looks ahead no further than rules look back.
            by_days_ = refinement_ != nullptr;
            refinement_.reset();
            if (!within_measure()) return std::move(judged_);
        }
        judged_.outcome = Outcome::kept;
        judge_vacuity();
        return std::move(judged_);
    }

    // ---- the search --------------------------------------------------------------------------------------------------------

    // False when it does not see everything; then the promise is undecided.
    bool search(std::int64_t measure) {
        limits_.measure_watch_up_to = measure;
        found_ = refinement_ ? refinement_->search(limits_) : explorer_.explore(limits_);
        judged_.situations = std::max(judged_.situations, found_.nodes.size());
        if (found_.finish != explore::Finish::complete) {
            undecided(fmt::format("the search was ended after {} situations of `{}`", found_.nodes.size(), model_.cases[promise_.of].name));
            return false;
        }
        if (!found_.obstacles.empty()) undecided(fmt::format("{} stands in the way", found_.obstacles.front()));
        return found_.obstacles.empty();
    }

    [[nodiscard]] explore::Explorer& explorer() { return refinement_ ? refinement_->explorer() : explorer_; }

    void undecided(std::string message) {
        judged_.outcome = Outcome::undecided;
        judged_.message = std::move(message);
        judged_.why = "what is not proved of every case may fail in one";
    }

    [[nodiscard]] bool watching(std::uint32_t node) const {
        return found_.nodes[node].at.marks[explore::mark::watching] == explore::mark::yes;
    }
    [[nodiscard]] bool looks(std::uint32_t node) const {
        return watching(node) && found_.nodes[node].at.marks[explore::mark::scope] == explore::mark::yes;
    }
    [[nodiscard]] bool in_states(std::uint32_t node) const {
        const Situation& at = found_.nodes[node].at;
        return promise_.from.empty() || std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) {
                   return std::any_of(promise_.from.begin(), promise_.from.end(), [&](StateId state) { return graph::lies_in(model_, leaf, state); });
               });
    }
    [[nodiscard]] std::vector<std::uint32_t> way_to(std::uint32_t edge) const { return found_.way_to(edge); }

    // ---- what breaks it ------------------------------------------------------------------------------------------------------

    void add(std::uint32_t edge, std::string message, explore::Ending ending = {}) {
        candidates_.push_back({way_to(edge), ending, std::move(message)});
    }

    void collect() {
        switch (promise_.claim) {
            case ClaimKind::never_leads_to: by_seen(explore::kReached, came_from_to()); break;
            case ClaimKind::can_lead_to: by_seen(explore::kReached, ""); break;
            case ClaimKind::never: by_seen(explore::kHolds, fmt::format("a case can come to be where {}", condition())); break;
            case ClaimKind::always: by_seen(explore::kFails, fmt::format("a case can come to be where it is not so that {}", condition())); break;
            case ClaimKind::at_most:
                by_seen(explore::kTooOften, promise_.most == 0 ? fmt::format("{} can happen", counted(0))
                                                               : fmt::format("{} can happen more than {} in one case", counted(0),
                                                                             promise_.most == 1 ? "once" : fmt::format("{} times", promise_.most)));
                break;
            case ClaimKind::never_both: by_seen(explore::kTooOften, fmt::format("{} and {} can both happen in one case", counted(0), counted(1))); break;
            case ClaimKind::leads_to:
            case ClaimKind::ends: collect_misses(); break;
            case ClaimKind::may: collect_refusals(); break;
            case ClaimKind::may_not: collect_acceptances(); break;
        }
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) { return a.edges.size() < b.edges.size(); });
    }

    void by_seen(std::uint16_t seen, const std::string& message) {
        for (std::uint32_t edge = 0; edge < found_.edges.size(); ++edge) {
            if ((found_.edges[edge].seen & seen) != 0 && found_.edges[edge].to != kNoIndex) add(edge, message);
        }
    }

    // The case ends elsewhere, waits for ever, or is too slow.
    void collect_misses() {
        for (std::uint32_t index = 0; index < found_.edges.size(); ++index) {
            const Edge& edge = found_.edges[index];
            if (edge.to == kNoIndex) continue;
            if ((edge.seen & explore::kMissed) != 0) {
                const auto& at = found_.nodes[edge.to].at;
                add(index, at.standing == explore::Standing::halted
                               ? fmt::format("{} can halt", subject())
                               : fmt::format("{} can end in {} instead", subject(), states_in_words(model_, at.leaves)));
            } else if (edge.past_limit && edge.past_limit->most > 0) {
                explore::Ending ending;
                ending.past_limit = true;
                add(index, late(), ending);
            }
        }
        for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
            if (!watching(node) || found_.nodes[node].at.standing != explore::Standing::running) continue;
            if (!explorer().steps().pending(found_.nodes[node].at).empty()) continue;
            explore::Ending ending;
            ending.waits = true;
            ending.wait = promise_.within ? 1 : 365 * kDay;
            candidates_.push_back({found_.path_to(node), ending,
                                   fmt::format("{} can wait for ever{}, in {}", subject(), awaited(node), states_in_words(model_, found_.nodes[node].at.leaves))});
        }
    }

    // The party may not, whatever the event carries.
    void collect_refusals() {
        const semantics::EventId event = promise_.events.front();
        const std::size_t nodes = found_.nodes.size();
        for (std::uint32_t node = 0; node < nodes; ++node) {
            const Situation at = found_.nodes[node].at;
            if (!looks(node) || !in_states(node) || at.standing != explore::Standing::running) continue;
            auto answers = explorer().steps().answers(at, event);
            std::erase_if(answers, [](const explore::Steps::Answered& one) { return !one.by_sender; });
            for (const auto& refused : answers) {
                if (refused.taken) continue;
                bool covered = false, meets = false;
                for (const auto& taken : answers) {
                    if (!taken.taken) continue;
                    covered = covered || includes(taken.at, refused.at);
                    meets = meets || intersects(taken.at, refused.at);
                }
                if (covered) continue;
                if (meets) depends_on_payload_ = true;
                if (meets) continue;
                Edge edge;
                edge.from = node;
                edge.trigger = {explore::Cause::event, event};
                edge.way = refused.way;
                found_.edges.push_back(std::move(edge));
                add(static_cast<std::uint32_t>(found_.edges.size() - 1),
                    fmt::format("there are cases in which the {} may not `{}` in {}{}", model_.parties[promise_.party].name, model_.events[event].name,
                                states_in_words(model_, at.leaves), used_up(node, event)));
            }
        }
    }

    // " for the buyer or the seller": who can still act there; nothing when nobody can.
    [[nodiscard]] std::string awaited(std::uint32_t node) const {
        std::set<std::string> who;
        for (const Edge& edge : found_.edges) {
            if (edge.from != node || edge.to == kNoIndex || edge.trigger.cause != explore::Cause::event) continue;
            for (const semantics::PartyId party : model_.events[edge.trigger.event].by) who.insert(model_.parties[party].name);
        }
        std::string text;
        for (const std::string& name : who) text.append(text.empty() ? " for the " : " or the ").append(name);
        return text;
    }

    // ": it works at most once, and has been used", when that is so on the way there.
    [[nodiscard]] std::string used_up(std::uint32_t node, semantics::EventId event) const {
        const std::uint32_t most = model_.events[event].at_most;
        std::uint32_t used = 0;
        for (const std::uint32_t index : found_.path_to(node)) used += found_.edges[index].trigger.cause == explore::Cause::event && found_.edges[index].trigger.event == event ? 1 : 0;
        if (most == 0 || used < most) return "";
        return fmt::format(": it works at most {}, and has been used{}", most == 1 ? "once" : fmt::format("{} times", most), most == 1 ? "" : " up");
    }

    static bool includes(const Situation& outer, const Situation& inner) {
        for (std::size_t i = 0; i < inner.domains.size(); ++i) {
            if ((inner.domains[i] & ~outer.domains[i]) != 0) return false;
        }
        return outer.numbers.includes(inner.numbers) && outer.zone.includes(inner.zone);
    }
    static bool intersects(const Situation& a, const Situation& b) {
        for (std::size_t i = 0; i < a.domains.size(); ++i) {
            if ((a.domains[i] & b.domains[i]) == 0) return false;
        }
        return meet(a.numbers, b.numbers) && meet(a.zone, b.zone);
    }
    static bool meet(explore::DifferenceBounds a, const explore::DifferenceBounds& b) {
        for (std::uint32_t x = 0; x < b.size(); ++x) {
            for (std::uint32_t y = 0; y < b.size(); ++y) {
                if (x != y && b.upper(x, y) != explore::DifferenceBounds::unbounded && !a.tighten(x, y, b.upper(x, y))) return false;
            }
        }
        return true;
    }

    void collect_acceptances() {
        for (std::uint32_t index = 0; index < found_.edges.size(); ++index) {
            const Edge& edge = found_.edges[index];
            if (edge.to == kNoIndex || edge.from == kNoIndex || edge.trigger.cause != explore::Cause::event) continue;
            if (edge.trigger.event != promise_.events.front() || (edge.seen & explore::kSent) == 0 || !looks(edge.from) || !in_states(edge.from)) continue;
            add(index, fmt::format("the {} can `{}` in {}", model_.parties[promise_.party].name, model_.events[promise_.events.front()].name,
                                   states_in_words(model_, found_.nodes[edge.from].at.leaves)));
        }
    }

    // ---- verdicts --------------------------------------------------------------------------------------------------------------

    // The first way that some of so many dates realises.
    bool shown(std::size_t dates) {
        std::size_t tries = 0, slow = 0;
        for (const Candidate& one : candidates_) {
            if (std::any_of(one.edges.begin(), one.edges.end(), [&](std::uint32_t edge) { return found_.edges[edge].inexact; })) continue;
            if (one.ending.past_limit && ++slow > kMostSlowTries) continue;
            if (++tries > kMostTries) return false;
            explore::Ending ending = one.ending;
            ending.most_dates = dates;
            const auto made = explore::realise(model_, times_, explorer(), found_, one.edges, explore::Pace::earliest, ending);
            if (!made.trace) continue;
            tell(one, *made.trace);
            return true;
        }
        return false;
    }

    void tell(const Candidate& broken, const explore::Trace& trace) {
        judged_.outcome = Outcome::broken;
        judged_.message = broken.message + with_assumptions();
        judged_.why = "whoever relies on the promise is let down in this case";
        judged_.witness = explore::scenario_lines(model_, times_, trace, "broken-promise");
    }

    // Ways that the reasoning by bounds does not exclude and that no date that was tried realises: the search is made again by classes of
    // days, until one is shown or none is left. True when none is.
    bool excluded() {
        explore::ByDays days;
        days.ahead = limits_.measure_watch_up_to;
        refinement_ = std::make_unique<explore::Refinement>(model_, times_, promise_.of, watch_of(promise_), days);
        for (;;) {
            const std::string so_far = candidates_.front().message;
            if (!search(limits_.measure_watch_up_to)) return false;
            candidates_.clear();
            depends_on_payload_ = false;
            collect();
            const std::size_t unknown = std::erase_if(candidates_, [&](const Candidate& one) {
                return std::any_of(one.edges.begin(), one.edges.end(), [&](std::uint32_t edge) { return found_.edges[edge].inexact; });
            });
            if (candidates_.empty() && unknown == 0) return true;
            std::vector<explore::Way> ways;
            for (const Candidate& one : candidates_) ways.push_back({one.edges, one.ending});
            const auto attempt = refinement_->show_or_split(found_, ways);
            if (attempt.shown) {
                tell(candidates_[*attempt.shown], *attempt.trace);
                return false;
            }
            if (attempt.stuck || candidates_.empty()) {
                undecided(fmt::format("{}{}, as far as the reasoning goes, and no date shows it", so_far, with_assumptions()));
                return false;
            }
        }
    }

    Judged reachable() {
        if (shown(explore::kFewDates) || (!candidates_.empty() && !excluded())) {
            if (judged_.outcome == Outcome::undecided) return std::move(judged_);
            judged_.outcome = Outcome::kept;
            judged_.message.clear();
            judged_.why.clear();
        } else {
            judged_.outcome = Outcome::broken;
            judged_.message = fmt::format("no case comes from {} to {}{}", states_in_words(model_, promise_.from), states_in_words(model_, promise_.to), with_assumptions());
            judged_.why = "what the policy holds out to people here comes true for nobody";
        }
        return std::move(judged_);
    }

    // Nothing says by when: then it is enough that some time bounds it.
    [[nodiscard]] bool unbounded() const {
        return (promise_.claim == ClaimKind::leads_to || promise_.claim == ClaimKind::ends) && !promise_.within;
    }

    // Whether there is such a time; searched among longer and longer ones.
    bool within_measure() {
        std::vector<Candidate> slow;
        for (std::int64_t until = 64 * kDay; until <= explore::kLongestMeasured; until *= 4) {
            if (!search(until)) return false;
            bool bounded = true;
            const bool first = slow.empty();
            for (std::uint32_t index = 0; index < found_.edges.size(); ++index) {
                const Edge& edge = found_.edges[index];
                if (edge.to == kNoIndex || !edge.since_watch || edge.since_watch->most <= until) continue;
                bounded = false;
                if (!first) break;
                explore::Ending ending;
                ending.past_limit = true;
                ending.wait = until;
                slow.push_back({way_to(index), ending, fmt::format("{} can go on and on without coming there; in this one it is not there after {} days", subject(), until / kDay)});
            }
            if (bounded) return true;
            if (first) slow_found_ = found_;
        }
        candidates_ = std::move(slow);
        found_ = std::move(slow_found_);
        if (!shown(std::numeric_limits<std::size_t>::max())) undecided(fmt::format("{}{}, as far as the reasoning goes, and no date that was tried shows it", candidates_.front().message, with_assumptions()));
        return false;
    }

    void judge_vacuity() {
        const auto any = [&](std::uint16_t seen) {
            return std::any_of(found_.edges.begin(), found_.edges.end(), [&](const Edge& edge) { return (edge.seen & seen) != 0; });
        };
        std::string message;
        if (!any(explore::kBegan)) {
            message = promise_.from.empty() || promise_.claim == ClaimKind::may || promise_.claim == ClaimKind::may_not
                          ? "no case is as it assumes"
                          : fmt::format("no case enters {} as it assumes", states_in_words(model_, promise_.from));
        } else if (promise_.after.valid() && !any(explore::kLooks)) {
            message = fmt::format("`{}` is accepted in no case", model_.events[promise_.after].name);
        } else if (promise_.claim == ClaimKind::at_most && promise_.most > 0 && !any(explore::kFirst)) {
            message = fmt::format("{} happens in no case", counted(0));
        } else if (promise_.claim == ClaimKind::never_both && (!any(explore::kFirst) || !any(explore::kSecond))) {
            message = fmt::format("{} happens in no case", counted(any(explore::kFirst) ? 1 : 0));
        } else if (promise_.claim == ClaimKind::may || promise_.claim == ClaimKind::may_not) {
            // In a case that has ended nobody may do anything.
            bool comes_there = false;
            for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
                const bool runs = promise_.claim == ClaimKind::may_not || found_.nodes[node].at.standing == explore::Standing::running;
                comes_there = comes_there || (runs && looks(node) && in_states(node));
            }
            if (!comes_there) message = fmt::format("no case {} {}", promise_.claim == ClaimKind::may ? "goes on from" : "comes to", states_in_words(model_, promise_.from));
            if (comes_there && depends_on_payload_) return undecided("whether the event is taken depends on what it carries as well as on the instant");
        }
        if (message.empty()) return;
        judged_.outcome = Outcome::vacuous;
        judged_.message = message + with_assumptions();
        judged_.why = "a promise that nothing can break protects nobody";
    }

    // ---- words -----------------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::string with_assumptions() const {
        const std::string words = assumptions_in_words(model_, promise_);
        return words.empty() ? "" : " " + words;
    }
    [[nodiscard]] std::string subject() const {
        return promise_.from.empty() ? "a case" : fmt::format("a case that enters {}", states_in_words(model_, promise_.from));
    }
    [[nodiscard]] std::string condition() const { return explore::expression_in_words(model_, times_, promise_.condition); }
    [[nodiscard]] std::string came_from_to() const {
        return fmt::format("a case can come from {} to {}", states_in_words(model_, promise_.from), states_in_words(model_, promise_.to));
    }
    [[nodiscard]] std::string late() const {
        semantics::Type period;
        period.kind = semantics::TypeKind::period;
        const std::string time = explore::value_in_words(model_, times_, period, promise_.within.value_or(0));
        return promise_.claim == ClaimKind::ends ? fmt::format("a case can still be open after {}", time)
                                                 : fmt::format("{} can take longer than {} to come to {}", subject(), time, states_in_words(model_, promise_.to));
    }
    [[nodiscard]] std::string counted(std::size_t which) const {
        if (which < promise_.events.size() && promise_.events[which].valid()) return fmt::format("`{}`", model_.events[promise_.events[which]].name);
        if (which < promise_.effects.size() && promise_.effects[which].valid()) return fmt::format("`{}`", model_.effects[promise_.effects[which]].name);
        return states_in_words(model_, promise_.to);
    }

    const Model& model_;
    const explore::TimeFacts& times_;
    const Promise& promise_;
    explore::Explorer explorer_;
    std::unique_ptr<explore::Refinement> refinement_;   // once the search goes by days
    explore::Limits limits_;
    explore::Exploration found_, slow_found_;
    std::vector<Candidate> candidates_;
    bool depends_on_payload_ = false, by_days_ = false;
    Judged judged_;
};

}  // namespace

Judged judge(const Model& model, const explore::TimeFacts& times, const Promise& promise, const explore::Limits& limits, const Keep& keep) {
    return Judge(model, times, promise, limits).run(keep);
}

}  // namespace recourse::promises
