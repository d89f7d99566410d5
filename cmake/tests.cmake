# recourse_tests (GoogleTest, run by ctest), recourse_certify, recourse_bench (Google Benchmark, built on demand), and the installation test.

if(NOT RECOURSE_TESTING)
    return()
endif()

set(libraries_under_test
    recourse_compiler $<TARGET_NAME_IF_EXISTS:recourse_runtime>
    fmt::fmt date::date-tz taocpp::pegtl Boost::headers nlohmann_json::nlohmann_json tomlplusplus::tomlplusplus)

# Where the tree and the programs under test are. A header, not flags: only who includes it is compiled anew in another folder.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/test_paths.h" @ONLY CONTENT [[#pragma once
#define RECOURSE_SOURCE_DIR "@PROJECT_SOURCE_DIR@"
#define RECOURSE_COMMAND "@PROJECT_BINARY_DIR@/bin/recourse"
#define RECOURSE_CERTIFY "@PROJECT_BINARY_DIR@/bin/recourse_certify"
]])

function(recourse_test_executable target)
    recourse_executable(${target} ${ARGN})
    target_include_directories(${target} PRIVATE
        "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated" ${RECOURSE_PUBLIC_INCLUDES})
    target_link_libraries(${target} PRIVATE ${libraries_under_test})
endfunction()

# The checker of certificates (docs/certificates.md): a program of its own, whose parts the tests call as well.
recourse_sources(certify_sources tests/certify/*.cpp)
recourse_test_executable(recourse_certify ${certify_sources})
list(FILTER certify_sources EXCLUDE REGEX "/main\\.cpp$")

recourse_sources(test_sources
    tests/unit/*.cpp tests/golden/*.cpp tests/scenarios/*.cpp tests/laws/*.cpp tests/exactness/*.cpp tests/harness/*.cpp tests/house/*.cpp
    tests/bench/generated.cpp)
list(FILTER test_sources EXCLUDE REGEX "^tests/house/.*/")
if(RECOURSE_TESTS)
    list(JOIN RECOURSE_TESTS "|" wanted)
    list(FILTER test_sources INCLUDE REGEX "^tests/(harness/|bench/|${wanted})")
endif()

if(test_sources)
    find_package(GTest REQUIRED)
    include(GoogleTest)
    recourse_test_executable(recourse_tests ${test_sources} ${certify_sources})
    target_link_libraries(recourse_tests PRIVATE GTest::gtest GTest::gtest_main)
    gtest_discover_tests(recourse_tests
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60)
    if(TARGET recourse AND NOT RECOURSE_TESTS)
        add_dependencies(recourse_tests recourse recourse_certify) # tests run them
    endif()
else()
    message(STATUS "No sources in tests/ yet: recourse_tests is left out")
endif()

# Installs into a fresh prefix and builds a small host against it, as someone who embeds the engine would.
if(TARGET recourse_runtime AND TARGET recourse AND NOT RECOURSE_TESTS)
    list(JOIN RECOURSE_SANITIZE_FLAGS " " flags)
    add_test(NAME installation COMMAND "${CMAKE_COMMAND}"
        "-DBUILD=${PROJECT_BINARY_DIR}" "-DCONSUMER=${PROJECT_SOURCE_DIR}/tests/house/consumer"
        "-DCOMPILER=${CMAKE_CXX_COMPILER}" "-DLAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}"
        "-DGENERATOR=${CMAKE_GENERATOR}" "-DFLAGS=${flags}"
        -P "${PROJECT_SOURCE_DIR}/tests/house/installation_test.cmake")
    set_tests_properties(installation PROPERTIES TIMEOUT 120)
endif()

recourse_sources(bench_sources tests/bench/*.cpp)
list(FILTER bench_sources EXCLUDE REGEX "/write_policies\\.cpp$")
recourse_test_executable(recourse_policies tests/bench/write_policies.cpp tests/bench/generated.cpp)
set_target_properties(recourse_policies PROPERTIES EXCLUDE_FROM_ALL ON)
if(bench_sources)
    find_package(benchmark QUIET)
    if(benchmark_FOUND)
        recourse_test_executable(recourse_bench ${bench_sources})
        set_target_properties(recourse_bench PROPERTIES EXCLUDE_FROM_ALL ON)
        target_link_libraries(recourse_bench PRIVATE benchmark::benchmark benchmark::benchmark_main)
    else()
        message(STATUS "Google Benchmark is not installed: recourse_bench is left out")
    endif()
endif()
