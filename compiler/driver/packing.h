// Values of the store: numbers and texts in a row, behind a digest that tells whether they are still what was kept under their key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/driver/digest.h"

namespace recourse::driver {

inline constexpr std::size_t kSealBytes = 16;

inline std::string seal_of(const Digest& key, std::string_view body) {
    const Digest seal = DigestOf().add(key).add(digest_of(body)).digest();
    std::string bytes;
    for (const std::uint64_t part : {seal.high, seal.low}) {
        for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(part >> shift & 0xFFu);
    }
    return bytes;
}

class Packer {
public:
    // Seven bits a byte, the lowest first.
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) body_ += static_cast<char>(value | 0x80);
        body_ += static_cast<char>(value);
    }
    void text(std::string_view text) {
        number(text.size());
        body_ += text;
    }
    template <typename List>
    void texts(const List& list) {
        number(list.size());
        for (const std::string& one : list) text(one);
    }
    [[nodiscard]] std::string value(const Digest& key) const { return seal_of(key, body_) + body_; }

private:
    std::string body_;
};

// Reads what a Packer wrote. After something that does not fit everything is zero and empty, and `good` says so.
class Unpacker {
public:
    Unpacker(std::string_view value, const Digest& key) {
        good_ = value.size() >= kSealBytes && seal_of(key, value.substr(kSealBytes)) == value.substr(0, kSealBytes);
        if (good_) body_ = value.substr(kSealBytes);
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (body_.empty()) break;
            const auto byte = static_cast<unsigned char>(body_.front());
            body_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80) return value;
        }
        return fail();
    }
    std::string_view text() {
        const std::uint64_t size = number();
        if (size > body_.size()) {
            fail();
            return {};
        }
        const std::string_view text = body_.substr(0, size);
        body_.remove_prefix(size);
        return text;
    }
    // How many things follow: each is a byte at least.
    std::size_t count() {
        const std::uint64_t size = number();
        return size <= body_.size() ? size : fail();
    }
    template <typename List>
    void texts(List& list) {
        for (std::size_t left = count(); left > 0 && good_; --left) list.emplace_back(text());
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool good_to_the_end() const { return good_ && body_.empty(); }

private:
    std::uint64_t fail() {
        good_ = false;
        body_ = {};
        return 0;
    }
    std::string_view body_;
    bool good_ = false;
};

}  // namespace recourse::driver
