#include "tests/certify/read.h"

#include <charconv>

namespace certify {

namespace {

constexpr std::int64_t largest = std::int64_t{1} << 60;

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        if (end > 0) words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) { next(); }

    Document document() {
        if (line_ != "recourse certificate 1") return fail("this is no certificate of version 1");
        next();
        while (line_.starts_with("policy ") && ok()) policy();
        if (ok() && !closes("certificate", made_.policies.size())) return fail("the certificate should end here, with the number of its policies");
        if (ok() && (next(), !at_end_)) return fail("something stands after the end");
        return std::move(made_);
    }

private:
    // ---- lines -------------------------------------------------------------------------------------------------------------

    void next() {
        at_end_ = rest_.empty();
        ++number_;
        const std::size_t end = rest_.find('\n');
        // A last line that is not ended has been cut.
        line_ = end == std::string_view::npos ? std::string_view() : rest_.substr(0, end);
        if (end == std::string_view::npos && !at_end_) line_ = "(cut)";
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    }
    [[nodiscard]] bool ok() const { return made_.problem.empty(); }
    Document fail(const std::string& why) {
        if (ok()) made_.problem = "line " + std::to_string(number_) + ": " + why;
        return {made_.problem, {}};
    }
    // "end set 48"
    [[nodiscard]] bool closes(std::string_view what, std::size_t count) const {
        return line_ == "end " + std::string(what) + " " + std::to_string(count);
    }

    // ---- records -------------------------------------------------------------------------------------------------------------

    void policy() {
        Policy& of = made_.policies.emplace_back();
        const auto words = words_of(line_);
        of.name = words.size() > 1 ? words[1] : std::string_view();
        of.texts.push_back(line_);
        for (next(); line_.starts_with("uses "); next()) of.texts.push_back(line_);
        while (line_.starts_with("set ") && ok()) set(of.sets.emplace_back());
        if (!ok()) return;
        if (!closes("policy", of.sets.size())) {
            (void)fail("the policy should end here, with the number of its sets");
            return;
        }
        next();
    }

    void set(Set& into) {
        into.line = number_;
        into.head = line_;
        for (next(); line_.starts_with("column "); next()) into.columns.push_back(line_);
        for (; line_.starts_with("order "); next()) {
            if (!read_bound(line_.substr(6), 'p', into.orders.emplace_back())) return (void)fail("this is no comparison of two columns");
        }
        if (line_.starts_with("days ")) {
            do into.days.push_back(line_);
            while (next(), line_.starts_with("class "));
        }
        if (!line_.starts_with("measured ") || !read_number(line_.substr(9), into.measured)) return (void)fail("`measured` is missing");
        next();
        while (line_.starts_with("situation ") && ok()) row(into);
        if (!ok()) return;
        if (!closes("set", into.rows.size())) return (void)fail("the set should end here, with the number of its situations, or the next one begin");
        next();
    }

    void row(Set& of) {
        const auto words = words_of(line_);
        if (words.size() != 3 || words[1] != std::to_string(of.rows.size())) return (void)fail("situations are counted one by one");
        Row& into = of.rows.emplace_back();
        into.line = number_;
        into.standing = words[2];
        for (std::size_t i = 0; i < part_names.size(); ++i) {
            next();
            auto parts = words_of(line_);
            if (!line_.starts_with("  ") || parts.empty() || parts.front() != part_names[i]) return (void)fail("`" + std::string(part_names[i]) + "` of the situation is missing");
            parts.erase(parts.begin());
            into.parts[i] = std::move(parts);
        }
        next();
    }

    std::string_view rest_, line_;
    std::size_t number_ = 0;
    bool at_end_ = false;
    Document made_;
};

}  // namespace

Document read(std::string_view text) { return Reader(text).document(); }

bool read_number(std::string_view text, std::int64_t& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size() && into >= -largest && into <= largest;
}

bool read_index(std::string_view text, char letter, std::uint32_t& into) {
    std::int64_t number = 0;
    if (text.size() < 2 || text.front() != letter || !read_number(text.substr(1), number) || number < 0 || number > 0xFFFFFFFE) return false;
    into = static_cast<std::uint32_t>(number);
    return true;
}

bool read_bound(std::string_view text, char letter, Bound& into) {
    const std::size_t minus = text.find('-'), less = text.find("<=");
    if (minus == std::string_view::npos || less == std::string_view::npos || less < minus) return false;
    return read_index(text.substr(0, minus), letter, into.x) && read_index(text.substr(minus + 1, less - minus - 1), letter, into.y) &&
           into.x != into.y && read_number(text.substr(less + 2), into.bound);
}

}  // namespace certify
