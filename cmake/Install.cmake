# `cmake --install`: the program, the library for applications with its headers, and what
# pkg-config and find_package(runner) need to find it.
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/runner)
install(TARGETS runner RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS librunner EXPORT runner LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${headers})
install(EXPORT runner NAMESPACE runner:: FILE runnerConfig.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/runner)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/runnerConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/runnerConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/runner)

# The headers that runner.h includes keep their folders.
install(FILES src/runner.h DESTINATION ${headers})
foreach(header base/text_list.h base/status.h engine/difference.h engine/step.h
        script/revision.h)
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

# The manual page and the completions are written by the program itself, from its command
# table. Builds for development are not installed, so they do without.
if(NOT RUNNER_TESTS)
  set(pages ${CMAKE_BINARY_DIR}/pages)
  set(page_bash ${pages}/bash/runner)
  set(page_zsh ${pages}/zsh/_runner)
  set(page_fish ${pages}/fish/runner.fish)
  add_custom_command(
    OUTPUT ${pages}/runner.1 ${page_bash} ${page_zsh} ${page_fish}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${pages}/bash ${pages}/zsh ${pages}/fish
    COMMAND runner help --man > ${pages}/runner.1
    COMMAND runner completion bash > ${page_bash}
    COMMAND runner completion zsh > ${page_zsh}
    COMMAND runner completion fish > ${page_fish}
    DEPENDS runner COMMENT "Writing the manual page and the completions" VERBATIM)
  add_custom_target(pages ALL DEPENDS ${pages}/runner.1)
  set(share ${CMAKE_INSTALL_DATADIR})
  install(FILES ${pages}/runner.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${page_bash} DESTINATION ${share}/bash-completion/completions)
  install(FILES ${page_zsh} DESTINATION ${share}/zsh/site-functions)
  install(FILES ${page_fish} DESTINATION ${share}/fish/vendor_completions.d)
endif()
