// The policy by which the language is shown, and how the formatter writes it.
#pragma once

#include <string_view>

namespace recourse::syntax {

inline constexpr std::string_view kSamplePolicy = R"rule(policy taobao.after_sales
  title      "After-sales service after a completed trade"
  title zh   "交易成功后的售后服务"
  version    3, in force from 2024-01-01
  time zone  "Asia/Shanghai"
  calendar   std.calendar.china
  counting   std.counting.to_the_minute          # what a bare "5 days" means; there is no default
  source G   "Taobao after-sales guide, section G"

import taobao.terms (Service, Fault)
import taobao.intervention (Intervention)

party buyer, seller, platform

period answer_time = 5 days                      # cite C.2.2
period ship_time   = 7 days                      # the guide gives none; ours

case AfterSales {
  fact completed : instant, not after opening    # when the trade succeeded
  fact price     : money CNY, at most 1000000.00
  record refusals : 0..3

  event apply    by buyer, at most once { service: Service, reason: text }
  event agree    by seller
  event refuse   by seller { grounds: text }
  event withdraw by buyer
  event ship     by buyer  { carrier: text, tracking: text }
  event photo    by buyer  { count: 1..9 }
  event receive  by seller
  event escalate by buyer
  happening parcel_scanned { depot: text }       # nobody's act

  effect refund (to: party, amount: money CNY)

  deadline closes = 15 days after completed      # cite G.1

  start Open

  state Open {
    on apply until closes -> Claim               cite G.1
    at closes             -> Expired             cite G.1
  }

  state Claim {                                  # composite: withdraw works anywhere inside
    on withdraw -> Withdrawn                     cite G.3
    takes parcel_scanned
    start SellerDecides

    state SellerDecides {
      takes photo
      on refuse -> Refused { count refusals }
      on agree {
        if apply.service = refund_only -> Refunded
        otherwise                      -> BuyerShips
      }
      after answer_time {                        # counted from entering this state
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
    state Dispute = Intervention(evidence: 3 days, review: 6 business days) {
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

decision freight_payer(fault: Fault, agreed: party or none) : payer: Payer {
  agreed_wins: agreed is set            => agreed   overrides the rest   cite H.freight
  sellers:     fault = not_as_described => seller
  buyers:      fault = changed_mind     => buyer
  otherwise                             => evidence
}

label agreed_by_silence  en "agreed by silence"  zh "逾期视为同意"

scenario "seller silent for five days" {
  open at 2024-03-01 10:00 with completed = 2024-02-28 09:00, price = 88.00 CNY
  at 2024-03-01 10:00  buyer apply(service: return_and_refund, reason: "cracked")
  at 2024-03-06 10:00  expect BuyerShips as agreed_by_silence
  at 2024-03-07 12:00  expect buyer may ship until 2024-03-13 10:00
  at 2024-03-07 12:00  expect buyer may not apply because at most once
  at 2024-03-07 12:00  expect closes = 2024-03-14 09:00
}
)rule";

inline constexpr std::string_view kSampleFormatted = R"rule(policy taobao.after_sales
  title      "After-sales service after a completed trade"
  title zh   "交易成功后的售后服务"
  version    3, in force from 2024-01-01
  time zone  "Asia/Shanghai"
  calendar   std.calendar.china
  counting   std.counting.to_the_minute  # what a bare "5 days" means; there is no default
  source G   "Taobao after-sales guide, section G"

import taobao.terms        (Service, Fault)
import taobao.intervention (Intervention)

party buyer, seller, platform

period answer_time = 5 days  # cite C.2.2
period ship_time   = 7 days  # the guide gives none; ours

case AfterSales {
  fact completed  : instant, not after opening  # when the trade succeeded
  fact price      : money CNY, at most 1000000.00
  record refusals : 0..3

  event apply    by buyer, at most once { service: Service, reason: text }
  event agree    by seller
  event refuse   by seller              { grounds: text }
  event withdraw by buyer
  event ship     by buyer               { carrier: text, tracking: text }
  event photo    by buyer               { count: 1..9 }
  event receive  by seller
  event escalate by buyer
  happening parcel_scanned              { depot: text }  # nobody's act

  effect refund (to: party, amount: money CNY)

  deadline closes = 15 days after completed  # cite G.1

  start Open

  state Open {
    on apply until closes -> Claim    cite G.1
    at closes             -> Expired  cite G.1
  }

  state Claim {  # composite: withdraw works anywhere inside
    on withdraw -> Withdrawn  cite G.3
    takes parcel_scanned
    start SellerDecides

    state SellerDecides {
      takes photo
      on refuse -> Refused { count refusals }
      on agree {
        if apply.service = refund_only -> Refunded
        otherwise                      -> BuyerShips
      }
      after answer_time {  # counted from entering this state
        if apply.service = refund_only -> Refunded
        otherwise                      -> BuyerShips
      } as agreed_by_silence  cite C.2.2
    }
    state BuyerShips {
      on ship         -> SellerReceives
      after ship_time -> Lapsed
    }
    state SellerReceives {
      on receive    -> Refunded
      after 10 days -> Refunded  as refunded_by_silence  cite C.2.4
    }
    state Refused {
      on escalate  -> Dispute
      after 7 days -> Lapsed
    }
    state Dispute = Intervention(evidence: 3 days, review: 6 business days) {
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

decision freight_payer(fault: Fault, agreed: party or none): payer: Payer {
  agreed_wins: agreed is set            => agreed  overrides the rest  cite H.freight
  sellers:     fault = not_as_described => seller
  buyers:      fault = changed_mind     => buyer
               otherwise                => evidence
}

label agreed_by_silence  en "agreed by silence"  zh "逾期视为同意"

scenario "seller silent for five days" {
  open at 2024-03-01 10:00 with completed = 2024-02-28 09:00, price = 88.00 CNY
  at 2024-03-01 10:00  buyer apply(service: return_and_refund, reason: "cracked")
  at 2024-03-06 10:00  expect BuyerShips as agreed_by_silence
  at 2024-03-07 12:00  expect buyer may ship until 2024-03-13 10:00
  at 2024-03-07 12:00  expect buyer may not apply because at most once
  at 2024-03-07 12:00  expect closes = 2024-03-14 09:00
}
)rule";

}  // namespace recourse::syntax
