// A file that is cut, altered or hostile is refused with a reason, or harmless: it never crashes and never reads outside itself.
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

#include <cstring>

namespace recourse::test {
namespace {

std::vector<std::byte> claim_bytes() {
    ClaimProgram p;
    return p.b.bytes();
}

std::string refusal(std::span<const std::byte> bytes) {
    LoadError error;
    return Program::load(bytes, error) ? std::string() : error.message;
}

void fix_checksum(std::vector<std::byte>& file) {
    const std::uint64_t hash = file_checksum(file);
    std::memcpy(file.data() + offsetof(Header, checksum), &hash, sizeof hash);
}

struct Silent final : Listener, PermissionListener, DeadlineListener {
    void moved(const Move&) override {}
    void effect(const EffectCall& call) override {
        for (const Value& v : call.arguments) sum += v.number != 0 ? v.text.size() + 1 : 0;
    }
    void permission(const Permission& p) override { sum += p.event; }
    void deadline(const DeadlineInfo& d) override { sum += d.deadline; }
    std::size_t sum = 0;
};

/// Everything that a host may do with a program, whatever it says. Days are few: a file may fire deadlines each millisecond.
void exercise(const Program& program) {
    Silent silent;
    for (std::uint32_t type = 0; type < program.case_count(); ++type) {
        alignas(8) std::byte bytes[4096];
        const std::vector<Value> facts = ClaimProgram::facts();
        if (open(program, bytes, type, t0, facts, silent).verdict == Verdict::rejected) continue;
        CaseRef c(std::span<std::byte>(bytes, program.case_bytes(type)));
        std::vector<Value> field{Value::of_text("broken")};
        for (std::uint32_t event = 0; event < program.event_count(type); ++event) {
            const std::uint32_t count = program.event_field_count(type, event);
            if (count > 1) continue;
            if (count == 1 && program.event_field(type, event, 0).type.type != ValueType::text) field[0] = Value::of(3);
            const std::uint32_t mask = program.event_parties(type, event);
            const std::uint32_t by = mask == 0 ? none : static_cast<std::uint32_t>(std::countr_zero(mask));
            const Input input{event, by, t0 + event * 2, std::span<const Value>(field).first(count), "e"};
            const StepResult result = step(program, c, input, silent);
            silent.sum += explain(program, c, input, result, "zh").size();
            field[0] = Value::of_text("broken");
        }
        advance(program, c, t0 + 500, silent);
        allowed(program, c, 0, t0 + 501, silent);
        deadlines(program, c, silent);
        for (std::uint32_t n = 0; n < program.named_count(type); ++n) silent.sum += named_value(program, c, n).ok ? 1 : 0;
        for (std::uint32_t m = 0; m < program.machine_count(type); ++m) silent.sum += active_state(program, c, m);
        silent.sum += program.find_state(type, "Claim") + program.zone_name(&c, type).size();
    }
    const Value amount = Value::of(500);
    for (std::uint32_t d = 0; d < program.decision_count(); ++d) silent.sum += decide(program, d, std::span(&amount, 1)).count;
    for (std::uint32_t i = 0; i < program.transition_count(); ++i) {
        silent.sum += program.transition_location(i).rule.size() + program.reason_name(i).size();
        for (std::uint32_t k = 0; k < program.cite_count(i); ++k) silent.sum += program.cite(i, k).size();
    }
}

TEST(Load, TakesWhatTheWriterWrites) { EXPECT_EQ(refusal(claim_bytes()), ""); }

TEST(Load, EqualImagesGiveEqualFiles) { EXPECT_EQ(claim_bytes(), claim_bytes()); }

TEST(Load, RefusesEveryTruncation) {
    const auto file = claim_bytes();
    for (std::size_t size = 0; size < file.size(); ++size) {
        ASSERT_NE(refusal(std::span(file).first(size)), "") << size;
    }
    EXPECT_EQ(refusal(std::span(file).first(100)), "the file is cut off after 100 bytes: compile or copy it again");
    auto longer = file;
    longer.push_back({});
    EXPECT_NE(refusal(longer), "");
}

TEST(Load, RefusesEveryAlteredByte) {
    auto file = claim_bytes();
    for (std::size_t i = 0; i < file.size(); ++i) {
        file[i] ^= std::byte{0x40};
        ASSERT_NE(refusal(file), "") << i;
        file[i] ^= std::byte{0x40};
    }
}

TEST(Load, SaysWhichVersionItIsAndWhatToDo) {
    auto file = claim_bytes();
    file[8] = std::byte{4};
    EXPECT_EQ(refusal(file), "the policy was compiled for format 4.0 and this runtime reads 3.0: use a newer runtime, or compile "
                             "the policy with an older compiler");
    file[8] = std::byte{0};
    EXPECT_EQ(refusal(file), "the policy was compiled for format 0.0 and this runtime reads 3.0: compile the policy again");
    EXPECT_EQ(refusal(std::as_bytes(std::span("policy x"))),
              "this is not a compiled policy (it does not begin with RECOURSE): compile one with `recourse compile`");
}

TEST(Load, HostileBytesAreRefusedOrHarmless) {
    const auto file = claim_bytes();
    std::size_t taken = 0;
    for (const unsigned change : {0x01u, 0x80u, 0xFFu}) {
        for (std::size_t i = sizeof(Header); i < file.size(); ++i) {
            auto altered = file;
            altered[i] ^= static_cast<std::byte>(change);
            fix_checksum(altered);
            LoadError error;
            const auto program = Program::load(altered, error);
            if (!program) {
                ASSERT_FALSE(error.message.empty());
                continue;
            }
            ++taken;
            exercise(*program);
        }
    }
    EXPECT_GT(taken, 0u); // names and numbers may change without harm
}

TEST(Load, HostileHeadersAreRefused) {
    const auto file = claim_bytes();
    for (std::size_t i = offsetof(Header, sections); i < sizeof(Header); ++i) {
        for (const unsigned change : {0x01u, 0x08u, 0x80u, 0xFFu}) {
            auto altered = file;
            altered[i] ^= static_cast<std::byte>(change);
            fix_checksum(altered);
            LoadError error;
            if (const auto program = Program::load(altered, error)) exercise(*program);
        }
    }
}

/// A program whose one named value is this piece of code.
std::string refuses_code(Piece piece, bool finished = true) {
    ProgramBuilder b;
    b.state("S");
    if (finished) {
        b.named("n", 3, Type::integer, std::move(piece));
    } else {
        b.named("n", 3, Type::integer, {number(1)});
        b.image.code = std::move(piece);
    }
    return refusal(b.bytes());
}

TEST(Load, CodeIsProved) {
    EXPECT_EQ(refuses_code({number(1), number(2), op(Op::add)}), "");
    EXPECT_NE(refuses_code({op(Op::add)}), "");                                   // pops what is not there
    EXPECT_NE(refuses_code({number(1), number(2)}), "");                          // leaves two
    EXPECT_NE(refuses_code({number(1)}, false), "");                              // does not end
    EXPECT_NE(refuses_code({op(Op::load_slot, 0)}), "");                          // no such slot
    EXPECT_NE(refuses_code({op(Op::load_field, 0)}), "");                         // no event at hand
    EXPECT_NE(refuses_code({op(Op::load_parameter, 0)}), "");                     // no decision
    EXPECT_NE(refuses_code({op(Op::call_decision, 0)}), "");                      // no such decision
    EXPECT_NE(refuses_code({op(Op::jump, 5), number(1)}), "");                    // out of the piece
    EXPECT_NE(refuses_code({number(1), op(Op::jump_if_false, -2), number(1)}), ""); // backwards
    EXPECT_NE(refuses_code({number(1), op(Op::jump_if_false, 1), number(1)}), "");  // heights differ by path
    EXPECT_EQ(refuses_code({number(1), op(Op::jump_if_false, 2), number(1), op(Op::jump, 1), number(2)}), "");
    Piece deep(65, number(1));
    for (int i = 0; i < 64; ++i) deep.push_back(op(Op::add));
    EXPECT_NE(refuses_code(deep), "");
}

TEST(Load, StructureIsProved) {
    const auto with = [](auto change) {
        ClaimProgram p;
        static_cast<void>(p.b.bytes());
        change(p.b.image);
        return refusal(emit::write(p.b.image));
    };
    EXPECT_EQ(with([](emit::Image&) {}), "");
    EXPECT_NE(with([](emit::Image& i) { i.slots[0].offset = 24; }), "");             // on a machine's state
    EXPECT_NE(with([](emit::Image& i) { i.slots[0].offset = i.slots[1].offset; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.states[2].parent = 2; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.states[1].last = 6; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.machines[1].start = 0; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.groups[0].outer = 0; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.zone_transitions[0].from = 5; }), "");
    EXPECT_NE(with([](emit::Image& i) { i.cases[0].bytes = 40; }), "");
}

} // namespace
} // namespace recourse::test
