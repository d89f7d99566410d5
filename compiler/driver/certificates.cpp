#include <recourse/certificates.h>

#include <utility>

#include <fmt/format.h>

#include "compiler/driver/phases.h"
#include "compiler/driver/pipeline.h"
#include "compiler/explore/certificate.h"
#include "compiler/explore/columns.h"
#include "compiler/promises/judge.h"

namespace recourse {

namespace {

using semantics::Model;

// One policy into the text; the first thing that stands in the way is the problem.
class Writer {
public:
    Writer(const driver::Pipeline& pipeline, const driver::Unit& unit, std::string_view path, const Options& options, Certificate& into)
        : pipeline_(pipeline), unit_(unit), path_(path), options_(options), model_(unit.model), times_(unit.model), into_(into) {}

    void write() {
        head();
        for (const semantics::CaseId of : model_.cases.ids()) {
            explore::Explorer explorer(model_, times_, of);
            explore::Limits limits = driver::limits_of(unit_, path_, of, options_);
            limits.everywhere = true;
            add(explore::set_head(model_, of), explorer, explorer.explore(limits), 0);
        }
        for (std::size_t i = 0; i < model_.promises.size() && into_.problem.empty(); ++i) promise(i);
        into_.text += fmt::format("end policy {}\n", sets_);
    }

private:
    void head() {
        for (const driver::Unit* one : pipeline_.with_imports(unit_)) {
            into_.text += fmt::format("{} {} text {}\n", one == &unit_ ? "policy" : "uses", one->tree.name.text, explore::text_digest(pipeline_.table[one->id].text()));
        }
    }

    void promise(std::size_t index) {
        const semantics::Promise& of = model_.promises[index];
        bool written = false;
        const auto keep = [&](const explore::Explorer& explorer, const explore::Exploration& found, std::int64_t measured) {
            add(explore::set_head(model_, index), explorer, found, measured);
            written = true;
        };
        const promises::Judged judged = promises::judge(model_, times_, of, driver::limits_of(unit_, path_, of.of, options_), keep);
        if (judged.outcome == promises::Outcome::broken || judged.outcome == promises::Outcome::undecided) {
            into_.problem = fmt::format("{}: \"{}\" is not proved: {}", path_, of.title, judged.message);
        } else if (!written && into_.problem.empty()) {
            into_.problem = fmt::format("{}: \"{}\" is proved in two parts, one of them by classes of days, which a certificate does not carry", path_, of.title);
        }
    }

    void add(const std::string& head, const explore::Explorer& explorer, const explore::Exploration& found, std::int64_t measured) {
        if (!into_.problem.empty()) return;
        const std::string& name = model_.cases[explorer.of()].name;
        if (found.finish != explore::Finish::complete) {
            into_.problem = fmt::format("{}: the search was ended after {} situations of `{}`", path_, found.nodes.size(), name);
        } else if (!found.obstacles.empty()) {
            into_.problem = fmt::format("{}: `{}` cannot be followed: {} stands in the way", path_, name, found.obstacles.front());
        } else {
            into_.text += explore::set_in_words(head, model_, times_, explorer, found, measured);
            into_.situations += found.nodes.size();
            ++into_.sets;
            ++sets_;
        }
    }

    const driver::Pipeline& pipeline_;
    const driver::Unit& unit_;
    std::string_view path_;
    const Options& options_;
    const Model& model_;
    explore::TimeFacts times_;
    Certificate& into_;
    std::size_t sets_ = 0;
};

}  // namespace

Certificate certificate_of(const Analysis& analysis, const std::vector<std::string>& paths, const Options& options) {
    const driver::Pipeline& pipeline = *analysis.pipeline_;
    Certificate made;
    made.text = "recourse certificate 1\n";
    std::size_t policies = 0;
    for (const std::string& path : paths) {
        const driver::Unit* unit = pipeline.unit(path);
        if (unit == nullptr) made.problem = fmt::format("{}: there is no such source", path);
        if (unit != nullptr && unit->is_sound() && unit->head.kind != FileKind::policy) continue;
        if (unit != nullptr && !unit->is_fit()) made.problem = fmt::format("{}: the policy has errors", path);
        if (!made.problem.empty()) break;
        Writer(pipeline, *unit, path, options, made).write();
        if (!made.problem.empty()) break;
        ++policies;
    }
    if (made.problem.empty() && policies == 0) made.problem = "there is no policy";
    made.text += fmt::format("end certificate {}\n", policies);
    if (!made.problem.empty()) return {std::move(made.problem), "", 0, 0};
    return made;
}

}  // namespace recourse
