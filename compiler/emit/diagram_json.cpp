// The states, rules and deadlines of a case type as JSON, with their places: for pages that draw themselves, and for editors.
#include "compiler/emit/diagram_parts.h"
#include "compiler/emit/numbering.h"
#include "compiler/emit/text.h"

#include <nlohmann/json.hpp>

namespace recourse::emit {

using namespace semantics;
using Json = nlohmann::ordered_json;

namespace {

class JsonWriter {
  public:
    explicit JsonWriter(const DiagramInput& input)
        : input_(input), model_(*input.model), type_(model_.cases[input.of]), words_(model_, input.language) {}

    std::string write() const {
        Json all;
        all["policy"] = model_.name;
        all["version"] = model_.version;
        all["case"] = type_.name;
        all["language"] = input_.language;
        for (const MachineId id : type_.machines) {
            const Machine& machine = model_.machines[id];
            all["machines"].push_back({{"name", machine.name}, {"start", path(machine.start)}});
        }
        all["states"] = Json::array();
        all["transitions"] = Json::array();
        all["deadlines"] = Json::array();
        const Numbering numbers = number_entities(model_);
        for (const StateId id : numbers.states_of_case[input_.of.index()]) write_state(id, all);
        for (const TransitionId id : type_.refusals) all["transitions"].push_back(transition(id, "event"));
        return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    }

  private:
    [[nodiscard]] Json path(StateId id) const { return id.valid() ? Json(model_.states[id].path) : Json(); }

    [[nodiscard]] Json place(support::Span span) const {
        if (!span.valid() || input_.sources == nullptr || span.file.index() >= input_.sources->size()) return {};
        const support::SourceFile& file = (*input_.sources)[span.file];
        const support::LineColumn at = file.locate(span.begin);
        return {{"file", file.path()}, {"line", at.line}, {"column", at.column}};
    }

    static const char* kind_of(const State& state) {
        switch (state.kind) {
        case StateKind::final: return "final";
        case StateKind::resting: return "resting";
        case StateKind::plain: break;
        }
        return state.children.empty() ? "simple" : "composite";
    }

    static const char* target_kind(TargetKind kind) {
        switch (kind) {
        case TargetKind::move: return "move";
        case TargetKind::stay: return "stay";
        case TargetKind::ignore: return "ignore";
        case TargetKind::refuse: return "refuse";
        case TargetKind::outside: return "outside";
        }
        return "";
    }

    void write_state(StateId id, Json& all) const {
        const State& state = model_.states[id];
        const Box box = box_of(model_, id, words_);
        Json json = {{"path", state.path},           {"label", box.label},
                     {"kind", kind_of(state)},       {"machine", model_.machines[state.machine].name},
                     {"parent", path(state.parent)}, {"start", path(state.start)},
                     {"ends_case", state.ends_case}, {"notes", box.notes},
                     {"place", place(state.span)}};
        all["states"].push_back(std::move(json));
        for (const TransitionId rule : state.on) all["transitions"].push_back(transition(rule, "event"));
        for (const DeadlineId deadline : state.deadlines) {
            all["deadlines"].push_back(write_deadline(deadline));
            for (const TransitionId rule : model_.deadlines[deadline].transitions) {
                all["transitions"].push_back(transition(rule, "deadline"));
                all["transitions"].back()["deadline"] = all["deadlines"].size() - 1;
            }
        }
        for (const WhenId when : state.whens) {
            for (const TransitionId rule : model_.whens[when].transitions) all["transitions"].push_back(transition(rule, "when"));
        }
    }

    [[nodiscard]] Json write_deadline(DeadlineId id) const {
        const Deadline& deadline = model_.deadlines[id];
        return {{"state", path(deadline.state)},
                {"name", deadline.named.valid() ? Json(model_.named[deadline.named].name) : Json()},
                {"due", definition_text(model_, deadline.due)},
                {"label", words_.due(deadline)},
                {"from_entry", deadline.counted_from_entry},
                {"place", place(deadline.span)}};
    }

    [[nodiscard]] Json transition(TransitionId id, const char* trigger) const {
        const Transition& rule = model_.transitions[id];
        Json json = {{"trigger", trigger}, {"from", path(rule.owner)}, {"kind", target_kind(rule.target_kind)}, {"to", path(rule.target)}};
        if (rule.event.valid()) {
            json["event"] = model_.events[rule.event].name;
            for (const PartyId party : model_.events[rule.event].by) json["by"].push_back(model_.parties[party].name);
        }
        for (const semantics::Limb& limb : rule.limbs) json["limbs"].push_back(words_.limb(limb));
        if (rule.otherwise) json["otherwise"] = true;
        if (rule.without_right) json["without_right"] = true;
        if (rule.at_most > 0) json["at_most"] = rule.at_most;
        if (!rule.because.empty()) json["because"] = rule.because;
        if (!rule.text.reason.empty()) {
            json["reason"] = rule.text.reason;
            json["reason_label"] = words_.label(rule.text.reason);
        }
        for (const Action& action : rule.actions) {
            if (action.kind == ActionKind::perform) json["effects"].push_back(words_.call(action));
        }
        for (const Citation& cite : rule.text.cites) {
            json["cites"].push_back(cite.clause.empty() ? cite.source : cite.source + "." + cite.clause);
        }
        json["place"] = place(rule.span);
        return json;
    }

    const DiagramInput& input_;
    const Model& model_;
    const Case& type_;
    DiagramWords words_;
};

} // namespace

std::string json_diagram(const DiagramInput& input) { return JsonWriter(input).write(); }

} // namespace recourse::emit
