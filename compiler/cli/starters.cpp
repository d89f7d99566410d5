#include "starters.h"

namespace recourse::cli {

namespace {

constexpr std::string_view english = R"(# A policy to begin with: change every line to say what yours says.
#   recourse check {1}      what is wrong with it, and what can go wrong in it
#   recourse promise {1}    holds its promises against every case that can be
#   recourse test {1}       plays the scenarios at the end
policy {0}
  title     "Requests of customers"
  version   1, in force from 2025-01-01
  time zone "Asia/Shanghai"                       # of every local day and hour
  counting  std.counting.to_the_minute            # 3 days end at the same time of day; whole_days end with the day
  source T "Our published terms" {{
    1 "A customer may ask for the money back"
    2 "The shop answers within three days"
  }}

party customer, shop

period answer_time = 3 days                       cite T.2

case Request {{
  fact price : money CNY, at most 10000.00        # given when the case opens, never changed

  event ask    by customer, at most once {{ reason: text }}
  event agree  by shop
  event refuse by shop

  effect refund (to: party, amount: money CNY, at most 10000.00)   # what the host is told to do

  deadline closes = 15 days after opening         reading "the terms give no end; ours"

  start Open

  state Open {{
    on ask until closes -> Asked                  cite T.1
    at closes           -> Closed                 reading "the terms give no end; ours"
  }}
  state Asked {{
    on agree          -> Refunded                 cite T.1
    on refuse         -> Refused                  cite T.1
    after answer_time -> Refunded                 as agreed_by_silence  cite T.2
  }}

  final Refunded {{ do refund(customer, price) }}
  final Refused
  final Closed
}}

promise "every request ends in 18 days"  Request ends within 18 days
promise "paid once"                      refund at most once
promise "a silent shop pays"             if shop is silent: Asked leads to Refunded within 3 days

label agreed_by_silence en "agreed by silence"

scenario "a shop that does not answer agrees" {{
  open at 2025-03-01 10:00 with price = 88.00 CNY
  at 2025-03-02 09:00 customer ask(reason: "cracked")
  at 2025-03-05 08:59 expect shop may refuse until 2025-03-05 09:00
  at 2025-03-05 09:00 expect Refunded as agreed_by_silence
  at 2025-03-05 09:00 expect effect refund(customer, 88.00 CNY)
}}
scenario "a shop that agrees pays at once" {{
  open at 2025-03-01 10:00 with price = 88.00 CNY
  at 2025-03-02 09:00 customer ask(reason: "cracked")
  at 2025-03-03 09:00 shop agree
  at 2025-03-03 09:00 expect effect refund(customer, 88.00 CNY)
}}
scenario "a shop that refuses pays nothing" {{
  open at 2025-03-01 10:00 with price = 88.00 CNY
  at 2025-03-02 09:00 customer ask(reason: "cracked")
  at 2025-03-03 09:00 shop refuse
  at 2025-03-03 09:00 expect Refused
}}
scenario "nobody asks within fifteen days" {{
  open at 2025-03-01 10:00 with price = 88.00 CNY
  at 2025-03-16 09:59 expect Open
  at 2025-03-16 10:00 expect Closed
}}
)";

constexpr std::string_view simplified = R"(# language: zh-Hans
# 起步用的政策：请把每一行改成自己的规则。
#   recourse check {1}      查出哪里写错，案件会出什么问题
#   recourse promise {1}    就一切可能的案件验证承诺
#   recourse test {1}       试演末尾的场景
政策 {0}
  标题     "退款申请"
  版本     1, 自 2025-01-01 起施行
  时区     "Asia/Shanghai"                        # 一切当地日期与钟点以此为准
  期间计算 std.counting.to_the_minute             # 3 天到同一钟点届满；std.counting.whole_days 则到当天结束
  来源 条款 "本店公布的条款" {{
    1 "顾客可以要求退款"
    2 "商家三天内答复"
  }}

当事人 顾客, 商家

期间 答复期 = 3 天                                依据 条款.2

案件 退款申请 {{
  事实 价款 : 金额 CNY, 至多 10000.00             # 立案时给出，此后不变

  事件 申请 由 顾客, 至多一次 {{ 理由: 文字 }}
  事件 同意 由 商家
  事件 回绝 由 商家

  措施 退款 (收款人: 当事人, 数目: 金额 CNY, 至多 10000.00)   # 由本店系统执行

  期限 截止日 = 立案时 后 15 天                   解读 "条款未定期限，由我方拟定"

  起始 待申请

  状态 待申请 {{
    收到 申请 截至 截止日 -> 待答复               依据 条款.1
    到 截止日             -> 已关闭               解读 "条款未定期限，由我方拟定"
  }}
  状态 待答复 {{
    收到 同意 -> 已退款                           依据 条款.1
    收到 回绝 -> 已回绝                           依据 条款.1
    满 答复期 -> 已退款                           记为 逾期视为同意  依据 条款.2
  }}

  终态 已退款 {{ 执行 退款(顾客, 价款) }}
  终态 已回绝
  终态 已关闭
}}

承诺 "每件申请十八天内了结"  退款申请 必结束 限 18 天 内
承诺 "只退一次"              退款 至多一次
承诺 "商家沉默即退款"        若 商家 沉默: 待答复 必至 已退款 限 3 天 内

标签 逾期视为同意 zh "逾期视为同意"

场景 "商家不答复，视为同意" {{
  立案 于 2025-03-01 10:00 其中 价款 = 88.00 CNY
  于 2025-03-02 09:00 顾客 申请(理由: "破损")
  于 2025-03-05 08:59 预期 商家 可 回绝 截至 2025-03-05 09:00
  于 2025-03-05 09:00 预期 已退款 记为 逾期视为同意
  于 2025-03-05 09:00 预期 措施 退款(顾客, 88.00 CNY)
}}
场景 "商家同意，当即退款" {{
  立案 于 2025-03-01 10:00 其中 价款 = 88.00 CNY
  于 2025-03-02 09:00 顾客 申请(理由: "破损")
  于 2025-03-03 09:00 商家 同意
  于 2025-03-03 09:00 预期 措施 退款(顾客, 88.00 CNY)
}}
场景 "商家回绝，不退款" {{
  立案 于 2025-03-01 10:00 其中 价款 = 88.00 CNY
  于 2025-03-02 09:00 顾客 申请(理由: "破损")
  于 2025-03-03 09:00 商家 回绝
  于 2025-03-03 09:00 预期 已回绝
}}
场景 "十五天内无人申请" {{
  立案 于 2025-03-01 10:00 其中 价款 = 88.00 CNY
  于 2025-03-16 09:59 预期 待申请
  于 2025-03-16 10:00 预期 已关闭
}}
)";

