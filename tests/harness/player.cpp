#include "tests/harness/player.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <recourse/compiler.h>

#include "test_paths.h"

namespace harness {

using recourse::Instant;
using recourse::Program;
using recourse::Value;

namespace {

constexpr Instant kMinute = 60'000;
constexpr Instant kDay = 24 * 60 * kMinute;
constexpr Instant kEpoch = 1'709'258'400'000;   // 2024-03-01 10:00 in Shanghai

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

const recourse::SourceSet& rule_sources() {
    static const recourse::SourceSet sources = [] {
        recourse::SourceSet all;
        const std::filesystem::path root = RECOURSE_SOURCE_DIR;
        std::vector<std::string> paths;
        for (const char* folder : {"rules", "tests/laws"}) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
                if (entry.path().extension() == ".rule") paths.push_back(std::filesystem::relative(entry.path(), root).string());
            }
        }
        std::sort(paths.begin(), paths.end());
        for (const auto& path : paths) all.add(path, read(root / path));
        return all;
    }();
    return sources;
}

const recourse::Analysis& all_rules() {
    static const recourse::Analysis analysis = [] {
        recourse::Options options;
        options.checks = false;   // laws are the runtime's to keep, whatever the checks say of a policy
        return recourse::analyse(rule_sources(), options);
    }();
    return analysis;
}

std::int64_t between(std::int64_t low, std::int64_t high, std::mt19937_64& random) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

}  // namespace

const Program& program_of(const std::string& rule_path) {
    static std::map<std::string, Program> loaded;
    if (const auto found = loaded.find(rule_path); found != loaded.end()) return found->second;
    const auto bytes = all_rules().compile(rule_path);
    recourse::LoadError error;
    auto program = bytes ? Program::load(*bytes, error) : std::nullopt;
    if (!program) {
        std::fprintf(stderr, "%s does not compile or load: %s\n%s", rule_path.c_str(), error.message.c_str(),
                     recourse::render(all_rules().findings(), all_rules().sources()).c_str());
        std::abort();
    }
    return loaded.emplace(rule_path, std::move(*program)).first->second;
}

// Every process that runs a test asks this, so headers alone are read.
const std::vector<std::string>& lawful_policies() {
    static const std::vector<std::string> paths = [] {
        std::vector<std::string> found;
        for (const std::string& path : rule_sources().paths()) {
            if (recourse::header_of(*rule_sources().find(path)).kind == recourse::FileKind::policy) found.push_back(path);
        }
        return found;
    }();
    return paths;
}

void Recorder::moved(const recourse::Move& move) {
    std::ostringstream line;
    line << "move " << static_cast<int>(move.cause) << ' ' << move.machine << ' ' << move.from << "->" << move.to << " rule "
         << move.transition << " deadline " << move.deadline << " at " << move.at << " due " << move.due << " arming " << move.arming
         << " id " << move.id;
    lines_.push_back(line.str());
}

void Recorder::effect(const recourse::EffectCall& call) {
    std::ostringstream line;
    effect_ids_.push_back(recourse::effect_id(program_, "case", call));
    line << "effect " << effect_ids_.back() << ' ' << call.effect;
    for (const Value& argument : call.arguments) line << ' ' << argument.number << '"' << argument.text << '"';
    lines_.push_back(line.str());
}

