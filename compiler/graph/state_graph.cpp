#include "compiler/graph/state_graph.h"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace recourse::graph {

namespace {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property,
                                        boost::property<boost::edge_index_t, std::uint32_t>>;
using Vertex = boost::graph_traits<Adjacency>::vertex_descriptor;

// Keeps the edges whose index is wanted.
struct Wanted {
    const Adjacency* graph = nullptr;
    const std::vector<bool>* wanted = nullptr;
    bool operator()(const boost::graph_traits<Adjacency>::edge_descriptor& edge) const {
        return wanted->empty() || (*wanted)[boost::get(boost::edge_index, *graph, edge)];
    }
};

// Marks every vertex that a search from the given ones meets.
template <typename Graph>
void mark(const Graph& graph, const std::vector<StateId>& from, const std::vector<std::uint32_t>& vertex_of, std::vector<bool>& met) {
    std::vector<boost::default_color_type> colours(boost::num_vertices(graph), boost::white_color);
    const auto colour_map = boost::make_iterator_property_map(colours.begin(), boost::get(boost::vertex_index, graph));
    boost::queue<Vertex> queue;
    for (const StateId start : from) {
        if (!start.valid() || vertex_of[start.index()] == StateId::kNone) continue;
        const Vertex vertex = vertex_of[start.index()];
        if (colours[vertex] == boost::white_color) {
            boost::breadth_first_visit(graph, vertex, queue, boost::default_bfs_visitor(), colour_map);
        }
    }
    for (std::size_t i = 0; i < colours.size(); ++i) met[i] = colours[i] != boost::white_color;
}

}  // namespace

struct StateGraph::Boost {
    Adjacency adjacency;
    std::vector<std::uint32_t> vertex_of;   // by state; kNone for composites
};

StateGraph::StateGraph(std::vector<StateId> leaves, std::vector<Edge> edges, std::size_t state_count)
    : leaves_(std::move(leaves)), edges_(std::move(edges)), from_(state_count), boost_(std::make_unique<Boost>()) {
    boost_->adjacency = Adjacency(leaves_.size());
    boost_->vertex_of.assign(state_count, StateId::kNone);
    for (std::size_t i = 0; i < leaves_.size(); ++i) boost_->vertex_of[leaves_[i].index()] = static_cast<std::uint32_t>(i);
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
        const Edge& edge = edges_[i];
        boost::add_edge(boost_->vertex_of[edge.from.index()], boost_->vertex_of[edge.to.index()], i, boost_->adjacency);
        from_[edge.from.index()].push_back(i);
    }
}

StateGraph::~StateGraph() = default;
StateGraph::StateGraph(StateGraph&&) noexcept = default;
StateGraph& StateGraph::operator=(StateGraph&&) noexcept = default;

std::vector<bool> StateGraph::reachable(const std::vector<StateId>& starts) const {
    std::vector<bool> met(leaves_.size()), result(from_.size());
    mark(boost_->adjacency, starts, boost_->vertex_of, met);
    for (std::size_t i = 0; i < leaves_.size(); ++i) result[leaves_[i].index()] = met[i];
    return result;
}

std::vector<bool> StateGraph::reaching(const std::vector<StateId>& goals) const {
    std::vector<bool> met(leaves_.size()), result(from_.size());
    mark(boost::make_reverse_graph(boost_->adjacency), goals, boost_->vertex_of, met);
    for (std::size_t i = 0; i < leaves_.size(); ++i) result[leaves_[i].index()] = met[i];
    return result;
}

std::vector<std::vector<StateId>> StateGraph::components(const std::vector<bool>& wanted) const {
    const boost::filtered_graph<Adjacency, Wanted> graph(boost_->adjacency, Wanted{&boost_->adjacency, &wanted});
    std::vector<std::size_t> component(leaves_.size());
    const auto map = boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, boost_->adjacency));
    const std::size_t count = leaves_.empty() ? 0 : boost::strong_components(graph, map);
    std::vector<std::vector<StateId>> result(count);
    for (std::size_t i = 0; i < leaves_.size(); ++i) result[component[i]].push_back(leaves_[i]);
    // Boost numbers components against the edges; the order of the leaves is easier to follow.
    std::sort(result.begin(), result.end(), [&](const auto& a, const auto& b) {
        return boost_->vertex_of[a.front().index()] < boost_->vertex_of[b.front().index()];
    });
    return result;
}

}  // namespace recourse::graph
