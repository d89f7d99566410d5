// Periods counted from instants, edges of days, windows.
#include "tests/unit/typer_fixture.h"

namespace recourse::semantics {
namespace {

class TyperTime : public TyperTest {
protected:
    syntax::Window window(const std::string& text) {
        const syntax::File file = parse("case C {\n start S\n state S { on e " + text + " -> S\n }\n}");
        const auto& written = item<syntax::Case>(file);
        for (const auto& each : written.items) {
            const auto* state = std::get_if<syntax::State>(&each);
            if (state != nullptr) return std::get<syntax::OnRule>(state->items.at(0)).window;
        }
        return {};
    }
    ExprId shut(const std::string& text) { return typer.shut_until(window(text), place); }
    ExprId open(const std::string& text) { return typer.open_until(window(text), place); }
};

TEST_F(TyperTime, CountedFromAnInstant) {
    const ExprId after = typer.instant(expr("5 days after completed"), place);
    EXPECT_EQ(at(after).kind, ExprKind::after_period);
    EXPECT_EQ(child(after, 1).kind, ExprKind::fact);
    EXPECT_EQ(at(read("5 days before completed")).kind, ExprKind::before_period);
    EXPECT_EQ(at(read("wait after completed")).kind, ExprKind::after_period);
    EXPECT_EQ(at(read("5 days after apply")).kind, ExprKind::after_period);
    expect_clean();
    read("price after completed");
    expect_only("type-mismatch");
    read("5 days after price");
    expect_only("type-mismatch");
    read("(wait - 20 hours) after completed");
    expect_only("negative-period");
}

TEST_F(TyperTime, DatesAreWholeDays) {
    EXPECT_EQ(child(read("5 whole days after due_day"), 1).kind, ExprKind::end_of_date);
    EXPECT_EQ(at(read("end of due_day")).kind, ExprKind::end_of_date);
    EXPECT_EQ(at(read("start of due_day")).kind, ExprKind::start_of_date);
    EXPECT_EQ(at(read("end of completed")).kind, ExprKind::end_of_day);
    EXPECT_EQ(at(read("date of completed")).kind, ExprKind::date_of);
    expect_clean();
    read("5 days after due_day");
    expect_only("type-mismatch");
    typer.instant(expr("due_day"), place);
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "end of ");
    expect_only("type-mismatch");
    read("end of price");
    expect_only("type-mismatch");
}

TEST_F(TyperTime, EarlierAndLater) {
    EXPECT_EQ(at(read("the earlier of completed, apply, never")).kind, ExprKind::smaller);
    EXPECT_EQ(at(read("the later of completed, apply")).kind, ExprKind::larger);
    expect_clean();
    read("the earlier of price, fee");
    EXPECT_EQ(codes().front(), "type-mismatch");
    sink.all().clear();
    read("the smaller of completed, apply");
    EXPECT_EQ(codes().front(), "type-mismatch");
}

TEST_F(TyperTime, BeforeRolling) {
    const NamedId closes = named("deadline", NamedKind::deadline, "closes", "5 days after completed");
    read("closes before rolling");
    expect_only("does-not-roll");
    model.named[closes].before_rolling = read("5 days after completed");
    EXPECT_EQ(at(read("closes before rolling")).named, closes);
    EXPECT_EQ(at(read("14 days after closes before rolling")).kind, ExprKind::after_period);
    expect_clean();
    read("price before rolling");
    expect_only("wrong-kind-of-name");
}

TEST_F(TyperTime, FromWhatEndsOpensAfterIt) {
    named("deadline", NamedKind::deadline, "closes", "completed");
    EXPECT_EQ(at(shut("from 5 days after completed")).kind, ExprKind::after_period);
    EXPECT_EQ(at(shut("from end of due_day")).kind, ExprKind::end_of_date);
    EXPECT_EQ(at(shut("from closes")).kind, ExprKind::fact);
    expect_clean();
}

TEST_F(TyperTime, FromWhatBeginsOpensAtIt) {
    named("moment", NamedKind::moment, "term", "5 days after completed");
    for (const char* text : {"from completed", "from apply", "from 2024-03-01 10:00", "from start of due_day", "from term", "from opening"}) {
        const ExprId id = shut(text);
        EXPECT_EQ(at(id).kind, ExprKind::just_before) << text;
    }
    EXPECT_EQ(at(shut("from never")).kind, ExprKind::never);
    EXPECT_FALSE(shut("until completed").valid());
    expect_clean();
}

TEST_F(TyperTime, FromIsPushedIntoItsParts) {
    const ExprId mixed = shut("from the later of completed, 5 days after apply");
    EXPECT_EQ(at(mixed).kind, ExprKind::larger);
    EXPECT_EQ(child(mixed, 0).kind, ExprKind::just_before);
    EXPECT_EQ(child(mixed, 1).kind, ExprKind::after_period);
    EXPECT_EQ(at(shut("from the later of completed, apply")).kind, ExprKind::just_before);
    EXPECT_EQ(at(shut("from the later of 5 days after completed, end of due_day")).kind, ExprKind::larger);
    named("amount", NamedKind::amount, "either", "completed if vip, otherwise 5 days after completed");
    const ExprId chosen = shut("from either");
    EXPECT_EQ(at(chosen).kind, ExprKind::choose);
    EXPECT_EQ(child(chosen, 0).kind, ExprKind::fact);
    EXPECT_EQ(child(chosen, 1).kind, ExprKind::just_before);
    EXPECT_EQ(child(chosen, 2).kind, ExprKind::after_period);
    expect_clean();
}

TEST_F(TyperTime, FromTheNthDay) {
    const ExprId fourth = shut("from the 4th day after completed");
    EXPECT_EQ(at(fourth).kind, ExprKind::after_period);
    EXPECT_EQ(unpack(Period{static_cast<std::uint64_t>(child(fourth, 0).number)}).count, 3);
    EXPECT_EQ(at(shut("from the 1st day after completed")).kind, ExprKind::fact);
    model.counting = Regime::whole_days;
    EXPECT_EQ(at(shut("from the 1st day after completed")).kind, ExprKind::end_of_day);
    EXPECT_EQ(child(shut("from the 2nd day after due_day"), 1).kind, ExprKind::end_of_date);
    expect_clean();
    model.counting = Regime::none;
    shut("from the 2nd day after completed");
    expect_only("counting-regime-missing");
}

TEST_F(TyperTime, UntilAndWithin) {
    place.state = StateId(0);
    EXPECT_EQ(at(open("until completed")).kind, ExprKind::fact);
    EXPECT_EQ(at(open("within 5 days after apply")).kind, ExprKind::after_period);
    const ExprId entry = open("within 5 days");
    EXPECT_EQ(child(entry, 1).kind, ExprKind::state_entry);
    EXPECT_EQ(child(entry, 1).state, StateId(0));
    EXPECT_EQ(at(open("within 5 days until completed")).kind, ExprKind::smaller);
    EXPECT_FALSE(open("from completed").valid());
    EXPECT_EQ(at(typer.after_entry(expr("5 days"), place)).kind, ExprKind::after_period);
    expect_clean();
    open("within completed");
    expect_only("type-mismatch");
}

}  // namespace
}  // namespace recourse::semantics
