// The C functions as a thin coat over the C++ ones: structs are copied field by field, nothing is kept.
#include "runtime/machine/run.h"

#include <algorithm>
#include <string>
#include <utility>

#include <recourse/runtime.h>

struct rc_program {
    recourse::Program program;
};

struct rc_registry {
    recourse::Registry registry;
    std::vector<const rc_program*> programs;    // as the host knows them
    [[nodiscard]] const rc_program* find(const recourse::Program* program) const {
        for (const rc_program* one : programs) {
            if (&one->program == program) return one;
        }
        return nullptr;
    }
};

namespace {

using namespace recourse;

static_assert(static_cast<int>(Reason::beyond_time) == RC_BEYOND_TIME && static_cast<int>(Reason::stays) == RC_STAYS && static_cast<int>(Verdict::halted) == RC_HALTED &&
              static_cast<int>(Cause::condition) == RC_CONDITION && static_cast<int>(Status::halted) == RC_STOPPED &&
              never == RC_NEVER && absent == RC_ABSENT && none == RC_NONE);

// No call has more fields, facts or parameters: a program with longer lists than this is stepped from C++ only.
constexpr std::size_t most_values = 64;

struct Values {
    Values(const rc_value* from, std::size_t size) : count(size) {
        for (std::size_t i = 0; i < std::min(size, most_values); ++i) {
            of[i] = {from[i].number, std::string_view(from[i].text, from[i].text != nullptr ? from[i].size : 0)};
        }
    }
    [[nodiscard]] std::span<const Value> span() const { return {of, std::min(count, most_values)}; }
    Value of[most_values];
    std::size_t count;
};

rc_value to_c(const Value& value) { return {value.number, value.text.data(), value.text.size()}; }

rc_move to_c(const Move& m) {
    return {static_cast<rc_cause>(m.cause), m.machine, m.from, m.to, m.transition, m.deadline, m.at, m.due, m.arming,
            m.id.data(), m.id.size()};
}
Move from_c(const rc_move& m) {
    Move move{static_cast<Cause>(m.cause), m.machine, m.from, m.to, m.transition, m.deadline, m.at, m.due, m.arming, {}};
    if (m.id != nullptr) move.id = {m.id, m.id_size};
    return move;
}

rc_result to_c(const StepResult& r) {
    return {static_cast<rc_verdict>(r.verdict), static_cast<rc_reason>(r.rejection.reason), r.rejection.transition,
            r.rejection.limb, r.rejection.field, r.rejection.boundary, r.rejection.receiver, r.rejection.record, r.rejection.value,
            r.moves};
}
StepResult from_c(const rc_result& r) {
    return {static_cast<Verdict>(r.verdict),
            {static_cast<Reason>(r.reason), r.transition, r.limb, r.field, r.boundary, r.receiver, r.record, r.value}, r.moves};
}

Input from_c(const rc_input& input, const Values& fields) {
    Input result{input.event, input.by, input.at, fields.span(), {}};
    if (input.id != nullptr) result.id = {input.id, input.id_size};
    return result;
}

std::span<std::byte> span_of(void* bytes, std::size_t size) { return {static_cast<std::byte*>(bytes), size}; }

class Told final : public Listener {
  public:
    explicit Told(const rc_listener* to) : to_(to) {}
    void moved(const Move& move) override {
        if (to_ == nullptr || to_->moved == nullptr) return;
        const rc_move given = to_c(move);
        to_->moved(to_->context, &given);
    }
    void effect(const EffectCall& call) override {
        if (to_ == nullptr || to_->effect == nullptr) return;
        const rc_move move = to_c(*call.move);
        rc_value arguments[machine::kMaxParameters];
        for (std::size_t i = 0; i < call.arguments.size(); ++i) arguments[i] = to_c(call.arguments[i]);
        const rc_effect given{&move, call.effect, call.ordinal, call.at, arguments, call.arguments.size()};
        to_->effect(to_->context, &given);
    }

  private:
    const rc_listener* to_;
};

std::size_t write_text(std::string_view text, char* out, std::size_t size) {
    if (size > 0) {
        const std::size_t length = std::min(text.size(), size - 1);
        std::copy_n(text.data(), length, out);
        out[length] = '\0';
    }
    return text.size();
}

const char* give(std::string_view text, std::size_t* size) {
    if (size != nullptr) *size = text.size();
    return text.data();
}

std::string_view language_of(const char* language) { return language != nullptr ? language : "en"; }

} // namespace

