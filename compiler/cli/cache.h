// What `recourse check` found before, in files (docs/cache.md). A pack holds values under keys; a run reads all packs of its folder, writes
// what it found anew as one more, and joins them once there are many. Packs are never changed: each is written beside its place and
// then named, so that runs at the same time see whole ones. What is damaged, cut off or not ours is passed over.
//
//     pack   = "recourse pack 1\n", entries: 8, digest of the index: 16, index, values
//     index  = for each entry, by key: key: 16, offset: 8, length: 8        all numbers with the lowest byte first
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <recourse/store.h>

namespace recourse::cli {

struct Configuration;

class Cache final : public Store {
public:
    // A folder that does not exist is made when there is something to write. O(size of the packs).
    Cache(std::string folder, std::uint64_t most_bytes);
    ~Cache() override;

    [[nodiscard]] std::optional<std::string_view> find(const Digest& key) override;     // O(packs · log entries)
    void keep(const Digest& key, std::string value) override;
    // Writes what was kept since the cache was opened. Where that cannot be done nothing is written, and the next run finds it anew.
    void write();

private:
    class Pack;
    // The path of what was written; empty when it was not.
    [[nodiscard]] std::string write_pack(const std::vector<std::pair<Digest, std::string_view>>& entries) const;
    void join();

    std::string folder_;
    std::uint64_t most_bytes_;
    std::vector<std::unique_ptr<Pack>> packs_;
    std::mutex keeping_;
    std::map<Digest, std::string> fresh_;
};

// The folder of the configuration, else the user's own for such things; empty where there is none (neither XDG_CACHE_HOME nor HOME).
// Source: https://specifications.freedesktop.org/basedir-spec/latest/
[[nodiscard]] std::string cache_folder(const Configuration& configuration);

}  // namespace recourse::cli
