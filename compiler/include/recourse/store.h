// What an analysis remembers for the next one. The compiler opens no file: a host keeps bytes under keys that the compiler gives it,
// on a disk or anywhere else, and may lose them whenever it likes.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recourse {

// 128 bits of XXH3 over all that an answer depends on: equal digests stand for equal contents. Two contents by chance share one once
// in 2^64 contents; it is no defence against somebody who makes them on purpose, who could as well write into the store.
// Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
struct Digest {
    std::uint64_t high = 0, low = 0;
    friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};
[[nodiscard]] Digest digest_of(std::string_view bytes);     // O(length), some 10 GB/s

// Keeps values under keys. Both functions are called by several threads at once.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;
    // The value that was kept under the key, good for as long as the store is; nothing when there is none. A value that is not what was
    // kept is noticed and not believed.
    [[nodiscard]] virtual std::optional<std::string_view> find(const Digest& key) = 0;
    // Of one key the values are all the same.
    virtual void keep(const Digest& key, std::string value) = 0;
};

}  // namespace recourse
