# Installs the build into a fresh prefix, then configures, builds and runs tests/house/consumer against it.
# -DBUILD=… -DCONSUMER=… -DCOMPILER=… -DLAUNCHER=… -DGENERATOR=… -DFLAGS=…

set(work "${BUILD}/installation_test")
file(REMOVE_RECURSE "${work}")

function(step)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        list(JOIN ARGN " " shown)
        message(FATAL_ERROR "${shown}\n${output}\nended with ${result}")
    endif()
endfunction()

step("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${work}/prefix")
step("${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${work}/build" -G "${GENERATOR}"
    "-DCMAKE_PREFIX_PATH=${work}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
step("${CMAKE_COMMAND}" --build "${work}/build")
step("${work}/build/consumer")
step("${work}/prefix/bin/recourse" --version)

if(NOT EXISTS "${work}/prefix/share/recourse/stdlib")
    message(FATAL_ERROR "The standard library is not installed")
endif()
file(REMOVE_RECURSE "${work}")
