import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { forget, lock, session } from './session'

/** A shared computer is locked after so long without anybody at it. */
export const IDLE_MINUTES = 15
const LOOK = 10_000
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Ends the session on a shared computer when nobody has been at it for a while: nothing of the person stays on the screen. */
export function useIdleLock() {
  const router = useRouter()
  let last = Date.now()
  const here = () => (last = Date.now())
  for (const sign of SIGNS) addEventListener(sign, here, { passive: true, capture: true })

  const watch = setInterval(() => {
    if (!session.viewer.value || !session.shared || Date.now() - last < IDLE_MINUTES * 60_000) return
    // The page is emptied even without a line; the server ends the session by itself at about the same time.
    void lock().catch(forget)
    const next = router.currentRoute.value.fullPath
    forget()
    void router.replace({ name: 'signIn', query: { next, why: 'idle' } })
  }, LOOK)

  onScopeDispose(() => {
    clearInterval(watch)
    for (const sign of SIGNS) removeEventListener(sign, here, { capture: true })
  })
}
