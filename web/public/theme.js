// Before the first paint, so that a dark room is not lit up; src/look/theme.ts goes on from here.
document.documentElement.dataset.theme =
  localStorage.getItem('theme') ??
  (matchMedia('(prefers-contrast: more)').matches
    ? 'contrast'
    : matchMedia('(prefers-color-scheme: dark)').matches
      ? 'dark'
      : 'light')
