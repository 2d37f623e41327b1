import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { Unreachable } from '@/api/ask'
import { audits, isStaff, type Viewer, whenSessionIsOver, whoIsThere } from '@/session/session'
import { i18n, needWords, type Area } from '@/words'
import { breath } from './breath'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string
    /** Nobody needs to be signed in. */
    open?: boolean
    /** Who finds the page; others land at their home. The desk decides what they may do there. */
    for?: (viewer: Viewer) => boolean
    /** Words that only such pages need. */
    words?: Area[]
    /** The page fills the window and scrolls inside. */
    full?: boolean
    /** A sheet of paper: without the bars around it. */
    bare?: boolean
  }
}

const staff = { words: ['staff'] satisfies Area[], for: isStaff }
const settings = { words: ['staff', 'settings', 'sla'] satisfies Area[], for: (viewer: Viewer) => viewer.administers }

const routes: RouteRecordRaw[] = [
  { path: '/masuk', name: 'signIn', component: () => import('@/session/SignInPage.vue'), meta: { open: true, title: 'session.signIn' } },
  { path: '/kode', name: 'code', component: () => import('@/session/CodePage.vue'), meta: { open: true, title: 'session.firstTime' } },
  { path: '/', name: 'start', component: { render: () => null } },
  { path: '/beranda', name: 'home', component: () => import('@/report/HomePage.vue'), meta: { title: 'page.home' } },
  { path: '/lapor', name: 'report', component: () => import('@/report/ReportPage.vue'), meta: { title: 'page.report' } },
  { path: '/laporan', name: 'reports', component: () => import('@/report/ReportsPage.vue'), meta: { title: 'page.reports' } },
  { path: '/laporan/:number', name: 'myReport', component: () => import('@/report/MyReportPage.vue'), props: true, meta: { title: 'page.report' } },
  { path: '/saya', name: 'profile', component: () => import('@/session/ProfilePage.vue'), meta: { title: 'page.profile' } },
  // The address that letters carry: it opens the page that fits the reader.
  { path: '/tiket/:number', name: 'ticket', component: { render: () => null } },
  {
    path: '/konsol/:view?/:number?',
    name: 'console',
    component: () => import('@/queue/ConsolePage.vue'),
    props: true,
    meta: { ...staff, title: 'page.console', full: true },
  },
  {
    path: '/piket',
    name: 'duty',
    component: () => import('@/duty/DutyPage.vue'),
    meta: { words: ['staff', 'sla'], for: (viewer) => viewer.teams.length > 0 || viewer.coordinator || viewer.administers || audits(viewer), title: 'page.duty' },
  },
  {
    path: '/audit',
    name: 'audit',
    component: () => import('@/audit/AuditPage.vue'),
    meta: { words: ['staff', 'audit'], for: (viewer) => viewer.administers || audits(viewer), title: 'page.audit' },
  },
  { path: '/cetak/permintaan/:number/:request', name: 'print.request', component: () => import('@/print/RequestPrint.vue'), props: true, meta: { words: ['staff', 'print'], for: isStaff, title: 'page.print', bare: true } },
  { path: '/cetak/tanda-terima/:number', name: 'print.receipt', component: () => import('@/print/ReceiptPrint.vue'), props: true, meta: { words: ['print'], title: 'page.print', bare: true } },
  { path: '/cetak/serah-terima/:team/:id', name: 'print.handover', component: () => import('@/print/HandoverPrint.vue'), props: true, meta: { words: ['staff', 'print'], for: isStaff, title: 'page.print', bare: true } },
  { path: '/kode-masuk', name: 'codes', component: () => import('@/codes/CodesPage.vue'), meta: { words: ['staff'], for: (viewer) => viewer.serves.length > 0, title: 'page.codes' } },
  { path: '/papan', name: 'board', component: () => import('@/board/BoardPage.vue'), meta: { ...staff, title: 'page.board' } },
  {
    path: '/pengaturan',
    name: 'settings',
    component: () => import('@/settings/SettingsPage.vue'),
    meta: { ...settings, title: 'page.settings' },
    redirect: { name: 'settings.units' },
    children: [
      { path: 'unit', name: 'settings.units', component: () => import('@/settings/UnitsPage.vue') },
      { path: 'orang', name: 'settings.people', component: () => import('@/settings/PeoplePage.vue') },
      { path: 'tim', name: 'settings.teams', component: () => import('@/settings/TeamsPage.vue') },
      { path: 'layanan', name: 'settings.services', component: () => import('@/settings/ServicesPage.vue') },
      { path: 'makro', name: 'settings.macros', component: () => import('@/settings/MacrosPage.vue') },
      { path: 'kalender', name: 'settings.calendars', component: () => import('@/settings/CalendarsPage.vue') },
      { path: 'sla', name: 'settings.sla', component: () => import('@/sla/PoliciesPage.vue') },
      { path: 'impor', name: 'settings.import', component: () => import('@/import/ImportPage.vue') },
      { path: 'umum', name: 'settings.general', component: () => import('@/settings/GeneralPage.vue') },
    ],
  },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./NowherePage.vue'), meta: { open: true, title: 'page.nowhere' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // The first page stands at its top by itself; to ask for it would cost a layout.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path || !from.matched.length ? false : { top: 0 }),
})

/** Where somebody begins. */
export function homeOf(viewer: Viewer) {
  return { name: viewer.handles ? 'console' : viewer.coordinator ? 'board' : 'home' }
}

/** Sends for a page while it is still being found out whether it may be opened; what fails is told when it is opened. */
function sendFor(to: RouteLocationNormalized) {
  for (const { components } of to.matched) {
    const page = components?.default
    if (typeof page === 'function') void Promise.resolve((page as () => unknown)()).catch(() => undefined)
  }
}

router.beforeEach(async (to, from) => {
  sendFor(to)
  await Promise.all((to.meta.words ?? []).map(needWords))
  let viewer: Viewer | null
  try {
    viewer = await whoIsThere()
    // The bars around the page are drawn first.
    if (!from.matched.length) await breath()
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    // The sign-in page says that there is no line.
    return to.meta.open ? true : { name: 'signIn', query: { next: to.fullPath } }
  }
  if (to.name === 'signIn' && viewer) return homeOf(viewer)
  if (to.meta.open) return true
  if (!viewer) return { name: 'signIn', query: to.path === '/' ? {} : { next: to.fullPath } }
  if (to.name === 'start') return homeOf(viewer)
  if (to.name === 'ticket') {
    const { number } = to.params
    return viewer.handles
      ? { name: 'console', params: { view: 'semua', number } }
      : { name: 'myReport', params: { number } }
  }
  if (to.meta.for && !to.meta.for(viewer)) return homeOf(viewer)
  return true
})

router.afterEach((to, from, failure) => {
  if (failure) return
  const { t } = i18n.global
  document.title = to.meta.title ? `${t(to.meta.title)} · Tanggap` : 'Tanggap'
  // Whoever cannot see the page hears that it is another one.
  if (from.matched.length > 0 && to.name !== from.name) {
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1, main')?.focus({ preventScroll: true }))
  }
})

whenSessionIsOver(() => {
  const { fullPath, meta } = router.currentRoute.value
  if (!meta.open) void router.replace({ name: 'signIn', query: { next: fullPath, why: 'over' } })
})
