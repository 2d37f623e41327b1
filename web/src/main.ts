import { createApp } from 'vue'
import App from './app/App.vue'
import { breath } from './app/breath'
import { mindParts } from './app/parts'
import { router } from './app/router'
import './look/look.css'
import { followTheme } from './look/theme'
import { sayWhatIsMissing } from './look/validity'
import { loadAbout } from './session/session'
import { firstLocale, i18n, setLocale } from './words'

followTheme()
mindParts(router)
sayWhatIsMissing()
// Without a line the page says so itself, and these are asked again with the next page.
const about = loadAbout().catch(() => undefined)
await Promise.all([setLocale(firstLocale()).catch(() => undefined), breath()])
// The router is on its way to the first page while the desk still says whose it is: each question costs a round trip on a bad line.
const app = createApp(App).use(i18n).use(router)
await about
app.mount('#app')
