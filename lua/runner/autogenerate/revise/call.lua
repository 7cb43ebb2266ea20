--- Calls of `op` and of `t`, as values: what a revision will say.
--
--     call("drop_column", "day")            --> { word = "drop_column", arguments = ... }
--
-- `arguments` is packed (table.pack), since a constraint's name may be nil. `comment` is
-- what a person should know, one line or several. A call of alter_table has the list
-- `calls` of what is said to `t` in place of the function.
local function call(word, ...)
  local arguments = table.pack(...)
  while arguments.n > 0 and arguments[arguments.n] == nil do
    arguments.n = arguments.n - 1 -- options that are none
  end
  return { word = word, arguments = arguments }
end

return call
