import { join, type Words } from './join'

/** What is printed: each folder brings its own. */
export default join(import.meta.glob<Words>('../**/words.id.print.ts', { eager: true, import: 'default' }))
