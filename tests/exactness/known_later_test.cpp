// Facts that events tell, correct and take back: every such policy of a small family against every played life. News of one instant, news that comes
// again, and bounds that refuse it are all among them.
#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "tests/exactness/configurations.h"

namespace {

using namespace exactness;

// The bits of `which` choose what tells the fact, which bound it has, and what is counted from it.
std::string policy(unsigned which) {
    const auto bit = [&](unsigned at) { return (which >> at & 1) != 0; };
    std::string t = "policy t\n  version 1\n  time zone \"UTC\"\n  counting std.counting.to_the_minute\nparty a\ncase C {\n"
                    "  event tell by a, at most 2 times\n  event mend by a, at most once\n  event lose by a, at most once\n  event go by a\n";
    t += "  fact d : instant" + std::string(bit(0) ? ", not before 1 minute after opening" : "") + ", known by tell" + (bit(1) ? ", corrected by mend" : "") +
         (bit(2) ? ", withdrawn by lose" : "") + "\n  start S\n  state S {\n    takes tell\n    takes mend\n    takes lose\n";
    t += std::string("    on go ") + (bit(3) ? "until" : "from") + " 2 minutes after d -> T\n";
    t += bit(4) ? "    at 3 minutes after d -> U\n" : "    when d has passed and mend has happened -> U\n";
    return t + "    after 5 minutes -> V\n  }\n  final T\n  final U\n  final V\n}\n";
}

TEST(KnownLater, TheExplorerAgreesWithEveryPlayedLife) {
    std::size_t both_ways = 0, inputs = 0;
    for (unsigned which = 0; which < 32; ++which) {
        std::string why;
        const auto compiled = compile(policy(which), true, &why);
        ASSERT_TRUE(compiled) << why << "\n" << policy(which);
        Bounds bounds;
        bounds.events = 4;
        bounds.time = 6;
        const Comparison result = compare(*compiled, bounds);
        EXPECT_EQ(result.disagreement, "") << policy(which);
        both_ways += result.both_ways ? 1 : 0;
        inputs += result.inputs;
    }
    std::cout << both_ways << " of 32 policies both ways, " << inputs << " inputs\n";
    EXPECT_EQ(both_ways, 32u);
}

}  // namespace
