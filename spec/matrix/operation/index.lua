--- Indexes dropped and created in the step that alters the table.
local model = require("spec.matrix.model")

local operation = {}

local function position_of(objects, name)
  for i, object in ipairs(objects) do
    if object.kind == "index" and object.name == name then return i end
  end
  return nil
end

--- The objects as another list, so that the case's own stays as it is.
local function copy_objects(change)
  change.objects = table.move(change.objects, 1, #change.objects, 1, {})
  change.indexes = true
  return change.objects
end

operation.create_index = {
  pick = function(rng, self, context)
    if position_of(context.objects, "ix_new") then return nil end
    local ids = {}
    for i, one in ipairs(self.columns) do ids[i] = one.id end
    return { name = "ix_new", ids = rng:some(ids, 2), where = rng:chance(30)
      and ("{%s} IS NOT NULL"):format(rng:pick(ids)) or nil, descending = rng:chance(30) }
  end,
  apply = function(_, op, change)
    local terms = {}
    for i, id in ipairs(op.ids) do
      terms[i] = ("{%s}%s"):format(id, i == 1 and op.descending and " DESC" or "")
    end
    local objects = copy_objects(change)
    objects[#objects + 1] = { kind = "index", name = op.name, fresh = true, text =
      ("CREATE INDEX ix_new ON {t} (%s)%s"):format(table.concat(terms, ", "),
        op.where and " WHERE " .. op.where or "") }
  end,
  call = function(self, op)
    local columns = {}
    for i, id in ipairs(op.ids) do columns[i] = model.column(self, id).name end
    if op.descending then columns[1] = { columns[1], desc = true } end
    return { "create_index", op.name, columns,
      op.where and { where = model.fill(op.where, self) } or nil }
  end,
  reverse = function() return { { word = "drop_index", name = "ix_new" } } end,
}

operation.drop_index = {
  pick = function(rng, _, context)
    local list = {}
    for _, object in ipairs(context.objects) do
      -- Indexes are dropped before and created after, whatever the order of the calls.
      if object.kind == "index" and not object.fresh then list[#list + 1] = object end
    end
    return #list > 0 and { name = rng:pick(list).name } or nil
  end,
  apply = function(_, op, change)
    local objects = copy_objects(change)
    local position = position_of(objects, op.name)
    if position then table.remove(objects, position) end
  end,
  call = function(_, op) return { "drop_index", op.name } end,
  reverse = function() return nil end,
}

return operation
