-- Who shows something in a frame without a script of ours, and at which address. A link is known
-- by its whole host and its whole path; what goes on into the frame's address are identifiers of
-- known letters and length, never a part of the link as it stands.
local providers = {}

-- What an identifier is made of, and its least and greatest length.
local YOUTUBE = { "^[%w_-]+$", 11, 11 }
local VIMEO = { "^%d+$", 1, 12 }
local DAILYMOTION = { "^%w+$", 5, 12 }
local ARTE = { "^%d+%-%d+%-%u$", 8, 16 }
local LANGUAGE = { "^%l%l$", 2, 2 }
local SLUG = { "^[%w_-]+$", 1, 100 }
local NUMBER = { "^%d+$", 1, 20 }
local POST = { "^[%w_-]+$", 5, 40 }
local SPOTIFY = { "^%w+$", 22, 22 }

local function set(list)
  local s = {}
  for _, item in ipairs(list) do s[item] = true end
  return s
end

-- Where the film begins, of "90", "90s" and "1m30s".
local function start(query)
  local t = query.start or query.t or ""
  local minutes, seconds = t:match "^(%d%d?%d?)m(%d%d?)s?$"
  if minutes then return "?start=" .. tonumber(minutes) * 60 + tonumber(seconds) end
  seconds = t:match "^(%d+)s?$"
  return seconds and #seconds <= 5 and "?start=" .. seconds or ""
end

-- The key of a film that is not listed.
local function key(query)
  local h = query.h or ""
  return h:find "^%x+$" and #h <= 40 and "&h=" .. h or ""
end

-- Each entry: `hosts`, and patterns of whole paths whose captures are `ids`; or `query`, the
-- parameter that is the id, or has it `within`. `src` has the ids in it; `more` adds what the
-- parameters say. `shape` is the size that is kept free. Entries of one name are one provider.
local entries = {
  { name = "YouTube", kind = "video", shape = "wide", ids = { YOUTUBE },
    hosts = { "youtube.com", "www.youtube.com", "m.youtube.com" },
    paths = { "/watch" }, query = "v", more = start,
    src = "https://www.youtube-nocookie.com/embed/%s" },
  { name = "YouTube", kind = "video", shape = "wide", ids = { YOUTUBE },
    hosts = { "youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com",
      "www.youtube-nocookie.com" },
    paths = { "/embed/([^/]+)", "/live/([^/]+)", "/v/([^/]+)" }, more = start,
    never = set { "videoseries", "live_stream" }, -- no films, if as long as their names
    src = "https://www.youtube-nocookie.com/embed/%s" },
  { name = "YouTube", kind = "video", shape = "tall", ids = { YOUTUBE },
    hosts = { "youtube.com", "www.youtube.com", "m.youtube.com" },
    paths = { "/shorts/([^/]+)" },
    src = "https://www.youtube-nocookie.com/embed/%s" },
  { name = "YouTube", kind = "video", shape = "wide", ids = { YOUTUBE },
    hosts = { "youtu.be" }, paths = { "/([^/]+)" }, more = start,
    src = "https://www.youtube-nocookie.com/embed/%s" },

  { name = "Vimeo", kind = "video", shape = "wide", ids = { VIMEO },
    hosts = { "vimeo.com", "www.vimeo.com" },
    paths = { "/([^/]+)", "/channels/[%w_-]+/([^/]+)" }, more = key,
    src = "https://player.vimeo.com/video/%s?dnt=1" },
  { name = "Vimeo", kind = "video", shape = "wide", ids = { VIMEO, { "^%x+$", 6, 40 } },
    hosts = { "vimeo.com", "www.vimeo.com" }, paths = { "/([^/]+)/([^/]+)" },
    src = "https://player.vimeo.com/video/%s?dnt=1&h=%s" },
  { name = "Vimeo", kind = "video", shape = "wide", ids = { VIMEO },
    hosts = { "player.vimeo.com" }, paths = { "/video/([^/]+)" }, more = key,
    src = "https://player.vimeo.com/video/%s?dnt=1" },

  { name = "Dailymotion", kind = "video", shape = "wide", ids = { DAILYMOTION },
    hosts = { "dailymotion.com", "www.dailymotion.com" },
    paths = { "/video/([^/_]+)", "/video/([^/_]+)_[^/]*", "/embed/video/([^/]+)" },
    src = "https://geo.dailymotion.com/player.html?video=%s" },
  { name = "Dailymotion", kind = "video", shape = "wide", ids = { DAILYMOTION },
    hosts = { "dai.ly" }, paths = { "/([^/]+)" },
    src = "https://geo.dailymotion.com/player.html?video=%s" },
  { name = "Dailymotion", kind = "video", shape = "wide", ids = { DAILYMOTION },
    hosts = { "geo.dailymotion.com" }, paths = { "/player%.html", "/player/%w+%.html" },
    query = "video", src = "https://geo.dailymotion.com/player.html?video=%s" },

  { name = "Arte", kind = "video", shape = "wide", ids = { LANGUAGE, ARTE },
    hosts = { "arte.tv", "www.arte.tv" },
    paths = { "/([^/]+)/videos/([^/]+)", "/([^/]+)/videos/([^/]+)/[^/]+",
      "/embeds/([^/]+)/([^/]+)" },
    src = "https://www.arte.tv/embeds/%s/%s" },

  { name = "TED", kind = "video", shape = "wide", ids = { SLUG },
    hosts = { "ted.com", "www.ted.com", "embed.ted.com" }, paths = { "/talks/([^/]+)" },
    src = "https://embed.ted.com/talks/%s" },

  { name = "TikTok", kind = "video", shape = "tall", ids = { NUMBER },
    hosts = { "tiktok.com", "www.tiktok.com", "m.tiktok.com" },
    paths = { "/@[%w._-]+/video/([^/]+)", "/embed/v2/([^/]+)", "/embed/([^/]+)" },
    src = "https://www.tiktok.com/embed/v2/%s" },

  { name = "X", kind = "post", shape = "post", ids = { NUMBER },
    hosts = { "x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com" },
    paths = { "/[%w_]+/status/([^/]+)", "/[%w_]+/status/([^/]+)/photo/%d",
      "/[%w_]+/status/([^/]+)/video/%d", "/i/web/status/([^/]+)" },
    src = "https://platform.twitter.com/embed/Tweet.html?id=%s&dnt=true" },

  { name = "Instagram", kind = "post", shape = "post", ids = { POST },
    hosts = { "instagram.com", "www.instagram.com" },
    paths = { "/p/([^/]+)", "/reel/([^/]+)", "/tv/([^/]+)", "/[%w._]+/p/([^/]+)",
      "/[%w._]+/reel/([^/]+)", "/p/([^/]+)/embed", "/p/([^/]+)/embed/captioned" },
    src = "https://www.instagram.com/p/%s/embed/" },

  { name = "Spotify", kind = "audio", shape = "list", ids = { { "^%l+$", 4, 8 }, SPOTIFY },
    hosts = { "open.spotify.com" },
    paths = { "/([^/]+)/([^/]+)", "/embed/([^/]+)/([^/]+)", "/intl%-%l%l/([^/]+)/([^/]+)" },
    only = set { "album", "artist", "episode", "playlist", "show", "track" },
    src = "https://open.spotify.com/embed/%s/%s" },

  { name = "SoundCloud", kind = "audio", shape = "track", ids = { SLUG, SLUG },
    hosts = { "soundcloud.com", "www.soundcloud.com", "m.soundcloud.com" },
    paths = { "/([^/]+)/([^/]+)" },
    never = set { "discover", "pages", "search", "you" },
    src = "https://w.soundcloud.com/player/?url=https%%3A//soundcloud.com/%s/%s" },
  { name = "SoundCloud", kind = "audio", shape = "list", ids = { SLUG, SLUG },
    hosts = { "soundcloud.com", "www.soundcloud.com", "m.soundcloud.com" },
    paths = { "/([^/]+)/sets/([^/]+)" }, never = set { "discover", "pages", "search", "you" },
    src = "https://w.soundcloud.com/player/?url=https%%3A//soundcloud.com/%s/sets/%s" },
  { name = "SoundCloud", kind = "audio", shape = "track", ids = { NUMBER },
    hosts = { "w.soundcloud.com" }, paths = { "/player" }, query = "url",
    within = "^https?://api%.soundcloud%.com/tracks/(%d+)$",
    src = "https://w.soundcloud.com/player/?url=https%%3A//api.soundcloud.com/tracks/%s" },

  { name = "Deezer", kind = "audio", shape = "list", ids = { { "^%l+$", 4, 8 }, NUMBER },
    hosts = { "deezer.com", "www.deezer.com" },
    paths = { "/([^/]+)/([^/]+)", "/%l%l/([^/]+)/([^/]+)" },
    only = set { "album", "episode", "playlist", "show", "track" },
    src = "https://widget.deezer.com/widget/auto/%s/%s" },
}

