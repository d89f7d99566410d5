#include <recourse/promises.h>

#include <utility>

#include "compiler/driver/pipeline.h"
#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/promise_monitor.h"

namespace recourse {

// In this order: each refers to the one before.
struct PromiseBook::Inside {
    Inside(std::shared_ptr<const driver::Pipeline> all, const driver::Unit& of, Program made)
        : pipeline(std::move(all)), unit(of), program(std::move(made)), bridge(unit.model, pipeline->table, program),
          promises(bridge, pipeline->table) {}

    std::shared_ptr<const driver::Pipeline> pipeline;
    const driver::Unit& unit;
    Program program;
    scenarios::Bridge bridge;
    scenarios::FollowedPromises promises;
};

PromiseBook::PromiseBook(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
PromiseBook::~PromiseBook() = default;

std::shared_ptr<const PromiseBook> PromiseBook::of(const Analysis& analysis, std::string_view path) {
    const driver::Unit* unit = analysis.pipeline_->unit(path);
    if (unit == nullptr || unit->program.empty()) return nullptr;
    LoadError error;
    std::optional<Program> program = Program::load(unit->program, error);
    if (!program) return nullptr;
    return std::shared_ptr<const PromiseBook>(new PromiseBook(std::make_unique<Inside>(analysis.pipeline_, *unit, std::move(*program))));
}

std::size_t PromiseBook::followed() const { return inside_->promises.all().size(); }

struct CasePromises::Inside {
    explicit Inside(std::shared_ptr<const PromiseBook> from) : book(std::move(from)), monitor(book->inside_->promises) {}
    std::shared_ptr<const PromiseBook> book;
    scenarios::PromiseMonitor monitor;
    std::size_t told = 0;
};

CasePromises::CasePromises(std::shared_ptr<const PromiseBook> book) : inside_(std::make_unique<Inside>(std::move(book))) {}
CasePromises::~CasePromises() = default;
CasePromises::CasePromises(CasePromises&&) noexcept = default;
CasePromises& CasePromises::operator=(CasePromises&&) noexcept = default;

StepResult CasePromises::open(std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts, Listener& listener,
                              const Input* opening) {
    return inside_->monitor.open(bytes, type, at, facts, listener, opening);
}

StepResult CasePromises::step(CaseRef c, const Input& input, Listener& listener) { return inside_->monitor.step(c, input, listener); }

StepResult CasePromises::advance(CaseRef c, Instant to, Listener& listener) { return inside_->monitor.advance(c, to, listener); }

std::vector<BrokenPromise> CasePromises::broken(const ZoneView& zone, std::string_view language) {
    std::vector<BrokenPromise> fresh;
    const auto& all = inside_->monitor.broken();
    const auto& book = *inside_->book->inside_;
    for (; inside_->told < all.size(); ++inside_->told) {
        const scenarios::PromiseBreak& one = all[inside_->told];
        const semantics::Promise& promise = book.unit.model.promises[one.promise];
        fresh.push_back({promise.title, book.pipeline->table[promise.span.file].locate(promise.span.begin).line, one.at,
                         scenarios::in_words(one, book.program, zone, language)});
    }
    return fresh;
}

}  // namespace recourse
