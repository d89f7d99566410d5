// What a refinement's whole is: the refined policy's, with what is changed in the place of what was there.
#include <algorithm>

#include "compiler/semantics/refine.h"
#include "compiler/syntax/dump.h"
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {

namespace {

constexpr const char* kBase = R"(
policy base
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller
kind Goods = ordinary, fresh
period answer_time = 5 days

decision payer(goods: Goods): who: party {
  fresh_food: goods = fresh => seller
  otherwise                 => buyer
}

case Claim {
  fact goods : Goods
  event ask    by buyer
  event refuse by seller
  effect pay (who: party)
  start Open
  state Open {
    on ask       -> Asked
    after 9 days -> Over
  }
  state Asked {
    start Inner
    state Inner {
      on refuse if goods = fresh  -> Over  as spoilt
      on refuse if goods != fresh -> Over  as worn
      after answer_time -> Paid
    }
  }
  final Paid { do pay(payer(goods)) }
  final Over
}

promise "paid once" pay at most once
scenario "of the refined policy" {
  open at 2024-03-01 10:00 with goods = fresh
  at 2024-03-10 10:00 expect Over
}
)";

class Refinement : public AnalysisTest {
protected:
    void SetUp() override { module(kBase); }
    const Model& refining(const std::string& changes, const std::string& name = "fine", const std::string& of = "base") {
        return analyse("policy " + name + " refines " + of + "\n  applies if goods = fresh\n" + changes);
    }
    [[nodiscard]] std::vector<std::string> rules() const {
        std::vector<std::string> texts;
        for (const Transition& one : model.transitions) {
            texts.push_back(sources[one.span.file.index()].text().substr(one.span.begin, one.span.end - one.span.begin));
        }
        return texts;
    }
    [[nodiscard]] bool has_rule(const std::string& text) const {
        const auto all = rules();
        return std::find(all.begin(), all.end(), text) != all.end();
    }
};

}  // namespace

TEST_F(Refinement, WhatIsNotSpokenOfIsTakenOver) {
    refining("change period answer_time = 2 days\n");
    expect_good();
    EXPECT_EQ(model.name, "fine");
    EXPECT_EQ(model.span.file.index(), 1u);
    EXPECT_EQ(model.cases.size(), 1u);
    EXPECT_EQ(model.promises.size(), 1u);
    EXPECT_TRUE(model.scenarios.empty());
    EXPECT_TRUE(has_rule("on ask       -> Asked"));
    EXPECT_TRUE(model.counting.known);
}

TEST_F(Refinement, EachRuleKeepsItsPlace) {
    refining("change case Claim { change state Open { change on ask -> Over } }\n");
    expect_good();
    EXPECT_TRUE(has_rule("change on ask -> Over"));
    EXPECT_FALSE(has_rule("on ask       -> Asked"));
    const std::vector<std::string> all = rules();
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(model.transitions[TransitionId(i)].span.file.index(), all[i].starts_with("change ") ? 1u : 0u) << all[i];
    }
}

TEST_F(Refinement, AStateIsFoundByAnyEndOfItsPath) {
    refining("change case Claim { change state Asked.Inner { remove after answer_time\n on ask -> Paid } }\n");
    expect_good();
    EXPECT_FALSE(has_rule("after answer_time -> Paid"));
    refining("change case Claim { change state Inner { remove after answer_time\n on ask -> Paid } }\n", "again");
    expect_good();
    EXPECT_FALSE(has_rule("after answer_time -> Paid"));
}

TEST_F(Refinement, AReasonTellsRulesApart) {
    refining("change case Claim { change state Inner { remove on refuse as worn } }\n");
    expect_good();
    EXPECT_TRUE(has_rule("on refuse if goods = fresh  -> Over  as spoilt"));
    EXPECT_FALSE(has_rule("on refuse if goods != fresh -> Over  as worn"));
    refining("change case Claim { change state Inner { remove on refuse } }\n", "again");
    expect_only("ambiguous-change");
}

TEST_F(Refinement, TheOnlyDeadlineMayGetAnotherPeriod) {
    refining("change case Claim { change state Open { change after 3 days -> Over } }\n");
    expect_good();
    EXPECT_FALSE(has_rule("after 9 days -> Over"));
    refining("change case Claim { change state Open { remove after 3 days } }\n", "again");
    expect_only("nothing-to-change");
}

