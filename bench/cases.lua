--- What is measured. A case compares two commands, `ours` and `theirs`, each with an
--- optional `prepare` that runs before every round and is not timed. `unit` is "time",
--- "memory" or "wait" (the figure in the file `waits` of the command); the ratio is taken
--- so that the target reads like a sentence: `faster` means theirs / ours at least that,
--- `within` means ours / theirs at most that; `below` is a limit for ours, and `more` for
--- what ours takes more than theirs (KiB).
---
--- Cases come in groups, by the name that script/bench takes: a group is a function of
--- the runner's path and an empty folder that gives a list of cases. A `large` one takes
--- minutes, and runs only where its name is given.
local cases = { order = {} }

for _, topic in ipairs({ "everyday", "constraints", "rows", "creation", "check",
  "backfill", "online", "seeds" }) do
  for _, group in ipairs(require("bench.cases." .. topic)) do
    local name, make = table.unpack(group)
    cases.order[#cases.order + 1] = not group.large and name or nil
    cases[name] = make
  end
end

return cases