constexpr std::string_view traditional = R"(# language: zh-Hant
# 起步用的政策：請把每一行改成自己的規則。
#   recourse check {1}      查出哪裡寫錯，案件會出什麼問題
#   recourse promise {1}    就一切可能的案件驗證承諾
#   recourse test {1}       試演末尾的場景
政策 {0}
  標題     "退款申請"
  版本     1, 自 2025-01-01 起施行
  時區     "Asia/Taipei"                          # 一切當地日期與鐘點以此為準
  期間計算 std.counting.to_the_minute             # 3 天到同一鐘點屆滿；std.counting.whole_days 則到當天結束
  來源 條款 "本店公布的條款" {{
    1 "顧客可以要求退款"
    2 "商家三天內答覆"
  }}

當事人 顧客, 商家

期間 答覆期 = 3 天                                依據 條款.2

案件 退款申請 {{
  事實 價款 : 金額 TWD, 至多 10000.00             # 立案時給出，此後不變

  事件 申請 由 顧客, 至多一次 {{ 理由: 文字 }}
  事件 同意 由 商家
  事件 回絕 由 商家

  措施 退款 (收款人: 當事人, 數目: 金額 TWD, 至多 10000.00)   # 由本店系統執行

  期限 截止日 = 立案時 後 15 天                   解讀 "條款未定期限，由我方擬定"

  起始 待申請

  狀態 待申請 {{
    收到 申請 截至 截止日 -> 待答覆               依據 條款.1
    到 截止日             -> 已關閉               解讀 "條款未定期限，由我方擬定"
  }}
  狀態 待答覆 {{
    收到 同意 -> 已退款                           依據 條款.1
    收到 回絕 -> 已回絕                           依據 條款.1
    滿 答覆期 -> 已退款                           記為 逾期視為同意  依據 條款.2
  }}

  終態 已退款 {{ 執行 退款(顧客, 價款) }}
  終態 已回絕
  終態 已關閉
}}

承諾 "每件申請十八天內了結"  退款申請 必結束 限 18 天 內
承諾 "只退一次"              退款 至多一次
承諾 "商家沉默即退款"        若 商家 沉默: 待答覆 必至 已退款 限 3 天 內

標籤 逾期視為同意 zh "逾期視為同意"

場景 "商家不答覆，視為同意" {{
  立案 於 2025-03-01 10:00 其中 價款 = 88.00 TWD
  於 2025-03-02 09:00 顧客 申請(理由: "破損")
  於 2025-03-05 08:59 預期 商家 可 回絕 截至 2025-03-05 09:00
  於 2025-03-05 09:00 預期 已退款 記為 逾期視為同意
  於 2025-03-05 09:00 預期 措施 退款(顧客, 88.00 TWD)
}}
場景 "商家同意，當即退款" {{
  立案 於 2025-03-01 10:00 其中 價款 = 88.00 TWD
  於 2025-03-02 09:00 顧客 申請(理由: "破損")
  於 2025-03-03 09:00 商家 同意
  於 2025-03-03 09:00 預期 措施 退款(顧客, 88.00 TWD)
}}
場景 "商家回絕，不退款" {{
  立案 於 2025-03-01 10:00 其中 價款 = 88.00 TWD
  於 2025-03-02 09:00 顧客 申請(理由: "破損")
  於 2025-03-03 09:00 商家 回絕
  於 2025-03-03 09:00 預期 已回絕
}}
場景 "十五天內無人申請" {{
  立案 於 2025-03-01 10:00 其中 價款 = 88.00 TWD
  於 2025-03-16 09:59 預期 待申請
  於 2025-03-16 10:00 預期 已關閉
}}
)";

}  // namespace

std::string_view starter(std::string_view language) {
    return language == "zh-Hans" ? simplified : language == "zh-Hant" ? traditional : english;
}

}  // namespace recourse::cli
