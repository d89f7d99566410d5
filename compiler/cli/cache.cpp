#include "cache.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "configuration.h"
#include "files.h"

namespace recourse::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view magic = "recourse pack 1\n";
constexpr std::string_view ending = ".pack", beginning = "new-";
constexpr std::size_t digest_bytes = 16, entry_bytes = digest_bytes + 16, head_bytes = magic.size() + 8 + digest_bytes;
// A run looks into each pack, and joining costs as much as all of them: eight runs share that.
constexpr std::size_t most_packs = 8;

std::uint64_t number_at(const char* at) {
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(at[i]);
    return value;
}
Digest digest_at(const char* at) { return {number_at(at), number_at(at + 8)}; }

void append(std::string& to, std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) to += static_cast<char>(value >> shift & 0xFFu);
}
void append(std::string& to, const Digest& digest) {
    append(to, digest.high);
    append(to, digest.low);
}

// The packs of a folder, the newest first, and of a run that ended before its pack had a name what is left.
struct Listed {
    std::vector<std::string> packs, left_over;
};

Listed list(const std::string& folder) {
    Listed found;
    std::vector<std::pair<fs::file_time_type, std::string>> packs;
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const bool is_pack = name.ends_with(ending);
        if (!is_pack && !name.starts_with(beginning)) continue;
        std::error_code gone;
        const auto written = entry->last_write_time(gone);
        if (gone || !entry->is_regular_file(gone)) continue;
        if (is_pack) packs.emplace_back(written, entry->path().string());
        else if (written < long_ago) found.left_over.push_back(entry->path().string());
    }
    std::sort(packs.rbegin(), packs.rend());
    for (auto& [written, path] : packs) found.packs.push_back(std::move(path));
    return found;
}

}  // namespace

// One file, read whole: a map of it would end the process if somebody cut the file short.
class Cache::Pack {
public:
    // Nothing when it is no whole pack.
    static std::unique_ptr<Pack> read(const std::string& path, std::uint64_t most_bytes) {
        std::error_code error;
        const std::uint64_t size = fs::file_size(path, error);
        if (error || size > most_bytes) return nullptr;
        FileText file = read_file(path);
        if (!file.problem.empty()) return nullptr;
        auto pack = std::make_unique<Pack>(path, std::move(file.text));
        return pack->is_whole() ? std::move(pack) : nullptr;
    }

    Pack(std::string path, std::string bytes) : path_(std::move(path)), bytes_(std::move(bytes)) {}

    // By halves, as keys are sorted.
    std::optional<std::string_view> find(const Digest& key) {
        std::size_t low = 0, high = count_;
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if (key_at(middle) < key) low = middle + 1;
            else high = middle;
        }
        if (low == count_ || key_at(low) != key) return std::nullopt;
        std::atomic_ref(used_[low]).store(1, std::memory_order_relaxed);
        return value_at(low);
    }

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] bool is_used(std::size_t i) const { return used_[i] != 0; }
    [[nodiscard]] Digest key_at(std::size_t i) const { return digest_at(bytes_.data() + head_bytes + i * entry_bytes); }
    [[nodiscard]] std::string_view value_at(std::size_t i) const {
        const char* at = bytes_.data() + head_bytes + i * entry_bytes + digest_bytes;
        return std::string_view(bytes_).substr(number_at(at), number_at(at + 8));
    }

private:
    bool is_whole() {
        if (!bytes_.starts_with(magic) || bytes_.size() < head_bytes) return false;
        const std::uint64_t count = number_at(bytes_.data() + magic.size());
        if (count > (bytes_.size() - head_bytes) / entry_bytes) return false;
        const std::string_view index = std::string_view(bytes_).substr(head_bytes, count * entry_bytes);
        if (digest_of(index) != digest_at(bytes_.data() + magic.size() + 8)) return false;
        for (std::size_t i = 0; i < count; ++i) {
            const char* at = index.data() + i * entry_bytes + digest_bytes;
            const std::uint64_t offset = number_at(at), length = number_at(at + 8);
            if (offset > bytes_.size() || length > bytes_.size() - offset) return false;
        }
        count_ = count;
        used_.resize(count);
        return true;
    }

    std::string path_, bytes_;
    std::size_t count_ = 0;
    std::vector<std::uint8_t> used_;
};

