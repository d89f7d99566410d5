# Libraries of others. The runtime uses none of them; cmake/compiler.cmake says which room sees which.
# On Debian, .ci/install-dependencies brings them.

find_package(fmt 9 REQUIRED)
find_package(date REQUIRED)
find_package(pegtl 3.2 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tomlplusplus 3 REQUIRED)
find_package(CLI11 2 REQUIRED)
find_package(Threads REQUIRED)
find_path(RECOURSE_XXHASH_INCLUDE xxhash.h REQUIRED)    # one header; Debian's package has nothing for find_package
mark_as_advanced(RECOURSE_XXHASH_INCLUDE)
add_library(recourse_xxhash INTERFACE)
target_include_directories(recourse_xxhash SYSTEM INTERFACE "${RECOURSE_XXHASH_INCLUDE}")

# Optional: without it some questions stay undecided, and the compiler says which.
if(RECOURSE_SOLVER)
    find_path(RECOURSE_Z3_INCLUDE z3++.h PATH_SUFFIXES z3)
    find_library(RECOURSE_Z3_LIBRARY z3)
    mark_as_advanced(RECOURSE_Z3_INCLUDE RECOURSE_Z3_LIBRARY)
endif()
set(RECOURSE_WITH_Z3 OFF)
if(RECOURSE_SOLVER AND RECOURSE_Z3_INCLUDE AND RECOURSE_Z3_LIBRARY)
    set(RECOURSE_WITH_Z3 ON)
    add_library(recourse_z3 INTERFACE)
    target_include_directories(recourse_z3 SYSTEM INTERFACE "${RECOURSE_Z3_INCLUDE}")
endif()

# Optional: the programs (not the libraries, which a host links into its own) take their memory from jemalloc. docs/decisions/0026-allocator.md
set(RECOURSE_ALLOCATOR_LIBRARY "")
if(RECOURSE_ALLOCATOR AND NOT RECOURSE_SANITIZE)
    find_library(RECOURSE_JEMALLOC jemalloc)
    mark_as_advanced(RECOURSE_JEMALLOC)
    if(RECOURSE_JEMALLOC)
        set(RECOURSE_ALLOCATOR_LIBRARY "${RECOURSE_JEMALLOC}")
    else()
        message(STATUS "No jemalloc (Debian: libjemalloc-dev): the command is slower by a third where it checks much")
    endif()
endif()
