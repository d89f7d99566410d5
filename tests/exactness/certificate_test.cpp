// Certificates: those of all policies pass the checker, and what is changed in one is refused with a reason.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <recourse/certificates.h>
#include <recourse/compiler.h>

#include "compiler/driver/pipeline.h"
#include "compiler/explore/certificate.h"
#include "compiler/explore/columns.h"
#include "compiler/promises/watch_of.h"
#include "tests/certify/certify.h"
#include "tests/exactness/policies.h"
#include "tests/harness/files.h"

namespace {

using certify::Verdict;
using recourse::Certificate;
using recourse::SourceSet;

// Two instants that are compared, a number, a kind, a count, a `stay` deadline, and one promise of each claim.
const char* const claim = R"(policy certificate.claim
  time zone  "Asia/Shanghai"
  counting   std.counting.to_the_minute

party buyer, seller
kind Reason = broken, changed_mind

case Claim {
  fact price : money CNY, at most 1000.00 CNY
  record asked : 0..2
  event apply    by buyer, at most once { reason: Reason }
  event advice   by buyer
  event agree    by seller
  event refuse   by seller
  event withdraw by buyer
  event review   by buyer, at most once
  effect refund (amount: money CNY)
  effect remind ()
  start Open
  state Open {
    on apply      -> Decides
    after 15 days -> Expired
  }
  state Decides {
    on agree    -> Refunded
    on refuse if price < 500.00 CNY -> Refused
    on refuse if price >= 500.00 CNY and apply.reason = broken -> Refused
    on withdraw -> Withdrawn
    on advice if asked < 2 stay { count asked }
    after 2 days  stay { do remind() }
    after 5 days  -> Refunded
  }
  state Refused {
    on review     -> Decides
    after 7 days  -> Lapsed
  }
  final Refunded { do refund(price) }
  final Lapsed
  final Withdrawn
  final Expired
}

promise "ends"            Claim ends
promise "ends in time"    Claim ends within 40 days
promise "paid once"       refund at most once
promise "either"          withdraw and refund never both
promise "may withdraw"    buyer may withdraw in Decides
promise "one claim"       buyer may not apply in Decides or Refused
promise "reviewed"        Refused can lead to Refunded
promise "bounded"         never price > 1000.00 CNY
promise "so small"        always price <= 1000.00 CNY
promise "silent seller"   if seller is silent: Decides never leads to Lapsed
promise "silence settles" if seller is silent, unless withdraw: Decides leads to Refunded within 5 days
promise "prompt buyer"    if buyer acts in time: Open never leads to Expired
promise "kept back"       between refuse and review: refund never
)";

SourceSet sources_of(const std::string& text) {
    SourceSet sources;
    sources.add("claim.rule", text);
    return sources;
}

Certificate certificate_of(const SourceSet& sources, const recourse::Options& options = {}) {
    return recourse::certificate_of(recourse::analyse(sources, options), sources.paths(), options);
}

const std::string& written() {
    static const Certificate made = certificate_of(sources_of(claim));
    EXPECT_EQ(made.problem, "");
    return made.text;
}

Verdict checked(const std::string& certificate) { return certify::certify(certificate, sources_of(claim)); }

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

