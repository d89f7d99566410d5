#include "tests/certify/certify.h"

#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "compiler/driver/pipeline.h"
#include "compiler/explore/calendar_classes.h"
#include "compiler/explore/columns.h"
#include "compiler/explore/steps.h"
#include "compiler/promises/watch_of.h"
#include "tests/certify/claims.h"
#include "tests/certify/inclusion.h"
#include "tests/certify/read.h"
#include "tests/certify/rows.h"

namespace certify {

namespace explore = recourse::explore;
namespace semantics = recourse::semantics;
using explore::Cause;
using explore::Situation;
using explore::Successor;
using explore::Trigger;
using recourse::driver::Pipeline;
using semantics::EventId;
using semantics::Model;

namespace {

// One set against the case type, and the promise, that it is of.
class SetCheck {
public:
    SetCheck(const Model& model, const explore::TimeFacts& times, semantics::CaseId of, const semantics::Promise* promise, const Set& set)
        : model_(model), times_(times), of_(of), set_(set),
          slots_(model, times, of, promise != nullptr ? recourse::promises::watch_of(*promise) : explore::Watch{}, !set.days.empty()),
          steps_(model, slots_, of), claims_(model, steps_, promise, set.measured) {
        if (set.days.empty()) return;
        classes_.emplace(model, times, slots_, of, explore::ByDays{});
        slots_.go_by(*classes_);
    }

    // The problem, or nothing.
    std::string run() {
        std::string problem = columns();
        if (problem.empty()) problem = rows();
        if (problem.empty()) problem = opening();
        for (std::size_t i = 0; i < listed_.size() && problem.empty(); ++i) problem = from(i);
        if (problem.empty()) problem = claims_.wrong_in_all(seen_);
        // Instants that were compared on the way, and that the rows do not tell apart.
        if (problem.empty() && slots_.orders().size() != set_.orders.size()) problem = "the set does not tell instants apart that a rule compares";
        if (problem.empty() && !slots_.obstacles().empty()) problem = slots_.obstacles().front() + " cannot be followed";
        return problem;
    }

private:
    // ---- what the set is of ------------------------------------------------------------------------------------------------

    std::string columns() {
        const std::size_t points = slots_.points().size();
        for (const Bound& one : set_.orders) {
            if (one.x >= points || one.y >= points) return "a comparison is of columns that the policy does not have";
            slots_.compare(one.x, one.y, one.bound);
        }
        if (slots_.orders().size() != set_.orders.size()) return "the comparisons of instants are not complete";
        const std::vector<std::string> expected = explore::column_lines(model_, times_, slots_, of_);
        if (!std::equal(expected.begin(), expected.end(), set_.columns.begin(), set_.columns.end())) return "its columns are not those of the policy";
        explore::ClockBounds clocks = slots_.clocks();
        if (classes_) {
            if (!classes_->split_as(set_.days)) return "its days are not those of the policy";
            classes_->tell_apart(clocks);
        }
        sight_ = std::move(clocks.greatest);
        const auto watch = slots_.point({explore::SlotKind::watch});
        if (set_.measured < 0 || (set_.measured > 0 && !watch)) return "nothing is measured here";
        if (set_.measured > 0) sight_[*watch] = std::max(sight_[*watch], set_.measured);
        return {};
    }

    std::string rows() {
        const Rows reader(model_, slots_, steps_, of_);
        for (const Row& row : set_.rows) {
            Situation& at = listed_.emplace_back();
            const std::string problem = reader.situation(row, at);
            if (!problem.empty()) return fmt::format("line {}: {}", row.line, problem);
            alike_[configuration_of(at)].push_back(listed_.size() - 1);
        }
        return {};
    }

    // ---- closed, and nothing bad ---------------------------------------------------------------------------------------------

    std::string opening() {
        for (const Successor& step : steps_.open()) {
            const std::string problem = judge(nullptr, {Cause::opening, EventId()}, step);
            if (!problem.empty()) return "a case opens: " + problem;
        }
        return {};
    }

    std::string from(std::size_t index) {
        const Situation& at = listed_[index];
        const auto here = [&](const std::string& problem) { return fmt::format("line {}, situation {} ({}): {}", set_.rows[index].line, index, places(at), problem); };
        if (const std::string problem = claims_.wrong_there(at); !problem.empty()) return here(problem);
        if (at.standing != explore::Standing::running) return {};
        for (const EventId event : model_.cases[of_].events) {
            if (!claims_.may_come(at, event)) continue;
            for (const Successor& step : steps_.next(at, {Cause::event, event})) {
                const std::string problem = judge(&at, {Cause::event, event}, step);
                if (!problem.empty()) return here(fmt::format("`{}`: {}", model_.events[event].name, problem));
            }
        }
        for (const Successor& step : steps_.next(at, {Cause::time, EventId()})) {
            const std::string problem = judge(&at, {Cause::time, EventId()}, step);
            if (!problem.empty()) return here("time passes: " + problem);
        }
        return {};
    }

