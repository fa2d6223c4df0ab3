---@meta
error("encart_test.lua describes what a plugin's tests have; it cannot be required")

---What a plugin's `tests/*.lua` have beside what the plugin has. `encart plugin test` runs each
---`it` in a state of its own, inside the sandbox, with the plugin's budget; `require` finds the
---plugin's `lib/`.

---A group of tests; its name stands before theirs.
---@param name string
---@param f fun()
function describe(name, f) end

---A test: it passes when the function returns.
---@param name string
---@param f fun()
function it(name, f) end

---A value with the checks that can be asked of it; each gives it back, so that they can be
---chained. One that does not hold ends the test at its line.
---@class encart.Expectation
local expectation = {}

---The very value; of tables, the same table.
---@param want any
---@return encart.Expectation
function expectation:is(want) end

---An equal value: tables member by member. The message has the first difference.
---@param want any
---@return encart.Expectation
function expectation:equals(want) end

---A value that is not equal.
---@param other any
---@return encart.Expectation
function expectation:differs(other) end

---A string in which the pattern is found.
---@param pattern string
---@return encart.Expectation
function expectation:matches(pattern) end

---A part of a string, as it is written, or a member of a table.
---@param part any
---@return encart.Expectation
function expectation:contains(part) end

---What `contains` would not find.
---@param part any
---@return encart.Expectation
function expectation:lacks(part) end

---Nothing: a box that was not proposed.
---@return encart.Expectation
function expectation:is_nil() end

---Neither nil nor false.
---@return encart.Expectation
function expectation:is_true() end

---A function that raises an error; its message contains the text.
---@param text? string
---@return encart.Expectation
function expectation:fails(text) end

---What is to be checked: `expect(page.html):contains "Lire aussi"`.
---@param value any
---@return encart.Expectation
function expect(value) end

---What a page is rendered of: the members of a `tests/NAME.json`.
---@class encart.Case
---@field article string|table a file beside the test, or an article document
---@field lang? string
---@field settings? table<string, any> the plugin's
---@field related? table[] what the service `related` answers
---@field now? string RFC 3339
---@field url? string
---@field expect? table `boxes`, `absent`, `contains`, `lacks`, `diagnostics`: lists of strings

---@class encart.PageBox
---@field id string "note"
---@field box string "demo/note"
---@field slot string
---@field placed boolean
---@field why? string when it is not placed
---@field html? string when it is

---A page with the plugin alone.
---@class encart.TestPage
---@field html string the fragment, then the slots that a fragment has not
---@field boxes encart.PageBox[]
---@field diagnostics { level: string, rule: string, message: string, line?: integer }[]
---@field lang string
local page = {}

---The plugin's box of that id; nil when it proposed none.
---@param id string
---@param number? integer which of several, from 1
---@return encart.PageBox?
function page:box(id, number) end

---Renders an article with the plugin, and holds the page to what holds of every page: nothing
---is complained about, the same bytes twice, its boxes can be taken out, everybody can use them.
---@param case encart.Case
---@return encart.TestPage
function render(case) end
