#include "compiler/driver/zone_digest.h"

#include <array>
#include <fstream>
#include <iterator>

#include "compiler/driver/digest.h"

namespace recourse::driver {

namespace {

// Where zone_source.cpp and the date library look: whichever they take, all are of the digest.
constexpr std::array directories = {"/usr/share/zoneinfo/uclibc/", "/usr/share/zoneinfo/", "/var/db/timezone/zoneinfo/"};

// A name that leads out of the database is none of a zone.
bool leads_away(const std::string& name) { return name.empty() || name.starts_with('/') || name.find("..") != std::string::npos; }

}  // namespace

std::optional<Digest> zone_digest(const std::string& name) {
    if (leads_away(name)) return std::nullopt;
    DigestOf all;
    bool found = false;
    for (const char* directory : directories) {
        std::ifstream file(directory + name, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        found = found || bytes.starts_with("TZif");
        all.add(bytes);
    }
    return found ? std::optional(all.digest()) : std::nullopt;
}

}  // namespace recourse::driver
