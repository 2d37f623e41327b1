interface InTree {
  id: string
  code: string
  parent: { id: string } | null
}

/** Each below its parent, brothers by code, with how deep it stands. Whose parent is not there stands at the top. */
export function inTree<Row extends InTree>(rows: readonly Row[]): { id: string; row: Row; depth: number }[] {
  const known = new Set(rows.map(({ id }) => id))
  const children = new Map<string, Row[]>()
  for (const row of rows) {
    const under = row.parent && known.has(row.parent.id) ? row.parent.id : ''
    children.set(under, [...(children.get(under) ?? []), row])
  }
  const below = (id: string, depth: number): { id: string; row: Row; depth: number }[] =>
    (children.get(id) ?? [])
      .sort((a, b) => a.code.localeCompare(b.code))
      .flatMap((row) => [{ id: row.id, row, depth }, ...below(row.id, depth + 1)])
  return below('', 0)
}
