local providers = require "lib.providers"

local function src(url)
  local found = providers.find(url)
  return found and found.src
end

local function shows(list)
  for i = 1, #list, 2 do expect(src(list[i])):is(list[i + 1]) end
end

local function nothing(list)
  for _, url in ipairs(list) do expect(src(url)):is_nil() end
end

local youtube = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"

describe("what is shown", function()
  it("films", function()
    shows {
      "https://www.youtube.com/watch?v=dQw4w9WgXcQ", youtube,
      "http://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=x", youtube,
      "https://m.youtube.com/watch?v=dQw4w9WgXcQ#t", youtube,
      "https://youtu.be/dQw4w9WgXcQ?si=abc", youtube,
      "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0", youtube,
      "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", youtube,
      "https://www.youtube.com/live/dQw4w9WgXcQ/", youtube,
      "https://www.youtube.com/shorts/dQw4w9WgXcQ", youtube,
      "https://youtu.be/dQw4w9WgXcQ?t=90", youtube .. "?start=90",
      "https://youtu.be/dQw4w9WgXcQ?t=90s", youtube .. "?start=90",
      "https://youtu.be/dQw4w9WgXcQ?t=1m30s", youtube .. "?start=90",
      "https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1",
      "https://vimeo.com/channels/staff_picks/76979871",
      "https://player.vimeo.com/video/76979871?dnt=1",
      "https://vimeo.com/76979871/0a1b2c3d4e",
      "https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d4e",
      "https://player.vimeo.com/video/76979871?h=0a1b2c3d4e&title=0",
      "https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d4e",
      "https://www.dailymotion.com/video/x7tgad0",
      "https://geo.dailymotion.com/player.html?video=x7tgad0",
      "https://www.dailymotion.com/video/x7tgad0_un-titre_news",
      "https://geo.dailymotion.com/player.html?video=x7tgad0",
      "https://dai.ly/x7tgad0", "https://geo.dailymotion.com/player.html?video=x7tgad0",
      "https://geo.dailymotion.com/player/xabc1.html?video=x7tgad0&mute=true",
      "https://geo.dailymotion.com/player.html?video=x7tgad0",
      "https://www.arte.tv/fr/videos/110342-003-A/le-titre/",
      "https://www.arte.tv/embeds/fr/110342-003-A",
      "https://www.ted.com/talks/a_speaker_a_title?language=fr",
      "https://embed.ted.com/talks/a_speaker_a_title",
      "https://www.tiktok.com/@some.one/video/7106594312292453675?x=1",
      "https://www.tiktok.com/embed/v2/7106594312292453675",
    }
  end)

  it("posts", function()
    local post = "https://platform.twitter.com/embed/Tweet.html?id=1445078208190291973&dnt=true"
    shows {
      "https://twitter.com/a_b/status/1445078208190291973?s=20", post,
      "https://x.com/a_b/status/1445078208190291973/photo/1", post,
      "https://x.com/i/web/status/1445078208190291973", post,
      "https://www.instagram.com/p/CX1AbCdEfGh/?utm_source=x",
      "https://www.instagram.com/p/CX1AbCdEfGh/embed/",
      "https://www.instagram.com/some.one/reel/CX1AbCdEfGh/",
      "https://www.instagram.com/p/CX1AbCdEfGh/embed/",
    }
  end)

  it("sound", function()
    shows {
      "https://open.spotify.com/intl-fr/track/4cOdK2wGLETKBW3PvgPWqT?si=x",
      "https://open.spotify.com/embed/track/4cOdK2wGLETKBW3PvgPWqT",
      "https://open.spotify.com/embed/episode/4cOdK2wGLETKBW3PvgPWqT",
      "https://open.spotify.com/embed/episode/4cOdK2wGLETKBW3PvgPWqT",
      "https://soundcloud.com/forss/flickermood?in=x",
      "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/forss/flickermood",
      "https://soundcloud.com/forss/sets/soulhack",
      "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/forss/sets/soulhack",
      "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&color=%23f50",
      "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293",
      "https://www.deezer.com/fr/track/3135556",
      "https://widget.deezer.com/widget/auto/track/3135556",
    }
  end)

  it("whatever the case of scheme and host, and never of an id", function()
    expect(src "HTTPS://WWW.YouTube.com/watch?v=dQw4w9WgXcQ"):is(youtube)
    expect(src "https://www.youtube.com/WATCH?v=dQw4w9WgXcQ"):is_nil()
  end)
end)

describe("what is not", function()
  it("hosts that only look like one", function()
    nothing {
      "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
      "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
      "https://evil.example/www.youtube.com/watch?v=dQw4w9WgXcQ",
      "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
      "https://evil.example@www.youtube.com/watch?v=dQw4w9WgXcQ",
      "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
      "https://www.youtube.com./watch?v=dQw4w9WgXcQ",
      "https://www-youtube.com/watch?v=dQw4w9WgXcQ",
      "https:\\\\www.youtube.com\\watch?v=dQw4w9WgXcQ",
      "//www.youtube.com/watch?v=dQw4w9WgXcQ",
      "javascript://www.youtube.com/watch?v=dQw4w9WgXcQ",
      "ftp://www.youtube.com/watch?v=dQw4w9WgXcQ",
      "see https://www.youtube.com/watch?v=dQw4w9WgXcQ",
      "https:///watch?v=dQw4w9WgXcQ",
      "",
    }
  end)

  it("ids that are none", function()
    nothing {
      "https://www.youtube.com/watch?v=dQw4w9WgXc",
      "https://www.youtube.com/watch?v=dQw4w9WgXcQQ",
      "https://www.youtube.com/watch?v=dQw4w9WgX%22",
      "https://www.youtube.com/watch?v=dQw4w9WgX/Q",
      "https://www.youtube.com/watch?V=dQw4w9WgXcQ",
      "https://www.youtube.com/watch",
      "https://www.youtube.com/embed/videoseries?list=PLx",
      "https://www.youtube.com/embed/live_stream?channel=x",
      "https://www.youtube.com/embed/dQw4w9WgXcQ/../../logout",
      "https://www.youtube.com/@someone",
      "https://vimeo.com/blog", "https://vimeo.com/76979871/review",
      "https://www.dailymotion.com/playlist/x7tgad0",
      "https://www.arte.tv/fr/videos/rc-014123/titre/",
      "https://twitter.com/a_b", "https://x.com/a_b/status/1445078208190291973/likes",
      "https://www.instagram.com/some.one/", "https://www.instagram.com/p/%2e%2e/",
      "https://open.spotify.com/user/4cOdK2wGLETKBW3PvgPWqT",
      "https://soundcloud.com/discover/sets", "https://soundcloud.com/search/sets/x",
      "https://w.soundcloud.com/player/?url=https%3A//evil.example/tracks/293",
      "https://w.soundcloud.com/player/?url=293",
      "https://www.tiktok.com/@some.one", "https://www.deezer.com/fr/user/1",
    }
  end)

  it("the first parameter of a name is the one that counts", function()
    expect(src "https://www.youtube.com/watch?v=x&v=dQw4w9WgXcQ"):is_nil()
  end)

  it("a time that is none", function()
    expect(src "https://youtu.be/dQw4w9WgXcQ?t=soon"):is(youtube)
    expect(src "https://youtu.be/dQw4w9WgXcQ?t=99999999999"):is(youtube)
    expect(src "https://youtu.be/dQw4w9WgXcQ?t=-1"):is(youtube)
  end)

  it("an address of a thousand letters and more", function()
    expect(src("https://youtu.be/dQw4w9WgXcQ?si=" .. ("x"):rep(1000))):is_nil()
  end)
end)
