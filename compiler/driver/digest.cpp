#include "compiler/driver/digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace recourse {

Digest digest_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

namespace driver {

DigestOf& DigestOf::add(std::string_view text) {
    add(std::uint64_t{text.size()});
    parts_ += text;
    return *this;
}

DigestOf& DigestOf::add(std::uint64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i) & 0xFFu);
    parts_.append(bytes, sizeof bytes);
    return *this;
}

}  // namespace driver

}  // namespace recourse
