#include "compiler/syntax/convert.h"

namespace recourse::syntax {

Migrate Converter::migrate(Index node) {
    Migrate made;
    made.span = cst_.span(node);
    if (const Index head = cst_.child(node, NodeKind::migrate_head); head != kNone) {
        made.head = cst_.span(head);
        made.from = integer_in(head);
        if (const Index at = cst_.child(head, NodeKind::integer); at != kNone) made.from_span = cst_.span(at);
        if (const Index of = cst_.child(head, NodeKind::migrate_of); of != kNone) made.of = name_in(of);
    }
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        const NodeKind kind = cst_.kind(at);
        const bool is_line = kind == NodeKind::same_names || kind == NodeKind::event_line || kind == NodeKind::value_line ||
                             kind == NodeKind::stays_line || kind == NodeKind::move_line;
        // Half a line would say something else.
        if (is_line && cst_.whole(at)) made.lines.push_back(migrate_line(at));
    }
    return made;
}

Migrate::Line Converter::migrate_line(Index node) {
    using Says = Migrate::Line::Kind;
    using Clock = Migrate::Clock;
    Migrate::Line line;
    line.span = cst_.span(node);
    const std::vector<Name> paths = names_in(node, NodeKind::path);
    if (!paths.empty()) line.old_name = paths.front();
    if (paths.size() > 1) line.name = paths.back();
    switch (cst_.kind(node)) {
        case NodeKind::same_names: line.kind = Says::same_names; break;
        case NodeKind::event_line:
            line.kind = cst_.has(node, NodeKind::forgotten) ? Says::forgotten : Says::event;
            if (line.kind == Says::forgotten) line.name = line.old_name;
            break;
        case NodeKind::value_line:
            line.kind = cst_.keyword(cst_.child(node, NodeKind::op)) == "fact" ? Says::fact : Says::record;
            line.name = name_in(node);
            line.value = optional_expr_in(node);
            break;
        case NodeKind::stays_line:
            line.kind = Says::stays;
            line.because = text_in(node);
            break;
        default: line.kind = Says::state; break;
    }
    if (const Index clock = cst_.child(node, NodeKind::move_clock); clock != kNone) {
        const std::string_view word = cst_.keyword(clock);
        line.clock = word == "on:running" ? Clock::running_on : word == "anew" ? Clock::anew : word == "kept" ? Clock::kept : Clock::cancelled;
    }
    return line;
}

}  // namespace recourse::syntax
