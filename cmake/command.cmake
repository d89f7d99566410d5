# recourse, the command. It sees what a host sees: the two public include folders.

recourse_sources(command_sources compiler/cli/*.cpp)

if(NOT command_sources)
    message(STATUS "No sources in compiler/cli/ yet: the command is left out")
    return()
endif()

recourse_executable(recourse ${command_sources})
target_include_directories(recourse PRIVATE ${RECOURSE_PUBLIC_INCLUDES})
target_link_libraries(recourse PRIVATE
    recourse_compiler $<TARGET_NAME_IF_EXISTS:recourse_runtime>
    CLI11::CLI11 nlohmann_json::nlohmann_json tomlplusplus::tomlplusplus fmt::fmt)
