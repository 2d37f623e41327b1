import { join, type Words } from './join'

/** What auditors read: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.id.audit.ts', { eager: true, import: 'default' }))
