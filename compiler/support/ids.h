// Typed ids into tables: the entities of a program are small numbers, never pointers.
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace recourse::support {

// An index into a Table of one kind of entity; ids of different tags do not mix.
template <typename Tag>
struct Id {
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    std::uint32_t value = kNone;

    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
    [[nodiscard]] constexpr bool valid() const { return value != kNone; }
    [[nodiscard]] constexpr std::size_t index() const { return value; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

// A vector that is read by its own kind of id only. `add` returns the new entity's id; ids stay valid for good.
template <typename IdType, typename T>
class Table {
public:
    IdType add(T entity) {
        rows_.push_back(std::move(entity));
        return IdType(rows_.size() - 1);
    }
    [[nodiscard]] T& operator[](IdType id) { return rows_[checked(id)]; }
    [[nodiscard]] const T& operator[](IdType id) const { return rows_[checked(id)]; }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] auto begin() { return rows_.begin(); }
    [[nodiscard]] auto end() { return rows_.end(); }
    [[nodiscard]] auto begin() const { return rows_.begin(); }
    [[nodiscard]] auto end() const { return rows_.end(); }
    [[nodiscard]] std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(rows_.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) all.emplace_back(i);
        return all;
    }

private:
    [[nodiscard]] std::size_t checked(IdType id) const {
        assert(id.index() < rows_.size());
        return id.index();
    }
    std::vector<T> rows_;
};

}  // namespace recourse::support

template <typename Tag>
struct std::hash<recourse::support::Id<Tag>> {
    std::size_t operator()(recourse::support::Id<Tag> id) const noexcept { return id.value; }
};
