#include "compiler/checks/allows.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace recourse::checks {

namespace {

using diagnostics::Diagnostic;
using semantics::Model;
using semantics::RuleText;
using support::Span;

// The law that a policy with this finding would break; 0 when its author may accept it, or when there is no such check.
int law_behind(std::string_view code) {
    for (const CheckInfo& check : all_checks()) {
        if (check.code == code) return check.law;
    }
    return 0;
}

// One `allow` as written; a rule with several ways has it in each of them.
struct Allowed {
    const RuleText::Allow* allow = nullptr;
    std::vector<Span> places;
    bool used = false;
};

class Allows {
public:
    explicit Allows(const Model& model) {
        for (const auto& it : model.facts) add(it.text, {it.span});
        for (const auto& it : model.events) add(it.text, {it.span});
        for (const auto& it : model.effects) add(it.text, {it.span});
        for (const auto& it : model.named) add(it.text, {it.span});
        for (const auto& it : model.states) {
            add(it.text, {it.span, it.head});
            // What is found of a state's rule may be accepted once for the state.
            const auto add_rules = [&](const std::vector<semantics::TransitionId>& rules) {
                for (const semantics::TransitionId rule : rules) add(it.text, {model.transitions[rule].span});
            };
            add_rules(it.on);
            for (const semantics::DeadlineId deadline : it.deadlines) add_rules(model.deadlines[deadline].transitions);
            for (const semantics::WhenId when : it.whens) add_rules(model.whens[when].transitions);
        }
        for (const auto& it : model.transitions) {
            add(it.text, {it.span});
            for (const auto& limb : it.limbs) add(it.text, {limb.span});   // of a block's head, which its branches share
        }
        for (const auto& it : model.promises) add(it.text, {it.span, it.claim_span});
        for (const auto& it : model.decisions) {
            add(it.text, {it.span});
            for (const auto& row : it.rows) add(row.text, {row.span});
        }
    }

    // Whether some `allow` accepts the finding. An overlap may be accepted on either of its two rules.
    bool accept(const Diagnostic& finding) {
        bool accepted = false;
        for (auto& entry : all_) {
            Allowed& it = entry.second;
            if (it.allow->code != finding.code || law_behind(finding.code) != 0) continue;
            const bool here = std::any_of(finding.labels.begin(), finding.labels.end(), [&](const diagnostics::Label& label) {
                return std::any_of(it.places.begin(), it.places.end(), [&](const Span& place) { return covers(place, label.span); });
            });
            it.used = it.used || here;
            accepted = accepted || here;
        }
        return accepted;
    }

    [[nodiscard]] const std::map<Span, Allowed>& all() const { return all_; }

private:
    static bool covers(const Span& outer, const Span& inner) {
        return outer.valid() && outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
    }
    void add(const RuleText& text, std::initializer_list<Span> places) {
        for (const RuleText::Allow& allow : text.allows) {
            Allowed& entry = all_[allow.span];
            entry.allow = &allow;
            entry.places.insert(entry.places.end(), places);
        }
    }
    std::map<Span, Allowed> all_;
};

}  // namespace

void apply_allows(const Model& model, diagnostics::Sink& found) {
    Allows allows(model);
    std::erase_if(found.all(), [&](const Diagnostic& finding) { return allows.accept(finding); });
    std::vector<std::string> codes;
    for (const CheckInfo& check : all_checks()) codes.emplace_back(check.code);
    for (const auto& [span, it] : allows.all()) {
        if (span.file != model.span.file || it.used) continue;
        const std::string& code = it.allow->code;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
            const auto near = diagnostics::nearest(code, codes);
            found.error("unknown-code", span, fmt::format("there is no check called `{}`", code),
                                        near ? fmt::format("did you mean `{}`?", *near) : "docs/checks/README.md lists the checks");
        } else if (const int law = law_behind(code); law != 0) {
            auto& finding = found.error("not-allowable", span, fmt::format("`{}` is nothing that can be allowed", code),
                                        "mend what it says, and take this `allow` away");
            finding.why = fmt::format("law {} of the language could not be kept for a case that comes there", law);
        } else {
            found.warning("allow-without-finding", span, fmt::format("there is no longer anything here that `{}` would say", code),
                          "take this `allow` away, so that it does not hide a later finding");
        }
    }
}

}  // namespace recourse::checks
