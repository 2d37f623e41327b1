import { join, type Words } from './join'

/** What administrators read: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.id.settings.ts', { eager: true, import: 'default' }))
