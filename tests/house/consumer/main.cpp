// A host that found the installed package: what it includes must stand alone, and link.
#include <recourse/runtime.hpp>
#if __has_include(<recourse/compiler.h>)
#include <recourse/compiler.h>
#endif

int main() { return 0; }