rc_program* rc_load(const void* bytes, size_t count, char* problem, size_t size) try {
    LoadError error;
    auto loaded = Program::load({static_cast<const std::byte*>(bytes), count}, error);
    write_text(error.message, problem, size);
    return loaded ? new rc_program{std::move(*loaded)} : nullptr;
} catch (...) {
    write_text("there is not enough memory to load the program", problem, size);
    return nullptr;
}
void rc_free(rc_program* program) { delete program; }
uint64_t rc_identity(const rc_program* program) { return program->program.identity(); }
uint32_t rc_version(const rc_program* program) { return program->program.version(); }

uint32_t rc_find_case(const rc_program* program, const char* name) { return program->program.find_case(name); }
uint32_t rc_find_party(const rc_program* program, const char* name) { return program->program.find_party(name); }
uint32_t rc_find_decision(const rc_program* program, const char* name) { return program->program.find_decision(name); }
uint32_t rc_find_event(const rc_program* program, uint32_t type, const char* name) {
    return program->program.find_event(type, name);
}
uint32_t rc_find_state(const rc_program* program, uint32_t type, const char* name) try {
    return program->program.find_state(type, name);
} catch (...) {
    return RC_NONE;
}
const char* rc_event_name(const rc_program* program, uint32_t type, uint32_t event, size_t* size) {
    return give(program->program.event_name(type, event), size);
}
const char* rc_state_name(const rc_program* program, uint32_t state, size_t* size) {
    return give(program->program.state_name(state), size);
}
size_t rc_opening_count(const rc_program* program) { return program->program.opening_count(); }
int rc_opening_at(const rc_program* program, size_t opening, rc_opening* out) {
    if (opening >= program->program.opening_count()) return 0;
    const recourse::OpeningInfo info = program->program.opening(static_cast<std::uint32_t>(opening));
    *out = {info.opener, info.opened, info.effect, info.event};
    return 1;
}
const char* rc_effect_name(const rc_program* program, uint32_t effect, size_t* size) {
    return give(program->program.effect_name(effect), size);
}
const char* rc_party_name(const rc_program* program, uint32_t party, size_t* size) {
    return give(program->program.party_name(party), size);
}

size_t rc_case_bytes(const rc_program* program, uint32_t type) { return program->program.case_bytes(type); }

rc_result rc_open(const rc_program* program, void* bytes, size_t size, uint32_t type, int64_t at, const rc_value* facts,
                  size_t fact_count, const rc_listener* listener, const rc_input* opening) {
    Told told(listener);
    const Values given(facts, fact_count);
    if (opening == nullptr) return to_c(open(program->program, span_of(bytes, size), type, at, given.span(), told));
    const Values fields(opening->fields, opening->field_count);
    const Input input = from_c(*opening, fields);
    return to_c(open(program->program, span_of(bytes, size), type, at, given.span(), told, &input));
}
rc_result rc_step(const rc_program* program, void* bytes, size_t size, const rc_input* input, const rc_listener* listener) {
    Told told(listener);
    const Values fields(input->fields, input->field_count);
    return to_c(step(program->program, CaseRef(span_of(bytes, size)), from_c(*input, fields), told));
}
rc_result rc_advance(const rc_program* program, void* bytes, size_t size, int64_t to, const rc_listener* listener) {
    Told told(listener);
    return to_c(advance(program->program, CaseRef(span_of(bytes, size)), to, told));
}

rc_result rc_migrate(const rc_program* from, void* bytes, size_t size, const rc_program* to, int64_t at, void* into, size_t into_size,
                     const rc_listener* listener, const rc_listener* new_listener) {
    Told told(listener), new_told(new_listener);
    return to_c(migrate(from->program, CaseRef(span_of(bytes, size)), to->program, at, span_of(into, into_size), told, new_told));
}
const char* rc_migration_because(const rc_program* to, const rc_result* result, size_t* size) {
    return give(migration_because(to->program, from_c(*result).rejection), size);
}

rc_registry* rc_registry_new(void) try { return new rc_registry; } catch (...) { return nullptr; }
void rc_registry_free(rc_registry* registry) { delete registry; }
int rc_registry_add(rc_registry* registry, const rc_program* program) try {
    registry->programs.reserve(registry->programs.size() + 1);
    if (!registry->registry.add(program->program)) return 0;
    registry->programs.push_back(program);
    return 1;
} catch (...) {
    return 0;
}
const rc_program* rc_in_force(const rc_registry* registry, const char* policy, int64_t opening, const rc_program** also) {
    const Registry::Choice choice = registry->registry.in_force(policy, opening);
    const bool one = choice.program != nullptr && choice.also == nullptr;
    if (also != nullptr) *also = registry->find(choice.also);
    return one ? registry->find(choice.program) : nullptr;
}
const rc_program* rc_owner(const rc_registry* registry, const void* saved, size_t size) {
    return registry->find(registry->registry.owner({static_cast<const std::byte*>(saved), size}));
}

