/* Recourse runtime for C: load a compiled program, keep cases, step them, ask what is allowed.
 *
 * The same engine as runtime.hpp, which documents the meaning of everything in full. C99 and later, C++ as well. Instants are
 * milliseconds UTC since 1970; RC_NEVER is later than everything. Indices are 32 bits, RC_NONE where there is none.
 * Only rc_load allocates; rc_free gives it back. A program may be shared by threads; a case is changed by one thread at a time.
 * Texts that come out are not zero-terminated unless said so: each has its length beside it, and lives as long as the program.
 * Functions that make text write into the caller's buffer as snprintf does: they return the full length without the final zero,
 * write at most `size` bytes with the final zero, and may be asked with size 0. They may allocate while they work; when memory
 * runs out they return 0.
 */
#ifndef RECOURSE_RUNTIME_H
#define RECOURSE_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RC_NEVER INT64_MAX
#define RC_ABSENT INT64_MIN
#define RC_NONE UINT32_MAX
#define RC_ALIGNMENT 8u /* of a case's bytes */

typedef struct rc_program rc_program;

/* A value: a number, or a text of `size` bytes. `number` is RC_ABSENT for a value that is not given, of whatever type. */
typedef struct rc_value {
    int64_t number;
    const char* text;
    size_t size;
} rc_value;

/* One act (`by` a party) or happening (`by` RC_NONE). `id` may be null. */
typedef struct rc_input {
    uint32_t event;
    uint32_t by;
    int64_t at;
    const rc_value* fields;
    size_t field_count;
    const char* id; /* of id_size bytes */
    size_t id_size;
} rc_input;

typedef enum rc_cause { RC_OPENING, RC_EVENT, RC_DEADLINE, RC_CONDITION } rc_cause;

/* One transition that a machine took; recourse::Move. */
typedef struct rc_move {
    rc_cause cause;
    uint32_t machine, from, to, transition, deadline;
    int64_t at, due;
    uint32_t arming;
    const char* id;
    size_t id_size;
} rc_move;

/* One effect for the host to perform. Valid during the call only. */
typedef struct rc_effect {
    const rc_move* move;
    uint32_t effect, ordinal;
    int64_t at;
    const rc_value* arguments;
    size_t argument_count;
} rc_effect;

/* What happens, in order; either function may be null. They must not throw or jump out. */
typedef struct rc_listener {
    void* context;
    void (*moved)(void* context, const rc_move* move);
    void (*effect)(void* context, const rc_effect* effect);
} rc_listener;

typedef enum rc_verdict { RC_ACCEPTED, RC_IGNORED, RC_REJECTED, RC_HALTED } rc_verdict;
typedef enum rc_status { RC_RUNNING = 1, RC_ENDED = 2, RC_STOPPED = 3 } rc_status;

/* In the order of recourse::Reason. */
typedef enum rc_reason {
    RC_REASON_NONE, RC_UNKNOWN_EVENT, RC_WRONG_PARTY, RC_MALFORMED_FIELD, RC_LATE, RC_NOT_RUNNING, RC_NOT_HERE, RC_TOO_EARLY,
    RC_TOO_LATE, RC_USED_UP, RC_CONDITION_FAILED, RC_REFUSED, RC_OVERFLOW, RC_UNDECIDED, RC_BAD_FACT, RC_BEFORE_OPENING,
    RC_UNKNOWN_CASE_TYPE, RC_CASE_TOO_LARGE, RC_BAD_BYTES, RC_BEYOND_TIME, RC_OUT_OF_BOUNDS,
    RC_OTHER_PROGRAM, RC_NO_MIGRATION, RC_STAYS
} rc_reason;

typedef struct rc_result {
    rc_verdict verdict;
    rc_reason reason;
    uint32_t transition, limb, field;
    int64_t boundary;
    uint32_t receiver, record; /* RC_OUT_OF_BOUNDS: for rc_explain */
    int64_t value;
    uint32_t moves;
} rc_result;

typedef struct rc_permission {
    uint32_t event;
    int allowed, depends_on_fields, without_right, provisional;
    int64_t from, until;
    rc_reason why_not;
    uint32_t transition;
    int64_t boundary;
} rc_permission;

/* ---- Programs ---- */

/* Copies and verifies; null when refused, with the reason in `problem` (zero-terminated, cut to `size`). O(size of the file). */
rc_program* rc_load(const void* bytes, size_t count, char* problem, size_t size);
void rc_free(rc_program* program);
uint64_t rc_identity(const rc_program* program);
uint32_t rc_version(const rc_program* program);

