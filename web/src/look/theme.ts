import { ref, watch } from 'vue'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'theme'
const stored = localStorage.getItem(KEY) as Theme | null

/** The theme of this computer. */
export const theme = ref<Theme>(stored && THEMES.includes(stored) ? stored : 'system')

const dark = matchMedia('(prefers-color-scheme: dark)')
const contrast = matchMedia('(prefers-contrast: more)')

function show() {
  const system = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme.value === 'system' ? system : theme.value
}

export function followTheme() {
  for (const query of [dark, contrast]) query.addEventListener('change', show)
  watch(
    theme,
    (chosen) => {
      if (chosen === 'system') localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, chosen)
      show()
    },
    { immediate: true },
  )
}