-- The entries of each host.
local of_host = {}
for _, entry in ipairs(entries) do
  for _, host in ipairs(entry.hosts) do
    of_host[host] = of_host[host] or {}
    table.insert(of_host[host], entry)
  end
end

-- The first of equal names counts, as it does for those who are meant to read it.
local function parameters(text)
  local query = {}
  for name, value in text:gmatch "([^&=]+)=([^&]*)" do
    query[name] = query[name] or value
  end
  return query
end

local function decoded(value)
  return (value:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- Scheme, host without user and port, path without a slash at its end, parameters.
local function split(url)
  local host, rest = url:match "^[Hh][Tt][Tt][Pp][Ss]?://([^/?#]+)([^#]*)"
  if not host or #url > 1000 then return nil end
  local path, query = rest:match "^([^?]*)%??(.*)$"
  if path ~= "/" then path = path:gsub("/$", "", 1) end
  return host:lower(), path, parameters(query)
end

-- The ids, if each is made as it shall be.
local function checked(entry, ids)
  for i, form in ipairs(entry.ids) do
    local id = ids[i]
    if not id or #id < form[2] or #id > form[3] or not id:find(form[1]) then return nil end
  end
  if entry.never and entry.never[ids[1]] then return nil end
  if entry.only and not entry.only[ids[1]] then return nil end
  return ids
end

local function ids_of(entry, path, query)
  for _, pattern in ipairs(entry.paths) do
    local found = table.pack(path:match("^" .. pattern .. "$"))
    if found[1] and entry.query then
      local value = query[entry.query] or ""
      if entry.within then value = decoded(value):match(entry.within) end
      found = { value or "" }
    end
    local ids = found[1] and checked(entry, found)
    if ids then return ids end
  end
end

-- What the address shows, and in which frame: { name, kind, shape, src }; nil for one of nobody.
function providers.find(url)
  local host, path, query = split(url)
  for _, entry in ipairs(host and of_host[host] or {}) do
    local ids = ids_of(entry, path, query)
    if ids then
      local src = entry.src:format(table.unpack(ids, 1, #entry.ids))
      if entry.more then src = src .. entry.more(query) end
      return { name = entry.name, kind = entry.kind, shape = entry.shape, src = src }
    end
  end
end

return providers
