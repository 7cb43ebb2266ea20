--- busted, run by the program: runner lua spec/run.lua [OPTION...] [SPEC...]
--
-- The command `busted` cannot be given to `runner lua` everywhere: Debian's is Lua, but
-- the one that LuaRocks installs is a shell script around another Lua.
require("busted.runner")({ standalone = false })
