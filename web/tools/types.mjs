// Makes src/api/generated out of the contract and of the operations that lie beside what they serve (`src/**/*.graphql`):
// types, the text of each operation, and the list of all texts, which the program embeds: in a browser's session it runs nothing else (R27).
//
// The operation of an act on a ticket is written here, not by hand, because all of them look alike: a source that names `TicketTakeDocument` gets
// `mutation TicketTake`, if the contract has `ticketTake` and it answers with a `TicketPayload`.

import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { buildSchema, getNamedType, Kind, parse, print, stripIgnoredCharacters, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const web = new URL('../', import.meta.url)
const contract = readFileSync(new URL('../graphql/schema.graphql', web), 'utf8')
const schema = buildSchema(contract)

const files = readdirSync(new URL('src/', web), { recursive: true })
  .filter((name) => name.endsWith('.graphql'))
  .sort()
const documents = files.map((name) => ({
  location: name,
  document: parse(readFileSync(new URL(`src/${name}`, web), 'utf8')),
}))

/** The acts that sources name and nobody has written, as a document. */
function acts() {
  const written = new Set(documents.flatMap(({ document }) => document.definitions.map((it) => it.name.value)))
  const sources = readdirSync(new URL('src/', web), { recursive: true }).filter((name) => /\.(ts|vue)$/.test(name) && !name.includes('generated'))
  const named = sources.flatMap((name) => [...readFileSync(new URL(`src/${name}`, web), 'utf8').matchAll(/\b(\w+)Document\b/g)].map(([, it]) => it))
  const fields = schema.getMutationType().getFields()
  return [...new Set(named)].sort().flatMap((name) => {
    const field = fields[name[0].toLowerCase() + name.slice(1)]
    if (written.has(name) || !field || String(getNamedType(field.type)) !== 'TicketPayload') return []
    return `mutation ${name}($input: ${field.args[0].type}) { outcome: ${field.name}(input: $input) { ...Outcome } }`
  })
}
documents.push({ location: 'acts', document: parse(acts().join('\n')) })
const whole = { kind: Kind.DOCUMENT, definitions: documents.flatMap(({ document }) => document.definitions) }

const mistakes = validate(schema, whole)
if (mistakes.length > 0) {
  for (const mistake of mistakes) console.error(String(mistake))
  process.exit(1)
}

const fragments = new Map(
  whole.definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION).map((it) => [it.name.value, it]),
)

/** The fragments that a definition spreads, and those that these spread. */
function spread(definition, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      if (!found.has(value)) spread(fragments.get(value), found.add(value))
    },
  })
  return found
}

/** An operation with its fragments. One that it spreads once stands in its place: it is there for the types, and the text is the shorter for it. */
function partsOf(operation) {
  const parts = [operation, ...[...spread(operation)].map((name) => fragments.get(name))]
  const times = new Map()
  for (const part of parts) visit(part, { FragmentSpread: ({ name }) => void times.set(name.value, (times.get(name.value) ?? 0) + 1) })
  const info = new TypeInfo(schema)
  const inlined = (part) =>
    visit(part, visitWithTypeInfo(info, {
      SelectionSet(set) {
        const selections = set.selections.flatMap((it) => {
          const fragment = it.kind === Kind.FRAGMENT_SPREAD && times.get(it.name.value) === 1 && fragments.get(it.name.value)
          return fragment && fragment.typeCondition.name.value === String(info.getParentType()) ? fragment.selectionSet.selections : it
        })
        // What came in may spread others that are there once.
        return selections.length === set.selections.length && selections.every((it, at) => it === set.selections[at]) ? undefined : { ...set, selections }
      },
    }))
  let [whole, before] = [operation, null]
  while (whole !== before) [whole, before] = [inlined(whole), whole]
  return [whole, ...[...spread(whole)].sort().map((name) => fragments.get(name))]
}

const operations = whole.definitions
  .filter((it) => it.kind === Kind.OPERATION_DEFINITION)
  .map((operation) => {
    const text = stripIgnoredCharacters(partsOf(operation).map((part) => print(part)).join('\n'))
    return { name: operation.name.value, kind: operation.operation, text }
  })

const config = {
  avoidOptionals: { field: true },
  enumType: 'string-literal',
  maybeValue: 'T | null',
  nonOptionalTypename: false,
  preResolveTypes: true,
  scalars: { ID: 'string', DateTime: 'string', NaiveDate: 'string', JSON: 'unknown' },
  skipTypename: true,
  useTypeImports: true,
}
const types = await codegen({
  filename: 'operations.ts',
  schema: parse(contract),
  documents,
  config,
  plugins: [{ 'typescript-operations': {} }],
  pluginMap: { typescript, 'typescript-operations': typescriptOperations },
})

const capital = (word) => word[0].toUpperCase() + word.slice(1)
const texts = operations.map(({ name, kind, text }) => {
  const result = `${capital(name)}${capital(kind)}`
  return `export const ${capital(name)}Document = ${JSON.stringify(text)} as Operation<${result}, ${result}Variables>\n`
})
const generated = new URL('src/api/generated/', web)
mkdirSync(generated, { recursive: true })

/** Leaves a file alone that would not change: make looks at the times. */
function write(name, text) {
  const file = new URL(name, generated)
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
}

write('operations.ts', `import type { Operation } from '../operation'\n\n${types}\n${texts.join('\n')}`)
const enums = Object.values(schema.getTypeMap())
  .filter((type) => type.astNode?.kind === Kind.ENUM_TYPE_DEFINITION)
  .map((type) => `export const ${type.name} = ${JSON.stringify(type.getValues().map(({ name }) => name))} as const\nexport type ${type.name} = (typeof ${type.name})[number]\n`)
write('enums.ts', enums.join('\n'))
write('operations.json', JSON.stringify(operations.map(({ text }) => text).sort()))