Value random_value(const Program& program, const recourse::FieldInfo& field, Instant around, std::mt19937_64& random) {
    if (field.type.optional && between(0, 2, random) == 0) return Value{};
    switch (field.type.type) {
        case recourse::ValueType::text: {
            static const char* const words[] = {"", "a", "cracked", "SF1002", "破损"};
            return Value::of_text(words[between(0, 4, random)]);
        }
        case recourse::ValueType::instant: return Value::of(around - between(0, 20 * kDay, random) / kMinute * kMinute);
        case recourse::ValueType::date: return Value::of(around / kDay + between(-20, 20, random));
        case recourse::ValueType::boolean: return Value::of(between(0, 1, random));
        case recourse::ValueType::party: return Value::of(between(0, program.party_count() - 1, random));
        case recourse::ValueType::kind:
            return Value::of(between(0, program.member_count(field.type.detail) - 1, random));
        case recourse::ValueType::set:
            return Value::of(between(0, (std::int64_t{1} << program.member_count(field.type.detail)) - 1, random));
        default: break;
    }
    // Small numbers and the edges of the bounds are where rules turn.
    switch (between(0, 3, random)) {
        case 0: return Value::of(field.low);
        case 1: return Value::of(field.high);
        case 2: return Value::of(std::clamp<std::int64_t>(between(0, 20'000, random), field.low, field.high));
        default: return Value::of(std::clamp<std::int64_t>(between(0, 9, random), field.low, field.high));
    }
}

Act random_act(const Program& program, std::uint32_t type, Instant at, std::mt19937_64& random) {
    Act act;
    act.event = static_cast<std::uint32_t>(between(0, program.event_count(type) - 1, random));
    act.at = at;
    const std::uint32_t parties = program.event_parties(type, act.event);
    if (parties != 0) {
        do act.by = static_cast<std::uint32_t>(between(0, program.party_count() - 1, random));
        while ((parties >> act.by & 1u) == 0 && between(0, 19, random) != 0);
    }
    for (std::uint32_t f = 0; f < program.event_field_count(type, act.event); ++f) {
        act.fields.push_back(random_value(program, program.event_field(type, act.event, f), at, random));
    }
    return act;
}

Life random_life(const Program& program, std::mt19937_64& random) {
    Life life;
    life.type = static_cast<std::uint32_t>(between(0, program.case_count() - 1, random));
    for (int tries = 0; tries < 10'000; ++tries) {
        life.opened = kEpoch + between(0, 700, random) * kDay + between(0, 24 * 60, random) * kMinute;
        life.facts.clear();
        for (std::uint32_t f = 0; f < program.fact_count(life.type); ++f) {
            auto fact = program.fact(life.type, f);
            Value value = random_value(program, fact, life.opened, random);
            if (fact.type.type == recourse::ValueType::instant && value.number != recourse::absent && between(0, 1, random) == 0) {
                value.number = life.opened + between(0, 30, random) * kDay;
            }
            life.facts.push_back(value);
        }
        const std::uint32_t opening = program.opening_event(life.type);
        life.opens_on_event = opening != recourse::none;
        if (life.opens_on_event) {
            do life.opening = random_act(program, life.type, life.opened, random);
            while (life.opening.event != opening);
            life.opening.id = "opening";
        }
        recourse::Case trial;
        Recorder recorder(program);
        if (open(program, life, trial, recorder).verdict == recourse::Verdict::accepted) break;
        if (tries == 9'999) std::abort();
    }
    Instant at = life.opened;
    const auto count = between(1, 14, random);
    for (int i = 0; i < count; ++i) {
        switch (between(0, 5, random)) {
            case 0: break;                                            // the same instant
            case 1: at += 1; break;
            case 2: at += between(1, 72, random) * 60 * kMinute; break;
            case 3: at += between(1, 16, random) * kDay; break;       // on the last instants of deadlines
            case 4: at += between(1, 16, random) * kDay + between(-1, 1, random); break;
            default: at += between(1, 600, random) * kMinute; break;
        }
        life.acts.push_back(random_act(program, life.type, at, random));
        life.acts.back().id = "e-" + std::to_string(i);
    }
    return life;
}

recourse::StepResult open(const Program& program, const Life& life, recourse::Case& c, recourse::Listener& listener) {
    if (!life.opens_on_event) return recourse::open(program, c, life.type, life.opened, life.facts, listener);
    const recourse::Input opening = life.opening.input();
    return recourse::open(program, c, life.type, life.opened, life.facts, listener, &opening);
}

std::vector<std::byte> bytes_of(const recourse::Case& c) {
    const auto bytes = c.bytes();
    return {bytes.begin(), bytes.end()};
}

}  // namespace harness
