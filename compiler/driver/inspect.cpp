// Findings of many files: what was found before is remembered, and what is found is all that is kept.
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include <recourse/compiler.h>

#include "compiler/driver/digest.h"
#include "compiler/driver/families.h"
#include "compiler/driver/stages.h"
#include "compiler/driver/versions.h"
#include "compiler/driver/zone_digest.h"
#include "compiler/explore/solver.h"
#include "compiler/syntax/parser.h"

namespace recourse {

namespace driver {

namespace {



class Inspector {
public:
    Inspector(Pipeline& pipeline, const Options& options, Store* store) : pipeline_(pipeline), run_(pipeline, options) {
        const std::optional<Digest> identity = store == nullptr ? std::nullopt : program_identity();
        if (!identity) return;
        store_ = store;
        heads_ = DigestOf().add("head").add(*identity).digest();
        outcomes_ = DigestOf().add("outcome").add(*identity).add(digest_of_options()).digest();
    }

    // A file that names no other is done with at once. What names others, as every policy names its counting regime, waits until all are
    // named; its tree is not kept for so long, but made again when its turn comes: that costs some hundredths of what the checks do, and the
    // trees of thousands of files never stand beside one another. Only those that others import do.
    void inspect() {
        add_sources(run_);
        each_of(all(), threads(), [&](Unit& unit) {
            read_head(unit);
            if (unit.head.uses.empty()) return finish(unit);
            let_tree_go(unit);
        });
        find_modules(run_, [&](Unit& unit) { read_head(unit); });
        renew_namesakes();
        name_modules(run_);
        each_of(open(), threads(), [&](Unit& unit) { recall(unit); });
        std::set<Unit*> imported;
        for (Unit* unit : open()) {
            for (Unit* one : pipeline_.with_imports(*unit)) {
                if (one != unit) imported.insert(one);
            }
        }
        for (Unit* one : imported) one->is_imported = true;
        each_of({imported.begin(), imported.end()}, threads(), [&](Unit& unit) { grow(unit); });
        each_of(open(), threads(), [&](Unit& unit) {
            grow_beside_others(unit);
            settle(unit);
        });
        if (run_.options.checks) {
            judge_families(run_);
            judge_versions(run_);
        }
        gather_findings(run_);
        describe_files(pipeline_);
    }

    [[nodiscard]] std::size_t remembered() const { return remembered_; }

private:
    [[nodiscard]] unsigned threads() const { return run_.options.threads; }
    [[nodiscard]] std::vector<Unit*> all() const { return units_of(pipeline_, [](const Unit&) { return true; }); }
    // What is still to be found out.
    [[nodiscard]] std::vector<Unit*> open() const { return units_of(pipeline_, [](const Unit& unit) { return !unit.from_library && !unit.outcome; }); }

    [[nodiscard]] Digest digest_of_options() const {
        DigestOf all;
        all.add(run_.options.levels.size());
        for (const auto& [code, level] : run_.options.levels) all.add(code).add(static_cast<std::uint64_t>(level));
        all.add(run_.options.checks).add(run_.options.programs).add(run_.options.budget.situations).add(run_.options.budget.megabytes);
        return all.add(explore::has_solver()).digest();
    }

    // A head says no place, so it is the same wherever the text stands.
    void read_head(Unit& unit) {
        if (store_ == nullptr) return parse(run_, unit);
        unit.content = digest_of(text_of(run_, unit));
        const Digest key = DigestOf().add(heads_).add(unit.content).digest();
        if (const auto value = store_->find(key)) {
            if (auto head = unpacked_head(*value, key)) {
                unit.head = std::move(*head);
                unit.has_head = true;
                unit.tree = stub_of(unit.head);
                return;
            }
        }
        parse(run_, unit);
        store_->keep(key, packed(unit.head, key));
    }

    // A second file of a name is to be told so, and what it leads to is found anew.
    void renew_namesakes() {
        std::set<const Unit*> second;
        for (const Unit* unit : second_of_a_name(pipeline_)) second.insert(unit);
        for (auto& unit : pipeline_.units) {
            if (!second.contains(unit.get())) continue;
            auto fresh = std::make_unique<Unit>();
            fresh->id = unit->id;
            fresh->from_library = unit->from_library;
            fresh->content = unit->content;
            parse(run_, *fresh);
            if (unit->outcome && unit->remembered) --remembered_;
            unit = std::move(fresh);
        }
    }

    // Also of a file that is done with already and that another imports: its findings stay as they are.
    void grow(Unit& unit) {
        parse(run_, unit);
        if (unit.outcome) unit.of_syntax = {};
    }

