// From the plain tree of the grammar to the syntax tree. Parts that an error cut off are absent or `missing`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax {

// The nodes with their links, read by index.
class Cst {
public:
    using Index = std::uint32_t;
    static constexpr Index kNone = Tree::kNone;

    // Sets the links of `tree`. O(nodes).
    Cst(FileId id, Tree& tree, const Layout& layout);

    [[nodiscard]] Index root() const { return static_cast<Index>(nodes_.size()) - 1; }
    [[nodiscard]] NodeKind kind(Index node) const { return nodes_[node].kind; }
    [[nodiscard]] Index first(Index node) const { return nodes_[node].first_child; }
    [[nodiscard]] Index next(Index node) const { return nodes_[node].next_sibling; }
    [[nodiscard]] bool whole(Index node) const { return nodes_[node].whole; }
    [[nodiscard]] Span span(Index node) const { return {id_, nodes_[node].begin, nodes_[node].end}; }
    // As the grammar read it, and as the author wrote it.
    [[nodiscard]] std::string_view text(Index node) const;
    // The key of the keyword that the node is, or ends in: the same in every language.
    [[nodiscard]] std::string_view keyword(Index node) const { return kKeywords[nodes_[node].keyword].key; }
    [[nodiscard]] std::string_view original(Index node) const;
    // The first child of this kind, or kNone.
    [[nodiscard]] Index child(Index node, NodeKind kind) const;
    [[nodiscard]] bool has(Index node, NodeKind kind) const { return child(node, kind) != kNone; }
    [[nodiscard]] std::vector<Index> children(Index node, NodeKind kind) const;
    [[nodiscard]] FileId file() const { return id_; }

private:
    FileId id_;
    const std::vector<Node>& nodes_;
    const Layout& layout_;
};

class Converter {
public:
    Converter(const Cst& cst, diagnostics::Sink& sink);
    void fill(File& file);

private:
    using Index = Cst::Index;
    static constexpr Index kNone = Cst::kNone;

    struct Built {
        Expr expr;
        std::uint32_t depth = 1;
    };

    // Says what is wrong, up to the limit for one file.
    void error(std::string_view code, Span span, std::string message, std::string hint = {});

    // words and literals (convert_values.cpp)
    [[nodiscard]] Name name(Index node) const;
    [[nodiscard]] Name name_in(Index node, NodeKind kind = NodeKind::word) const;
    [[nodiscard]] std::vector<Name> names_in(Index node, NodeKind kind = NodeKind::word) const;
    [[nodiscard]] Text text(Index node) const;
    [[nodiscard]] Text text_in(Index node) const;
    [[nodiscard]] std::int64_t integer(Index node, std::string_view digits);
    [[nodiscard]] std::int64_t integer_in(Index node);
    [[nodiscard]] Expr date(Index node);
    [[nodiscard]] Expr missing_after(Index node) const;
    [[nodiscard]] Built money(Index node);
    [[nodiscard]] Built percent(Index node);
    [[nodiscard]] Built decimal(Index node);
    [[nodiscard]] Built period(Index node);
    [[nodiscard]] Built literal(Index node);

    // expressions (convert_expressions.cpp)
    [[nodiscard]] Expr expr(Index node);
    [[nodiscard]] Expr expr_in(Index node);
    [[nodiscard]] std::optional<Expr> optional_expr_in(Index node);
    [[nodiscard]] Built build(Index node);
    [[nodiscard]] Built build_kind(Index node);
    [[nodiscard]] Built build_or_missing(Index node, Index parent);
    [[nodiscard]] Built combine(ExprKind kind, Span span, std::vector<Built> parts);
    [[nodiscard]] Built chain(Index node);
    [[nodiscard]] Built test(Index node);
    [[nodiscard]] Built state_test(Index node, Index tail, Built left, ExprKind kind);
    [[nodiscard]] Built span_expr(Index node);
    [[nodiscard]] Built span_chain(Index node);
    [[nodiscard]] Built share(Index node);
    [[nodiscard]] Built by_instant(Index node);
    [[nodiscard]] Built rounded(Index node);
    [[nodiscard]] Built capped(Index node);
    [[nodiscard]] Built tiered(Index node);
    [[nodiscard]] Built days_from(Index node);
    [[nodiscard]] Built choice(Index node);
    [[nodiscard]] Built path_expr(Index node, ExprKind kind);
    [[nodiscard]] Built duty_status(Index node) const;
    [[nodiscard]] std::string status_name(Index node) const;
    [[nodiscard]] Built entered(Index node);
    [[nodiscard]] Built no_by(Index node);
    [[nodiscard]] Built call(Index node);
    [[nodiscard]] Index first_expr(Index node) const;
    [[nodiscard]] std::vector<Argument> arguments(Index node);
    [[nodiscard]] Argument argument(Index node);
    [[nodiscard]] bool requires_name(const Built& built, const char* message);