/* Names to indices, RC_NONE when there is none; linear, for set-up. `name` is zero-terminated. */
uint32_t rc_find_case(const rc_program* program, const char* name);
uint32_t rc_find_party(const rc_program* program, const char* name);
uint32_t rc_find_event(const rc_program* program, uint32_t type, const char* name);
uint32_t rc_find_state(const rc_program* program, uint32_t type, const char* name);
/* Indices to names: the text, with its length in *size. */
const char* rc_event_name(const rc_program* program, uint32_t type, uint32_t event, size_t* size);
const char* rc_state_name(const rc_program* program, uint32_t state, size_t* size);
const char* rc_effect_name(const rc_program* program, uint32_t effect, size_t* size);
/* What cases of one type open, once each: see recourse::OpeningInfo. */
typedef struct rc_opening {
    uint32_t opener, opened; /* types of case */
    uint32_t effect;         /* that tells the host to open it */
    uint32_t event;          /* of the opener: tells it of the end */
} rc_opening;
size_t rc_opening_count(const rc_program* program);
int rc_opening_at(const rc_program* program, size_t opening, rc_opening* out); /* 0 when there is none */
const char* rc_party_name(const rc_program* program, uint32_t party, size_t* size);

/* ---- Cases: `bytes` are rc_case_bytes of them, RC_ALIGNMENT aligned, wherever the host keeps them ---- */

size_t rc_case_bytes(const rc_program* program, uint32_t type); /* 0 when there is no such type */
rc_result rc_open(const rc_program* program, void* bytes, size_t size, uint32_t type, int64_t at, const rc_value* facts,
                  size_t fact_count, const rc_listener* listener, const rc_input* opening);
rc_result rc_step(const rc_program* program, void* bytes, size_t size, const rc_input* input, const rc_listener* listener);
rc_result rc_advance(const rc_program* program, void* bytes, size_t size, int64_t to, const rc_listener* listener);
rc_status rc_status_of(const void* bytes);
int64_t rc_sealed(const void* bytes);
int64_t rc_next_due(const void* bytes);
uint32_t rc_active_state(const rc_program* program, void* bytes, size_t size, uint32_t machine);
uint32_t rc_first_machine(const rc_program* program, uint32_t type);
uint32_t rc_machine_count(const rc_program* program, uint32_t type);

/* What `party` may do at `at`, nothing else being done: one call for each event that it may send. The case is not changed. */
void rc_allowed(const rc_program* program, void* bytes, size_t size, uint32_t party, int64_t at, void* context,
                void (*each)(void* context, const rc_permission* permission));

/* Returns how many results there are and writes up to `room` of them; 0 when the decision gives none. *row and *undecided may
 * be null. */
size_t rc_decide(const rc_program* program, uint32_t decision, const rc_value* parameters, size_t count, rc_value* results,
                 size_t room, uint32_t* row, int* undecided);
uint32_t rc_find_decision(const rc_program* program, const char* name);

/* Returns how many bytes were written, 0 when there is not enough room (rc_saved_size). */
size_t rc_saved_size(size_t case_bytes);
size_t rc_save(const rc_program* program, void* bytes, size_t size, void* out, size_t out_size);
rc_result rc_restore(const rc_program* program, const void* saved, size_t saved_size, void* bytes, size_t size);

/* ---- Versions ---- */

/* Law 11: moves a case of `from` to `to` at `at`, into `into_size` bytes that do not overlap the case. See recourse::migrate. The
 * first listener hears what `from` still does, the other one what `to` does. */
rc_result rc_migrate(const rc_program* from, void* bytes, size_t size, const rc_program* to, int64_t at, void* into, size_t into_size,
                     const rc_listener* listener, const rc_listener* new_listener);
/* Why a case stays, in the policy's words; empty when `result` says something else. */
const char* rc_migration_because(const rc_program* to, const rc_result* result, size_t* size);

/* Versions side by side. It borrows the programs, which have to live as long. */
typedef struct rc_registry rc_registry;
rc_registry* rc_registry_new(void); /* null when there is no memory */
void rc_registry_free(rc_registry* registry);
/* 0 when another program of that name and version is there already, or when there is no memory. */
int rc_registry_add(rc_registry* registry, const rc_program* program);
/* The version of the policy in force at `opening`; null when none is, or when two are, and *also is then the other one, or the next
 * one in force (null when there is none). `also` may be null. `policy` is zero-terminated. */
const rc_program* rc_in_force(const rc_registry* registry, const char* policy, int64_t opening, const rc_program** also);
/* Whose these bytes of rc_save are; null when of none. */
const rc_program* rc_owner(const rc_registry* registry, const void* saved, size_t size);

/* ---- Words; `language` "en", "zh", or null ---- */

size_t rc_explain(const rc_program* program, void* bytes, size_t size, const rc_input* input, const rc_result* result,
                  const char* language, char* out, size_t out_size);
size_t rc_explain_move(const rc_program* program, void* bytes, size_t size, const rc_move* move, const char* language, char* out,
                       size_t out_size);
size_t rc_effect_id(const rc_program* program, const char* case_name, const rc_effect* effect, char* out, size_t out_size);

#ifdef __cplusplus
}
#endif

#endif
