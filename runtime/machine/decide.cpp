// A decision by itself: parameters in, the first row that holds, its results out.
#include "runtime/machine/run.h"

namespace recourse {

using namespace machine;

namespace {

DecisionResult refused(Reason reason, std::uint32_t field = none) {
    DecisionResult result;
    result.rejection = {reason, none, none, field, never};
    return result;
}

Value result_value(Context& context, const ResultRecord& record, const FieldRecord& declared, Fault& fault) {
    if (declared.type.type == Type::text) {
        if (record.text_parameter != kNone) return context.parameters[record.text_parameter];
        return record.text == kNone ? Value{} : Value::of_text(context.tables->string(record.text));
    }
    const Outcome outcome = evaluate(context, record.code);
    fault = outcome.fault;
    return Value::of(outcome.value);
}

} // namespace

DecisionResult decide(const Program& program, std::uint32_t decision, std::span<const Value> parameters) {
    const Tables& tables = program.tables();
    if (decision >= tables.decisions.size()) return refused(Reason::unknown_event);
    const DecisionRecord& record = tables.decisions[decision];
    for (std::uint32_t i = 0; i < record.parameters.count; ++i) {
        const bool good = i < parameters.size() && fits(tables, tables.fields[record.parameters.first + i], parameters[i]);
        if (!good) return refused(Reason::malformed_field, i);
    }
    if (parameters.size() > record.parameters.count) return refused(Reason::malformed_field, record.parameters.count);

    Context context;
    context.tables = &tables;
    context.parameters = parameters;
    const RowChoice choice = choose_row(context, record);
    if (choice.fault != Fault::clear && choice.fault != Fault::undecided) return refused(reason_of(choice.fault));
    DecisionResult result;
    result.count = record.results.count;
    result.undecided = choice.row == kNone;
    if (result.undecided) return result;
    result.row = choice.row;
    const Range results = tables.rows[choice.row].results;
    for (std::uint32_t i = 0; i < results.count; ++i) {
        const ResultRecord& one = tables.results[results.first + i];
        result.up_to[i] = (one.flags & kUpTo) != 0;
        Fault fault = (one.flags & kUndecided) != 0 ? Fault::undecided : Fault::clear;
        if (fault == Fault::clear) {
            result.results[i] = result_value(context, one, tables.fields[record.results.first + i], fault);
            if (fault == Fault::clear) fault = check_bounds(context, one.bounds, result.results[i]);
        }
        if (fault == Fault::undecided) {
            result.undecided = true;
            result.results[i] = {};
        } else if (fault == Fault::bounds) {
            DecisionResult beyond = refused(Reason::out_of_bounds);
            beyond.rejection.receiver = context.breach.field;
            beyond.rejection.value = context.breach.value;
            return beyond;
        } else if (fault != Fault::clear) {
            return refused(reason_of(fault));
        }
    }
    return result;
}

} // namespace recourse
