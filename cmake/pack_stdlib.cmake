# cmake -DROOT=repository -DLIST=files.txt -DOUTPUT=pack.cpp -P pack_stdlib.cmake
#
# Writes a source file that holds every file named in LIST (one path to a line, "stdlib/calendar/china.rule"). Texts become arrays of characters, not
# string literals: those have length limits that differ by compiler, and bytes need no quoting whatever a policy says.

file(STRINGS "${LIST}" files)
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
    string(REGEX REPLACE "^stdlib/" "" path "${file}")
    file(READ "${ROOT}/${file}" hex HEX)
    string(REGEX REPLACE "(................................)" "\\1\n    " hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    # The closing zero keeps the array of an empty file from being empty; it is not part of the text.
    string(APPEND arrays "constexpr char text_${number}[] = {\n    ${bytes}'\\0'};\n")
    string(APPEND entries "    {\"${path}\", {text_${number}, sizeof(text_${number}) - 1}},\n")
    math(EXPR number "${number} + 1")
endforeach()

if(number EQUAL 0)
    set(answer "return {};")
else()
    set(answer "return files;")
    set(entries "constexpr PackedFile files[] = {\n${entries}};\n")
endif()

file(WRITE "${OUTPUT}" "// Written by cmake/pack_stdlib.cmake from stdlib/. Do not edit.
#include \"compiler/driver/stdlib_pack.h\"

namespace recourse::driver {

namespace {
${arrays}${entries}} // namespace

std::span<const PackedFile> packed_stdlib() { ${answer} }

} // namespace recourse::driver
")
