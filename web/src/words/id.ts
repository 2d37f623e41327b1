import { join, type Words } from './join'

/** What everybody reads: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.id.ts', { eager: true, import: 'default' }))
