--- The program at work in the background, and a shell script that does something beside
-- it. No case waits for so long that something must have happened: it waits until it has
-- happened, on a machine as slow as it likes.
--
--   beside.run(project, "upgrade head", [[
--     wait_until [ -e started ]
--     kill -INT $child]])
--
-- The screen is the program's. Words of the script:
--   wait_until COMMAND   again and again until it works; the end with status 99 if it
--                        never does, or if the program ends before
--   hold SQL [FILE]      another program begins a transaction (SQL) in FILE (desk.db)
--   let_go               ... and takes it back
--   $child, $runner      the program's process; the program itself, to be started again
local helper = require("spec.helper")

local beside = {}

-- The bound only tells a hanging program from a slow one.
local WORDS = [[
child= runner=%s
alive() { kill -0 "$1" 2>/dev/null; }
never() {
  echo "$1" >&2
  [ -z "$child" ] || kill -KILL $child 2>/dev/null
  exit 99
}
wait_until() {
  tries=0
  until "$@"; do
    if [ -n "$child" ] && ! alive $child; then
      "$@" && return
      wait $child
      never "the program ended with status $? before: $*"
    fi
    tries=$((tries + 1))
    [ $tries -lt 6000 ] || never "in five minutes it never came: $*"
    sleep 0.05
  done
}
ended() { ! alive $child; }
hold() {
  rm -f held.in held.out
  mkfifo held.in
  sqlite3 -bail -cmd '.timeout 300000' "${2:-desk.db}" <held.in >held.out 2>&1 &
  holder=$!
  exec 9>held.in
  echo "$1; SELECT 'held';" >&9
  wait_until grep -qs held held.out
}
let_go() {
  { echo 'ROLLBACK;'; echo '.quit'; } >&9
  exec 9>&-
  wait $holder
}
]]

--- The words of a script, for one that starts the program itself.
function beside.words()
  return WORDS:format(helper.quote(helper.binary))
end

--- Run the program with `arguments` (shell text) while `script` runs; the script's own
-- `exit` is an end of both, and behind the script the program's end is waited for.
function beside.run(project, arguments, script)
  return project:shell(([[
%senv --default-signal=INT "$runner" %s &
child=$!
%s
wait_until ended
wait $child]]):format(beside.words(), arguments, script))
end

--- The lines of a revision that make the file `name` and wait for the file `answer` (they
-- need trust in `io`). What waits does not wait for ever: nobody may be there to kill it.
function beside.meeting(name, answer)
  return ([[
    io.open(%q, "w"):close()
    local met, ends = nil, os.time() + 600
    repeat met = io.open(%q) until met or os.time() > ends
    if met then met:close() end
]]):format(name, answer)
end

--- Run the program with `arguments`, send it a signal (INT) once it made the file
-- `started`, and wait for its end.
function beside.interrupt(project, arguments, signal)
  return beside.run(project, arguments,
    "wait_until [ -e started ]\nkill -" .. (signal or "INT") .. " $child")
end

return beside
