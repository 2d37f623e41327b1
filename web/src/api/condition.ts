import { reactive } from 'vue'

/** How the desk is, as far as it has told. */
export const condition = reactive({ stores: true, takesFiles: true })

/** The desk can store nothing just now: the very same is taken later. */
export const CANNOT_STORE = 'CANNOT_STORE'
