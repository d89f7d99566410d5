# What a build may be told, and the flags that every target of ours gets.

option(RECOURSE_WERROR "Warnings are errors" OFF)
option(RECOURSE_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(RECOURSE_SOLVER "Ask Z3, where it is installed, what the compiler's own reasoning leaves open" ON)
option(RECOURSE_ALLOCATOR "Take the programs' memory from jemalloc, where it is installed" ON)
option(RECOURSE_TESTING "Build the tests" ON)
set(RECOURSE_ROOMS "" CACHE STRING "Only these rooms of compiler/, for a partial build (all when empty)")
set(RECOURSE_TESTS "" CACHE STRING "Only test sources below these paths of tests/, for a partial build (all when empty)")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON) # the bindings put the static libraries into shared ones

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

# -g1 keeps function names and lines for backtraces at half the build time of -g.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

find_program(RECOURSE_CCACHE ccache)
if(RECOURSE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${RECOURSE_CCACHE}")
endif()

set(RECOURSE_SANITIZE_FLAGS "")
if(RECOURSE_SANITIZE)
    set(RECOURSE_SANITIZE_FLAGS -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_compile_options(${RECOURSE_SANITIZE_FLAGS})
    add_link_options(${RECOURSE_SANITIZE_FLAGS})
endif()

# What a program is made of, as a digest inside it: what one compiler remembers is nothing to another (docs/cache.md).
include(CheckLinkerFlag)
check_linker_flag(CXX "LINKER:--build-id=sha1" RECOURSE_BUILD_ID)
if(RECOURSE_BUILD_ID)
    add_link_options("LINKER:--build-id=sha1")
endif()

add_library(recourse_warnings INTERFACE)
target_compile_options(recourse_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wpedantic)
if(RECOURSE_WERROR)
    target_compile_options(recourse_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651), and its other
    # optimizer-made warnings have false alarms in std::optional and std::vector: they warn, but do not stop.
    target_compile_options(recourse_warnings INTERFACE
        -Wno-restrict
        -Wno-error=array-bounds -Wno-error=free-nonheap-object -Wno-error=maybe-uninitialized
        -Wno-error=stringop-overflow -Wno-error=stringop-overread)
    if(RECOURSE_SANITIZE)
        target_compile_options(recourse_warnings INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()
