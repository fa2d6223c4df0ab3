return {
  consent = "هذا المحتوى مستضاف لدى {provider}. بعرضه تقبل ملفات تعريف الارتباط الخاصة به.",
  show_video = "عرض الفيديو",
  show_audio = "عرض مشغل الصوت",
  show_post = "عرض المنشور",
  video = "فيديو {provider}",
  audio = "مشغل صوت {provider}",
  post = "منشور {provider}",
  numbered = "{name} {n}",
}
