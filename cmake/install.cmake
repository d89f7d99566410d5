# find_package(recourse) gives recourse::runtime, which needs nothing else, and recourse::compiler, which needs fmt, date and toml++.

include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/recourse")
set(data_folder "${CMAKE_INSTALL_DATADIR}/recourse")

if(TARGET recourse_runtime)
    install(TARGETS recourse_runtime EXPORT recourse-runtime ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT recourse-runtime NAMESPACE recourse:: FILE recourse-runtime.cmake DESTINATION "${package_folder}")
    # The compiler's export names the runtime's, so it is written only beside it.
    install(TARGETS recourse_compiler EXPORT recourse-compiler ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT recourse-compiler NAMESPACE recourse:: FILE recourse-compiler.cmake DESTINATION "${package_folder}")
endif()
if(TARGET recourse)
    install(TARGETS recourse RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

foreach(folder IN LISTS RECOURSE_PUBLIC_INCLUDES)
    install(DIRECTORY "${folder}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
endforeach()

configure_package_config_file(cmake/recourse-config.cmake.in "${PROJECT_BINARY_DIR}/recourse-config.cmake"
    INSTALL_DESTINATION "${package_folder}" PATH_VARS data_folder)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/recourse-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/recourse-config.cmake" "${PROJECT_BINARY_DIR}/recourse-config-version.cmake"
    DESTINATION "${package_folder}")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/stdlib" DESTINATION "${data_folder}" FILES_MATCHING PATTERN "*.rule")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
recourse_sources(grammars editors/*.tmLanguage.json)
list(FILTER grammars EXCLUDE REGEX "/node_modules/")
install(FILES ${grammars} DESTINATION "${data_folder}/editors")
