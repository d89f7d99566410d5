# recourse_runtime: the standard library is all it needs.

recourse_sources(runtime_sources runtime/*.cpp)
list(FILTER runtime_sources EXCLUDE REGEX "^runtime/bindings/")

if(NOT runtime_sources)
    message(STATUS "No sources in runtime/ yet: recourse_runtime is left out")
    return()
endif()

recourse_library(recourse_runtime runtime ${runtime_sources})
target_compile_features(recourse_runtime PUBLIC cxx_std_20)
target_link_libraries(recourse_runtime PRIVATE $<BUILD_INTERFACE:recourse_warnings>)
target_include_directories(recourse_runtime
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/runtime/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE "${PROJECT_SOURCE_DIR}")
