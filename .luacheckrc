-- What plugins may use, and nothing else: a forbidden global is a lint error.
local plugin = {
  read_globals = {
    "_VERSION", "assert", "encart", "error", "getmetatable", "ipairs", "next", "pairs",
    "pcall", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setmetatable",
    "tonumber", "tostring", "type",
    math = { fields = { "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor",
      "fmod", "huge", "log", "max", "maxinteger", "min", "mininteger", "modf", "pi", "rad", "sin",
      "sqrt", "tan", "tointeger", "type", "ult" } },
    string = { fields = { "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower",
      "match", "rep", "reverse", "sub", "upper" } },
    table = { fields = { "concat", "insert", "pack", "remove", "sort", "unpack" } },
    utf8 = { fields = { "char", "charpattern", "codepoint", "codes", "len", "offset" } },
  },
}
stds.encart = plugin
stds.encart_test = { read_globals = { "describe", "it", "expect", "render" } }
max_line_length = 100

files["plugins/**/*.lua"] = { std = "encart" }
files["plugins/*/tests/*.lua"] = { std = "encart+encart_test" }
files["lua/encart_test.lua"] = { std = "encart", ignore = { "111", "112", "113", "121", "122", "211", "212", "241", "631" } }
files["cli/test_runner.lua"] = { std = "encart", globals = { "describe", "it", "expect", "render" } }
files["examples/plugins/**/*.lua"] = { std = "encart" }
files["lua/encart.lua"] = { std = "encart", ignore = { "111", "112", "113", "121", "122", "211", "212", "241", "631" } }
files["tests/lua/*.lua"] = { std = "lua54", globals = { "CASES" } }
