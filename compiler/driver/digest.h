// Digests of contents, and what tells this program from another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <recourse/store.h>

namespace recourse::driver {

// Puts together what a digest is over. Every part brings its length along, so that no two lists of parts read the same.
class DigestOf {
public:
    DigestOf& add(std::string_view text);
    DigestOf& add(std::uint64_t number);
    DigestOf& add(const Digest& digest) { return add(digest.high).add(digest.low); }
    [[nodiscard]] Digest digest() const { return digest_of(parts_); }

private:
    std::string parts_;
};

// What tells this compiler from any other: the build ids of the program and of every library in its process. Nothing when one of
// them has none: what such a compiler found is nothing to go by later.
[[nodiscard]] std::optional<Digest> program_identity();

}  // namespace recourse::driver
