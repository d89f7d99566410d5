#include "compiler/emit/rule_keys.h"

#include "compiler/emit/text.h"

#include <map>
#include <set>
#include <string>

namespace recourse::emit {

using namespace semantics;

namespace {

std::string trigger_text(const Model& model, const Transition& rule) {
    switch (rule.trigger) {
    case Trigger::event: return rule.event.valid() ? "on " + model.events[rule.event].name : std::string("on");
    case Trigger::deadline: {
        const Deadline& deadline = model.deadlines[rule.deadline];
        const std::string due = deadline.named.valid() ? model.named[deadline.named].name : expression_text(model, deadline.due);
        return (deadline.counted_from_entry ? "after " : "at ") + due;
    }
    case Trigger::when: return "when " + expression_text(model, model.whens[rule.when].condition);
    }
    return {};
}

// FNV-1a 64.
std::uint64_t hash_of(const std::string& words) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : words) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

} // namespace

std::vector<std::uint64_t> rule_keys(const Model& model) {
    std::vector<std::uint64_t> keys;
    std::map<std::string, std::uint32_t> ways;
    std::set<std::uint64_t> taken;
    for (const Transition& rule : model.transitions) {
        std::string place = rule.of.valid() ? model.cases[rule.of].name : std::string();
        place.append("\n").append(rule.owner.valid() ? model.states[rule.owner].path : std::string());
        place.append("\n").append(trigger_text(model, rule));
        const std::uint32_t way = ways[place]++;
        place.append("\n").append(std::to_string(way));
        std::uint64_t key = hash_of(place);
        while (!taken.insert(key).second) ++key; // two places of one hash: the later declared gives way
        keys.push_back(key);
    }
    return keys;
}

} // namespace recourse::emit
