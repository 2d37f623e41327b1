/**
 * Lets the browser draw what is there, and hear what was pressed, before work goes on: on a slow device what is done in one go is felt as a page that
 * does not answer.
 */
export function breath(): Promise<void> {
  return new Promise((go) => setTimeout(go))
}
