// The sample policy of the language's design, as a whole.
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

constexpr const char* terms = R"(library taobao.terms
kind Service = refund_only, return_and_refund
kind Fault   = changed_mind, not_as_described
)";

constexpr const char* intervention = R"(library taobao.intervention
  counting std.counting.to_the_minute
machine Intervention(claimant: party, other: party, judge: party, evidence: period, review: period) {
  outcome upheld, denied
  record papers : 0..9
  event submit by claimant, other { file: text }
  event decide by judge { upheld: bool }
  deadline closing = evidence after opening
  start Collecting
  state Collecting {
    on submit if papers < 9 -> Collecting { count papers }
    after evidence -> Review
  }
  state Review {
    on decide {
      if decide.upheld -> upheld
      otherwise        -> denied
    }
    after review -> denied as denied_by_silence
  }
}
)";

constexpr const char* sample = R"(policy taobao.after_sales
  title      "After-sales service after a completed trade"
  title zh   "交易成功后的售后服务"
  version    3, in force from 2024-01-01
  time zone  "Asia/Shanghai"
  calendar   std.calendar.test
  counting   std.counting.to_the_minute
  source G   "Taobao after-sales guide, section G" { 1 "Window"  2 "Once"  3 "Withdrawal"  left out 5 because "opening hours" }
  source C   "Chapter C"
  source H   "Chapter H"

import taobao.terms (Service, Fault)
import taobao.intervention (Intervention)

party buyer, seller, platform

kind Payer = payer_buyer, payer_seller

period answer_time = 5 days                      cite C.2.2
period ship_time   = 7 days                      reading "the guide gives none; ours"

case AfterSales {
  fact completed : instant, not after opening
  fact price     : money CNY, at most 1000000.00
  record refusals : 0..3

  event apply    by buyer, at most once { service: Service, reason: text }
  event agree    by seller
  event refuse_it by seller { grounds: text }
  event withdraw by buyer
  event ship     by buyer  { carrier: text, tracking: text }
  event photo    by buyer  { amount: 1..9 }
  event receive  by seller
  event escalate by buyer
  happening parcel_scanned { depot: text }

  effect refund (to: party, amount: money CNY)

  deadline closes = 15 days after completed      cite G.1

  start Open

  state Open {
    on apply until closes -> Claim               cite G.1
    at closes             -> Expired             cite G.1
  }

  state Claim {
    on withdraw -> Withdrawn                     cite G.3
    takes parcel_scanned
    start SellerDecides

    state SellerDecides {
      takes photo
      on refuse_it -> Refused { count refusals }
      on agree {
        if apply.service = refund_only -> Refunded
        otherwise                      -> BuyerShips
      }
      after answer_time {
        if apply.service = refund_only -> Refunded
        otherwise                      -> BuyerShips
      } as agreed_by_silence                     cite C.2.2
    }
    state BuyerShips {
      on ship         -> SellerReceives
      after ship_time -> Lapsed
    }
    state SellerReceives {
      on receive    -> Refunded
      after 10 days -> Refunded                  as refunded_by_silence  cite C.2.4
    }
    state Refused {
      on escalate  -> Dispute
      after 7 days -> Lapsed
    }
    state Dispute = Intervention(buyer, seller, platform, evidence: 3 days, review: 6 business days) {
      outcome upheld -> Refunded
      outcome denied -> Failed
    }
  }

  final Refunded { do refund(buyer, price) }
  final Failed
  final Lapsed
  final Withdrawn
  final Expired
}

decision freight_payer(fault: Fault, agreed: Payer or none) : payer: Payer {
  agreed_wins: agreed is set            => agreed         overrides the rest   cite H.freight
  sellers:     fault = not_as_described => payer_seller
  otherwise                             => payer_buyer
}

label agreed_by_silence  en "agreed by silence"  zh "逾期视为同意"

scenario "seller silent for five days" {
  open at 2024-03-01 10:00 with completed = 2024-02-28 09:00, price = 88.00 CNY
  at 2024-03-01 10:00  buyer apply(service: return_and_refund, reason: "cracked")
  at 2024-03-06 10:00  expect BuyerShips as agreed_by_silence
  at 2024-03-07 12:00  expect buyer may ship until 2024-03-13 10:00
  at 2024-03-07 12:00  expect buyer may not apply because at most once
  at 2024-03-07 12:00  expect closes = 2024-03-14 09:00
  decide freight_payer(fault: not_as_described, agreed: none) expect payer = payer_seller
}
)";

constexpr const char* calendar = R"(calendar std.calendar.test
  title   "Test"
  years   2024 to 2025
  weekend saturday, sunday
holiday 2024-01-01 "New Year"
)";

TEST_F(AnalysisTest, SampleIsGood) {
    module(terms);
    module(intervention);
    module(calendar);
    analyse(sample);
    expect_good();
    EXPECT_EQ(unused(), std::vector<std::string>{});
    EXPECT_EQ(model.cases.size(), 1U);
    EXPECT_EQ(model.version, 3U);
    EXPECT_EQ(model.languages, (std::vector<std::string>{"en", "zh"}));
    EXPECT_EQ(model.calendars.size(), 1U);
    EXPECT_EQ(model.states[state("Dispute")].instance_of, "Intervention");
    EXPECT_EQ(model.states[state("Dispute")].start, state("Collecting"));
    EXPECT_EQ(model.states[state("Review")].parent, state("Dispute"));
    const auto names = event_names();
    EXPECT_NE(std::find(names.begin(), names.end(), "Dispute.submit"), names.end());
    ASSERT_EQ(model.scenarios.size(), 1U);
    EXPECT_EQ(model.scenarios[0].steps.size(), 7U);
    EXPECT_EQ(model.scenarios[0].steps[0].at, 1709258400000);
}

TEST_F(AnalysisTest, LibrariesOfTheSampleAreGood) {
    analyse(intervention);
    expect_good();
    EXPECT_EQ(unused(), (std::vector<std::string>{"deadline closing"}));
    EXPECT_EQ(model.cases.size(), 0U) << "the machine was only tried";
    EXPECT_EQ(model.states.size(), 0U);
}

TEST_F(AnalysisTest, InstanceOutcomesLeadToTheirStates) {
    module(terms);
    module(intervention);
    module(calendar);
    analyse(sample);
    const State& review = model.states[state("Review")];
    ASSERT_EQ(review.on.size(), 2U);
    EXPECT_EQ(model.transitions[review.on[0]].target, state("Refunded"));
    EXPECT_EQ(model.transitions[review.on[1]].target, state("Failed"));
    EXPECT_TRUE(model.transitions[review.on[1]].otherwise);
    ASSERT_EQ(review.deadlines.size(), 1U);
    const Transition& silent = model.transitions[model.deadlines[review.deadlines[0]].transitions.at(0)];
    EXPECT_EQ(silent.target, state("Failed"));
    EXPECT_EQ(silent.text.reason, "denied_by_silence");
}

}  // namespace
}  // namespace recourse::semantics
