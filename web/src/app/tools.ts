import { shallowRef } from 'vue'

/** What staff can open from anywhere. */
export type Tool = 'record' | 'palette' | 'keys'

export const tool = shallowRef<Tool | null>(null)
