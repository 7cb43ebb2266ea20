# The libraries: Lua 5.4, SQLite, jansson (JSON), libmd (SHA-256), found by pkg-config.
# `runner_libraries` is what the program links (archives where RUNNER_STATIC asks for them
# and they exist), `runner_shared_libraries` what the library for applications links.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_search_module(LUA REQUIRED IMPORTED_TARGET lua5.4 lua-5.4 lua54 lua)
if(LUA_VERSION VERSION_LESS 5.4)
  message(FATAL_ERROR "Lua 5.4 is needed, found ${LUA_VERSION}")
endif()
list(GET LUA_LIBRARIES 0 LUA_STEM) # "lua5.4" or "lua", as the system calls it
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.38)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.9)
pkg_check_modules(MD REQUIRED IMPORTED_TARGET libmd)

add_library(runner_shared_libraries INTERFACE)
target_link_libraries(runner_shared_libraries INTERFACE PkgConfig::LUA PkgConfig::SQLITE
                      PkgConfig::JANSSON PkgConfig::MD m Threads::Threads)

# Link one library from its archive if there is one, else as the shared library. WHOLE
# takes all of the archive: Lua's functions are looked up by its C modules at run time.
function(runner_link_archive target prefix archive)
  find_library(${prefix}_ARCHIVE NAMES ${archive} HINTS ${${prefix}_LIBDIR}
               ${${prefix}_LIBRARY_DIRS})
  mark_as_advanced(${prefix}_ARCHIVE)
  if(NOT ${prefix}_ARCHIVE)
    message(STATUS "No ${archive}: linking the shared library")
    target_link_libraries(${target} INTERFACE PkgConfig::${prefix})
    return()
  endif()
  target_include_directories(${target} SYSTEM INTERFACE ${${prefix}_INCLUDE_DIRS})
  if(NOT "WHOLE" IN_LIST ARGN)
    target_link_libraries(${target} INTERFACE ${${prefix}_ARCHIVE})
  elseif(APPLE)
    target_link_libraries(${target} INTERFACE -Wl,-force_load,${${prefix}_ARCHIVE})
  else()
    target_link_libraries(${target} INTERFACE
      -Wl,--whole-archive,${${prefix}_ARCHIVE},--no-whole-archive)
  endif()
endfunction()

add_library(runner_libraries INTERFACE)
if(RUNNER_STATIC)
  runner_link_archive(runner_libraries LUA lib${LUA_STEM}.a WHOLE)
  runner_link_archive(runner_libraries SQLITE libsqlite3.a)
  runner_link_archive(runner_libraries JANSSON libjansson.a)
  runner_link_archive(runner_libraries MD libmd.a)
  find_library(Z_LIBRARY NAMES z) # some builds of SQLite use zlib
  mark_as_advanced(Z_LIBRARY)
  if(Z_LIBRARY AND NOT APPLE)
    target_link_libraries(runner_libraries INTERFACE -Wl,--as-needed ${Z_LIBRARY})
  endif()
  target_link_libraries(runner_libraries INTERFACE m Threads::Threads ${CMAKE_DL_LIBS})
else()
  target_link_libraries(runner_libraries INTERFACE runner_shared_libraries)
endif()
