// Keywords in Chinese: the table, files in one language and the other, what a Chinese file may be written with, and its messages.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "compiler/syntax/keywords.h"
#include "compiler/syntax/quotes.h"
#include "compiler/syntax/translate.h"
#include "compiler/syntax/words.h"
#include "tests/harness/files.h"
#include "tests/unit/syntax_fixture.h"

namespace recourse::syntax {

namespace {

// The file in another language; why not, where it cannot be said there.
std::string translated(const Parsed& parsed, Language language) {
    diagnostics::Sink sink;
    const std::optional<std::string> text = translate(parsed.file, parsed.source, language, sink);
    if (text) return *text;
    return sink.all().empty() ? "not translated" : std::string(sink.all().front().code) + ": " + sink.all().front().message;
}

const std::string kHead = "# language: zh-Hans\n";

Parsed chinese(const std::string& text) { return Parsed(kHead + text); }

// What an English text is in simplified Chinese, without the line that says so.
std::string in_chinese(const std::string& text) {
    const Parsed parsed(text);
    EXPECT_EQ(parsed.report(), "") << text;
    const std::string out = translated(parsed, Language::simplified);
    EXPECT_TRUE(out.starts_with(kHead)) << out;
    return out.substr(std::min(out.size(), kHead.size()));
}

// The first finding of a text, as a reader of the file gets it.
diagnostics::Diagnostic told(const std::string& text) {
    Parsed parsed(text);
    if (parsed.sink.all().empty()) return {};
    diagnostics::Diagnostic first = parsed.sink.all().front();
    quote_keywords(first, language_of_text(text), text);
    return first;
}

std::string mended(const std::string& text) {
    const diagnostics::Diagnostic first = told(text);
    if (!first.fix) return "no fix: " + first.message;
    std::string out = text;
    return out.replace(first.fix->edits.front().span.begin, first.fix->edits.front().span.end - first.fix->edits.front().span.begin, first.fix->edits.front().replacement);
}

}  // namespace

TEST(Keywords, EachHasAWordInEveryLanguage) {
    for (const Keyword& line : kKeywords) {
        EXPECT_EQ(line.simplified.empty(), line.traditional.empty()) << line.key;
        EXPECT_EQ(line.simplified == "-", line.traditional == "-") << line.key;
        const bool only_chinese = line.english().empty();
        EXPECT_FALSE(only_chinese && line.key.front() == ':' && (line.simplified.empty() || line.simplified == "-")) << line.key;
        for (const std::string_view word : {line.simplified, line.traditional}) {
            if (word == "-") continue;
            EXPECT_TRUE(std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) << line.key;
        }
    }
}

// A word that one script has differently is different in the table as well.
TEST(Keywords, NoCharacterIsOfTheOtherScript) {
    for (const std::string_view only_simplified : {"规", "则", "库", "历", "题", "时", "间", "计", "权", "无", "记", "为", "据", "读", "许", "数", "额", "处", "属",
                                                   "给", "执", "状", "态", "终", "结", "静", "满", "绝", "进", "开", "发", "钟", "个", "点", "预", "编", "号", "迟",
                                                   "与", "当", "类", "签", "诺", "场", "补", "设", "后", "并", "过", "较", "条", "实", "录"}) {
        for (const Keyword& line : kKeywords) EXPECT_EQ(line.traditional.find(only_simplified), std::string_view::npos) << line.key;
    }
}

TEST(Keywords, TheDocumentShowsTheTable) {
    const std::string path = "docs/chinese.md", begin = "<!-- keywords -->\n", end = "<!-- end of keywords -->";
    std::string table = "| English | zh-Hans | zh-Hant |\n|---|---|---|\n";
    std::set<std::string> rows;
    for (const Keyword& line : kKeywords) {
        if (line.shown.empty() || line.simplified.empty() || line.simplified == "-") continue;
        const std::string row = "| `" + std::string(line.shown) + "` | " + std::string(line.simplified) + " | " + std::string(line.traditional) + " |\n";
        if (rows.insert(row).second) table += row;
    }
    std::string text = harness::read(path);
    const std::size_t from = text.find(begin), to = text.find(end);
    ASSERT_TRUE(from != std::string::npos && to != std::string::npos) << path << " has no marks around its table";
    const std::string written = text.substr(from + begin.size(), to - from - begin.size());
    if (harness::updating()) return harness::write(path, text.replace(from + begin.size(), written.size(), table));
    EXPECT_EQ(written, table) << "RECOURSE_UPDATE=1 rewrites " << path;
}

TEST(Keywords, EditorsColourThem) {
    const std::string path = "editors/textmate/recourse.tmLanguage.json", begin = "\"(?<![\\\\p{L}\\\\p{N}_])(", end = ")(?![\\\\p{L}_])\"";
    std::set<std::string> words;
    for (const Keyword& line : kKeywords) {
        for (const std::string_view word : {line.simplified, line.traditional}) {
            if (word != "-" && !word.empty()) words.emplace(word);
        }
    }
    // The longest first: `不得` is not `不` and something.
    std::vector<std::string> sorted(words.begin(), words.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    std::string list;
    for (const std::string& word : sorted) list += (list.empty() ? "" : "|") + word;
    std::string text = harness::read(path);
    const std::size_t from = text.find(begin), to = text.find(end, from);
    ASSERT_TRUE(from != std::string::npos && to != std::string::npos) << path;
    const std::string written = text.substr(from + begin.size(), to - from - begin.size());
    if (harness::updating()) return harness::write(path, text.replace(from + begin.size(), written.size(), list));
    EXPECT_EQ(written, list) << "RECOURSE_UPDATE=1 rewrites " << path;
}

// ---- there and back -----------------------------------------------------------------------------------------------------------

class EveryFileInChinese : public testing::TestWithParam<std::string> {};

TEST_P(EveryFileInChinese, GoesThereAndBack) {
    const Parsed original(harness::read(GetParam()));
    if (!original.report().empty()) return;     // what does not parse has nothing to translate
    const std::string english = format(original.file, original.source, Language::english);
    for (const Language language : {Language::simplified, Language::traditional}) {
        const Parsed there(translated(original, language));
        ASSERT_EQ(there.report(), "") << there.source.text();
        EXPECT_EQ(dump(there.file), dump(original.file)) << there.source.text();
        EXPECT_EQ(format(there.file, there.source), there.source.text()) << "formatting it again changes it";
        EXPECT_EQ(translated(there, Language::english), english);
        for (const Comment& comment : original.file.comments) EXPECT_NE(there.source.text().find(comment.text), std::string::npos);
    }
    const Parsed simplified(translated(original, Language::simplified));
    EXPECT_EQ(translated(simplified, Language::traditional), translated(original, Language::traditional));
}

std::vector<std::string> every_rule_file() {
    std::vector<std::string> files;
    for (const char* folder : {"rules", "stdlib", "tests"}) {
        for (std::string& path : harness::files_below(folder, ".rule")) files.push_back(std::move(path));
    }
    return files;
}

INSTANTIATE_TEST_SUITE_P(Files, EveryFileInChinese, testing::ValuesIn(every_rule_file()),
                         [](const auto& one) { return harness::test_name(one.param); });

TEST(Chinese, SaysWhatAnAuthorWouldWrite) {
    const auto rule = [](const std::string& line) {
        const std::string out = in_chinese("policy p\ncase C {\n  " + line + "\n}\n");
        const std::size_t begin = out.find("{\n  ") + 4;
        return out.substr(begin, out.rfind("\n}") - begin);
    };
    EXPECT_EQ(rule("on apply until closes -> Claim as r cite G.1"), "收到 apply 截至 closes -> Claim  记为 r  依据 G.1");
    EXPECT_EQ(rule("on apply within 9 days after done -> Claim"), "收到 apply 限 done 后 9 天 内 -> Claim");
    EXPECT_EQ(rule("on apply from the 4th day after done until closes -> Claim"), "收到 apply 自 done 后 第 4 天 起 截至 closes -> Claim");
    EXPECT_EQ(rule("on apply from closes -> Late without right"), "收到 apply 自 closes 起 -> Late 无权");
    EXPECT_EQ(rule("after 6 business days if not paid -> A otherwise stay"), "满 6 个工作日 若 并非 paid -> A 否则 停留");
    EXPECT_EQ(rule("event ask by buyer, seller, at most once { count: 1..9, note: text, at most 40 characters }"),
              "事件 ask 由 buyer, seller, 至多一次 { count: 1..9, note: 文字, 至多 40 字 }");
    EXPECT_EQ(rule("event ask by buyer, at most 3 times"), "事件 ask 由 buyer, 至多 3 次");
    EXPECT_EQ(rule("event ask by buyer, open at least 3 days"), "事件 ask 由 buyer, 至少开放 3 天");
    EXPECT_EQ(rule("event ask by buyer, seller, at most once, open at least 3 business days"), "事件 ask 由 buyer, seller, 至多一次, 至少开放 3 个工作日");
    EXPECT_EQ(rule("deadline d = 14 days after the earlier of ship, 5 days before opening, end of that day, rolling"),
              "期限 d = 取 ship, 立案时 前 5 天 中较早者 后 14 天, 当天结束时, 遇休顺延");
    EXPECT_EQ(rule("moment m = end of 5 whole days after date of ship"), "时点 m = ship 的日期 后 5 天 按整日计 当天结束时");
    EXPECT_EQ(rule("amount a = (25% of 10% of price) rounded half even"), "数额 a = (price 的 10% 的 25%) 四舍六入五成双");
    EXPECT_EQ(rule("amount a = 2 * 25% of price"), "数额 a = 2 * 25% 乘以 price");
    EXPECT_EQ(rule("condition c = ship by closes and no ask by opening or Trade is not Closed"),
              "条件 c = 至 closes 已有 ship 且 至 立案时 尚无 ask 或 Trade 不处于 Closed");
    EXPECT_EQ(rule("condition c = wear is one of (new, worn) and note is not set and ask has happened and closes has passed"),
              "条件 c = wear 属于 (new, worn) 且 note 未给定 且 ask 已发生 且 closes 已过");
    EXPECT_EQ(rule("when wears has torn -> A"), "一旦 wears 包含 torn -> A");
    EXPECT_EQ(rule("final Done ends case"), "终态 Done 结案");
    EXPECT_EQ(rule("on apply within half a month after half a year before done -> Claim"), "收到 apply 限 done 前 半年 后 半个月 内 -> Claim");
    EXPECT_EQ(rule("after half a month to the minute -> A"), "满 半个月 按分钟计 -> A");
}

// As the civil codes say it: 始日不计入, 末日遇休息日顺延.
TEST(Chinese, CountsAsTheCivilCodesDo) {
    const std::string regime = "counting d\n  days whole\n  event day not counted\n  start of day counted\n  month end by the first day\n  last day rolls\n  at least 2 business days\n";
    EXPECT_EQ(in_chinese(regime), "期间计算 d\n  计日              按整日计\n  始日              不计入\n  零时起算的始日    计入\n  按年月计算的末日  起算日对应日的前一日\n"
                                  "  末日              遇休息日顺延\n  期间至少含        2 个工作日\n");
    EXPECT_EQ(translated(Parsed(regime), Language::traditional), "# language: zh-Hant\n期間計算 d\n  計日                按整日計\n  始日                不算入\n  零時起算之始日      算入\n"
                                                                 "  以年月定期間之末日  起算日相當日之前一日\n  末日                遇休息日順延\n  期間至少含          2 個工作日\n");
}

// What Chinese binds by its words, English may have to bind by brackets: the tree stays.
TEST(Chinese, BracketsWhereEnglishWantsThem) {
    const auto english = [](const std::string& value) {
        const Parsed parsed = chinese("政策 p\n时点 m = " + value + "\n");
        EXPECT_EQ(parsed.report(), "") << value;
        const std::string out = translated(parsed, Language::english);
        return out.substr(std::min(out.find("= "), out.size()));
    };
    EXPECT_EQ(english("2 * price 的 25%"), "= 2 * (25% of price)\n");
    EXPECT_EQ(english("取 取 a, b 中较晚者, c 中较早者"), "= the earlier of (the later of a, b), c\n");
    EXPECT_EQ(english("x 后 取 5 天, 6 天 中较小者"), "= (the smaller of 5 days, 6 days) after x\n");
    EXPECT_EQ(english("f(取 a, b 中较大者, c)"), "= f((the larger of a, b), c)\n");
}

TEST(Chinese, ANameThatIsAWordThereIsTold) {
    const Parsed parsed("policy p\nkind Answer = 是, 也许\n");
    ASSERT_EQ(parsed.report(), "");
    EXPECT_EQ(translated(parsed, Language::simplified), "reserved-word: `是` is a word of the language in `zh-Hans` and cannot be a name there");
    // A name that is only where a keyword of the step would be is found when the text is read back.
    const Parsed happens("policy p\nparty 发生\ncase C {\n  event e by 发生\n}\nscenario \"s\" {\n  at 2024-01-01 发生 e\n}\n");
    ASSERT_EQ(happens.report(), "");
    EXPECT_EQ(translated(happens, Language::simplified), "not-translated: this would be read otherwise in `zh-Hans`");
    // After a dot any word is a name.
    const Parsed dotted("policy p\ncondition c = ask.是 = true\n");
    EXPECT_EQ(translated(dotted, Language::simplified), kHead + "政策 p\n条件 c = ask.是 = 是\n");
}

// ---- how a Chinese file may be written ----------------------------------------------------------------------------------------

TEST(Chinese, PunctuationOfItsKeyboardIsTheLanguages) {
    const Parsed wide = chinese("政策 p\n当事人 买家、卖家，平台\n场景 “某事” ｛\n｝\n判定 d（a：是否）：是否 ｛ 否则 => 是 ｝\n标题 「题」\n");
    EXPECT_EQ(wide.codes(), "misplaced-line");      // a title belongs to the header; nothing is said of the marks
    EXPECT_EQ(chinese("政策 p\n标题 “含“引”号”\n").codes(), "syntax-error");
    EXPECT_EQ(chinese("政策 p\n标题 “一”\n").file.header.at(0).text.value, "一");
    EXPECT_EQ(chinese("政策 p\n标题 「一二」\n").file.header.at(0).text.value, "一二");
    // What no such keyboard gives stays an error with a fix, and so does one quote of each kind.
    EXPECT_EQ(chinese("政策 p\n数额 a ＝ 1\n").codes(), "full-width-punctuation");
    EXPECT_EQ(chinese("政策 p\n标题 “一\"\n").codes(), "full-width-punctuation");
    EXPECT_EQ(Parsed("policy p\nparty a，b\n").codes(), "full-width-punctuation");
}

TEST(Chinese, NumbersMayTouchTheirUnits) {
    const Parsed parsed = chinese("政策 p\n案件 C {\n事件 e 由 a, 至多 3次\n收到 e 自 x 后 第4天 起 -> S\n满 15天 -> S\n满 6个工作日 -> S\n事实 t : 文字, 至多 40字\n}\n");
    EXPECT_EQ(parsed.report(), "");
    EXPECT_EQ(format(parsed.file, parsed.source),
              kHead + "政策 p\n案件 C {\n  事件 e 由 a, 至多 3 次\n  收到 e 自 x 后 第 4 天 起 -> S\n  满 15 天                  -> S\n"
                      "  满 6 个工作日             -> S\n  事实 t : 文字, 至多 40 字\n}\n");
}

TEST(Chinese, LinesGoOnAsInEnglish) {
    EXPECT_EQ(chinese("政策 p\n案件 C {\n收到 e\n  截至 x\n  若 y\n  -> S\n}\n").codes(), "syntax-error syntax-error");     // an arrow begins no line
    EXPECT_EQ(chinese("政策 p\n案件 C {\n收到 e\n  截至 x\n  若 y -> S\n  记为 r\n  依据 G.1\n}\n承诺 \"s\"\n  r 至多一次\n").report(), "");
}

TEST(Chinese, TheFirstLineSaysTheLanguage) {
    EXPECT_EQ(Parsed("# language: zh-Hant\n政策 p\n標題 \"一\"\n").report(), "");
    EXPECT_EQ(Parsed("\xEF\xBB\xBF\n#language：zh-Hans\r\n政策 p\r\n").report(), "");
    EXPECT_EQ(Parsed("# language: en\npolicy p\n").report(), "");
    EXPECT_EQ(format(Parsed("# language: en\npolicy p\n").file, support::SourceFile("", "# language: en\npolicy p\n")), "policy p\n");
    EXPECT_EQ(Parsed("# language: fr\npolicy p\n").codes(), "unknown-language");
    EXPECT_EQ(mended("# language: zh-TW\n政策 p\n"), "# language: zh-Hant\n政策 p\n");
    EXPECT_EQ(mended("# language: zh\n政策 p\n"), "# language: zh-Hans\n政策 p\n");
    EXPECT_EQ(Parsed("policy p\n# language: zh-Hans\n").codes(), "misplaced-language");
    EXPECT_EQ(Parsed("# a comment\n# language: en\npolicy p\n").codes(), "misplaced-language");
    EXPECT_EQ(chinese("政策 p  # language: en\n").codes(), "misplaced-language");
    EXPECT_EQ(Parsed("# the language: any\npolicy p # language matters\n").report(), "");
}

// ---- messages -----------------------------------------------------------------------------------------------------------------

TEST(Chinese, AKeywordOfAnotherLanguageIsMended) {
    EXPECT_EQ(mended(kHead + "政策 p\n案件 C {\n收到 e until x -> S\n}\n"), kHead + "政策 p\n案件 C {\n收到 e 截至 x -> S\n}\n");
    EXPECT_EQ(mended(kHead + "policy p\n"), kHead + "政策 p\n");
    EXPECT_EQ(mended(kHead + "政策 p\n案件 C {\nstate S {\n}\n}\n"), kHead + "政策 p\n案件 C {\n状态 S {\n}\n}\n");
    EXPECT_EQ(mended("政策 p\n"), "policy p\n");
    EXPECT_EQ(mended("policy p\ncase C {\non e 截至 x -> S\n}\n"), "policy p\ncase C {\non e until x -> S\n}\n");
    EXPECT_EQ(mended(kHead + "政策 p\n案件 C {\n收到 e 截至 x -> S 記為 r\n}\n"), kHead + "政策 p\n案件 C {\n收到 e 截至 x -> S 记为 r\n}\n");
    EXPECT_EQ(told("policy p\ncase C {\non e 截至 x -> S\n}\n").code, "keyword-of-another-language");
}

TEST(Chinese, WordsStandApart) {
    EXPECT_EQ(mended(kHead + "政策 p\n案件 C {\n满5天 -> S\n}\n"), kHead + "政策 p\n案件 C {\n满 5天 -> S\n}\n");
    EXPECT_EQ(mended(kHead + "政策 p\n案件 C {\n收到 e 若price -> S\n}\n"), kHead + "政策 p\n案件 C {\n收到 e 若 price -> S\n}\n");
}

TEST(Chinese, WordsOfAnyLanguageAreNoNamesInAChineseFile) {
    EXPECT_EQ(chinese("政策 p\n当事人 until\n").codes(), "keyword-of-another-language");
    EXPECT_EQ(chinese("政策 p\n当事人 後\n").codes(), "keyword-of-another-language");
    EXPECT_EQ(chinese("政策 p\n当事人 后\n").codes(), "reserved-word");
    EXPECT_EQ(Parsed("policy p\nparty 后\n").report(), "");
}

TEST(Chinese, MessagesQuoteItsKeywords) {
    EXPECT_EQ(told(kHead + "政策 p\n案件 C {\n收到 e 截至 -> S\n}\n").message, "expected an instant after `截至`");
    EXPECT_EQ(told(kHead + "政策 p\n案件 C {\n收到 e 若 x 截至 y -> S\n}\n").message, "`截至` stands before `若`");
    EXPECT_EQ(told(kHead + "政策 p\n案件 C {\n收到 e 若 x 截至 y -> S\n}\n").hint,
              "the order in a rule is: event, count, `限`, `自`, `截至`, `若`, `->`, `{ }`, `记为`, `依据`");
    EXPECT_EQ(told(kHead + "政策 p\n案件 C {\n终太 S\n}\n").hint, "did you mean `终态`?");
    EXPECT_EQ(told("# language: zh-Hant\n政策 p\n案件 C {\n收到 e 限 3 天 -> S\n}\n").message, "expected `內` after the period");
    diagnostics::Diagnostic d;
    d.message = "write `5 days after closes` for `on E until I`, or `end of closes`; `price` is no `deadline`";
    d.hint = "add `, at most 1000.00`, as in `fact price : money CNY`";
    d.witness = {"scenario \"s\" {", "  at 2024-01-01 10:00 buyer ask(n: 1)", "  at 2024-01-02 expect buyer may not ask because at most once", "}"};
    quote_keywords(d, Language::simplified, "deadline price");
    EXPECT_EQ(d.message, "write `closes 后 5 天` for `收到 E 截至 I`, or `closes 当天结束时`; `price` is no `deadline`");
    EXPECT_EQ(d.hint, "add `, 至多 1000.00`, as in `事实 price : 金额 CNY`");
    EXPECT_EQ(d.witness, (std::vector<std::string>{"场景 \"s\" {", "  于 2024-01-01 10:00  buyer ask(n: 1)", "  于 2024-01-02  预期 buyer 不得 ask 因为 至多一次", "}"}));
}

}  // namespace recourse::syntax
