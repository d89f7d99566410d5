// A small policy's world for tests of the typer: names and their types by hand, expressions as text.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "compiler/semantics/typer.h"
#include "compiler/semantics/types.h"
#include "compiler/syntax/parser.h"
#include "recourse/time.hpp"

namespace recourse::semantics {

class TyperTest : public testing::Test, public Declarations {
protected:
    TyperTest() {
        model.is_policy = true;
        model.counting = Regime::to_the_minute;
        model.zones.push_back({0, "Asia/Shanghai", {}});
        place.scope = &scope;
        add_kind("Wear", {"new", "worn", "torn"});
        add_kind("Fault", {"changed_mind", "not_as_described"});
        for (const char* name : {"buyer", "seller"}) declare(name, SymbolKind::party, model.parties.add({name, {}}).value);
        fact("price", money_type("CNY", 0, 100'000'000));
        fact("fee", money_type("EUR", 0, 100'000));
        fact("discount", optional(money_type("CNY", 0, 10'000)));
        fact("share", type_of_kind(TypeKind::percent));
        fact("copies", number_type(TypeKind::integer, 0, 9));
        fact("wear", member_type(KindId(0)));
        Type wears = member_type(KindId(0));
        wears.kind = TypeKind::set;
        fact("marks", wears);
        fact("completed", type_of_kind(TypeKind::instant));
        fact("due_day", type_of_kind(TypeKind::date));
        fact("returned", optional(type_of_kind(TypeKind::instant)));
        fact("wait", number_type(TypeKind::duration, hour_ms, 10 * hour_ms));
        fact("reason", type_of_kind(TypeKind::text));
        fact("vip", type_of_kind(TypeKind::boolean));
        add_event("apply", 1, {{"fault", member_type(KindId(1)), {}}, {"reason", type_of_kind(TypeKind::text), {}}});
        add_event("pay", 0, {{"amount", money_type("CNY", 0, 1000), {}}, {"tip", optional(money_type("CNY", 0, 1000)), {}}});
        declare("refund", SymbolKind::effect, model.effects.add({"refund", {}, {}, {}}).value);
        declare("refusals", SymbolKind::record, model.records.add({"refusals", 0, 3, 0, {}}).value);
        add_states();
    }

    // ---- the world ----
    void declare(const std::string& name, SymbolKind kind, std::uint32_t id) { scope.declare(name, Symbol{kind, id, {}, {}, false}); }
    static Type optional(Type type) {
        type.optional = true;
        return type;
    }
    void add_kind(const std::string& name, std::vector<std::string> members) {
        declare(name, SymbolKind::kind, model.kinds.add({name, std::move(members), {}, {}}).value);
    }
    FactId fact(const std::string& name, Type type) {
        const FactId id = model.facts.add({name, std::move(type), {}, {}, {}});
        declare(name, SymbolKind::fact, id.value);
        return id;
    }
    void add_event(const std::string& name, std::uint32_t at_most, std::vector<Field> fields) {
        Event event;
        event.name = name;
        event.at_most = at_most;
        event.fields = std::move(fields);
        declare(name, SymbolKind::event, model.events.add(std::move(event)).value);
    }
    void add_states() {
        Machine machine;
        machine.name = "Trade";
        const MachineId trade = model.machines.add(std::move(machine));
        for (const char* name : {"Open", "Closed"}) {
            State state;
            state.name = name;
            state.path = std::string("Trade.") + name;
            const StateId id = model.states.add(state);
            model.machines[trade].states.push_back(id);
            declare(state.path, SymbolKind::state, id.value);
        }
        declare("Trade", SymbolKind::machine, trade.value);
    }
    // A named value, typed at once from its text.
    NamedId named(const std::string& keyword, NamedKind kind, const std::string& name, const std::string& value) {
        Named row;
        row.kind = kind;
        row.name = name;
        const syntax::File file = parse(keyword + " " + name + " = " + value);
        row.value = typer.rows(item<syntax::NamedValue>(file).value, place, Type{});
        const NamedId id = model.named.add(row);
        declare(name, SymbolKind::named, id.value);
        return id;
    }
    const Named& named_value(NamedId id) override { return model.named[id]; }
    const Decision& decision_signature(DecisionId id) override { return model.decisions[id]; }

    // ---- text to meaning ----
    syntax::File parse(const std::string& text) {
        source = "policy t\n" + text + "\n";
        diagnostics::Sink parsing;
        syntax::File file = syntax::parse(support::FileId(files_++), support::SourceFile("t.rule", source), parsing);
        for (const auto& finding : parsing.all()) ADD_FAILURE() << finding.message << "\nin: " << text;
        return file;
    }
    template <typename T>
    static const T& item(const syntax::File& file) {
        for (const auto& each : file.items) {
            if (const T* found = std::get_if<T>(&each)) return *found;
        }
        throw std::runtime_error("the snippet has no such item");
    }
    syntax::Expr expr(const std::string& text) {
        return item<syntax::NamedValue>(parse("amount x = " + text)).value.rows.at(0).value;
    }
    ExprId read(const std::string& text, const Type& expected = {}) { return typer.expression(expr(text), place, expected); }
    ExprId condition(const std::string& text) { return typer.condition(expr(text), place); }
    ExprId rows(const std::string& text, const Type& expected = {}) {
        return typer.rows(item<syntax::NamedValue>(parse("amount x = " + text)).value, place, expected);
    }
    Type declared(const std::string& text) {
        return typer.type_of(item<syntax::Decision>(parse("decision d(x: " + text + ") : bool { otherwise => true }")).parameters.at(0).type, place);
    }
    DecisionId decide(const std::string& text) {
        const syntax::File file = parse(text);
        const syntax::Decision& written = item<syntax::Decision>(file);
        const DecisionId id = model.decisions.add({});
        declare(written.name.text, SymbolKind::decision, id.value);
        Decision decision;
        typer.decision_signature(written, decision, place);
        model.decisions[id] = decision;
        typer.decision_rows(written, id, place);
        return id;
    }

    // ---- what came of it ----
    const Expr& at(ExprId id) { return model.exprs[id]; }
    const Expr& child(ExprId id, std::size_t index) { return model.exprs[model.exprs[id].children.at(index)]; }
    Type type(ExprId id) { return model.exprs[id].type; }
    std::vector<std::string> codes() {
        std::vector<std::string> all;
        for (const auto& finding : sink.all()) all.emplace_back(finding.code);
        return all;
    }
    std::string messages() {
        std::string all;
        for (const auto& finding : sink.all()) all += std::string(finding.code) + ": " + finding.message + " (" + finding.hint + ")\n";
        return all;
    }
    // Exactly one finding, of this code.
    void expect_only(const std::string& code) {
        EXPECT_EQ(codes(), std::vector<std::string>{code}) << source << messages();
        sink.all().clear();
    }
    void expect_clean() {
        EXPECT_TRUE(sink.all().empty()) << source << messages();
        sink.all().clear();
    }
    const diagnostics::Diagnostic& finding() { return sink.all().at(0); }
    std::int64_t period_of(ExprId id) { return unpack(Period{static_cast<std::uint64_t>(at(id).number)}).count; }

    Model model;
    diagnostics::Sink sink;
    Scope scope;
    Place place;
    Typer typer{model, sink, *this};
    std::string source;

private:
    std::size_t files_ = 0;   // findings are one a place: each snippet is a file of its own
};

}  // namespace recourse::semantics
