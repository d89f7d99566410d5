#include "configuration.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "console.h"
#include "files.h"

namespace recourse::cli {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> find_upwards() {
    std::error_code error;
    fs::path folder = fs::current_path(error);
    std::string relative;
    while (!error) {
        if (fs::is_regular_file(folder / "recourse.toml", error)) return relative.empty() ? fs::path(".") : fs::path(relative);
        if (!folder.has_relative_path()) break;
        folder = folder.parent_path();
        relative += relative.empty() ? ".." : "/..";
        error.clear();
    }
    return std::nullopt;
}

class Reader {
public:
    Reader(std::string file, Console& console) : file_(std::move(file)), console_(console) {}

    bool read(const toml::table& table, Configuration& into) {
        for (const auto& [key, value] : table) {
            bool good = true;
            if (key == "paths") {
                good = paths(value, into);
            } else if (key == "levels") {
                good = levels(value, into);
            } else if (key == "budget") {
                good = budget(value, into);
            } else if (key == "cache") {
                good = cache(value, into);
            } else {
                good = wrong(value, fmt::format("`{}` is not a setting", key.str()), "the settings are `paths`, `[levels]`, `[budget]` and `[cache]`");
            }
            if (!good) return false;
        }
        return true;
    }

private:
    bool paths(const toml::node& node, Configuration& into) {
        const toml::array* list = node.as_array();
        if (list == nullptr) return wrong(node, "`paths` is not a list", "paths = [\"rules\"]");
        for (const toml::node& one : *list) {
            const auto path = one.value<std::string>();
            if (!path) return wrong(one, "a path is not a text", "paths = [\"rules\"]");
            into.paths.push_back((fs::path(into.folder) / *path).lexically_normal().generic_string());
        }
        return true;
    }

    bool levels(const toml::node& node, Configuration& into) {
        static const std::map<std::string, Level> names = {
            {"off", Level::off}, {"note", Level::note}, {"warning", Level::warning}, {"error", Level::error}};
        const toml::table* table = node.as_table();
        if (table == nullptr) return wrong(node, "`levels` is not a table", "[levels] on a line of its own, then lines as missing-label = \"off\"");
        for (const auto& [code, value] : *table) {
            const auto name = value.value<std::string>();
            const auto level = name ? names.find(*name) : names.end();
            if (level == names.end()) {
                return wrong(value, fmt::format("the level of `{}` is none of off, note, warning, error", code.str()),
                             fmt::format("{} = \"warning\"", code.str()));
            }
            if (const std::vector<std::string> known = level_names(); std::find(known.begin(), known.end(), code.str()) == known.end()) {
                const std::string near = nearest_name(code.str(), known);
                return wrong(value, fmt::format("`{}` is no check and no group of checks", code.str()),
                             near.empty() ? "docs/checks/README.md lists both" : fmt::format("did you mean `{}`?", near));
            }
            into.levels.emplace(std::string(code.str()), level->second);
        }
        return true;
    }

    bool budget(const toml::node& node, Configuration& into) {
        const toml::table* table = node.as_table();
        if (table == nullptr) return wrong(node, "`budget` is not a table", "[budget] on a line of its own, then lines as situations = 20000");
        for (const auto& [name, value] : *table) {
            const auto number = value.value_exact<std::int64_t>();
            if (!number || *number < 1 || *number > 1'000'000'000) {
                return wrong(value, fmt::format("`{}` is no whole number from 1 to 1000000000", name.str()), "situations = 20000");
            }
            if (name == "situations") {
                into.budget.situations = static_cast<std::size_t>(*number);
            } else if (name == "megabytes") {
                into.budget.megabytes = static_cast<std::size_t>(*number);
            } else if (name == "seconds") {
                into.seconds = *number;
            } else {
                return wrong(value, fmt::format("`{}` is nothing that a budget has", name.str()), "a budget has `situations`, `megabytes` and `seconds`");
            }
        }
        return true;
    }

    bool cache(const toml::node& node, Configuration& into) {
        const toml::table* table = node.as_table();
        if (table == nullptr) return wrong(node, "`cache` is not a table", "[cache] on a line of its own, then lines as megabytes = 64");
        for (const auto& [name, value] : *table) {
            if (name == "folder") {
                const auto folder = value.value_exact<std::string>();
                if (!folder || folder->empty()) return wrong(value, "the folder of the cache is not a text", "folder = \"../recourse-cache\"");
                into.cache_folder = (fs::path(into.folder) / *folder).lexically_normal().generic_string();
            } else if (name == "megabytes") {
                const auto number = value.value_exact<std::int64_t>();
                if (!number || *number < 0 || *number > 100'000) {
                    return wrong(value, "`megabytes` is no whole number from 0 to 100000", "megabytes = 64");
                }
                into.cache_megabytes = static_cast<std::uint64_t>(*number);
            } else {
                return wrong(value, fmt::format("`{}` is nothing that a cache has", name.str()), "a cache has a `folder` and `megabytes`");
            }
        }
        return true;
    }

    bool wrong(const toml::node& node, std::string_view what, std::string_view how) {
        console_.trouble(fmt::format("{}:{}: {}", file_, node.source().begin.line, what), {}, how);
        return false;
    }

    std::string file_;
    Console& console_;
};

}  // namespace

std::optional<Configuration> read_configuration(Console& console) {
    Configuration configuration;
    const auto folder = find_upwards();
    if (!folder) return configuration;
    configuration.folder = folder->generic_string();
    const std::string path = (*folder / "recourse.toml").lexically_normal().generic_string();
    const FileText file = read_file(path);
    if (!file.problem.empty()) {
        console.trouble(fmt::format("cannot read `{}`", path), file.problem);
        return std::nullopt;
    }
    try {
        const toml::table table = toml::parse(file.text);
        if (Reader(path, console).read(table, configuration)) return configuration;
    } catch (const toml::parse_error& error) {
        console.trouble(fmt::format("{}:{}:{}: this is not TOML", path, error.source().begin.line, error.source().begin.column),
                        error.description(), "see https://toml.io for how it is written");
    }
    return std::nullopt;
}

}  // namespace recourse::cli
