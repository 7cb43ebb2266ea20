# What CTest runs besides the unit tests: the lints, the specs and the examples.
# A check whose tool is not installed is left out, with a note; script/bootstrap installs
# them all.
include(ProcessorCount)
ProcessorCount(processors)
if(processors LESS 1)
  set(processors 1)
endif()

# Register `lint-NAME`: script/lint WHAT, if PROGRAM is installed.
function(runner_lint name what program)
  find_program(RUNNER_PROGRAM_${name} ${program})
  if(NOT RUNNER_PROGRAM_${name})
    message(STATUS "No ${program}: the test lint-${name} is left out")
    return()
  endif()
  add_test(NAME lint-${name} COMMAND ${CMAKE_SOURCE_DIR}/script/lint ${what})
  set_tests_properties(lint-${name} PROPERTIES LABELS lint TIMEOUT 1200
                       ENVIRONMENT "BUILD=${CMAKE_BINARY_DIR}")
endfunction()
runner_lint(format format clang-format)
runner_lint(c c clang-tidy)
runner_lint(cppcheck cppcheck cppcheck)
runner_lint(headers headers c++)
runner_lint(lua lua luacheck)
runner_lint(shell shell shellcheck)
foreach(name c cppcheck) # these use all processors themselves
  if(TEST lint-${name})
    set_tests_properties(lint-${name} PROPERTIES TIMEOUT 3600 PROCESSORS ${processors}
                         COST 100)
  endif()
endforeach()

# The specs run inside the program, so the sanitizers see the C that Lua calls. Every
# folder of specs is a test of its own: spec/*_spec.lua is `spec`, spec/cli is `cli`.
find_program(BUSTED busted) # whether it is there; spec/run.lua starts it
function(runner_specs name folder)
  add_test(NAME ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
           COMMAND runner lua spec/run.lua ${ARGN} ${folder})
  set_tests_properties(${name} PROPERTIES LABELS spec TIMEOUT 3600 COST 50
    ENVIRONMENT "RUNNER_BINARY=$<TARGET_FILE:runner>;RUNNER_BUILD=${CMAKE_BINARY_DIR};NO_COLOR=1")
endfunction()
if(BUSTED)
  runner_specs(spec spec --no-recursive)
  file(GLOB spec_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/spec
       ${CMAKE_SOURCE_DIR}/spec/*/*_spec.lua)
  set(spec_folders ${spec_files})
  list(TRANSFORM spec_folders REPLACE "/.*" "")
  list(REMOVE_DUPLICATES spec_folders)
  foreach(folder ${spec_folders})
    runner_specs(${folder} spec/${folder})
  endforeach()
else()
  message(STATUS "No busted: the specs are left out")
endif()
