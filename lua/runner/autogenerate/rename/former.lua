--- What a table was called before renames.
--
--     former({ users = "people" })("people")     --> "users"
--     former({ users = "people" })("users")      --> nil: a new one
--     former({ users = "people" })("notes")      --> "notes"
--
-- `renames`: { by old key: new key, or false for what goes }.
return function(renames)
  local old_keys = {}
  for old_key, new_key in pairs(renames) do
    old_keys[new_key or ""] = old_key
  end
  return function(key)
    local stays = renames[key] == nil
    return old_keys[key] or stays and key or nil
  end
end
