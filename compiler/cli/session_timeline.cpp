#include "session_timeline.h"

#include <optional>

#include <fmt/format.h>

#include "session_questions.h"
#include "session_text.h"
#include "session_words.h"

namespace recourse::cli {

namespace {

using Kind = Occurrence::Kind;

constexpr std::string_view margin = "                    ";    // under the text after "  2024-03-01 10:00  "

class Teller {
public:
    Teller(const FollowedCase& followed, Telling telling, std::string_view language)
        : labels_(std::in_place, *followed.program, language), program_(followed.program), order_(followed.order), telling_(telling), language_(language) {}

    void add(const Occurrence& occurrence) {
        speak_of(occurrence);
        head(occurrence);
        if (occurrence.repeated) return;    // what came of it stands where it came first
        switch (occurrence.kind) {
            case Kind::moved:
                line("", labels_->move(occurrence.move));
                rule(occurrence.move.transition);
                return;
            case Kind::effect:
                line(fmt::format("{}: ", word(Word::effect, language_)),
                     labels_->call(program_->effect_name(occurrence.effect), occurrence.arguments, occurrence.zone));
                if (telling_ == Telling::explanation) line("  id ", shown(occurrence.effect_id));
                return;
            case Kind::ignored: return line("", word(Word::ignored, language_));
            case Kind::rejected: return line(fmt::format("{}: ", word(Word::rejected, language_)), reason_text(occurrence.why));
            case Kind::migrated: return line("", sentence(Word::migrated, language_, occurrence.from_version, occurrence.to_version));
            case Kind::halted: return line(fmt::format("{}: ", word(Word::halted, language_)), shown(occurrence.why));
            case Kind::broken: return line("", fmt::format("\"{}\": {}", shown(occurrence.promise), shown(occurrence.why)));
            case Kind::error: return;
        }
    }

    std::string text;

private:
    // What a case did under an older version is told in the words of that version.
    void speak_of(const Occurrence& occurrence) {
        if (occurrence.program == nullptr || occurrence.program == program_) return;
        program_ = occurrence.program;
        order_ = occurrence.order;
        labels_.emplace(*program_, language_);
    }

    void line(std::string_view what, std::string_view more) { text += fmt::format("{}{}{}\n", margin, what, more); }

    // Date, time and who: once for all that came of one act, or of one deadline.
    void head(const Occurrence& occurrence) {
        const std::string who = cause(occurrence);
        const bool same = occurrence.act != nullptr ? occurrence.act == last_act_ : occurrence.kind == Kind::effect;
        const bool goes_on = same && occurrence.at == last_at_ && occurrence.line == last_line_;
        last_act_ = occurrence.act;
        last_at_ = occurrence.at;
        last_line_ = occurrence.line;
        if (goes_on) return;
        text += fmt::format("  {:<16}  {}", local_time(occurrence.zone, occurrence.at), who);
        if (occurrence.repeated) text += fmt::format(" ({})", word(Word::repeated, language_));
        text += "\n";
    }

    std::string cause(const Occurrence& occurrence) const {
        if (occurrence.kind == Kind::broken) return std::string(word(Word::promise_broken, language_));
        if (occurrence.act) return labels_->act(*occurrence.act, occurrence.zone);
        if (occurrence.to_version != 0) return std::string(word(Word::migration, language_));
        if (occurrence.kind == Kind::rejected || occurrence.kind == Kind::halted) return std::string(word(Word::by_deadline, language_));
        const Move& move = occurrence.move;
        if (move.cause == Cause::opening) return std::string(word(Word::opened, language_));
        if (move.cause == Cause::condition) return std::string(word(Word::by_condition, language_));
        std::string text_of_it(word(Word::by_deadline, language_));
        if (move.deadline != none && !program_->deadline_name(move.deadline).empty())
            text_of_it += ": " + labels_->name(program_->deadline_name(move.deadline));
        if (move.due != occurrence.at) text_of_it += fmt::format(" ({})", local_time(occurrence.zone, move.due));
        return text_of_it;
    }

    void rule(std::uint32_t transition) {
        if (transition == none) return;
        if (const std::string rule = rule_text(*program_, transition); !rule.empty()) line(fmt::format("{}: ", word(Word::rule, language_)), shown(rule));
        if (const std::string place = labels_->place(transition); telling_ == Telling::explanation && !place.empty()) line("  ", place + from_policy(transition));
        if (const std::string cites = labels_->cites(transition); !cites.empty()) line(fmt::format("{}: ", word(Word::clause, language_)), cites);
    }

    // Where the case's policy refines another, whose rule it is.
    std::string from_policy(std::uint32_t transition) const {
        const std::string_view policy = order_ == nullptr ? std::string_view() : order_->policy_at(program_->transition_location(transition).file);
        return policy.empty() ? std::string() : fmt::format("  ({})", shown(policy));
    }

    std::optional<Labels> labels_;
    const Program* program_;
    const Refinement* order_;
    Telling telling_;
    std::string_view language_;
    std::shared_ptr<const Act> last_act_;
    Instant last_at_ = never;
    std::uint64_t last_line_ = 0;
};

}  // namespace

std::string tell(const FollowedCase& followed, const std::vector<Occurrence>& occurrences, Telling telling, std::string_view language) {
    Teller teller(followed, telling, language);
    for (const Occurrence& occurrence : occurrences)
        if (occurrence.case_name == followed.name && occurrence.kind != Kind::error) teller.add(occurrence);
    Situation situation;
    situation.followed = &followed;
    situation.at = followed.seen;
    const CaseRef c = followed.ref();
    return fmt::format("{} {}  {}  ({})\n\n{}\n{}", word(Word::case_heading, language), shown(followed.name), shown(followed.full_type()),
                       followed.program->zone_name(&c, followed.type), teller.text, text_of(situation, language));
}

}  // namespace recourse::cli
