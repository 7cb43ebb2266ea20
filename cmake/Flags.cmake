# Compiler flags, as an interface target.
add_library(runner_flags INTERFACE)
target_compile_options(runner_flags INTERFACE -Wall -Wextra -Wshadow -Wpointer-arith
  -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla
  $<$<BOOL:${RUNNER_WERROR}>:-Werror>)
if(RUNNER_SANITIZE)
  set(sanitizers -fsanitize=address,undefined,float-cast-overflow
      -fno-sanitize-recover=undefined,float-cast-overflow
      -fno-omit-frame-pointer)
  target_compile_options(runner_flags INTERFACE ${sanitizers})
  target_link_options(runner_flags INTERFACE ${sanitizers})
endif()
if(RUNNER_COVERAGE)
  target_compile_options(runner_flags INTERFACE --coverage -O0)
  target_link_options(runner_flags INTERFACE --coverage)
endif()