    std::string judge(const Situation* at, Trigger trigger, const Successor& step) {
        std::string problem = claims_.wrong_on(at, trigger, step);
        if (!problem.empty() || !step.accepted) return problem;
        seen_ |= step.seen;
        const auto found = alike_.find(configuration_of(step.to));
        if (found != alike_.end()) {
            for (const std::size_t one : found->second) {
                if (stands_for(listed_[one], step.to, sight_)) return {};
            }
        }
        return fmt::format("the case comes to {}, and no situation of the set covers {}", places(step.to),
                           found == alike_.end() ? "what then stands" : "its instants and data");
    }

    [[nodiscard]] std::string places(const Situation& at) const {
        std::string text;
        for (const semantics::StateId leaf : at.leaves) text += fmt::format("{}`{}`", text.empty() ? "" : " and ", model_.states[leaf].path);
        return text;
    }

    const Model& model_;
    const explore::TimeFacts& times_;
    semantics::CaseId of_;
    const Set& set_;
    explore::Slots slots_;
    std::optional<explore::CalendarClasses> classes_;   // where the set goes by days
    explore::Steps steps_;
    Claims claims_;
    std::vector<std::int64_t> sight_;
    std::vector<Situation> listed_;
    std::map<std::vector<std::uint32_t>, std::vector<std::size_t>> alike_;   // by configuration
    std::uint16_t seen_ = 0;
};

// What a certificate says first of a policy: its text, and those of what it imports.
std::vector<std::string> texts_of(const Pipeline& pipeline, recourse::driver::Unit& unit) {
    std::vector<std::string> texts;
    for (const auto* one : pipeline.with_imports(unit)) {
        texts.push_back(fmt::format("{} {} text {}", one == &unit ? "policy" : "uses", one->tree.name.text, explore::text_digest(pipeline.table[one->id].text())));
    }
    return texts;
}

// Every case type and every promise has its set.
std::string check_policy(const Pipeline& pipeline, const Policy& policy) {
    recourse::driver::Unit* unit = nullptr;
    bool named = false;     // versions of one policy bear one name
    for (const auto& one : pipeline.units) {
        if (one->from_library || one->tree.name.text != policy.name) continue;
        named = true;
        const std::vector<std::string> texts = texts_of(pipeline, *one);
        if (std::equal(texts.begin(), texts.end(), policy.texts.begin(), policy.texts.end())) unit = one.get();
    }
    if (!named) return "the policy is not among the sources";
    if (unit == nullptr) return "the certificate is of other texts than these";
    for (const auto* one : pipeline.with_imports(*unit)) {
        if (!one->is_sound()) return fmt::format("`{}` has errors", one->tree.name.text);
    }
    const Model& model = unit->model;
    const explore::TimeFacts times(model);
    std::size_t at = 0;
    const auto check = [&](const std::string& head, semantics::CaseId of, const semantics::Promise* promise) -> std::string {
        if (at == policy.sets.size() || policy.sets[at].head != head) return fmt::format("`{}` is missing", head);
        const std::string problem = SetCheck(model, times, of, promise, policy.sets[at]).run();
        return problem.empty() ? (++at, problem) : fmt::format("{} (line {}): {}", head, policy.sets[at].line, problem);
    };
    for (const semantics::CaseId of : model.cases.ids()) {
        if (std::string problem = check(explore::set_head(model, of), of, nullptr); !problem.empty()) return problem;
    }
    for (std::size_t i = 0; i < model.promises.size(); ++i) {
        if (std::string problem = check(explore::set_head(model, i), model.promises[i].of, &model.promises[i]); !problem.empty()) return problem;
    }
    return at == policy.sets.size() ? "" : "there are more sets than case types and promises";
}

}  // namespace

Verdict certify(std::string_view certificate, const recourse::SourceSet& sources) {
    Verdict verdict;
    const Document document = read(certificate);
    verdict.problem = document.problem;
    if (verdict.problem.empty() && document.policies.empty()) verdict.problem = "the certificate is of no policy";
    if (!verdict.problem.empty()) return verdict;
    recourse::Options quick;
    quick.checks = false;
    quick.programs = false;
    const auto pipeline = recourse::driver::run_pipeline(sources, quick);
    for (const Policy& policy : document.policies) {
        const std::string problem = check_policy(*pipeline, policy);
        if (!problem.empty()) {
            verdict.problem = fmt::format("{}: {}", policy.name, problem);
            return verdict;
        }
        for (const Set& set : policy.sets) {
            ++verdict.sets;
            verdict.situations += set.rows.size();
        }
    }
    return verdict;
}

}  // namespace certify
