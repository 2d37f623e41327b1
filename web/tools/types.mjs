// Makes src/api/generated out of the contract and of the operations that lie beside what they serve (`src/**/*.graphql`):
// types, the text of each operation, and the list of all texts, which the program embeds: in a browser's session it runs nothing else (R27).

import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { buildSchema, Kind, parse, print, stripIgnoredCharacters, validate, visit } from 'graphql'
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

const operations = whole.definitions
  .filter((it) => it.kind === Kind.OPERATION_DEFINITION)
  .map((operation) => {
    const parts = [operation, ...[...spread(operation)].sort().map((name) => fragments.get(name))]
    const text = stripIgnoredCharacters(parts.map((part) => print(part)).join('\n'))
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