std::string replaced(std::string text, const std::string& what, const std::string& by, std::size_t after = 0) {
    const std::size_t at = text.find(what, after);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

// A set with one of its situations taken out and the others counted anew.
std::vector<std::string> without_situation(const std::vector<std::string>& lines, std::size_t begin) {
    constexpr std::size_t length = 11;   // the head and a line for each part
    std::vector<std::string> left(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(begin));
    std::size_t number = std::stoul(lines[begin].substr(10)), at = begin + length;
    for (; !lines[at].starts_with("end set "); ++at) {
        const bool head = lines[at].starts_with("situation ");
        left.push_back(head ? "situation " + std::to_string(number++) + lines[at].substr(lines[at].rfind(' ')) : lines[at]);
    }
    left.push_back("end set " + std::to_string(number));
    left.insert(left.end(), lines.begin() + static_cast<std::ptrdiff_t>(at) + 1, lines.end());
    return left;
}

TEST(Certificate, OfEveryPolicyIsClosedAndHoldsNothingBad) {
    SourceSet rules;
    for (const std::string& path : harness::files_below("rules", ".rule")) rules.add(path, harness::read(path));
    const Certificate made = certificate_of(rules);
    ASSERT_EQ(made.problem, "");
    const Verdict verdict = certify::certify(made.text, rules);
    EXPECT_EQ(verdict.problem, "");
    EXPECT_EQ(verdict.sets, made.sets);
    EXPECT_EQ(verdict.situations, made.situations);
    EXPECT_GT(verdict.sets, 80u);
    EXPECT_GT(verdict.situations, 3'000u);
}

TEST(Certificate, OfEveryClaimIsAccepted) {
    const Verdict verdict = checked(written());
    EXPECT_EQ(verdict.problem, "");
    EXPECT_EQ(verdict.sets, 14u);
}

// The lines of a situation that are compared as they are. Where no other is alike, nothing can stand in for it.
std::string configuration(const std::vector<std::string>& lines, std::size_t at) {
    std::string text = lines[at].substr(lines[at].rfind(' '));
    for (std::size_t i = 1; i <= 6; ++i) text += lines[at + i];
    return text;
}

TEST(Certificate, WithoutAnyOneSituationIsRefused) {
    SourceSet sources;
    for (const char* path : {"rules/taobao/after_sales.rule", "rules/taobao/terms.rule"}) sources.add(path, harness::read(path));
    const Certificate made = certificate_of(sources);
    ASSERT_EQ(made.problem, "");
    const std::vector<std::string> lines = lines_of(made.text);
    std::map<std::string, std::size_t> alike;
    std::vector<std::size_t> all;
    for (std::size_t at = 0; at < lines.size() && !lines[at].starts_with("end set "); ++at) {
        if (!lines[at].starts_with("situation ")) continue;
        ++alike[configuration(lines, at)];
        all.push_back(at);
    }
    std::size_t refused = 0;
    for (const std::size_t at : all) {
        const Verdict verdict = certify::certify(text_of(without_situation(lines, at)), sources);
        if (verdict.problem.empty()) {
            // Another, found later, stands in for it.
            EXPECT_GT(alike[configuration(lines, at)], 1u) << lines[at];
            continue;
        }
        EXPECT_NE(verdict.problem.find("no situation of the set covers"), std::string::npos) << lines[at] << ": " << verdict.problem;
        ++refused;
    }
    EXPECT_GT(refused * 3, all.size());
}

// Each line of the first set, cut out.
TEST(Certificate, WithoutAnyOneLineIsRefused) {
    const std::vector<std::string> lines = lines_of(written());
    for (std::size_t at = 0; at < lines.size(); ++at) {
        std::vector<std::string> fewer = lines;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_NE(checked(text_of(fewer)).problem, "") << lines[at];
        if (lines[at].starts_with("end set ")) break;
    }
    EXPECT_NE(checked(written().substr(0, written().size() - 1)).problem, "");
    EXPECT_NE(checked(written() + "more\n").problem, "");
    EXPECT_NE(checked("").problem, "");
}

TEST(Certificate, WithANarrowerBoundIsRefused) {
    const std::string five_days = "<=432000000";
    EXPECT_NE(checked(replaced(written(), five_days, "<=431999999")).problem.find("covers its instants and data"), std::string::npos);
    // Of the price, at most 1000.00 CNY.
    EXPECT_NE(checked(replaced(written(), "<=100000", "<=99999")).problem.find("covers its instants and data"), std::string::npos);
    // A contradiction.
    EXPECT_NE(checked(replaced(written(), "<=100000", "<=-1")).problem.find("does not fit"), std::string::npos);
}

TEST(Certificate, WithAnotherStateIsRefused) {
    EXPECT_NE(checked(replaced(written(), "  at Decides", "  at Refused")).problem, "");
    EXPECT_NE(checked(replaced(written(), "  at Decides", "  at Nowhere")).problem.find("`at` does not fit"), std::string::npos);
    EXPECT_NE(checked(replaced(written(), " ended\n", " halted\n")).problem, "");
    EXPECT_NE(checked(replaced(written(), "set promise 2", "set promise 13")).problem.find("is missing"), std::string::npos);
    EXPECT_NE(checked(replaced(written(), "column p1", "column p2")).problem.find("columns"), std::string::npos);
    EXPECT_NE(checked(replaced(written(), "certificate 1", "certificate 2")).problem.find("version"), std::string::npos);
}

// What is no longer covered when less is told apart, or nothing is measured.
TEST(Certificate, WithAnotherMeasureIsRefused) {
    const std::size_t ends = written().find("\"ends\"");
    const std::size_t measured = written().find("measured ", ends);
    const std::string line = written().substr(measured, written().find('\n', measured) - measured);
    EXPECT_NE(line, "measured 0");
    EXPECT_NE(checked(replaced(written(), line, "measured 0", measured)).problem.find("no time bounds"), std::string::npos);
    EXPECT_NE(checked(replaced(written(), line, "measured 500000000000", measured)).problem.find("no time bounds"), std::string::npos);
}

TEST(Certificate, OfAnotherTextIsRefused) {
    const std::string other = replaced(claim, "after 5 days  -> Refunded", "after 6 days  -> Refunded");
    EXPECT_NE(certify::certify(written(), sources_of(other)).problem.find("of other texts"), std::string::npos);
    const std::string renamed = replaced(claim, "certificate.claim", "certificate.other");
    EXPECT_NE(certify::certify(written(), sources_of(renamed)).problem.find("not among the sources"), std::string::npos);
}

struct Changed {
    const char* what;
    const char* by;
    const char* problem;
};
void PrintTo(const Changed& changed, std::ostream* out) { *out << changed.by; }

void expect_refused(const std::string& certificate, const std::string& text, const std::string& why) {
    const std::string problem = certify::certify(certificate, sources_of(text)).problem;
    if (why.empty()) {
        EXPECT_EQ(problem, "");
    } else {
        EXPECT_NE(problem.find(why), std::string::npos) << problem;
    }
}

// The digest only says which text it was: with another text's digest the sets are still held against that text.
class CertificateOfChanged : public ::testing::TestWithParam<Changed> {};

TEST_P(CertificateOfChanged, IsHeldAgainstTheText) {
    const std::string other = replaced(claim, GetParam().what, GetParam().by);
    expect_refused(replaced(written(), recourse::explore::text_digest(claim), recourse::explore::text_digest(other)), other, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(All, CertificateOfChanged,
                         ::testing::Values(Changed{"after 7 days  -> Lapsed", "after 8 days  -> Lapsed", "columns"},
                                           Changed{"on withdraw -> Withdrawn", "on withdraw -> Lapsed", "no situation of the set covers"},
                                           Changed{"on refuse if price < 500", "on refuse if price < 600", "no situation of the set covers"},
                                           Changed{"    after 2 days  stay { do remind() }\n", "", "columns"},
                                           // Less can happen: the set is still closed.
                                           Changed{"on advice if asked < 2", "on advice if asked < 1", ""}));

// Every set that the search finds, of promises that are broken as well: closed, and bad. Nothing where it did not see everything.
std::string unproved(const std::string& text, std::size_t most = 20'000) {
    recourse::Options quick;
    quick.checks = false;
    const auto pipeline = recourse::driver::run_pipeline(sources_of(text), quick);
    const auto& unit = *pipeline->units.front();
    bool exact = unit.is_sound();
    if (!exact) return {};
    const recourse::explore::TimeFacts times(unit.model);
    std::string made = "recourse certificate 1\n";
    for (const auto* one : pipeline->with_imports(unit)) {
        made += (one == &unit ? "policy " : "uses ") + one->tree.name.text + " text " + recourse::explore::text_digest(pipeline->table[one->id].text()) + "\n";
    }
    const auto add = [&](const std::string& head, recourse::semantics::CaseId of, const recourse::explore::Watch& watch, std::int64_t measured) {
        recourse::explore::Explorer explorer(unit.model, times, of, watch);
        recourse::explore::Limits limits;
        limits.measure_watch_up_to = measured;
        limits.most_nodes = most;
        limits.everywhere = true;
        const auto found = explorer.explore(limits);
        exact = exact && found.exact();
        made += recourse::explore::set_in_words(head, unit.model, times, explorer, found, measured);
    };
    add(recourse::explore::set_head(unit.model, recourse::semantics::CaseId(0)), recourse::semantics::CaseId(0), {}, 0);
    for (std::size_t i = 0; i < unit.model.promises.size(); ++i) {
        const auto& promise = unit.model.promises[i];
        add(recourse::explore::set_head(unit.model, i), promise.of, recourse::promises::watch_of(promise), std::int64_t{64} * 86'400'000);
    }
    return !exact ? std::string() : made + "end policy " + std::to_string(unit.model.promises.size() + 1) + "\nend certificate 1\n";
}

// Whatever the policy, what the search finds is closed by the checker's own lights; bad it may be.
TEST(Certificate, OfRandomPoliciesIsClosed) {
    std::size_t sound = 0, good = 0;
    for (std::uint64_t seed = 0; seed < 90; ++seed) {
        const std::string text = exactness::policy_of(seed, exactness::features_of(seed), seed % 2 == 1);
        const std::string made = unproved(text, 400);
        if (made.empty()) continue;
        const Verdict verdict = certify::certify(made, sources_of(text));
        ++sound;
        good += verdict.problem.empty() ? 1 : 0;
        const bool bad = verdict.problem.find("contradict") != std::string::npos || verdict.problem.find("for ever") != std::string::npos ||
                         verdict.problem.find("cannot be carried out") != std::string::npos || verdict.problem.find("halts") != std::string::npos;
        EXPECT_TRUE(verdict.problem.empty() || bad) << "seed " << seed << ": " << verdict.problem << "\n" << text;
    }
    EXPECT_GT(sound, 50u);
    EXPECT_GT(good, 12u);
}

class CertificateOfBad : public ::testing::TestWithParam<Changed> {};

TEST_P(CertificateOfBad, IsRefusedForWhatIsBad) {
    const std::string other = replaced(claim, GetParam().what, GetParam().by);
    expect_refused(unproved(other), other, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(Nothing, CertificateOfBad, ::testing::Values(Changed{"claim", "claim", ""}));
INSTANTIATE_TEST_SUITE_P(Rules, CertificateOfBad,
                         ::testing::Values(Changed{"on refuse if price < 500.00 CNY", "on refuse if price < 600.00 CNY", ""},
                                           Changed{"on withdraw ->", "on withdraw -> Expired\n    on withdraw ->", "two rules contradict"},
                                           Changed{"    after 7 days  -> Lapsed\n", "", "waits for ever: no time limit runs"},
                                           Changed{"on advice if asked < 2", "on advice", ""}));
// The example of a check's page.
TEST(Certificate, OfACaseThatHaltsIsRefused) {
    const std::string page = harness::read("docs/checks/case-halts.md");
    const std::size_t begin = page.find("```recourse fails=case-halts");
    ASSERT_NE(begin, std::string::npos);
    const std::size_t first = page.find('\n', begin) + 1;
    const std::string text = page.substr(first, page.find("```", first) - first);
    expect_refused(unproved(text), text, "cannot be carried out");
}

TEST(Certificate, OfAWaitThatIsAllowedIsAccepted) {
    const std::string text = R"(policy certificate.wait
  time zone "Asia/Shanghai"
  counting std.counting.to_the_minute
party buyer
case Wait {
  event pay by buyer
  start Unpaid
  state Unpaid {
    on pay -> Paid
  } allow waits-for-ever because "nothing is owed before it is paid"
  final Paid
}
)";
    const Certificate made = certificate_of(sources_of(text));
    ASSERT_EQ(made.problem, "");
    expect_refused(made.text, text, "");
    const std::string strict = replaced(text, " allow waits-for-ever because \"nothing is owed before it is paid\"", "");
    EXPECT_NE(certificate_of(sources_of(strict)).problem, "");
    expect_refused(unproved(strict), strict, "waits for ever");
}

INSTANTIATE_TEST_SUITE_P(Promises, CertificateOfBad,
                         ::testing::Values(Changed{"ends within 40 days", "ends within 20 days", "not there in time"},
                                           Changed{"on review     -> Decides", "on review stay\n    on advice -> Decides", "no time bounds"},
                                           Changed{"refund at most once", "refund never", "happens too often"},
                                           Changed{"withdraw and refund never", "agree and refund never", "happens too often"},
                                           Changed{"may withdraw in Decides", "may withdraw in Refused", "can be refused"},
                                           Changed{"on withdraw ->", "on withdraw until 2 days after apply ->", "can be refused"},
                                           Changed{"may not apply in Decides", "may not apply in Open", "the event is taken"},
                                           Changed{"Refused can lead to Refunded", "Refunded can lead to Refused", "no case comes there"},
                                           Changed{"never price > 1000.00", "never price > 900.00", "the condition holds"},
                                           Changed{"always price <= 1000.00", "always price <= 900.00", "the condition fails"},
                                           Changed{"if seller is silent: Decides", "if buyer is silent: Decides", "the case comes there"},
                                           Changed{"if seller is silent, unless", "if buyer is silent, unless", "its end elsewhere"},
                                           Changed{"leads to Refunded within 5 days", "leads to Refunded within 4 days", "not there in time"},
                                           Changed{"if buyer acts in time: Open", "if seller acts in time: Open", "the case comes there"},
                                           Changed{"between refuse and review: refund", "after refuse: refund", "happens too often"}));

// Who acts in time acts where there is an act to make, in every case and without failing.
TEST(Certificate, OfWhoActsInTimeIsHeldAgainstWhatCanBeDone) {
    const auto text = [](const std::string& rules) {
        return "policy certificate.wait\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer\n"
               "case Wait {\n  fact price : money CNY, at most 1000.00 CNY\n  record asked : 1..1\n  event pay by buyer\n  event ask by buyer\n"
               "  start Unpaid\n  state Unpaid {\n" + rules + "    after 5 days -> Lapsed\n  }\n  final Paid\n  final Lapsed\n}\n"
               "promise \"in time\" if buyer acts in time: Unpaid never leads to Lapsed\n";
    };
    const std::string small = "    on pay if price < 500.00 CNY -> Paid\n", large = "    on ask if price >= 500.00 CNY -> Paid\n";
    expect_refused(unproved(text(small + large)), text(small + large), "");
    expect_refused(unproved(text(small)), text(small), "the case comes there");
    const std::string failing = "    on pay -> Paid { count asked }\n";
    expect_refused(unproved(text(failing)), text(failing), "the case comes there");
    // A set in which no time limit takes effect.
    const std::string whole = unproved(text(small + large));
    expect_refused(replaced(whole, recourse::explore::text_digest(text(small + large)), recourse::explore::text_digest(text(small))), text(small), "the case comes there");
}

TEST(Certificate, IsNotMadeOfWhatIsNotProved) {
    recourse::Options few;
    few.budget.situations = 5;
    EXPECT_NE(certificate_of(sources_of(claim), few).problem, "");
    // Levels do not make a proof.
    few.levels["limit-reached"] = recourse::Level::off;
    EXPECT_NE(certificate_of(sources_of(claim), few).problem.find("the search was ended"), std::string::npos);
    const std::string broken = replaced(claim, "refund at most once", "refund never");
    EXPECT_NE(certificate_of(sources_of(broken)).problem.find("errors"), std::string::npos);
    EXPECT_NE(certificate_of(SourceSet()).problem, "");
}

}  // namespace
