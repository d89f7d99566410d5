// What the parts of the session share: its entries, and what collects what the runtime says of a case.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "session.h"

namespace recourse::cli {

// What a record was, in one text, and what came of it.
struct Session::Answer {
    std::string content;
    std::uint64_t line = 0;
    std::vector<Occurrence> occurrences;
};

struct Session::Entry {
    FollowedCase followed;
    Answer opening;
    std::string opener;                     // the case that opened it, or empty
    OpeningInfo opened_as;                  // of that case's type
    bool told = false;                      // that case has been told how this one ended
    std::vector<std::string> opened;        // the cases that it opened
    std::map<std::string, Answer, std::less<>> by_id;
};

// An event with all that the runtime borrows from it.
struct Session::Acting {
    std::shared_ptr<Act> act = std::make_shared<Act>();
    std::vector<Value> values;
    recourse::Input input;
};

// Collects what the runtime decides about one case.
class Recorder final : public Listener {
public:
    Recorder(std::uint64_t line, const FollowedCase& followed, std::shared_ptr<const Act> act)
        : line_(line), followed_(followed), act_(std::move(act)) {}

    void moved(const Move& move) override { add(Occurrence::Kind::moved, move); }

    void effect(const EffectCall& call) override {
        const Program& program = *followed_.program;
        Occurrence& occurrence = add(Occurrence::Kind::effect, *call.move);
        occurrence.at = call.at;
        occurrence.effect = call.effect;
        occurrence.effect_id = effect_id(program, followed_.name, call);
        for (std::uint32_t i = 0; i < call.arguments.size(); ++i) {
            const FieldInfo parameter = program.effect_parameter(call.effect, i);
            const Value& value = call.arguments[i];
            occurrence.arguments.push_back({std::string(parameter.name), parameter.type, {value.number, std::string(value.text)}});
        }
    }

    Occurrence& add(Occurrence::Kind kind, const Move& move) {
        Occurrence& occurrence = occurrences.emplace_back();
        occurrence.kind = kind;
        occurrence.line = line_;
        occurrence.case_name = followed_.name;
        occurrence.program = followed_.program;
        occurrence.type = followed_.type;
        occurrence.order = followed_.order;
        occurrence.at = move.at;
        occurrence.move = move;
        occurrence.move.id = {};
        if (move.cause == Cause::event) occurrence.act = act_;
        return occurrence;
    }

    // What the runtime answered, beyond moves: nothing for `accepted`.
    void conclude(const StepResult& result, Instant at, std::string why) {
        if (result.verdict == Verdict::accepted) return;
        using Kind = Occurrence::Kind;
        const Kind kind = result.verdict == Verdict::ignored ? Kind::ignored : result.verdict == Verdict::halted ? Kind::halted : Kind::rejected;
        Occurrence& occurrence = add(kind, Move{});
        occurrence.at = at;
        occurrence.act = act_;
        occurrence.rejection = result.rejection;
        occurrence.why = std::move(why);
    }

    // Promises that all this has broken.
    void tell_broken(const ZoneView& zone, std::string_view language) {
        if (!followed_.promises) return;
        for (BrokenPromise& one : followed_.promises->broken(zone, language)) {
            Occurrence& occurrence = add(Occurrence::Kind::broken, Move{});
            occurrence.act = nullptr;       // it may have been broken before the act that shows it
            occurrence.at = one.at;
            occurrence.promise = std::move(one.title);
            occurrence.why = std::move(one.how);
        }
    }

    // The zone may be chosen by a fact: it is known once the case is open.
    std::vector<Occurrence> finish(const ZoneView& zone, std::string_view language) {
        tell_broken(zone, language);
        for (Occurrence& occurrence : occurrences) occurrence.zone = zone;
        return std::move(occurrences);
    }

    std::vector<Occurrence> occurrences;

private:
    std::uint64_t line_;
    const FollowedCase& followed_;
    std::shared_ptr<const Act> act_;
};

// One value a declared one, as the runtime takes them; they borrow from `values`.
[[nodiscard]] std::vector<Value> views(const std::vector<NamedValueText>& values);
// Why a case halts where time alone did it.
[[nodiscard]] std::string why_halted(const FollowedCase& followed, const StepResult& result, std::string_view language);
[[nodiscard]] std::vector<Occurrence> one_error(std::uint64_t line, const Written& case_name, const LineError& error);

}  // namespace recourse::cli