    // types and clauses (convert_clauses.cpp)
    [[nodiscard]] TypeRef type(Index node);
    void base_type(Index node, TypeRef& type);
    void bound(Index node, TypeRef& type);
    void adopt_currency(TypeRef& type);
    [[nodiscard]] Field field(Index node);
    [[nodiscard]] std::vector<Field> fields_in(Index node);
    [[nodiscard]] Trailing trailing_in(Index node);
    void trailing_clause(Index node, Trailing& trailing);
    [[nodiscard]] Citation citation(Index node) const;
    [[nodiscard]] Window window_in(Index node);
    [[nodiscard]] std::optional<Expr> guard_in(Index node, bool& unless);
    [[nodiscard]] std::vector<Action> actions_in(Index node);
    [[nodiscard]] Action action(Index node);
    [[nodiscard]] Outcome outcome(Index node, bool after_otherwise);
    [[nodiscard]] Outcome outcome_in(Index node, bool after_otherwise = false);
    [[nodiscard]] std::vector<Branch> branches(Index node);
    void times_in(Index node, std::optional<std::int64_t>& count, Span& span);

    // members (convert_members.cpp)
    [[nodiscard]] std::vector<Item> items_in(Index node);
    [[nodiscard]] std::optional<Item> item(Index node);
    [[nodiscard]] std::vector<Fact::News> news_in(Index node) const;
    [[nodiscard]] OnRule on_rule(Index node, OnRule::Kind kind);
    [[nodiscard]] DeadlineRule deadline_rule(Index node, DeadlineRule::Kind kind);
    [[nodiscard]] Item outcome_item(Index node);
    [[nodiscard]] Event event(Index node);
    [[nodiscard]] Record record(Index node);
    [[nodiscard]] Effect effect(Index node);
    [[nodiscard]] Duty duty(Index node);
    [[nodiscard]] MayRule may_rule(Index node);
    [[nodiscard]] NamedValue named(Index node);
    [[nodiscard]] Rows rows(Index node, bool braced);
    void check_rows(const Rows& rows);
    [[nodiscard]] State state(Index node);
    [[nodiscard]] Machine machine(Index node);

    // refinements (convert_changes.cpp)
    [[nodiscard]] std::optional<Item> marked_item(Index node);
    [[nodiscard]] std::optional<TopItem> marked_top_item(Index node);
    [[nodiscard]] std::optional<DecisionRow> marked_row(Index node);
    [[nodiscard]] std::optional<Item> removed_item(Index node);
    [[nodiscard]] std::optional<TopItem> removed_top_item(Index node);
    [[nodiscard]] bool may_change(Index node);

    // files (convert_files.cpp, convert_scenarios.cpp)
    void line(Index node, File& file);
    void refined_policy(Index node, File& file);
    [[nodiscard]] std::optional<HeaderLine> header_line(Index node);
    void fill_regime(Index node, HeaderLine& line);
    void fill_header(Index node, HeaderLine& line);
    [[nodiscard]] std::vector<Name> day_words(Index node) const;
    [[nodiscard]] std::optional<TopItem> top_item(Index node);
    void check_kind_name(const Name& name);
    [[nodiscard]] Import import_line(Index node);
    [[nodiscard]] LabelItem label(Index node);
    [[nodiscard]] Case case_block(Index node);
    [[nodiscard]] Decision decision(Index node);
    [[nodiscard]] DecisionRow decision_row(Index node);
    [[nodiscard]] CalendarDay day(Index node);
    void check_place(Index node, const File& file);
    [[nodiscard]] Migrate migrate(Index node);
    [[nodiscard]] Migrate::Line migrate_line(Index node);
    [[nodiscard]] Promise promise(Index node);
    void preamble(Index node, Promise& promise);
    void claim(Index node, Promise& promise);
    [[nodiscard]] std::vector<Name> state_paths(Index node);
    [[nodiscard]] Scenario scenario(Index node);
    [[nodiscard]] std::optional<ScenarioStep> step(Index node);
    void fill_event_step(Index node, ScenarioStep& step);
    void fill_expectation(Index node, ScenarioStep& step);
    void fill_expected_states(Index node, ScenarioStep& step);
    [[nodiscard]] ScenarioStep::Because because(Index node);
    [[nodiscard]] std::vector<Argument> assignments(Index node);

    const Cst& cst_;
    diagnostics::Sink& sink_;
    std::vector<std::uint32_t> said_decimals_;  // places of bare decimals that the grammar stumbled over; sorted
    bool in_money_bound_ = false;
    bool refines_ = false;                      // the file refines a policy, so that it may change what is there
    std::uint32_t errors_ = 0;
};

}  // namespace recourse::syntax
