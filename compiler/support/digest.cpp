#include "compiler/support/digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace recourse {

Digest digest_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

namespace support {

DigestOf& DigestOf::add(std::string_view text) {
    add(std::uint64_t{text.size()});
    parts_ += text;
    return *this;
}

DigestOf& DigestOf::add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) parts_ += static_cast<char>(number >> shift & 0xFFu);
    return *this;
}

}  // namespace support

}  // namespace recourse
