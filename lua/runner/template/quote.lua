--- A text as a Lua string on one line, whatever bytes it has.
return function(text)
  return (("%q"):format(text):gsub("\\\n", "\\n"))
end
