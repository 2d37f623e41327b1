import { join, type Words } from './join'

/** What those read who plan due times and duty: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.id.sla.ts', { eager: true, import: 'default' }))