Cache::Cache(std::string folder, std::uint64_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {
    for (const std::string& path : list(folder_).packs) {
        if (auto pack = Pack::read(path, most_bytes_)) packs_.push_back(std::move(pack));
    }
}

Cache::~Cache() = default;

std::optional<std::string_view> Cache::find(const Digest& key) {
    for (const auto& pack : packs_) {
        if (const auto value = pack->find(key)) return value;
    }
    return std::nullopt;
}

void Cache::keep(const Digest& key, std::string value) {
    const std::lock_guard lock(keeping_);
    fresh_.insert_or_assign(key, std::move(value));
}

void Cache::write() {
    if (fresh_.empty() || most_bytes_ == 0) return;
    std::error_code error;
    if (!fs::exists(folder_, error)) {
        fs::create_directories(folder_, error);
        fs::permissions(folder_, fs::perms::owner_all, error);      // as the specification of the folder has it
    }
    std::uint64_t bytes = 0;
    for (const auto& pack : packs_) bytes += pack->size();
    for (const auto& [key, value] : fresh_) bytes += value.size() + entry_bytes;
    if (packs_.size() >= most_packs || bytes > most_bytes_) return join();
    std::vector<std::pair<Digest, std::string_view>> entries;
    for (const auto& [key, value] : fresh_) entries.emplace_back(key, value);
    (void)write_pack(entries);
}

// One pack in place of all: of what this run found or used first, then of the newer packs first, as much as three quarters of the bound
// hold, so that the next runs have room.
void Cache::join() {
    std::map<Digest, std::string_view> chosen;
    std::uint64_t bytes = head_bytes;
    const auto choose = [&](const Digest& key, std::string_view value) {
        if (bytes + value.size() + entry_bytes > most_bytes_ / 4 * 3) return;
        if (chosen.emplace(key, value).second) bytes += value.size() + entry_bytes;
    };
    for (const auto& [key, value] : fresh_) choose(key, value);
    for (const bool used : {true, false}) {
        for (const auto& pack : packs_) {
            for (std::size_t i = 0; i < pack->count(); ++i) {
                if (pack->is_used(i) == used) choose(pack->key_at(i), pack->value_at(i));
            }
        }
    }
    const Listed before = list(folder_);
    const std::string joined = write_pack({chosen.begin(), chosen.end()});
    if (joined.empty()) return;
    std::error_code ignored;
    for (const auto& pack : packs_) {
        if (pack->path() != joined) fs::remove(pack->path(), ignored);
    }
    for (const std::string& path : before.left_over) fs::remove(path, ignored);
}

std::string Cache::write_pack(const std::vector<std::pair<Digest, std::string_view>>& entries) const {
    std::string index, bytes(magic);
    std::uint64_t offset = head_bytes + entries.size() * entry_bytes;
    for (const auto& [key, value] : entries) {
        append(index, key);
        append(index, offset);
        append(index, std::uint64_t{value.size()});
        offset += value.size();
    }
    append(bytes, std::uint64_t{entries.size()});
    append(bytes, digest_of(index));
    bytes += index;
    bytes.reserve(offset);
    for (const auto& [key, value] : entries) bytes += value;
    const Digest name = digest_of(bytes);
    std::string path = (fs::path(folder_) / (std::string(beginning) + "XXXXXX")).string();
    const int file = ::mkstemp(path.data());
    if (file < 0) return {};
    std::string_view left = bytes;
    while (!left.empty()) {
        const ssize_t written = ::write(file, left.data(), left.size());
        if (written <= 0) break;
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    const bool is_written = ::close(file) == 0 && left.empty();
    const std::string place = (fs::path(folder_) / fmt::format("{:016x}{:016x}{}", name.high, name.low, ending)).string();
    std::error_code error;
    if (is_written) fs::rename(path, place, error);
    if (is_written && !error) return place;
    fs::remove(path, error);
    return {};
}

std::string cache_folder(const Configuration& configuration) {
    if (!configuration.cache_folder.empty()) return configuration.cache_folder;
    const char* own = std::getenv("XDG_CACHE_HOME");
    if (own != nullptr && *own == '/') return (fs::path(own) / "recourse").string();
    const char* home = std::getenv("HOME");
    return home != nullptr && *home == '/' ? (fs::path(home) / ".cache" / "recourse").string() : std::string();
}

}  // namespace recourse::cli
