// A log for the after-sales policy, and the command run on it.
#pragma once

#include <string>
#include <vector>

#include "tests/harness/command.h"

namespace run_log {

inline const std::string policy = "rules/taobao/after_sales.rule";

inline std::string opening(const std::string& name = "A1", const std::string& price = "88.00 CNY") {
    return R"({"case":")" + name + R"(","open":"taobao.after_sales/AfterSales","at":"2024-03-01T10:00:00+08:00",)"
           R"("facts":{"completed":"2024-02-28T09:00:00+08:00","price":")" + price + "\"}}\n";
}

inline std::string applying(const std::string& id = "e-1", const std::string& reason = "cracked") {
    return R"({"case":"A1","at":"2024-03-01T10:00:00+08:00","by":"buyer","event":"apply",)"
           R"("fields":{"service":"return_and_refund","reason":")" + reason + R"("},"id":")" + id + "\"}\n";
}

// `recourse run` on a log, its answers as JSON lines.
inline harness::Answer run(const std::string& log, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"run", policy, "-", "--format", "json", "--lang", "en"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return harness::recourse_command(arguments, log);
}

inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        out.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return out;
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace run_log