    // While other threads look through the kinds and names of all files: these stay as they are.
    void grow_beside_others(Unit& unit) {
        if (unit.has_tree) return;
        show(run_, unit);
        unit.of_syntax = {};
        syntax::File tree = syntax::parse(unit.id, pipeline_.table[unit.id], unit.of_syntax);
        unit.tree.id = tree.id;
        unit.tree.name.span = tree.name.span;
        unit.tree.refines.span = tree.refines.span;
        unit.tree.span = tree.span;
        unit.tree.header = std::move(tree.header);
        unit.tree.items = std::move(tree.items);
        unit.tree.comments = std::move(tree.comments);
        unit.has_tree = true;
    }

    void finish(Unit& unit) {
        if (recall(unit)) return;
        grow(unit);
        settle(unit);
    }

    // All that a unit's outcome depends on. Nothing when there is no store, or when that cannot be told.
    std::optional<Digest> key_of(Unit& unit, const std::vector<Unit*>& files) {
        if (store_ == nullptr || unit.is_second) return std::nullopt;
        DigestOf key;
        key.add(outcomes_).add(files.size());
        bool lacks = false;
        for (const Unit* file : files) {
            key.add(file->content).add(file->from_library);
            for (const std::string& name : file->head.uses) lacks = lacks || !pipeline_.by_name.contains(name);
            for (const std::string& zone : file->head.zones) {
                const std::optional<Digest> rows = zone_rows(zone);
                if (!rows) return std::nullopt;
                key.add(*rows);
            }
        }
        if (lacks) key.add(digest_of_names());      // the nearest name is told
        return key.digest();
    }

    std::optional<Digest> zone_rows(const std::string& zone) {
        const std::lock_guard lock(asking_);
        const auto [known, is_new] = zones_.try_emplace(zone);
        if (is_new) known->second = zone_digest(zone);
        return known->second;
    }

    Digest digest_of_names() {
        const std::lock_guard lock(asking_);
        if (!names_) {
            DigestOf all;
            for (const auto& [name, unit] : pipeline_.by_name) all.add(name).add(static_cast<std::uint64_t>(unit->head.kind));
            names_ = all.digest();
        }
        return *names_;
    }

    static std::vector<support::FileId> ids_of(const std::vector<Unit*>& files) {
        std::vector<support::FileId> ids;
        for (const Unit* file : files) ids.push_back(file->id);
        return ids;
    }

    bool recall(Unit& unit) {
        const std::vector<Unit*> files = pipeline_.with_imports(unit);
        const std::optional<Digest> key = key_of(unit, files);
        const auto value = key ? store_->find(*key) : std::nullopt;
        if (!value) return false;
        unit.outcome = unpacked_outcome(*value, ids_of(files), *key);
        if (!unit.outcome) return false;
        unit.sound = unit.outcome->sound;
        unit.remembered = true;
        ++remembered_;
        return true;
    }

    void settle(Unit& unit) {
        const bool complete = check_and_write(run_, unit);
        bool cut = false;
        Outcome outcome;
        outcome.told = told_of(run_, unit, &cut);
        outcome.title = unit.model.title;
        outcome.version = unit.model.version;
        outcome.parses = !unit.of_syntax.has_errors();
        outcome.sound = unit.is_sound();
        outcome.compiles = unit.is_fit();
        // Where findings are cut short depends on the order of files as well.
        if (complete && !cut) remember(unit, outcome);
        let_go(unit);
        unit.outcome = std::move(outcome);
    }

    // Kind and name stay: other threads may look through the names of all files.
    void let_go(Unit& unit) {
        unit.model = {};
        unit.program = {};
        unit.older.clear();
        unit.of_syntax = unit.of_meaning = unit.of_checks = {};
        if (!unit.is_imported) let_tree_go(unit);
    }

    void let_tree_go(Unit& unit) {
        unit.of_syntax = {};
        unit.tree.header = {};
        unit.tree.items = {};
        unit.tree.comments = {};
        unit.has_tree = false;
        pipeline_.table[unit.id] = support::SourceFile(pipeline_.table[unit.id].path(), "");
    }

    void remember(Unit& unit, const Outcome& outcome) {
        const std::vector<Unit*> files = pipeline_.with_imports(unit);
        const std::optional<Digest> key = key_of(unit, files);
        if (!key) return;
        if (auto value = packed(outcome, ids_of(files), *key)) store_->keep(*key, std::move(*value));
    }

    Pipeline& pipeline_;
    Run run_;
    Store* store_ = nullptr;
    Digest heads_, outcomes_;
    std::mutex asking_;
    std::map<std::string, std::optional<Digest>, std::less<>> zones_;
    std::optional<Digest> names_;
    std::atomic<std::size_t> remembered_ = 0;
};

}  // namespace

}  // namespace driver

Inspection inspect(SourceSet sources, const Options& options, Store* store) {
    driver::Pipeline pipeline;
    pipeline.sources = std::move(sources);
    driver::Inspector inspector(pipeline, options, store);
    inspector.inspect();
    return {std::move(pipeline.sources), std::move(pipeline.findings), std::move(pipeline.files), inspector.remembered()};
}

}  // namespace recourse
