return {
  consent = "This content is hosted by {provider}. If you show it, you accept its cookies.",
  show_video = "Show the video",
  show_audio = "Show the audio player",
  show_post = "Show the post",
  video = "{provider} video",
  audio = "{provider} audio player",
  post = "{provider} post",
  numbered = "{name} {n}",
}