TEST_F(Refinement, RowsOfADecision) {
    refining("change decision payer {\n  change fresh_food: goods = fresh => buyer\n  plain: goods = ordinary => buyer\n  remove otherwise\n}\n");
    expect_good();
    const Decision& decision = *model.decisions.begin();
    ASSERT_EQ(decision.rows.size(), 2u);
    EXPECT_EQ(decision.rows[0].span.file.index(), 1u);
    EXPECT_EQ(decision.rows[1].name, "plain");
}

TEST_F(Refinement, ARowThatIsAddedComesBeforeOtherwise) {
    refining("change decision payer { plain: goods = ordinary => buyer }\n");
    expect_good();
    const Decision& decision = *model.decisions.begin();
    ASSERT_EQ(decision.rows.size(), 3u);
    EXPECT_EQ(decision.rows[1].name, "plain");
    EXPECT_FALSE(decision.rows[2].condition.valid());
}

TEST_F(Refinement, AChainSaysItsChangesToTheWholeOfTheNext) {
    module("policy fine refines base\n  applies if goods = fresh\nchange period answer_time = 2 days\n"
           "change case Claim { state Extra { on ask -> Over } }\n");
    refining("change period answer_time = 1 day\nchange case Claim { change state Extra { change on ask -> Paid } }\n", "finest", "fine");
    expect_good();
    EXPECT_TRUE(has_rule("change on ask -> Paid"));
    // Both conditions.
    const auto applies = std::find_if(model.named.begin(), model.named.end(), [](const Named& one) { return one.name == kApplies; });
    ASSERT_NE(applies, model.named.end());
    EXPECT_EQ(model.exprs[applies->value].kind, ExprKind::logical_and);
}

TEST_F(Refinement, AnImportedNameBecomesItsOwn) {
    module("library lib\n  counting std.counting.to_the_minute\nperiod patience = 3 days\n");
    module("policy importing\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nimport lib (patience)\nparty buyer\n"
           "case Claim {\n  fact fresh : bool\n  event ask by buyer\n  start Open\n  state Open {\n    on ask -> Over\n    after patience -> Over\n  }\n  final Over\n}\n");
    analyse("policy fine refines importing\n  applies if fresh\nchange period patience = 1 day\n");
    expect_good();
    const auto own = std::find_if(model.named.begin(), model.named.end(), [](const Named& one) { return one.name == "patience" && one.span.file.index() == 3; });
    EXPECT_NE(own, model.named.end());
}

TEST_F(Refinement, WhatIsLeftOfTheRefinedPolicyIsToldAtTheRefinement) {
    refining("change case Claim { remove event refuse }\n");
    ASSERT_FALSE(codes().empty());
    for (const auto& finding : sink.all()) EXPECT_EQ(finding.labels.front().span.file.index(), 1u) << messages();
    EXPECT_EQ(codes().front(), "unknown-event");
}

TEST_F(Refinement, LabelsOfWhatIsRemovedGoWithIt) {
    module("policy labelled refines base\n  applies if goods = fresh\nlabel worn en \"worn out\"\n");
    analyse("policy fine refines labelled\n  applies if goods = fresh\nchange case Claim { change state Inner { remove on refuse as worn } }\n");
    expect_good();
}

TEST_F(Refinement, WrittenBackItIsTheSame) {
    const std::string text = "policy fine refines base\n  applies    if goods = fresh\n  overrides  other\n\nchange period answer_time = 2 days\n\n"
                             "change case Claim {\n  remove event ask  cite F.1\n  change state Inner {\n    change on refuse -> Over  as worn\n    remove after answer_time  cite F.2\n  }\n}\n";
    const support::SourceFile source("f.rule", text);
    diagnostics::Sink faults;
    const syntax::File file = syntax::parse(support::FileId(0U), source, faults);
    EXPECT_TRUE(faults.all().empty());
    const std::string dumped = syntax::dump(file);
    EXPECT_NE(dumped.find("remove after"), std::string::npos) << dumped;
    EXPECT_NE(dumped.find("change on refuse"), std::string::npos) << dumped;
}

}  // namespace recourse::semantics
