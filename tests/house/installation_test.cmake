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

# A fenced example of docs/embedding.md, as it stands there, into a file of the work folder.
function(extract_example name)
    file(READ "${CONSUMER}/../../../docs/embedding.md" text)
    string(FIND "${text}" "example=${name}\n" begin)
    if(begin EQUAL -1)
        message(FATAL_ERROR "docs/embedding.md has no example=${name}")
    endif()
    string(LENGTH "example=${name}\n" marker)
    math(EXPR begin "${begin} + ${marker}")
    string(SUBSTRING "${text}" ${begin} -1 text)
    string(FIND "${text}" "\n```" length)
    string(SUBSTRING "${text}" 0 ${length} text)
    file(WRITE "${work}/examples/${name}" "${text}\n")
endfunction()

extract_example(embedding.cpp)
extract_example(embedding.c)

step("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${work}/prefix")
step("${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${work}/build" -G "${GENERATOR}"
    "-DCMAKE_PREFIX_PATH=${work}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DEXAMPLES=${work}/examples")
step("${CMAKE_COMMAND}" --build "${work}/build")
step("${work}/build/consumer")
step("${work}/prefix/bin/recourse" --version)

set(program "${work}/after_sales.rcp")
step("${work}/prefix/bin/recourse" compile "${CONSUMER}/../../../rules/taobao/after_sales.rule" -o "${program}")
step("${work}/build/embedding_cpp" "${program}")
step("${work}/build/embedding_c" "${program}")

if(NOT EXISTS "${work}/prefix/share/recourse/stdlib")
    message(FATAL_ERROR "The standard library is not installed")
endif()
file(REMOVE_RECURSE "${work}")
