# Put the Lua modules under lua/runner/ into the program, as readable text.
file(GLOB_RECURSE embedded CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
     ${CMAKE_SOURCE_DIR}/lua/runner/*.lua)
list(SORT embedded)
list(TRANSFORM embedded PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE embedded_paths)
add_executable(embed cmake/embed.c)
set_target_properties(embed PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/embedded.c
  COMMAND embed ${CMAKE_BINARY_DIR}/embedded.c ${CMAKE_SOURCE_DIR} ${embedded}
  DEPENDS embed ${embedded_paths}
  COMMENT "Embedding the Lua modules" VERBATIM)
target_sources(runner_objects PRIVATE ${CMAKE_BINARY_DIR}/embedded.c)
