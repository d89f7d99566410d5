#include <algorithm>

#include "compiler/explore/rounds.h"

namespace recourse::explore {

std::vector<std::vector<std::uint32_t>> groups_of(const std::vector<std::vector<std::uint32_t>>& successors) {
    const std::size_t count = successors.size();
    std::vector<std::vector<std::uint32_t>> groups;
    std::vector<std::uint32_t> index(count, kNoIndex), low(count), next(count), stack, walk;
    std::vector<bool> on(count), to_itself(count);
    std::uint32_t counter = 0;
    for (std::uint32_t root = 0; root < count; ++root) {
        if (index[root] != kNoIndex) continue;
        walk.push_back(root);
        while (!walk.empty()) {
            const std::uint32_t node = walk.back();
            if (index[node] == kNoIndex) {
                index[node] = low[node] = counter++;
                stack.push_back(node);
                on[node] = true;
            }
            if (next[node] < successors[node].size()) {
                const std::uint32_t to = successors[node][next[node]++];
                if (to == node) to_itself[node] = true;
                if (index[to] == kNoIndex) {
                    walk.push_back(to);
                } else if (on[to]) {
                    low[node] = std::min(low[node], index[to]);
                }
                continue;
            }
            walk.pop_back();
            if (!walk.empty()) low[walk.back()] = std::min(low[walk.back()], low[node]);
            if (low[node] != index[node]) continue;
            std::vector<std::uint32_t> group;
            for (std::uint32_t member = kNoIndex; member != node;) {
                member = stack.back();
                stack.pop_back();
                on[member] = false;
                group.push_back(member);
            }
            std::sort(group.begin(), group.end());
            if (group.size() > 1 || to_itself[node]) groups.push_back(std::move(group));
        }
    }
    std::sort(groups.begin(), groups.end());
    return groups;
}

}  // namespace recourse::explore
