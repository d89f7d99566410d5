// A list of small values that is usually short: the first few lie in the list itself, so that copying one asks for no memory. Otherwise
// as std::vector, into which it turns by itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <type_traits>
#include <vector>

namespace recourse::support {

template <typename T, std::size_t Few>
class ShortList {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    using value_type = T;
    using iterator = T*;
    using const_iterator = const T*;

    ShortList() = default;
    explicit ShortList(std::size_t count, const T& value = T()) { resize(count, value); }
    ShortList(std::initializer_list<T> values) { take(values.begin(), values.size()); }
    ShortList(const std::vector<T>& values) { take(values.data(), values.size()); }
    ShortList(const ShortList& other) { take_all(other); }
    ShortList(ShortList&& other) noexcept { steal(other); }
    ShortList& operator=(const ShortList& other) {
        if (this != &other) take_all(other);
        return *this;
    }
    ShortList& operator=(ShortList&& other) noexcept {
        if (this == &other) return *this;
        release();
        steal(other);
        return *this;
    }
    ~ShortList() { release(); }
    operator std::vector<T>() const { return std::vector<T>(begin(), end()); }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] T* data() { return data_; }
    [[nodiscard]] const T* data() const { return data_; }
    [[nodiscard]] T& operator[](std::size_t at) { return data_[at]; }
    [[nodiscard]] const T& operator[](std::size_t at) const { return data_[at]; }
    [[nodiscard]] T* begin() { return data_; }
    [[nodiscard]] T* end() { return data_ + size_; }
    [[nodiscard]] const T* begin() const { return data_; }
    [[nodiscard]] const T* end() const { return data_ + size_; }
    [[nodiscard]] T& front() { return *data_; }
    [[nodiscard]] const T& front() const { return *data_; }
    [[nodiscard]] T& back() { return data_[size_ - 1]; }
    [[nodiscard]] const T& back() const { return data_[size_ - 1]; }

    void clear() { size_ = 0; }
    void push_back(T value) {
        if (size_ == capacity_) grow(size_ + 1);
        data_[size_++] = value;
    }
    void pop_back() { --size_; }
    void resize(std::size_t count, const T& value = T()) {
        if (count > capacity_) grow(count);
        if (count > size_) std::fill(data_ + size_, data_ + count, value);
        size_ = static_cast<std::uint32_t>(count);
    }
    void assign(std::size_t count, const T& value) {
        clear();
        resize(count, value);
    }
    T* insert(T* before, T value) {
        const std::size_t at = static_cast<std::size_t>(before - data_);
        push_back(value);
        std::rotate(data_ + at, data_ + size_ - 1, data_ + size_);
        return data_ + at;
    }
    T* erase(T* first, T* last) {
        T* const end = std::copy(last, data_ + size_, first);
        size_ = static_cast<std::uint32_t>(end - data_);
        return first;
    }
    template <typename Gone>
    void erase_if(Gone&& gone) {
        erase(std::remove_if(begin(), end(), gone), end());
    }
    // What lies outside the list itself.
    [[nodiscard]] std::size_t bytes_outside() const { return data_ == few() ? 0 : capacity_ * sizeof(T); }

    friend bool operator==(const ShortList& a, const ShortList& b) { return a.size_ == b.size_ && std::equal(a.begin(), a.end(), b.begin()); }
    friend auto operator<=>(const ShortList& a, const ShortList& b) {
        return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    static constexpr std::size_t kAtOnce = 64;   // bytes
    // The first few lie in raw memory: nothing has to be set before it is used.
    [[nodiscard]] T* few() { return reinterpret_cast<T*>(few_); }
    [[nodiscard]] const T* few() const { return reinterpret_cast<const T*>(few_); }
    void copy_from(const T* from, std::size_t count) {
        if (count != 0) std::memcpy(static_cast<void*>(data_), from, count * sizeof(T));
    }
    // A short one as a whole, at a length that is known when this is compiled: a few moves instead of a call.
    void take_all(const ShortList& other) {
        if (sizeof few_ > kAtOnce || other.size_ > Few) return take(other.data_, other.size_);
        std::memcpy(static_cast<void*>(data_), other.data_, sizeof few_);
        size_ = other.size_;
    }
    void take(const T* from, std::size_t count) {
        if (count > capacity_) {
            size_ = 0;
            grow(count);
        }
        copy_from(from, count);
        size_ = static_cast<std::uint32_t>(count);
    }
    void grow(std::size_t least) {
        const std::size_t wanted = std::max<std::size_t>(least, 2 * std::size_t{capacity_});
        T* const wide = static_cast<T*>(::operator new(wanted * sizeof(T)));
        if (size_ != 0) std::memcpy(static_cast<void*>(wide), data_, size_ * sizeof(T));
        release();
        data_ = wide;
        capacity_ = static_cast<std::uint32_t>(wanted);
    }
    void release() {
        if (data_ != few()) ::operator delete(static_cast<void*>(data_));
        data_ = few();
        capacity_ = Few;
    }
    // This list is empty and owns nothing.
    void steal(ShortList& other) {
        if (other.data_ == other.few()) {
            copy_from(other.data_, other.size_);
            size_ = other.size_;
        } else {
            data_ = other.data_;
            size_ = other.size_;
            capacity_ = other.capacity_;
            other.data_ = other.few();
            other.capacity_ = Few;
        }
        other.size_ = 0;
    }

    T* data_ = few();
    std::uint32_t size_ = 0, capacity_ = Few;
    alignas(T) unsigned char few_[Few * sizeof(T)];
};

}  // namespace recourse::support
