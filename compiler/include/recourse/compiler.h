// Recourse compiler: texts in; findings, compiled programs, scenario results and diagrams out.
//
//     SourceSet sources;
//     sources.add("rules/after_sales.rule", text);
//     Analysis analysis = analyse(std::move(sources));
//     std::cout << render(analysis.findings(), analysis.sources());
//     if (auto bytes = analysis.compile("rules/after_sales.rule")) { … Program::load(*bytes, error) … }
//
// Pure: no file is opened (but the system's time zone database, once a zone), no clock, locale or environment is read, nothing is
// printed, no state is kept between calls. Faults of a policy are findings, never exceptions; std::bad_alloc apart, nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/diagnostic.h>
#include <recourse/scenarios.h>
#include <recourse/sources.h>
#include <recourse/store.h>

namespace recourse {

// "0.1.0".
[[nodiscard]] std::string_view compiler_version();

// What a code's findings count as; `off` drops them.
enum class Level : std::uint8_t { off, note, warning, error };

// How much the search for everything that a case of one type can come to may take. Where it is not enough, the finding
// `limit-reached` says so: what was not looked at is not proved.
struct Budget {
    std::size_t situations = 20'000;
    std::size_t megabytes = 1'024;     // of situations, counted and not measured: the same input gives the same findings anywhere
};
struct Progress {
    std::string_view path, case_type;
    std::size_t situations = 0;        // found by now
};

// Every code and every group that a level may be given to. O(checks).
[[nodiscard]] std::vector<std::string> level_names();

// A text that a host adds to the sources.
struct SourceText {
    std::string path, text;
};

struct Options {
    // By code, or by the group of docs/checks/README.md ("hygiene"); a code's own level goes before its group's. They apply to what the
    // checks find; what keeps a program from being made is an error whatever they say.
    std::map<std::string, Level, std::less<>> levels;
    bool checks = true;     // false: syntax, names and types only, for quick answers while someone types
    bool programs = true;   // false: none is written: `compile` gives nothing, no scenario runs, and what fits into none is not found
    unsigned threads = 1;   // how many files are checked at once; the findings are the same
    Budget budget = {};
    // Told now and then during a search; true ends it, as a host's time limit or its user may want. Never two at once.
    std::function<bool(const Progress&)> progress = {};
    // Asked once for each module that is imported and that neither the sources nor the standard library have; `importer` is the path of
    // the first file that imports it. What it gives is one of the sources from then on. Without it, or when it gives nothing, the
    // module is unknown.
    std::function<std::optional<SourceText>(std::string_view name, std::string_view importer)> find_module = {};
};

enum class FileKind : std::uint8_t { unknown, policy, library, calendar, counting };   // unknown: its first line says none of them
[[nodiscard]] std::string_view name_of(FileKind kind);

// A file's name and the modules that it needs, without analysing it: for a host that looks for the files to add.
struct FileHeader {
    FileKind kind = FileKind::unknown;
    std::string name;               // "taobao.after_sales"; empty when it has none
    std::vector<std::string> uses;  // declared names of imported modules and of calendars, the standard library's included; sorted. "shop.terms 2" is that version
    std::uint32_t version = 0;      // of a policy; 0 when it does not say
};
[[nodiscard]] FileHeader header_of(std::string_view text);      // O(length)

// What one file declares.
struct FileInfo {
    std::string path;
    FileKind kind = FileKind::unknown;
    std::string name;               // "taobao.after_sales"
    std::string title;
    std::uint32_t version = 0;
    bool parses = false;            // no error of syntax: it can be formatted
    bool compiles = false;          // `compile` gives bytes
};

// A state as the policy names it: "BuyerShips", "Dispute.Review", "Refund.Paid".
struct StateInfo {
    std::string name;
    enum class Kind : std::uint8_t { plain, composite, resting, final } kind = Kind::plain;
    Place place;
};

// What a case type is made of, for reports and menus. The runtime's Program tells more of a compiled one.
struct CaseInfo {
    std::string name;
    Place place;
    std::vector<StateInfo> states;      // in the order written
    std::vector<std::string> events;
    std::uint32_t transitions = 0, deadlines = 0;
};

// ---- diagrams --------------------------------------------------------------------------------------------------------------

// DOT for graphviz, a Mermaid stateDiagram-v2, JSON with every rule and its place. Of svg and scxml `diagram` makes nothing: SVG is
// drawn from DOT.
enum class DiagramFormat : std::uint8_t { dot, mermaid, svg, json, scxml };

// ---- the analysis -----------------------------------------------------------------------------------------------------------

namespace driver { struct Pipeline; }
struct Certificate;   // recourse/certificates.h

// What is known of a set of sources. Immutable; copies share it and may be used by several threads.
// `path` is always as given to SourceSet::add; an unknown path gives nothing (false, nullopt, an empty list).
class Analysis {
public:
    explicit Analysis(std::shared_ptr<const driver::Pipeline> pipeline);   // made by `analyse`

