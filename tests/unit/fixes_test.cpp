// Fixes, applied to texts.
#include <gtest/gtest.h>

#include <recourse/fixes.h>

namespace recourse {

namespace {

Edit edit(std::uint32_t first, std::uint32_t last, std::string replacement, std::string path = "a") {
    Edit one;
    one.place.path = std::move(path);
    one.place.first = first;
    one.place.last = last;
    one.replacement = std::move(replacement);
    return one;
}

Finding with(std::vector<Edit> edits) {
    Finding finding;
    finding.fix = Fix{"mend", std::move(edits)};
    return finding;
}

SourceSet sources() {
    SourceSet all;
    all.add("a", "0123456789");
    all.add("b", "xyz");
    return all;
}

TEST(Fixes, AllEditsOfAFixAreMadeWhateverTheirOrder) {
    const Fixed fixed = apply_fixes(sources(), {with({edit(8, 9, "EIGHT"), edit(1, 3, ""), edit(5, 5, "+")})});
    EXPECT_EQ(*fixed.sources.find("a"), "034+567EIGHT9");
    EXPECT_EQ(*fixed.sources.find("b"), "xyz");
    EXPECT_EQ(fixed.applied, std::vector<std::size_t>{0});
}

TEST(Fixes, WhatTouchesAnEarlierOneIsPutOffAsAWhole) {
    const Fixed fixed = apply_fixes(sources(), {with({edit(2, 4, "A")}), with({edit(0, 1, "B"), edit(3, 5, "C")}), with({edit(4, 4, "D")}), with({edit(6, 7, "E")})});
    EXPECT_EQ(*fixed.sources.find("a"), "01A45E789");
    EXPECT_EQ(fixed.applied, (std::vector<std::size_t>{0, 3}));
    EXPECT_EQ(fixed.put_off, 2u);
}

TEST(Fixes, WhatDoesNotFitIsNoFix) {
    const Fixed fixed = apply_fixes(sources(), {with({edit(0, 11, "")}), with({edit(4, 3, "")}), with({edit(0, 1, "", "c")}), with({}), Finding{}});
    EXPECT_EQ(*fixed.sources.find("a"), "0123456789");
    EXPECT_TRUE(fixed.applied.empty());
}

TEST(Fixes, OneFixMayChangeSeveralFiles) {
    const Fixed fixed = apply_fixes(sources(), {with({edit(0, 1, "A"), edit(0, 3, "B", "b")})});
    EXPECT_EQ(*fixed.sources.find("a"), "A123456789");
    EXPECT_EQ(*fixed.sources.find("b"), "B");
}

}  // namespace

}  // namespace recourse
