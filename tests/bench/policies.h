// Compiled policies for the benchmarks: read from rules/, compiled once, loaded once.
#pragma once

#include <string>

#include <recourse/compiler.h>
#include <recourse/runtime.hpp>

namespace bench {

// All of rules/ and the text of one of its files.
recourse::SourceSet all_rules();
std::string read(const std::string& path);

// The loaded program of a policy of rules/, such as "rules/taobao/after_sales.rule". Ends the run with a message when it does not compile.
recourse::Program load(const std::string& path);

// A policy of about `lines` lines: many states in a ring with windows, guards, deadlines and a decision, as an author would write them.
std::string long_policy(int lines);

}  // namespace bench
