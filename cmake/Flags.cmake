# Compiler flags, as an interface target.
add_library(runner_flags INTERFACE)
target_compile_options(runner_flags INTERFACE -Wall -Wextra -Wshadow -Wpointer-arith
  -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla
  $<$<BOOL:${RUNNER_WERROR}>:-Werror>)
if(RUNNER_SANITIZE)
  set(sanitizers -fsanitize=address,undefined,float-cast-overflow
      -fno-sanitize-recover=undefined,float-cast-overflow
      -fno-omit-frame-pointer)
  include(CheckCSourceCompiles)
  list(JOIN sanitizers " " CMAKE_REQUIRED_FLAGS)
  check_c_source_compiles("int main(void) { return 0; }" RUNNER_HAS_SANITIZERS)
  unset(CMAKE_REQUIRED_FLAGS)
  if(NOT RUNNER_HAS_SANITIZERS) # GCC on Alpine
    message(WARNING "This compiler has no sanitizers: the tests run without them")
    set(sanitizers "")
  endif()
  target_compile_options(runner_flags INTERFACE ${sanitizers})
  target_link_options(runner_flags INTERFACE ${sanitizers})
endif()
if(RUNNER_COVERAGE)
  target_compile_options(runner_flags INTERFACE --coverage -O0)
  target_link_options(runner_flags INTERFACE --coverage)
endif()
