import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { withDirectives, h } from 'vue'
import { named, vFiles } from './vFiles'

const picture = (name = 'image.png') => new File(['x'], name, { type: 'image/png' })

function form(take: (files: File[]) => void) {
  return mount({ render: () => withDirectives(h('form', [h('textarea')]), [[vFiles, take]]) }, { attachTo: document.body })
}
/** An event with what a clipboard or a hand brings. */
function brought(kind: 'paste' | 'drop' | 'dragover', files: File[], types: string[]) {
  const event = new Event(kind, { bubbles: true, cancelable: true })
  Object.assign(event, { [kind === 'paste' ? 'clipboardData' : 'dataTransfer']: { files, types } })
  return event
}

it('names a pasted picture by when it was pasted, and leaves other names alone', () => {
  expect(named(picture(), '2026-11-30T14:05').name).toBe('Tangkapan layar 2026-11-30 14.05.png')
  expect(named(picture('galat printer.png'), '2026-11-30T14:05').name).toBe('galat printer.png')
})

it('takes what is pasted into a field of the form', () => {
  const take = vi.fn<(files: File[]) => void>()
  const page = form(take)
  const event = brought('paste', [picture()], ['Files'])
  page.get('textarea').element.dispatchEvent(event)
  expect(event.defaultPrevented).toBe(true)
  expect(take.mock.calls[0]?.[0][0]?.name).toMatch(/^Tangkapan layar \d{4}-\d\d-\d\d \d\d\.\d\d\.png$/)
})

it('lets words be pasted as words, also where a picture of them comes along', () => {
  const take = vi.fn<(files: File[]) => void>()
  const page = form(take)
  const event = brought('paste', [picture()], ['text/plain', 'text/html', 'Files'])
  page.get('textarea').element.dispatchEvent(event)
  expect(event.defaultPrevented).toBe(false)
  expect(take).not.toHaveBeenCalled()
})

it('takes what is dropped on the form, and keeps the browser from opening what is dropped beside it', () => {
  const take = vi.fn<(files: File[]) => void>()
  const page = form(take)
  const over = brought('dragover', [], ['Files'])
  page.get('form').element.dispatchEvent(over)
  expect(page.get('form').attributes('data-dropping')).toBeDefined()
  page.get('form').element.dispatchEvent(brought('drop', [picture('foto.jpg')], ['Files']))
  expect(page.get('form').attributes('data-dropping')).toBeUndefined()
  expect(take.mock.calls[0]?.[0].map(({ name }) => name)).toEqual(['foto.jpg'])
  const beside = brought('drop', [picture('foto.jpg')], ['Files'])
  document.body.dispatchEvent(beside)
  expect(beside.defaultPrevented).toBe(true)
  expect(take).toHaveBeenCalledTimes(1)
})
