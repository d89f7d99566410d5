#include "tests/exactness/mutation_difference.h"

#include <array>
#include <sstream>

namespace exactness {

using namespace recourse;

namespace {

constexpr Instant kDay = 86'400'000;

// Other values worth trying: of a type with few values all of them, of a number its ends and an odd one; missing, and not.
std::vector<explore::Given> others_of(const Program& program, const FieldInfo& field, Instant at) {
    std::vector<explore::Given> all;
    if (field.type.optional) all.push_back({true, 0, {}});
    const auto add = [&](std::int64_t n) {
        if (n >= field.low && n <= field.high) all.push_back({false, n, {}});
    };
    switch (field.type.type) {
        case ValueType::boolean: for (const std::int64_t n : {0, 1}) all.push_back({false, n, {}}); break;
        case ValueType::kind: for (std::uint32_t n = 0; n < program.member_count(field.type.detail); ++n) all.push_back({false, n, {}}); break;
        case ValueType::party: for (std::uint32_t n = 0; n < program.party_count(); ++n) all.push_back({false, n, {}}); break;
        case ValueType::money:
        case ValueType::integer:
        case ValueType::percent: for (const std::int64_t n : {field.low, field.high, std::int64_t{999}}) add(n); break;
        case ValueType::instant: for (const Instant by : {-9 * kDay, Instant{0}, 9 * kDay, 40 * kDay}) add(at + by); break;
        default: break;
    }
    return all;
}

constexpr std::size_t kMostOpenings = 64;

void move(LivedCase& life, const Program& program, Instant by) {
    const std::uint32_t type = program.find_case(life.type);
    for (std::uint32_t f = 0; f < life.facts.size(); ++f) {
        if (program.fact(type, f).type.type == ValueType::instant && !life.facts[f].absent) life.facts[f].number += by;
    }
    for (LivedAct& act : life.acts) act.at += by;
}

// The same on other days of the year, holidays among them, and with an hour or a day more between its steps: what the shortest life
// does in one instant then has instants of its own.
void add_other_dates(std::vector<LivedCase>& all, const LivedCase& life, const Program& program) {
    for (const Instant days : {31, 91, 115, 156, 253, 271}) {
        all.push_back(life);
        move(all.back(), program, days * kDay);
    }
    for (const Instant more : {kDay / 24, kDay}) {
        all.push_back(life);
        for (std::size_t a = 1; a < life.acts.size(); ++a) all.back().acts[a].at += static_cast<Instant>(a) * more;
    }
}

// The life with every opening of few facts, on other dates, with its last step a millisecond sooner and later, and with each field
// changed by itself.
std::vector<LivedCase> variants_of(const LivedCase& life, const Program& program) {
    std::vector<LivedCase> all{life};
    if (life.random) return all;
    const std::uint32_t type = program.find_case(life.type);
    const Instant opened = life.acts.front().at;
    for (std::uint32_t f = 0; f < life.facts.size(); ++f) {
        const std::size_t before = all.size();
        const auto others = others_of(program, program.fact(type, f), opened);
        const std::size_t from = before * (others.size() + 1) <= kMostOpenings ? before : 1;   // in all combinations, or one by one
        for (std::size_t i = 0; i < from; ++i) {
            for (const explore::Given& other : others) {
                all.push_back(all[i]);
                all.back().facts[f] = other;
            }
        }
    }
    add_other_dates(all, life, program);
    for (const int by : {-1, 1}) {
        LivedCase moved = life;
        moved.acts.back().at += by;
        if (moved.acts.size() > 1 && moved.acts.back().at >= moved.acts[moved.acts.size() - 2].at) all.push_back(std::move(moved));
    }
    for (std::size_t a = 0; a < life.acts.size(); ++a) {
        const std::uint32_t event = program.find_event(type, life.acts[a].event);
        for (std::uint32_t f = 0; event != none && f < life.acts[a].fields.size(); ++f) {
            for (const explore::Given& other : others_of(program, program.event_field(type, event, f), life.acts[a].at)) {
                all.push_back(life);
                all.back().acts[a].fields[f] = other;
            }
        }
    }
    return all;
}

// The first line in which two accounts differ.
std::string first_difference(const std::string& a, const std::string& b) {
    std::istringstream left(a), right(b);
    for (;;) {
        std::string one, other;
        const bool more = static_cast<bool>(std::getline(left, one)), as_well = static_cast<bool>(std::getline(right, other));
        if (!more && !as_well) return "";
        if (one != other) return "original: " + one + "\n      mutant:   " + other;
    }
}

std::string in_words(const Program& program, const LivedCase& life) {
    std::string text = life.type + " with";
    for (const auto& fact : life.facts) text += " " + (fact.absent ? std::string("none") : fact.text.empty() ? std::to_string(fact.number) : fact.text);
    for (const LivedAct& act : life.acts) {
        std::array<char, time_text_max> room{};
        const std::size_t length = format_local(room, program.zone(nullptr, program.find_case(life.type)), act.at);
        text += "\n      " + std::string(room.data(), length) + " " + act.by + " " + act.event;
        for (const auto& field : act.fields) text += " " + std::to_string(field.number) + field.text;
    }
    return text;
}

}  // namespace

Originals::Originals(const SourceSet& sources) : pipeline_(driver::run_pipeline(sources, {})) {
    for (const auto& unit : pipeline_->units) {
        if (!unit->program.empty()) subjects_.emplace(pipeline_->table[unit->id].path(), subject_of(*unit));
    }
}

Originals::Subject Originals::subject_of(const driver::Unit& unit) {
    Subject subject;
    subject.model = &unit.model;
    LoadError error;
    subject.program = Program::load(unit.program, error);
    subject.numbers = turning_numbers(unit.model);
    return subject;
}

Lives Originals::lives_of_subject(const Subject& subject) {
    Lives lives = lives_of(*subject.model);
    const std::vector<LivedCase> walks = walks_of(*subject.program, 200);
    lives.all.insert(lives.all.end(), walks.begin(), walks.end());
    return lives;
}

std::string Originals::difference(const driver::Pipeline& mutant) {
    bool compared = false;
    for (const auto& unit : mutant.units) {
        const auto found = subjects_.find(mutant.table[unit->id].path());
        if (found == subjects_.end()) continue;
        compared = true;
        Subject& original = found->second;
        Subject changed = subject_of(*unit);
        if (!changed.program) return "no program";
        changed.numbers.insert(original.numbers.begin(), original.numbers.end());
        const std::string answers = first_difference(answers_of(*original.program, changed.numbers), answers_of(*changed.program, changed.numbers));
        if (!answers.empty()) return answers;
        if (!original.lives) original.lives = lives_of_subject(original);
        std::string told = difference(original, changed, *original.lives);
        if (!told.empty()) return told;
        Lives lives = lives_of_subject(changed);
        // What both have has been played.
        std::set<std::string> played;
        for (const LivedCase& life : original.lives->all) played.insert(in_words(*original.program, life));
        std::erase_if(lives.all, [&](const LivedCase& life) { return played.contains(in_words(*original.program, life)); });
        told = difference(original, changed, lives);
        if (!told.empty()) return told;
    }
    return compared ? "" : "nothing uses it: nothing to compare";
}

std::string Originals::difference(const Subject& original, const Subject& mutant, const Lives& lives) {
    for (const LivedCase& life : lives.all) {
        for (const LivedCase& one : variants_of(life, *original.program)) {
            const std::string before = account_of(*original.program, one, mutant.numbers), after = account_of(*mutant.program, one, mutant.numbers);
            if (before != after) return in_words(*original.program, one) + "\n      " + first_difference(before, after);
        }
    }
    return lives.obstacle.empty() ? "" : "not every step could be followed: " + lives.obstacle;
}

}  // namespace exactness
