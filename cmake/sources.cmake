# Sources are found, not listed: a new file in a room is part of the next build. Paths are relative to the root of the repository.

function(recourse_sources variable)
    set(patterns "${ARGN}")
    list(TRANSFORM patterns PREPEND "${PROJECT_SOURCE_DIR}/")
    file(GLOB_RECURSE found LIST_DIRECTORIES false RELATIVE "${PROJECT_SOURCE_DIR}" CONFIGURE_DEPENDS ${patterns})
    set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# ALIAS names are the ones that find_package(recourse) gives, so that code in and outside the tree links alike.
function(recourse_library target alias)
    add_library(${target} STATIC ${ARGN})
    add_library(recourse::${alias} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${alias} ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
endfunction()

function(recourse_executable target)
    add_executable(${target} ${ARGN})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
    target_link_libraries(${target} PRIVATE recourse_warnings ${RECOURSE_ALLOCATOR_LIBRARY})
endfunction()

set(RECOURSE_PUBLIC_INCLUDES "${PROJECT_SOURCE_DIR}/compiler/include" "${PROJECT_SOURCE_DIR}/runtime/include")
