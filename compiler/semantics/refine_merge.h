// Changes, made on a copy of what is refined. Private to refine*.cpp.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

class Merger {
public:
    // `own` is the file with the changes; `sink` hears what is wrong with them.
    Merger(const syntax::File& own, diagnostics::Sink& sink) : own_(own), sink_(sink) {}

    // Makes all of the file's top items part of `whole`. O(own · whole).
    void merge(syntax::File& whole);

private:
    using Items = std::vector<syntax::Item>;
    using Tops = std::vector<syntax::TopItem>;
    // What a thing is called by in its list: `on refuse`, `period answer_time`, `state Open`.
    struct Called {
        std::string word, name;
        [[nodiscard]] std::string text() const { return name.empty() ? word : word + " " + name; }
    };
    struct Place {
        Items* list = nullptr;
        std::size_t at = 0;
        std::string path;
    };
    static Called called(const syntax::Item& item);
    static Called called(const syntax::TopItem& item);
    [[nodiscard]] static std::vector<std::string> names_of(const Items& in, const std::string& word);

    // tops (refine_tops.cpp)
    void merge_top(const syntax::TopItem& item, syntax::File& whole);
    void add_top(const syntax::TopItem& item, Tops& into);
    void change_top(const syntax::TopItem& item, syntax::TopItem& there);
    [[nodiscard]] static bool take_import_away(const std::string& name, Tops& tops);
    void merge_rows(const syntax::Decision& changes, syntax::Decision& into);
    void merge_row(const syntax::DecisionRow& row, syntax::Decision& into);

    // members (refine_members.cpp)
    void merge_items(const Items& changes, Items& into, const std::string& where);
    void merge_item(const syntax::Item& item, Items& into, const std::string& where);
    void add_item(const syntax::Item& item, Items& into);
    void change_state(const syntax::State& change, Items& into, const std::string& where);
    void change_machine(const syntax::Machine& change, Items& into, const std::string& where);
    [[nodiscard]] std::optional<Place> find_state(const syntax::State& wanted, Items& in, const std::string& where);
    [[nodiscard]] std::optional<std::size_t> find_item(const syntax::Item& wanted, Items& in, const std::string& where);
    void find_states(Items& in, const std::string& path, const std::string& wanted, std::vector<Place>& found, std::vector<std::string>& names) const;
    void reject_marks(const Items& added);

    // What is wrong. A thing is spoken of once: the second time is reported with the place of the first.
    [[nodiscard]] bool first_time(support::Span thing, support::Span said, const std::string& text);
    void nothing_there(const Called& what, support::Span said, const std::string& where, const std::vector<std::string>& candidates);
    void ambiguous(const Called& what, support::Span said, const std::vector<support::Span>& several);
    void no_effect(const Called& what, support::Span said, support::Span there);
    void already_there(const Called& what, support::Span said, support::Span there);

    const syntax::File& own_;
    diagnostics::Sink& sink_;
    std::map<support::Span, support::Span> spoken_of_;                    // by the place of what was there: where
    std::map<std::string, support::Span, std::less<>> removed_;          // by where and what it was called
};

}  // namespace recourse::semantics