    // Ordered by file (as added), place, severity and code; without repetitions.
    [[nodiscard]] const std::vector<Finding>& findings() const;
    [[nodiscard]] bool has_errors() const;
    // One for each source, in the order added. Files of the standard library are not listed.
    [[nodiscard]] const std::vector<FileInfo>& files() const;
    [[nodiscard]] const FileInfo* file(std::string_view path) const;
    // The sources given, and those files of the standard library that they use, as "std/….rule": every place can be shown.
    [[nodiscard]] const SourceSet& sources() const;

    // The compiled program of a policy, or of a library that has scenarios: nothing when it, or what it imports, has errors.
    // O(size of the program).
    [[nodiscard]] std::optional<std::vector<std::byte>> compile(std::string_view path) const;
    // The text as `recourse fmt` writes it: nothing when it does not parse. O(length).
    [[nodiscard]] std::optional<std::string> formatted(std::string_view path) const;
    // The case types of a policy, as far as they could be understood.
    [[nodiscard]] std::vector<CaseInfo> cases(std::string_view path) const;

    [[nodiscard]] std::vector<ScenarioName> scenarios(std::string_view path) const;
    // Runs every scenario of a policy on its program, be it that its checks found errors. O(lines of the scenarios · rules of a state).
    [[nodiscard]] ScenarioReport run_scenarios(std::string_view path) const;
    // The state graph of one case type (empty: of the first), with words and labels in a language ("en", "zh"). Nothing when the file
    // has errors of syntax or meaning, or no such case type. O(size of the case type).
    [[nodiscard]] std::optional<std::string> diagram(std::string_view path, std::string_view case_type, DiagramFormat format,
                                                     std::string_view language = "en") const;

private:
    friend Certificate certificate_of(const Analysis& analysis, const std::vector<std::string>& paths, const Options& options);
    friend class PromiseBook;
    std::shared_ptr<const driver::Pipeline> pipeline_;
};

// Analyses all sources together: each file may import any other by the name that it declares, or one of the standard library.
// A file with errors does not stop the others. O(length of all texts), and the checks as docs/checks/README.md states.
[[nodiscard]] Analysis analyse(SourceSet sources, const Options& options = {});

// What there is to be said of a set of sources, and no more: models and programs are gone, so that ten thousand files need the memory of
// a few.
struct Inspection {
    SourceSet sources;                  // as Analysis::sources, but of the standard library only what was looked at
    std::vector<Finding> findings;      // as Analysis::findings, and the same
    std::vector<FileInfo> files;
    std::size_t remembered = 0;         // of `files`: those whose findings came from the store
};
// As `analyse`. What a file leads to is asked of the store, which may be null, and kept there when it was found anew. The key holds all
// that it depends on: this compiler, the options, the file, everything that it imports, and the system's rows of its time zones. An
// answer that `progress` cut short is not kept.
[[nodiscard]] Inspection inspect(SourceSet sources, const Options& options, Store* store);

}  // namespace recourse
