import { shallowRef } from 'vue'

/** Somebody has to give their password once more (R26); called with whether they did. */
export const proofWanted = shallowRef<((given: boolean) => void) | null>(null)

/** Asks for the password once more. */
export function askProof(): Promise<boolean> {
  return new Promise((resolve) => {
    proofWanted.value = (given) => {
      proofWanted.value = null
      resolve(given)
    }
  })
}
