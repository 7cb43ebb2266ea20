# `cmake --install`: the program, the library for applications, its headers.
install(TARGETS runner RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS librunner LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES src/runner.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/runner)
install(FILES src/base/error.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/runner/base)
install(FILES src/engine/step.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/runner/engine)
install(FILES src/script/revision.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/runner/script)
