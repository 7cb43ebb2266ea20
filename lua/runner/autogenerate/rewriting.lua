--- The author's `rewrite`, whose steps are looked at before they become text.
--
--     options.rewrite = rewriting(said.rewrite)      -- nil stays nil
--
-- What a step is: docs/autogenerate.md. They need not count their arguments, as those of
-- runner.autogenerate.revise.call do.
local expression = require("runner.schema.expression")
local failure = require("runner.failure")

local hint = "docs/autogenerate.md says what a step of `rewrite` is"

local function refuse(message, ...)
  failure.raise(message:format(...), hint)
end

-- ---- one step

--- A function or a coroutine in a value, however deep: nothing that a file can say.
local function unwritable(value)
  local kind = type(value)
  if kind == "function" or kind == "thread" then
    return kind
  elseif kind == "table" and not expression.text(value) then
    for _, item in pairs(value) do
      local found = unwritable(item)
      if found then
        return found
      end
    end
  end
  return nil
end

--- A word with arguments, said to `op` or to `t`.
local function check_call(call, title)
  if type(call.arguments) ~= "table" then
    refuse("%s has no list `arguments`", title)
  end
  local kind = unwritable(call.arguments)
  if kind then
    refuse("%s has a %s among its `arguments`", title, kind)
  end
  call.arguments.n = call.arguments.n or #call.arguments
end

--- What every step and every call has.
local function check_word(step, title)
  if type(step) ~= "table" then
    refuse("%s must be a table, not a %s", title, type(step))
  elseif not (type(step.word) == "string" and step.word:find("^[%a_][%w_]*$")) then
    refuse("%s has no `word`", title)
  elseif step.comment ~= nil and type(step.comment) ~= "string" then
    refuse("the `comment` of %s must be a text, not a %s", title, type(step.comment))
  end
end

local check = {}

function check.alter_table(step, title)
  if type(step.table) ~= "string" then
    refuse("%s does not name its `table`", title)
  elseif type(step.calls) ~= "table" then
    refuse("%s has no list `calls`", title)
  end
  for i, call in ipairs(step.calls) do
    local call_title = ("call %d of %s"):format(i, title)
    check_word(call, call_title)
    check_call(call, call_title)
  end
end

function check.create(step, title)
  if type(step.object) ~= "table" then
    refuse("%s has no `object`", title)
  end
end

-- ---- all of them

local function checked(steps)
  if type(steps) ~= "table" then
    refuse("`rewrite` must give a list of steps, not a %s", type(steps))
  end
  for i, step in ipairs(steps) do
    local title = ("step %d of `rewrite`"):format(i)
    check_word(step, title);
    (check[step.word] or check_call)(step, title)
  end
  return steps
end

return function(given)
  return given
    and function(steps, direction)
      return checked(given(steps, direction) or steps)
    end
end
