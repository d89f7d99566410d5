# recourse_compiler: one object library per room of compiler/ (`ninja room_syntax` builds one room), put together into one archive.

# Which room sees which library of others. tests/house/include_directions_test.cpp keeps the sources to it.
set(room_libraries_support date::date-tz)
set(room_libraries_diagnostics nlohmann_json::nlohmann_json)
set(room_libraries_syntax taocpp::pegtl)
set(room_libraries_graph Boost::headers)
set(room_libraries_explore $<TARGET_NAME_IF_EXISTS:recourse_z3>)
set(room_libraries_emit nlohmann_json::nlohmann_json)
set(room_libraries_driver tomlplusplus::tomlplusplus recourse_xxhash)

# The standard library, packed into a source file. The list of files is an input of its own: a file taken away changes it.
recourse_sources(stdlib_files stdlib/*.rule)
list(SORT stdlib_files)
set(stdlib_list "${PROJECT_BINARY_DIR}/generated/stdlib_files.txt")
set(stdlib_pack "${PROJECT_BINARY_DIR}/generated/stdlib_pack.cpp")
list(JOIN stdlib_files "\n" stdlib_lines)
file(CONFIGURE OUTPUT "${stdlib_list}" CONTENT "${stdlib_lines}" @ONLY)
add_custom_command(
    OUTPUT "${stdlib_pack}"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${PROJECT_SOURCE_DIR}" "-DLIST=${stdlib_list}" "-DOUTPUT=${stdlib_pack}"
            -P "${PROJECT_SOURCE_DIR}/cmake/pack_stdlib.cmake"
    DEPENDS ${stdlib_files} "${stdlib_list}" "${PROJECT_SOURCE_DIR}/cmake/pack_stdlib.cmake"
    COMMENT "Packing the standard library"
    VERBATIM)

recourse_sources(compiler_sources compiler/*.cpp)
list(FILTER compiler_sources EXCLUDE REGEX "^compiler/(cli|include)/")
if(RECOURSE_WITH_Z3)
    list(REMOVE_ITEM compiler_sources compiler/explore/solver_none.cpp)
    message(STATUS "The compiler asks Z3 what its own reasoning leaves open: ${RECOURSE_Z3_LIBRARY}")
else()
    list(REMOVE_ITEM compiler_sources compiler/explore/solver_z3.cpp)
    message(STATUS "No Z3 (Debian: libz3-dev): what the compiler's own reasoning leaves open stays undecided")
endif()
set(rooms "")
foreach(source IN LISTS compiler_sources)
    string(REGEX REPLACE "^compiler/([^/]+)/.*" "\\1" room "${source}")
    if(NOT RECOURSE_ROOMS OR room IN_LIST RECOURSE_ROOMS)
        list(APPEND rooms ${room})
        list(APPEND room_sources_${room} "${source}")
    endif()
endforeach()
list(REMOVE_DUPLICATES rooms)
if(NOT "driver" IN_LIST rooms)
    list(APPEND rooms driver)
endif()
list(APPEND room_sources_driver "${stdlib_pack}")

set(room_objects "")
foreach(room IN LISTS rooms)
    add_library(room_${room} OBJECT ${room_sources_${room}})
    target_include_directories(room_${room} PRIVATE "${PROJECT_SOURCE_DIR}" ${RECOURSE_PUBLIC_INCLUDES})
    target_link_libraries(room_${room} PRIVATE recourse_warnings fmt::fmt ${room_libraries_${room}})
    list(APPEND room_objects $<TARGET_OBJECTS:room_${room}>)
endforeach()
list(JOIN rooms " " shown)
message(STATUS "Rooms of the compiler: ${shown}")

recourse_library(recourse_compiler compiler ${room_objects})
target_compile_features(recourse_compiler PUBLIC cxx_std_20)
target_include_directories(recourse_compiler PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/compiler/include>
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/runtime/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
# Only the libraries that have object code; the header-only ones end in their rooms.
target_link_libraries(recourse_compiler PRIVATE fmt::fmt date::date-tz tomlplusplus::tomlplusplus Threads::Threads)
if(RECOURSE_WITH_Z3)
    target_link_libraries(recourse_compiler PRIVATE "${RECOURSE_Z3_LIBRARY}")
endif()
if(TARGET recourse_runtime)
    target_link_libraries(recourse_compiler PUBLIC recourse_runtime)
endif()
