// Every construct of the grammar, with the tree that it gives.
#include <gtest/gtest.h>

#include "tests/unit/syntax_fixture.h"

namespace recourse::syntax {
namespace {

struct Construct {
    std::string_view text;
    std::string_view tree;
};

constexpr Construct kMembers[] = {
    {R"(fact price : money CNY, at least 0.01, at most 1000000.00)",
     R"(fact price: money CNY at-least (money 0.01 CNY) at-most (money 1000000.00 CNY))"},
    {R"(fact due : instant, not before opening, not after opening + 5 days or none)",
     R"(fact due: instant not-before (opening) not-after (+ (opening) (period 5 day)) or-none)"},
    {R"(fact wear : set of Wear)",
     R"(fact wear: set Wear)"},
    {R"(fact kind : Wear)",
     R"(fact kind: kind Wear)"},
    {R"(fact when_known : date)",
     R"(fact when_known: date)"},
    {R"(fact score : -3..max_score)",
     R"(fact score: integer low (negate (integer 3)) high (name max_score))"},
    {R"(fact note : text, at most 40 characters, private)",
     R"(fact note: text at-most (integer 40) private)"},
    {R"(fact rate : percent, at most 12.5%)",
     R"(fact rate: percent at-most (percent 1250))"},
    {R"(fact open : bool cite G.1)",
     R"(fact open: bool cite G/1)"},
    {R"(fact wait : duration)",
     R"(fact wait: duration)"},
    {R"(fact every : period)",
     R"(fact every: period)"},
    {R"(fact who : party or none)",
     R"(fact who: party or-none)"},
    {R"(record refusals : 0..3 = 1)",
     R"(record refusals (integer 0) (integer 3) initial (integer 1))"},
    {R"(event apply by buyer, seller, at most 3 times { service: Service, reason: text or none } cite G.1, H.2.4a reading "ours" allow dead-end because "known")",
     R"(event apply by [buyer seller] at-most 3 {service: kind Service} {reason: text or-none} cite G/1 cite H/2.4a reading "ours" allow dead-end "known")"},
    {R"(event agree, at most once)",
     R"(event agree at-most 1)"},
    {R"(happening parcel_scanned { depot: text })",
     R"(happening parcel_scanned {depot: text})"},
    {R"(effect refund(to: party, amount: money CNY, at most 10.00))",
     R"(effect refund {to: party} {amount: money CNY at-most (money 10.00 CNY)})"},
    {R"(period short = 20 days if newcomer, otherwise 10 days)",
     R"(period short
  (name newcomer) => (period 20 day)
  (period 10 day))"},
    {R"(deadline closes = 15 days after completed, rolling cite G.1)",
     R"(deadline closes rolling cite G/1
  (after (period 15 day) (name completed)))"},
    {R"(deadline ends = the earlier of closes, 3 days after apply, end of that day)",
     R"(deadline ends end-of-that-day
  (earlier-of (name closes) (after (period 3 day) (name apply))))"},
    {R"(moment begins = date of opening, start of that day)",
     R"(moment begins start-of-that-day
  (date-of (opening)))"},
    {R"(moment starts { member = student => term_start  otherwise => never })",
     R"(moment starts braced
  (= (name member) (name student)) => (name term_start)
  (never))"},
    {R"(amount fee = (25% of price) rounded half even)",
     R"(amount fee
  (rounded half even ((of (percent 2500) (name price)))))"},
    {R"(condition late = no ship by closes and not ship has happened or entered Lapsed)",
     R"(condition late
  (or (and (no-by ship (name closes)) (not (happened ship))) (entered Lapsed)))"},
    {R"(start Open)",
     R"(start Open)"},
    {R"(on apply at most once within 5 days after opening from closes until never if price > 10.00 CNY -> Claim without right { count refusals, set refusals = refusals + 1 do refund(buyer, price) } as r cite G.1 wins over a, b)",
     R"(on apply at-most 1 within (after (period 5 day) (opening)) from (name closes) until (never) if (> (name price) (money 10.00 CNY))
  -> Claim without-right {count refusals} {set refusals (+ (name refusals) (integer 1))} {do refund {(name buyer)} {(name price)}} as r cite G/1 wins-over [a b])"},
    {R"(on apply from the 4th day after opening unless Trade is Closed stay { count refusals })",
     R"(on apply from-nth (period 4 day (opening)) unless (not (is (name Trade) (name Closed)))
  stay {count refusals})"},
    {R"(on Refund.withdraw { if a -> A if b stay otherwise outside } as r)",
     R"(on Refund.withdraw
  branches as r
    if (name a) -> A
    if (name b) stay
    otherwise outside)"},
    {R"(takes photo until closes if open { count refusals } cite G.2)",
     R"(takes photo until (name closes) if (name open)
  stay {count refusals} cite G/2)"},
    {R"(ignore photo as nothing)",
     R"(ignore photo
  missing as nothing)"},
    {R"(refuse apply if price < 1.00 CNY because "too \"small\"\n" cite G.3)",
     R"(refuse apply if (< (name price) (money 1.00 CNY)) because "too \"small\"\n"
  missing cite G/3)"},
    {R"(after answer_time if a -> A otherwise -> B as c)",
     R"(after (name answer_time) if (name a)
  -> A
  otherwise -> B as c)"},
    {R"(at closes { if a -> A otherwise { if b -> B otherwise stay } } otherwise stay)",
     R"(at (name closes)
  branches
    if (name a) -> A
    otherwise branches
      if (name b) -> B
      otherwise stay
  otherwise stay)"},
    {R"(when Trade is not Closed -> Self)",
     R"(when (is-not (name Trade) (name Closed))
  -> Self)"},
    {R"(do refund(buyer, price) as paid)",
     R"(on-entry do refund {(name buyer)} {(name price)} as paid)"},
    {R"(outcome upheld, denied)",
     R"(outcomes [upheld denied])"},
    {R"(outcome upheld -> Refunded cite G.1)",
     R"(outcome upheld
  -> Refunded cite G/1)"},
    {R"(state Open { on a -> B })",
     R"(state Open body
  on a
    -> B)"},
    {R"(state Empty { })",
     R"(state Empty body)"},
    {R"(final Done ends case { do refund(buyer, price) } cite G.9)",
     R"(final Done ends-case body cite G/9
  on-entry do refund {(name buyer)} {(name price)})"},
    {R"(final state Gone)",
     R"(final Gone)"},
    {R"(resting Asleep)",
     R"(resting Asleep)"},
    {R"(resting state Idle { on a -> B })",
     R"(resting Idle body
  on a
    -> B)"},
    {R"(state Dispute = std.Intervention(evidence: 3 days, 6 business days) { outcome upheld -> Refunded } as disputed)",
     R"(state Dispute = std.Intervention {evidence: (period 3 day)} {(period 6 business day)} body as disputed
  outcome upheld
    -> Refunded)"},
    {R"(machine Refund { state A })",
     R"(machine Refund
  state A)"},
};

constexpr Construct kDeclarations[] = {
    {R"(import std.terms (Service, Fault as Blame))",
     R"(import std.terms Service Fault as Blame)"},
    {R"(party buyer, seller)",
     R"(party [buyer seller])"},
    {R"(kind Wear = new, worn, torn)",
     R"(kind Wear [new worn torn])"},
    {R"(label Claim.as en "agreed" zh-Hans "逾期视为同意")",
     R"(label Claim.as en "agreed" zh-Hans "逾期视为同意")"},
    {R"(effect notify())",
     R"(effect notify)"},
    {R"(machine Silence(p: party, d: period) { outcome ok, lapsed })",
     R"(machine Silence parameters {p: party} {d: period}
  outcomes [ok lapsed])"},
    {R"(case Loan opens on borrow by reader, member { event borrow by reader })",
     R"(case Loan opens-on borrow by [reader member]
  event borrow by [reader])"},
    {R"(decision payer(fault: Fault, agreed: party or none) : who: Payer, share: percent, at most 50% in order undecided { a: agreed is set => agreed, up to 25% overrides the rest cite H.1  b: fault = x => undecided overrides c, d  otherwise => evidence, 0% } as p)",
     R"(decision payer {fault: kind Fault} {agreed: party or-none} -> {who: kind Payer} {share: percent at-most (percent 5000)} in-order undecided as p
  a: (is-set (name agreed)) => (name agreed) up-to (percent 2500) overrides-the-rest cite H/1
  b: (= (name fault) (name x)) => undecided overrides [c d]
  otherwise => (name evidence) (percent 0))"},
    {R"(decision level(x: 0..3) : Level { x > 1 => high  otherwise => low })",
     R"(decision level {x: integer low (integer 0) high (integer 3)} -> {: kind Level}
  (> (name x) (integer 1)) => (name high)
  otherwise => (name low))"},
};

constexpr Construct kExpressions[] = {
    {R"(true or false and not a = b)",
     R"((or (boolean 1) (and (boolean 0) (not (= (name a) (name b))))))"},
    {R"(a != 1 and b <= 2 and c >= 3 and d < 4 and e > 5)",
     R"((and (and (and (and (!= (name a) (integer 1)) (<= (name b) (integer 2))) (>= (name c) (integer 3))) (< (name d) (integer 4))) (> (name e) (integer 5))))"},
    {R"(x is set or y is not set or z is one of (a, b, 3))",
     R"((or (or (is-set (name x)) (is-not-set (name y))) (one-of (name z) (name a) (name b) (integer 3))))"},
    {R"(Trade is Closed or Trade is not Closed)",
     R"((or (is (name Trade) (name Closed)) (is-not (name Trade) (name Closed))))"},
    {R"(apply has happened and closes has passed and wear has torn)",
     R"((and (and (happened apply) (passed (name closes))) (has (name wear) (name torn))))"},
    {R"(apply by closes and no Refund.withdraw by 2024-03-01 10:00)",
     R"((and (by apply (name closes)) (no-by Refund.withdraw (instant 2024-03-01 10:00))))"},
    {R"(price - 1.00 CNY * 2 + 5 / 3 = -3)",
     R"((= (+ (- (name price) (* (money 1.00 CNY) (integer 2))) (/ (integer 5) (integer 3))) (negate (integer 3))))"},
    {R"(25% of price = 12.25%)",
     R"((= (of (percent 2500) (name price)) (percent 1225)))"},
    {R"((25% of price) rounded up)",
     R"((rounded up ((of (percent 2500) (name price)))))"},
    {R"(x rounded down = x rounded half up)",
     R"((= (rounded down (name x)) (rounded half up (name x))))"},
    {R"(first apply = previous apply.service)",
     R"((= (first apply) (previous apply.service)))"},
    {R"(entered Claim.BuyerShips or Refund.entered Paid)",
     R"((or (entered Claim.BuyerShips) (entered Refund.Paid)))"},
    {R"(5 days after 2 hours before closes = never)",
     R"((= (after (period 5 day) (before (period 2 hour) (name closes))) (never)))"},
    {R"(closes before rolling)",
     R"((before-rolling (name closes)))"},
    {R"(the later of a, b = the smaller of 1, 2)",
     R"((= (later-of (name a) (name b)) (smaller-of (integer 1) (integer 2))))"},
    {R"(the larger of (the earlier of a, b), c = opening)",
     R"((= (larger-of ((earlier-of (name a) (name b))) (name c)) (opening)))"},
    {R"(end of apply = start of closes)",
     R"((= (end-of (name apply)) (start-of (name closes))))"},
    {R"(date of closes = 2024-02-29)",
     R"((= (date-of (name closes)) (date 2024-02-29)))"},
    {R"(t = 2024-02-29 23:59:59.999)",
     R"((= (name t) (instant 2024-02-29 23:59:59.999)))"},
    {R"(payer(fault, none).payer = level(1))",
     R"((= (field-of payer (call payer (name fault) (none))) (call level (integer 1))))"},
    {R"(payer(fault: f, agreed: none).who = level(1, to: 2))",
     R"((= (field-of who (call payer fault,agreed (name f) (none))) (call level ,to (integer 1) (integer 2))))"},
    {R"(2 whole days after a = 1 month to the minute after b)",
     R"((= (after (period 2 day whole) (name a)) (after (period 1 month to-the-minute) (name b))))"},
    {R"(6 business days = 1 business day)",
     R"((= (period 6 business day) (period 1 business day)))"},
    {R"(x = "多行\t文本")",
     R"((= (name x) (text "多行\t文本")))"},
    {R"(退款.金额 = 价格)",
     R"((= (name 退款.金额) (name 价格)))"},
    {R"(not (a or b) and none = none)",
     R"((and (not ((or (name a) (name b)))) (= (none) (none))))"},
};

constexpr Construct kSteps[] = {
    {R"(open at 2024-03-01 10:00 with completed = 2024-02-28 09:00, price = 88.00 CNY)",
     R"(open (instant 2024-03-01 10:00) {completed: (instant 2024-02-28 09:00)} {price: (money 88.00 CNY)})"},
    {R"(open Loan at 2024-03-01)",
     R"(open (date 2024-03-01) Loan)"},
    {R"(at 2024-03-01 10:00 buyer apply(service: refund_only, reason: "x") id "e-1" refused because at most 2 times)",
     R"(event (instant 2024-03-01 10:00) buyer apply arguments {service: (name refund_only)} {reason: (text "x")} id "e-1" refused because at-most 2)"},
    {R"(at 2024-03-01 10:00:30 buyer Refund.withdraw refused)",
     R"(event (instant 2024-03-01 10:00:30) buyer Refund.withdraw refused)"},
    {R"(at 2024-03-01 happens parcel_scanned() refused because "no")",
     R"(event (date 2024-03-01) happens parcel_scanned arguments refused because text "no")"},
    {R"(at 2024-03-01 buyer apply refused because too late)",
     R"(event (date 2024-03-01) buyer apply refused because too-late)"},
    {R"(at 2024-03-01 buyer apply refused because too early)",
     R"(event (date 2024-03-01) buyer apply refused because too-early)"},
    {R"(at 2024-03-01 buyer apply refused because not here)",
     R"(event (date 2024-03-01) buyer apply refused because not-here)"},
    {R"(at 2024-03-01 buyer apply refused because not theirs)",
     R"(event (date 2024-03-01) buyer apply refused because not-theirs)"},
    {R"(at 2024-03-01 buyer apply refused because condition)",
     R"(event (date 2024-03-01) buyer apply refused because condition)"},
    {R"(at 2024-03-01 buyer apply refused because late)",
     R"(event (date 2024-03-01) buyer apply refused because late)"},
    {R"(at 2024-03-01 expect Claim.BuyerShips and Refund is Paid as agreed)",
     R"(expect (date 2024-03-01) state [Claim.BuyerShips Refund.Paid] as agreed)"},
    {R"(at 2024-03-01 expect closes = 2024-03-14 09:00)",
     R"(expect (date 2024-03-01) value (name closes) = (instant 2024-03-14 09:00))"},
    {R"(at 2024-03-01 expect buyer may ship from 2024-03-02 until 2024-03-13 10:00)",
     R"(expect (date 2024-03-01) may buyer ship from (date 2024-03-02) until (instant 2024-03-13 10:00))"},
    {R"(at 2024-03-01 expect buyer may not apply because at most once)",
     R"(expect (date 2024-03-01) may-not buyer apply because at-most 1)"},
    {R"(at 2024-03-01 expect effect refund(buyer, 88.00 CNY))",
     R"(expect (date 2024-03-01) effect refund arguments {(name buyer)} {(money 88.00 CNY)})"},
    {R"(at 2024-03-01 expect no refund)",
     R"(expect (date 2024-03-01) no-effect refund)"},
    {R"(at 2024-03-01 expect ended)",
     R"(expect (date 2024-03-01) ended)"},
    {R"(at 2024-03-01 expect resting)",
     R"(expect (date 2024-03-01) resting)"},
    {R"(at 2024-03-01 expect running)",
     R"(expect (date 2024-03-01) running)"},
    {R"(at 2024-03-01 expect halted)",
     R"(expect (date 2024-03-01) halted)"},
    {R"(decide payer(none, 3 days) expect payer = buyer, share = undecided)",
     R"(decide payer arguments {(none)} {(period 3 day)} results {payer: (name buyer)} {share: (name undecided)})"},
};

constexpr Construct kHeader[] = {
    {R"(title "After-sales")",
     R"(title "After-sales")"},
    {R"(title zh-Hans "售后")",
     R"(title language zh-Hans "售后")"},
    {R"(version 3)",
     R"(version 3)"},
    {R"(version 3, in force from 2024-01-01 until 2025-12-31)",
     R"(version 3 from (date 2024-01-01) until (date 2025-12-31))"},
    {R"(time zone "Asia/Shanghai")",
     R"(time-zone "Asia/Shanghai")"},
    {R"(time zone by branch { north => "Europe/Berlin" south => "Europe/Rome" })",
     R"(time-zone-by branch
  north => "Europe/Berlin"
  south => "Europe/Rome")"},
    {R"(calendar std.calendar.china)",
     R"(calendar std.calendar.china)"},
    {R"(calendar by branch { north => std.a  south => std.b })",
     R"(calendar-by branch
  north => std.a
  south => std.b)"},
    {R"(counting std.counting.whole_days)",
     R"(counting std.counting.whole_days)"},
    {R"(source "The guide")",
     R"(source "The guide")"},
    {R"(source G "The guide" { 1 "Window"  2.4a "Once"  left out 5 because "hours" })",
     R"(source G "The guide"
  clause 1 "Window"
  clause 2.4a "Once"
  left-out 5 "hours")"},
    {R"(years 2020 to 2026)",
     R"(years 2020 to 2026)"},
    {R"(weekend none)",
     R"(weekend)"},
    {R"(weekend saturday, sunday)",
     R"(weekend [saturday sunday])"},
    {R"(beyond weekends only)",
     R"(beyond [weekends])"},
};

// The lines of a dump after the first `skip`, with `outer` blanks less of indentation.
std::string inner(const std::string& dumped, int skip, std::size_t outer) {
    std::string out;
    std::istringstream lines(dumped);
    for (std::string line; std::getline(lines, line);) {
        if (skip-- <= 0) out += (out.empty() ? "" : "\n") + line.substr(std::min(outer, line.size()));
    }
    return out;
}

template <std::size_t N>
void expect_trees(const Construct (&constructs)[N], const std::string& before, const std::string& after, int skip, std::size_t outer) {
    for (const Construct& construct : constructs) {
        const Parsed parsed(before + std::string(construct.text) + after);
        EXPECT_EQ(parsed.report(), "") << construct.text;
        EXPECT_EQ(inner(dump(parsed.file), skip, outer), construct.tree) << construct.text;
        expect_formats_well(parsed);
    }
}

TEST(Syntax, Members) { expect_trees(kMembers, "policy p\ncase C {\n", "\n}\n", 2, 2); }
TEST(Syntax, Declarations) { expect_trees(kDeclarations, "policy p\n", "\n", 1, 0); }
TEST(Syntax, Expressions) { expect_trees(kExpressions, "policy p\ncondition c = ", "\n", 2, 2); }
TEST(Syntax, ScenarioSteps) { expect_trees(kSteps, "policy p\nscenario \"s\" {\n", "\n}\n", 2, 2); }
TEST(Syntax, HeaderLines) { expect_trees(kHeader, "policy p\n", "\n", 1, 2); }

// A machine of a case is told by `is`; a state and the state inside it stand with a dot.
TEST(Syntax, ExpectedStatesOfMachines) {
    const std::string text = "policy p\n\ncase C {\n  machine A {\n    start In\n    state In\n  }\n}\n\nscenario \"s\" {\n";
    const Parsed dotted(text + "  at 2024-03-01  expect A.In and Wide.In and A.Wide.In as r\n}\n");
    const std::string formatted = format(dotted.file, dotted.source);
    EXPECT_EQ(formatted, text + "  at 2024-03-01  expect A is In and Wide.In and A is Wide.In as r\n}\n");
    expect_formats_well(dotted);
    expect_formats_well(Parsed(formatted));
}

// A long line is broken before a clause rather than inside of brackets.
TEST(Syntax, LongLinesKeepTheirBracketsWhole) {
    const std::string text = "policy p\n\nscenario \"s\" {\n  at 2024-03-01 10:00  buyer apply(reason: \"cracked on one side\", amount: 1000.00 CNY) refused\n"
                             "      because \"an offer may not exceed the price\"\n"
                             "  at 2024-03-01 10:00  expect effect refund(to: buyer, amount: 88.00 CNY, why: \"a text of some length\",\n"
                             "      note: \"another text of some length\")\n}\n";
    const Parsed parsed(text);
    EXPECT_EQ(parsed.report(), "");
    EXPECT_EQ(format(parsed.file, parsed.source), text);
    expect_formats_well(parsed);
}

TEST(Syntax, CalendarDays) {
    const Parsed parsed("calendar de\n  years 2024 to 2025\nholiday 2024-12-25 to 2024-12-26 \"Christmas\"\nworkday 2024-02-04 \"Make-up day\"\n");
    EXPECT_EQ(parsed.report(), "");
    EXPECT_EQ(inner(dump(parsed.file), 2, 0), "holiday (date 2024-12-25) to (date 2024-12-26) \"Christmas\"\nworkday (date 2024-02-04) \"Make-up day\"");
    expect_formats_well(parsed);
}

TEST(Syntax, ReservedWordsAreNamesAfterADotOnly) {
    EXPECT_EQ(Parsed("policy a.policy.if\nlabel x.until en \"u\"\n").report(), "");
    EXPECT_NE(Parsed("policy a\nparty until\n").report(), "");
}

TEST(Syntax, LinesGoOn) {
    const std::string one = "policy p\ncase C {\n  on a until t if c -> B as r cite G.1\n}\n";
    const std::string many = "policy p\ncase C {\n  on a\n    until t # when\n\n    if c -> B\n    as r\n    cite\tG.1\r\n}\n";
    EXPECT_EQ(dump(Parsed(one).file), dump(Parsed(many).file));
    EXPECT_EQ(Parsed("policy p\nparty a,\n  b\neffect e(\n  x: text,\n  y: text\n)\nperiod d = 5 days if a,\n  otherwise 6 days\n").report(), "");
}

TEST(Syntax, ByteOrderMarkAndCarriageReturns) {
    EXPECT_EQ(Parsed("\xEF\xBB\xBFpolicy p\r\nparty a\r\n").report(), "");
    EXPECT_EQ(Parsed("policy p").report(), "");
}

TEST(Syntax, PlacesAreThoseOfTheSource) {
    const Parsed parsed("policy p\n# note\nparty 买家, seller  # who\n");
    const Party& party = std::get<Party>(parsed.file.items.at(0));
    const auto text = [&](Span span) { return parsed.source.text().substr(span.begin, span.end - span.begin); };
    EXPECT_EQ(text(party.span), "party 买家, seller");
    EXPECT_EQ(text(party.names.at(1).span), "seller");
    ASSERT_EQ(parsed.file.comments.size(), 2U);
    EXPECT_EQ(text(parsed.file.comments[0].span), "# note");
    EXPECT_TRUE(parsed.file.comments[0].own_line);
    EXPECT_FALSE(parsed.file.comments[1].own_line);
}

}  // namespace
}  // namespace recourse::syntax
