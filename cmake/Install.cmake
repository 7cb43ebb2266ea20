# `cmake --install`: the program, the library for applications with its headers, and what
# pkg-config and find_package(runner) need to find it.
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/runner)
install(TARGETS runner RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS librunner EXPORT runner LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${headers})
install(EXPORT runner NAMESPACE runner:: FILE runnerConfig.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/runner)

# The headers that runner.h includes keep their folders.
install(FILES src/runner.h DESTINATION ${headers})
foreach(header base/error.h engine/step.h script/revision.h)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES src/${header} DESTINATION ${headers}/${folder})
endforeach()

# Found relative to itself, so that `cmake --install --prefix` may choose the place.
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
     ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
configure_file(cmake/runner.pc.in ${CMAKE_BINARY_DIR}/runner.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/runner.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
