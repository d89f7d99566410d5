// A host that found the installed package. What it includes must stand alone, and what it calls must link.
#include <recourse/runtime.hpp>
#if __has_include(<recourse/compiler.h>)
#include <recourse/compiler.h>
#endif

int main() {
    // A month after the 31st of January is the last day of February.
    const auto due = recourse::add_months(recourse::days_from_civil(2024, 1, 31), 1);
    return due.ok && due.day == recourse::days_from_civil(2024, 2, 29) ? 0 : 1;
}
