# Libraries of others. The runtime uses none of them; cmake/compiler.cmake says which room sees which.
# On Debian, .ci/install-dependencies brings them.

find_package(fmt 9 REQUIRED)
find_package(date REQUIRED)
find_package(pegtl 3.2 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tomlplusplus 3 REQUIRED)
find_package(CLI11 2 REQUIRED)
