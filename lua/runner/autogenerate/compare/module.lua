--- What the arguments of a virtual table mean, to compare them by.
--
--     module.meaning("fts5", { "a", "tokenize = 'porter'" })
--
-- An argument is its module's own language, of which SQLite only knows where it ends. So
-- the texts count as they stand, but for the modules that come with SQLite: fts3, fts4
-- and fts5, rtree, and the tables that tell the vocabulary of an index.
-- https://www.sqlite.org/fts3.html#creating_and_destroying_fts_tables
-- https://www.sqlite.org/fts5.html#fts5_table_creation_and_initialization
-- https://www.sqlite.org/rtree.html#creating_an_r_tree_index
local argument = require("runner.autogenerate.compare.argument")
local identifier = require("runner.schema.identifier")

local module = {}

local fold = identifier.fold

--- Options in one order, behind the columns.
local function joined(columns, options)
  table.sort(options)
  return table.concat(columns, "\0") .. "\0\0" .. table.concat(options, "\0")
end

-- ---- fts5

local function same_text(text)
  return text
end

--- Words, the first of which is the name of a tokenizer.
local function tokenizer(text)
  local words = argument.words(text)
  words[1] = words[1] and fold(words[1])
  return table.concat(words, "\1")
end

local fts5_values = {
  tokenize = tokenizer,
  prefix = function(text)
    return table.concat(argument.split(text, "%d+"), " ")
  end,
  content = fold,
  content_rowid = fold,
  detail = fold,
}

-- What says only what holds anyway.
local fts5_defaults = {
  ["tokenize=unicode61"] = true,
  ["content_rowid=rowid"] = true,
  ["columnsize=1"] = true,
  ["detail=full"] = true,
}

--- `name = value`, both as they are read; nil for a column.
local function fts5_option(text)
  local name, rest = text:match("^%s*([%w_\128-\255]+)%s*=%s*(.*)$")
  if not name then
    return nil
  end
  name = fold(name)
  return name, (fts5_values[name] or same_text)(argument.plain(rest))
end

local function fts5_column(text)
  local words = argument.words(text)
  for i, word in ipairs(words) do
    words[i] = fold(word)
  end
  return table.concat(words, "\1")
end

local function fts5(arguments)
  local columns, options, prefixes = {}, {}, {}
  for _, text in ipairs(arguments) do
    local name, value = fts5_option(text)
    if name == "prefix" then
      prefixes[#prefixes + 1] = value -- may be said several times
    elseif not name then
      columns[#columns + 1] = fts5_column(text)
    elseif not fts5_defaults[name .. "=" .. value] then
      options[#options + 1] = name .. "=" .. value
    end
  end
  table.insert(options, "prefix=" .. table.concat(prefixes, " "))
  return joined(columns, options)
end

-- ---- fts3, fts4

--- The tokens that fts3 sees: words and quoted texts, whatever stands between.
local function fts3_words(text)
  return argument.split(text, "[%w_$\128-\255]+")
end

--- "tokenize=porter", "tokenize porter": what stands behind the word, or nil.
local function fts3_tokenizer(text)
  local word, rest = text:match("^(%a+)[^%w_$\128-\255](.*)$")
  return word and fold(word) == "tokenize" and rest or nil
end

--- Nothing for the tokenizer that there is anyway.
local function fts3_tokenizer_meaning(text)
  local value = table.concat(fts3_words(text), "\1")
  return value ~= "simple" and "tokenize=" .. value or nil
end

local case_counts = { compress = true, uncompress = true }

--- Spaces count here: `content= t` is of a table " t".
local function fts4_option(text)
  local name, value = text:match("^([^=]*)=(.*)$")
  if not name then
    return nil
  end
  name = fold(name)
  value = value:find("^['\"`%[]") and argument.plain(value) or value
  return name .. "=" .. (case_counts[name] and value or fold(value))
end

--- Only the first word of a column is read.
local function fts3_column(text)
  return fold(fts3_words(text)[1] or text)
end

local function fts3(arguments, has_options)
  local columns, options = {}, {}
  for _, text in ipairs(arguments) do
    local rest = fts3_tokenizer(text)
    local option = has_options and fts4_option(text)
    if rest then
      options[#options + 1] = fts3_tokenizer_meaning(rest)
    elseif option then
      options[#options + 1] = option ~= "order=asc" and option or nil
    else
      columns[#columns + 1] = fts3_column(text)
    end
  end
  return joined(columns, options)
end

-- ---- rtree

--- Only the first word of a column is read; "+" makes it one that is only kept.
local function rtree(arguments)
  local columns = {}
  for i, text in ipairs(arguments) do
    local sign, rest = text:match("^(%+?)%s*(.*)$")
    columns[i] = sign .. fold(argument.words(rest)[1] or rest)
  end
  return joined(columns, {})
end

-- ---- the vocabulary of an index

local function names(arguments)
  local list = {}
  for i, text in ipairs(arguments) do
    list[i] = fold(argument.plain(text))
  end
  return joined(list, {})
end

local known = {
  fts3 = fts3,
  fts4 = function(arguments)
    return fts3(arguments, true)
  end,
  fts5 = fts5,
  rtree = rtree,
  rtree_i32 = rtree,
  fts4aux = names,
  fts5vocab = names,
}

function module.meaning(name, arguments)
  local key = fold(name)
  local meaning = known[key]
  return key .. "\0" .. (meaning and meaning(arguments) or table.concat(arguments, "\0"))
end

return module
