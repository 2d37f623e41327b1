import { expect, it } from 'vitest'
import { csv } from './csv'

it('quotes what has to be quoted, and disarms formulas', () => {
  expect(csv([['a', 'b,c', 'd"e'], ['=1+1', '-2', '@x']])).toBe('\uFEFFa,"b,c","d""e"\r\n\'=1+1,\'-2,\'@x\r\n')
})