rc_status rc_status_of(const void* bytes) {
    return static_cast<rc_status>(machine::read_status(static_cast<const std::byte*>(bytes)));
}
int64_t rc_sealed(const void* bytes) {
    return machine::read_number<std::int64_t>(static_cast<const std::byte*>(bytes) + machine::kSealedAt);
}
int64_t rc_next_due(const void* bytes) {
    return machine::read_number<std::int64_t>(static_cast<const std::byte*>(bytes) + machine::kNextDueAt);
}
uint32_t rc_active_state(const rc_program* program, void* bytes, size_t size, uint32_t machine) {
    return active_state(program->program, CaseRef(span_of(bytes, size)), machine);
}
uint32_t rc_first_machine(const rc_program* program, uint32_t type) { return program->program.first_machine(type); }
uint32_t rc_machine_count(const rc_program* program, uint32_t type) { return program->program.machine_count(type); }

void rc_allowed(const rc_program* program, void* bytes, size_t size, uint32_t party, int64_t at, void* context,
                void (*each)(void* context, const rc_permission* permission)) {
    struct Asked final : PermissionListener {
        Asked(void* with, void (*call)(void*, const rc_permission*)) : context_(with), each_(call) {}
        void permission(const Permission& p) override {
            const rc_permission given{p.event, p.allowed ? 1 : 0, p.depends_on_fields ? 1 : 0, p.without_right ? 1 : 0,
                                      p.provisional ? 1 : 0, p.from, p.until, static_cast<rc_reason>(p.why_not.reason),
                                      p.why_not.transition, p.why_not.boundary};
            each_(context_, &given);
        }
        void* context_;
        void (*each_)(void*, const rc_permission*);
    } asked(context, each);
    allowed(program->program, CaseRef(span_of(bytes, size)), party, at, asked);
}

size_t rc_decide(const rc_program* program, uint32_t decision, const rc_value* parameters, size_t count, rc_value* results,
                 size_t room, uint32_t* row, int* undecided) {
    const Values given(parameters, count);
    const DecisionResult decided = decide(program->program, decision, given.span());
    if (row != nullptr) *row = decided.row;
    if (undecided != nullptr) *undecided = decided.undecided ? 1 : 0;
    if (decided.rejection.reason != Reason::none || decided.row == none) return 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(decided.count, room); ++i) results[i] = to_c(decided.results[i]);
    return decided.count;
}

size_t rc_saved_size(size_t case_bytes) {
    return saved_size(CaseRef(std::span<std::byte>(static_cast<std::byte*>(nullptr), 0))) + case_bytes;
}
size_t rc_save(const rc_program* program, void* bytes, size_t size, void* out, size_t out_size) {
    return save(program->program, CaseRef(span_of(bytes, size)), span_of(out, out_size));
}
rc_result rc_restore(const rc_program* program, const void* saved, size_t saved_size, void* bytes, size_t size) {
    const std::span<const std::byte> from(static_cast<const std::byte*>(saved), saved_size);
    return to_c(restore(program->program, from, span_of(bytes, size)));
}

size_t rc_explain(const rc_program* program, void* bytes, size_t size, const rc_input* input, const rc_result* result,
                  const char* language, char* out, size_t out_size) try {
    const Values fields(input->fields, input->field_count);
    const std::string text = explain(program->program, CaseRef(span_of(bytes, size)), from_c(*input, fields), from_c(*result),
                                     language_of(language));
    return write_text(text, out, out_size);
} catch (...) {
    return write_text("", out, out_size);
}
size_t rc_explain_move(const rc_program* program, void* bytes, size_t size, const rc_move* move, const char* language, char* out,
                       size_t out_size) try {
    const std::string text =
        explain(program->program, CaseRef(span_of(bytes, size)), from_c(*move), language_of(language));
    return write_text(text, out, out_size);
} catch (...) {
    return write_text("", out, out_size);
}
size_t rc_effect_id(const rc_program* program, const char* case_name, const rc_effect* effect, char* out, size_t out_size) try {
    const Move move = from_c(*effect->move);
    const EffectCall call{&move, effect->effect, effect->ordinal, effect->at, {}};
    return write_text(effect_id(program->program, case_name, call), out, out_size);
} catch (...) {
    return write_text("", out, out_size);
}
