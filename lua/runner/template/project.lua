--- The files of a new project, for `runner init`: a list of { path, text } for each
-- template. The program knows their names and descriptions by itself.
return {
  generic = require("runner.template.project.generic"),
  multidb = require("runner.template.project.multidb"),
  own = require("runner.template.project.own"),
}
