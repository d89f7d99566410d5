// Decisions: signature, rows, which row overrides which, and the order in which they are asked.
#include <algorithm>
#include <map>
#include <set>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

namespace {

constexpr std::size_t most_results = 8;

RuleText text_of(const syntax::Trailing& trailing) {
    RuleText text;
    if (trailing.reason) {
        text.reason = trailing.reason->text;
        text.reason_span = trailing.reason->span;
    }
    for (const syntax::Citation& cite : trailing.cites) text.cites.push_back({cite.source, cite.clause, cite.span});
    if (trailing.reading) text.reading = trailing.reading->value;
    for (const auto& allow : trailing.allows) text.allows.push_back({allow.code.text, allow.because.value, allow.span});
    return text;
}

std::vector<Field> fields_of(Typer& typer, TyperState& state, const std::vector<syntax::Field>& written, const Place& place,
                             bool results) {
    std::vector<Field> fields;
    for (const syntax::Field& each : written) {
        Field field{each.name.empty() && results ? "result" : each.name.text, typer.type_of(each.type, place), each.span};
        // What is computed may lie below zero unless it is declared not to.
        if (results && field.type.kind == TypeKind::money && !each.type.at_least) field.type.low = -field.type.high;
        const auto same = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field.name; });
        if (same != fields.end()) {
            auto& finding = state.report("name-taken", each.name.span, "`" + field.name + "` is declared twice", "give one of them another name");
            finding.labels.push_back({same->span, "first declared here"});
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

// The rows of one decision while they are worked on.
class DecisionRows {
public:
    DecisionRows(TyperState& state, const syntax::Decision& written, Decision& decision, const Place& place)
        : state_(state), written_(written), decision_(decision), place_(place) {}

    // Types first: that may ask for other decisions' signatures, whose table may grow; `decision_` is a copy, put back by the caller.
    void run() {
        for (std::size_t i = 0; i < written_.rows.size(); ++i) decision_.rows.push_back(row(i));
        check_otherwise();
        for (std::size_t i = 0; i < written_.rows.size(); ++i) overrides(i);
        order();
    }

private:
    DecisionRow row(std::size_t index) {
        const syntax::DecisionRow& from = written_.rows[index];
        DecisionRow row;
        row.name = from.name.empty() ? "row " + std::to_string(index + 1) : from.name.text;
        row.text = text_of(from.trailing);
        row.span = from.span;
        const auto [same, fresh] = by_name_.emplace(row.name, index);
        if (!fresh) {
            auto& finding = state_.report("name-taken", from.name.span, "two rows are named `" + row.name + "`", "give one of them another name");
            finding.labels.push_back({written_.rows[same->second].span, "the other row"});
        }
        Place here = place_;
        if (from.condition) {
            row.condition = ExprTyper(state_, place_).condition(*from.condition);
            for (std::string& key : Typer::known_set(*from.condition)) here.known_set.push_back(std::move(key));
        }
        if (from.undecided) {
            row.results.assign(decision_.results.size(), RowResult{ExprId(), false, true});
            return row;
        }
        if (from.results.size() != decision_.results.size()) {
            auto& finding = state_.report("wrong-number-of-results", from.span,
                                          "`" + row.name + "` gives " + std::to_string(from.results.size()) + " results, and `" +
                                              decision_.name + "` has " + std::to_string(decision_.results.size()));
            finding.labels.push_back({written_.head, "the results are declared here"});
        }
        for (std::size_t i = 0; i < decision_.results.size() && i < from.results.size(); ++i) row.results.push_back(result(from, i, here));
        return row;
    }

    RowResult result(const syntax::DecisionRow& from, std::size_t index, const Place& here) {
        const syntax::DecisionRow::Result& given = from.results[index];
        const Type& type = decision_.results[index].type;
        const bool has_ceiling = type.kind == TypeKind::percent || type.kind == TypeKind::money || type.kind == TypeKind::integer;
        if (given.up_to && !has_ceiling && type.kind != TypeKind::unknown) {
            state_.report("up-to-needs-number", given.value.span,
                          "`up to` is a ceiling of a percentage, an amount or a number, and `" + decision_.results[index].name + "` is " +
                              sort_name(state_.model, type),
                          "leave `up to` out");
        }
        return {ExprTyper(state_, here).fitted(given.value, type), given.up_to, false};
    }

    [[nodiscard]] bool is_otherwise(std::size_t index) const { return !written_.rows[index].condition; }

    void check_otherwise() {
        std::optional<std::size_t> first;
        for (std::size_t i = 0; i < written_.rows.size(); ++i) {
            if (!is_otherwise(i)) {
                if (first && decision_.in_order) {
                    auto& finding = state_.report("rows-after-otherwise", written_.rows[i].span,
                                                  "this row comes after `otherwise` and is never reached", "move `otherwise` to the end");
                    finding.labels.push_back({written_.rows[*first].span, "`otherwise` takes every case that is left"});
                }
                continue;
            }
            if (first) {
                auto& finding = state_.report("otherwise-twice", written_.rows[i].span, "`" + decision_.name + "` has `otherwise` twice",
                                              "leave one out");
                finding.labels.push_back({written_.rows[*first].span, "the other one"});
            }
            if (!first) first = i;
        }
    }

    void overrides(std::size_t index) {
        const syntax::DecisionRow& from = written_.rows[index];
        if (decision_.in_order && (from.overrides_the_rest || !from.overrides.empty())) {
            state_.report("overrides-in-order", from.span, "the rows of `" + decision_.name + "` are asked in order: none overrides another",
                          "move the row up instead, or leave `in order` out");
            return;
        }
        auto& beats = decision_.rows[index].beats;
        for (const syntax::Name& name : from.overrides) {
            const auto found = by_name_.find(name.text);
            if (found == by_name_.end()) unknown_row(name);
            else beats.push_back(static_cast<std::uint32_t>(found->second));
        }
        if (!from.overrides_the_rest) return;
        for (std::size_t other = 0; other < written_.rows.size(); ++other) {
            if (other != index && !is_otherwise(other) && !overrides_by_name(other, index)) beats.push_back(static_cast<std::uint32_t>(other));
        }
    }

    // The rest is without those that override the row themselves.
    [[nodiscard]] bool overrides_by_name(std::size_t winner, std::size_t loser) const {
        const auto& names = written_.rows[winner].overrides;
        return std::any_of(names.begin(), names.end(), [&](const syntax::Name& n) { return n.text == decision_.rows[loser].name; });
    }

    void unknown_row(const syntax::Name& name) {
        std::vector<std::string> rows;
        for (std::size_t i = 0; i < decision_.rows.size(); ++i) {
            if (!written_.rows[i].name.empty()) rows.push_back(decision_.rows[i].name);
        }
        const auto near = diagnostics::nearest(name.text, rows);
        auto& finding = state_.report("unknown-name", name.span, "`" + decision_.name + "` has no row `" + name.text + "`",
                                      near ? "did you mean `" + *near + "`?" : "give the row that is meant this name, as `" + name.text + ": … => …`");
        if (near) finding.fix = diagnostics::Fix{name.span, *near, "replace with `" + *near + "`"};
    }

    // The first row, as written, that no remaining row overrides; `otherwise` after all others.
    void order() {
        const std::size_t count = decision_.rows.size();
        std::vector<bool> placed(count, false);
        std::vector<std::size_t> beaten_by(count, 0);   // by how many rows that are not placed yet
        std::size_t conditions_left = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (is_otherwise(i)) continue;   // it comes last whatever it overrides
            ++conditions_left;
            for (const std::uint32_t other : decision_.rows[i].beats) ++beaten_by[other];
        }
        std::set<std::size_t> free, late;   // of `otherwise`, which waits for all conditions
        const auto release = [&](std::size_t row) {
            const bool waits = is_otherwise(row) && !decision_.in_order && conditions_left != 0;
            if (beaten_by[row] == 0) (waits ? late : free).insert(row);
        };
        for (std::size_t i = 0; i < count; ++i) release(i);
        while (decision_.order.size() < count) {
            if (free.empty()) return ring(placed);
            const std::size_t next = *free.begin();
            free.erase(free.begin());
            placed[next] = true;
            decision_.order.push_back(static_cast<std::uint32_t>(next));
            if (is_otherwise(next)) continue;
            if (--conditions_left == 0) free.merge(late);
            for (const std::uint32_t other : decision_.rows[next].beats) {
                if (--beaten_by[other] == 0) release(other);
            }
        }
    }

    // Every row that is left is overridden by one that is left: walking back from any of them comes round.
    void ring(const std::vector<bool>& placed) {
        const std::size_t count = placed.size();
        std::vector<std::size_t> trail;
        std::size_t at = static_cast<std::size_t>(std::find(placed.begin(), placed.end(), false) - placed.begin());
        while (std::find(trail.begin(), trail.end(), at) == trail.end()) {
            trail.push_back(at);
            for (std::size_t other = 0; other < count; ++other) {
                const auto& beats = decision_.rows[other].beats;
                if (placed[other] || is_otherwise(other) || std::find(beats.begin(), beats.end(), at) == beats.end()) continue;
                at = other;
                break;
            }
        }
        trail.erase(trail.begin(), std::find(trail.begin(), trail.end(), at));
        std::reverse(trail.begin(), trail.end());
        std::rotate(trail.begin(), std::min_element(trail.begin(), trail.end()), trail.end());
        std::string names = "`" + decision_.rows[trail.front()].name + "`";
        for (std::size_t i = 1; i <= trail.size(); ++i) names += " overrides `" + decision_.rows[trail[i % trail.size()]].name + "`";
        auto& finding = state_.report("ring-of-overrides", written_.rows[trail.front()].span, "rows override each other in a ring: " + names,
                                      "let one of them not override another");
        finding.why = "where all of them apply none would win";
        for (std::size_t i = 1; i < trail.size(); ++i) finding.labels.push_back({written_.rows[trail[i]].span, "part of the ring"});
        for (std::size_t i = 0; i < count; ++i) {
            if (!placed[i]) decision_.order.push_back(static_cast<std::uint32_t>(i));
        }
    }

    TyperState& state_;
    const syntax::Decision& written_;
    Decision& decision_;
    const Place& place_;
    std::map<std::string, std::size_t, std::less<>> by_name_;   // rows, the first of each name
};

// The place's own scope when it has the parameters already, else one with them.
bool has_parameters(const Scope& scope) {
    return std::any_of(scope.own().begin(), scope.own().end(),
                       [](const auto& entry) { return entry.second.kind == SymbolKind::decision_parameter; });
}

}  // namespace

