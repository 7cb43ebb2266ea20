--- Does the author say that this is no difference?
--
--     refused(options, { kind = "drop_table", name = "legacy" })
--
-- options.differs is asked with a difference (runner.autogenerate.compare.list, without
-- its text) and says so by giving false.
return function(options, difference)
  return options.differs ~= nil and options.differs(difference) == false
end
