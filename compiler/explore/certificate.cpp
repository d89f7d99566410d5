#include "compiler/explore/certificate.h"

#include <bit>
#include <iterator>

#include <fmt/format.h>

#include "compiler/explore/columns.h"

namespace recourse::explore {

namespace {

std::string_view name_of(Standing standing) {
    switch (standing) {
        case Standing::running: return "running";
        case Standing::ended: return "ended";
        case Standing::halted: break;
    }
    return "halted";
}

// Writes one line for each part of a situation, always in the same order and never left out, so that a line that is lost is missed.
class Writer {
public:
    Writer(std::string& into, const semantics::Model& model, const Slots& slots) : out_(into), model_(model), slots_(slots) {}

    void situation(std::size_t number, const Situation& at) {
        fmt::format_to(std::back_inserter(out_), "situation {} {}\n", number, name_of(at.standing));
        begin("at");
        for (const semantics::StateId leaf : at.leaves) put("{}", model_.states[leaf].path);
        end();
        list("counts", at.counts);
        begin("known");
        for (std::size_t i = 0; i < at.known.size(); ++i) {
            if (at.known[i] != 0) put("p{}", i);
        }
        end();
        begin("done");
        for (const std::uint32_t one : at.done) put("d{}", one);
        end();
        list("orders", at.orders);
        list("marks", at.marks);
        choices(at);
        bounds("numbers", 'n', at.numbers);
        begin("sums");
        for (const Sum& sum : at.sums.all()) {
            std::string parts;
            for (const auto& [row, factor] : sum.parts) parts += fmt::format("{}{}*n{}", parts.empty() ? "" : "+", factor, row);
            put("{}<={}", parts, sum.bound);
        }
        end();
        bounds("times", 'p', at.zone);
    }

private:
    void begin(std::string_view keyword) { fmt::format_to(std::back_inserter(out_), "  {}", keyword); }
    void end() { out_ += '\n'; }
    template <typename... Values>
    void put(fmt::format_string<Values...> format, Values&&... values) {
        out_ += ' ';
        fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
    }
    template <typename List>
    void list(std::string_view keyword, const List& values) {
        begin(keyword);
        for (const auto one : values) put("{}", static_cast<std::uint32_t>(one));
        end();
    }
    // Those of which something is known, with the classes that are possible.
    void choices(const Situation& at) {
        begin("choices");
        for (std::uint32_t i = 0; i < slots_.full_domains().size(); ++i) {
            std::uint64_t classes = at.domain(i);
            if (classes == slots_.full_domains()[i]) continue;
            put("k{}=", i);
            for (bool first = true; classes != 0; classes &= classes - 1, first = false) {
                fmt::format_to(std::back_inserter(out_), "{}{}", first ? "" : ",", std::countr_zero(classes));
            }
        }
        end();
    }
    void bounds(std::string_view keyword, char column, const DifferenceBounds& of) {
        begin(keyword);
        for (std::size_t x = 0; x < of.size(); ++x) {
            for (std::size_t y = 0; y < of.size(); ++y) {
                const std::int64_t most = of.upper(x, y);
                if (x != y && most != DifferenceBounds::unbounded) put("{0}{1}-{0}{2}<={3}", column, x, y, most);
            }
        }
        end();
    }

    std::string& out_;
    const semantics::Model& model_;
    const Slots& slots_;
};

}  // namespace

std::string set_in_words(const std::string& head, const semantics::Model& model, const TimeFacts& times, const Explorer& explorer,
                         const Exploration& found, std::int64_t measured) {
    std::string text = head + "\n";
    const Slots& slots = explorer.slots();
    for (const std::string& line : column_lines(model, times, slots, explorer.of())) text += line + "\n";
    for (const std::string& line : order_lines(slots)) text += line + "\n";
    if (explorer.classes() != nullptr) {
        for (const std::string& line : explorer.classes()->lines()) text += line + "\n";
    }
    text += fmt::format("measured {}\n", measured);
    Writer writer(text, model, slots);
    for (std::size_t node = 0; node < found.nodes.size(); ++node) writer.situation(node, found.nodes[node].at);
    return text + fmt::format("end set {}\n", found.nodes.size());
}

}  // namespace recourse::explore
