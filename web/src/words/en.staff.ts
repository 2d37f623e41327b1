import { join, type Words } from './join'

/** What those read who work on tickets: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.en.staff.ts', { eager: true, import: 'default' }))