void Typer::decision_signature(const syntax::Decision& written, Decision& into, const Place& place) {
    Place fixed = place;
    fixed.constant = true;
    fixed.role = Place::Role::given;
    into.name = written.name.text;
    into.in_order = written.in_order;
    into.may_be_undecided = written.undecided;
    into.text = text_of(written.trailing);
    into.span = written.name.span;
    into.parameters = fields_of(*this, *state_, written.parameters, fixed, false);
    fixed.role = Place::Role::any;   // results feed the policy's own periods
    into.results = fields_of(*this, *state_, written.results, fixed, true);
    if (into.results.size() > most_results) {
        state_->report("too-many-results", written.head, "`" + into.name + "` has " + std::to_string(into.results.size()) + " results",
                       "a decision has at most " + std::to_string(most_results) + "; cut it in two");
        into.results.resize(most_results);
    }
}

void Typer::decision_rows(const syntax::Decision& written, DecisionId id, const Place& place) {
    Decision decision = state_->model.decisions[id];
    decision.rows.clear();
    decision.order.clear();
    Place inside = place;
    inside.decision = id;
    inside.at_hand = EventId();
    inside.state = StateId();
    Scope parameters(place.scope);
    const bool own = place.scope == nullptr || !has_parameters(*place.scope);
    if (own) {
        for (std::size_t i = 0; i < decision.parameters.size(); ++i) {
            const Field& field = decision.parameters[i];
            parameters.declare(field.name, Symbol{SymbolKind::decision_parameter, static_cast<std::uint32_t>(i), {}, field.span, false});
        }
        inside.scope = &parameters;
    }
    DecisionRows(*state_, written, decision, inside).run();
    if (own) {
        for (const auto& [name, symbol] : parameters.own()) {
            if (!symbol.used) state_->model.unused.push_back({"parameter", name, symbol.declared});
        }
    }
    state_->model.decisions[id] = std::move(decision);
}

}  // namespace recourse::semantics
