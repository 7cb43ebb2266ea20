--- File names of new revisions: slugs and tokens.
local name = require("runner.template.name")

describe("a slug", function()
  local function check(message, expected, length)
    assert.equal(expected, name.slug(message, length or 40))
  end

  it("joins the words of the message in lower case", function()
    check("Add the Users table", "add_the_users_table")
    check("it's 2 words_together - really", "it_s_2_words_together_really")
    check("  ...  ", "")
    check("", "")
  end)

  it("keeps letters of any script, and nothing else beyond ASCII", function()
    check("naïve Größe 日本語", "naïve_größe_日本語")
    check("a — “b”… 🎉 c×d", "a_b_c_d")
    check("½ µ ª °C", "µ_ª_c")
  end)

  it("drops bytes that are no UTF-8", function()
    check("a\xFFb \xC3", "a_b")
    check("\xE2\x82", "")
  end)

  it("is cut back to its last underscore, which stays", function()
    check("one two three", "one_", 7)
    check("one two three", "one_two_", 8)
    check("one two three", "one_two_three", 13)
    check("onetwothree", "onetwo_", 6)
  end)

  it("counts characters, not bytes", function()
    check("éé éé", "éé_éé", 5)
    check("éé éé", "éé_", 4)
  end)
end)

describe("a file name", function()
  local function render(template, message)
    return name.render({
      template = template, message = message or "Add it", rev = "ab12",
      epoch = 1700000000, year = 2026, month = 3, day = 7,
      hour = 9, minute = 5, second = 1,
    })
  end

  it("is id and slug unless told otherwise", function()
    assert.equal("ab12_add_it", render(nil))
  end)

  it("expands every token in every form", function()
    assert.equal("2026/03/07-ab12", render("%(year)d/%(month).2d/%(day)02d-%(rev)s"))
    assert.equal("9:5:01", render("%(hour)d:%(minute)s:%(second).2d"))
    assert.equal("1700000000_add_it", render("%(epoch)s_%(slug)s"))
    assert.equal("100%_ab12", render("100%%_%(rev)s"))
    assert.equal("plain", render("plain"))
    assert.equal("", render(""))
  end)

  it("does not let an id make folders", function()
    assert.equal("a_b_x", name.render({ rev = "a/b", message = "x" }))
  end)

  it("refuses what is no token, and names the tokens", function()
    for template, shown in pairs({
      ["%(nothing)s"] = "%(nothing)s", ["%(rev)d"] = "%(rev)d", ["%x"] = "%x",
      ["50%"] = "%", ["%(rev"] = "%(", ["%(rev)"] = "%(rev)", ["%(year)x"] = "%(year)x",
      ["%(year)99.99d"] = "%(year)99.99d", ["%()s"] = "%()s",
    }) do
      local ok, message = pcall(render, template)
      assert.is_false(ok)
      assert.truthy(message:find(('has "%s"; its tokens are rev, slug'):format(shown), 1,
        true), message)
    end
  end)
end)
