// What happened in words, by the labels of the policy.
#pragma once

#include <string>
#include <string_view>

#include "session.h"

namespace recourse::cli {

// Names by their labels in one language: "the seller decides" for "Claim.SellerDecides".
class Labels {
public:
    Labels(const Program& program, std::string_view language) : program_(program), language_(language) {}

    [[nodiscard]] std::string name(std::string_view of) const;      // a path by the labels of its parts: "the dispute.under review"
    [[nodiscard]] std::string state(std::uint32_t state) const { return name(program_.state_name(state)); }
    [[nodiscard]] std::string party(std::uint32_t party) const { return name(program_.party_name(party)); }
    // "buyer: apply for after-sales (service: return_and_refund)". Private values stay out.
    [[nodiscard]] std::string act(const Act& act, const ZoneView& zone) const;
    // "refund (to: buyer, amount: 88.00 CNY)"
    [[nodiscard]] std::string call(std::string_view what, const std::vector<NamedValueText>& values, const ZoneView& zone) const;
    // "[G.1, D.2]", or nothing.
    [[nodiscard]] std::string cites(std::uint32_t transition) const;
    // "rules/taobao/after_sales.rule:31:7", or nothing.
    [[nodiscard]] std::string place(std::uint32_t transition) const;
    // "the seller decides -> refunded, agreed by silence".
    [[nodiscard]] std::string move(const Move& move) const;

private:
    const Program& program_;
    std::string_view language_;
};

// "2024-03-13 10:00".
[[nodiscard]] std::string local_time(const ZoneView& zone, Instant t);
// As local_time; the last millisecond of a day is that date, to its end.
[[nodiscard]] std::string end_time(const ZoneView& zone, Instant t, std::string_view language);

// A rule's first line as written, without its alignment and without the clauses that it cites.
[[nodiscard]] std::string rule_text(const Program& program, std::uint32_t transition);
// The runtime's words for a rejection without the event's name, for where it has just been said.
[[nodiscard]] std::string reason_text(std::string_view why);

// One thing on one line, with its line end: for logs and for reading as it happens.
[[nodiscard]] std::string text_line(const Occurrence& occurrence, std::string_view language);

}  // namespace recourse::cli
