import { afterEach, expect, it, vi } from 'vitest'
import { fitting, shrink } from './shrink'

afterEach(() => vi.unstubAllGlobals())

it.each([
  // A photo of a telephone, upright and across.
  [4000, 3000, 1600, 1200],
  [3000, 4000, 1200, 1600],
  // A screen, whose shorter side keeps what can be read.
  [3840, 2160, 1920, 1080],
  [1366, 768, 1366, 768],
  // A screenshot of a whole page: as it is.
  [1080, 9000, 1080, 9000],
  [2160, 6000, 1080, 3000],
  [600, 9000, 600, 9000],
])('%i by %i is sent as %i by %i', (width, height, w, h) => {
  expect(fitting(width, height)).toEqual({ width: w, height: h })
})

it('leaves alone what no telephone can draw', () => {
  expect(fitting(1080, 30_000)).toBeNull()
})

it('puts white under what is transparent, before the picture', async () => {
  const drawn: string[] = []
  const paper = {
    set fillStyle(colour: string) {
      drawn.push(colour)
    },
    fillRect: (...at: number[]) => drawn.push(`fill ${at.join(' ')}`),
    drawImage: () => drawn.push('picture'),
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(paper as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(new Blob(['jpeg'])))
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 800, height: 600, close: () => undefined }))
  const small = await shrink(new File([new Uint8Array(400_000)], 'Tangkapan layar.png', { type: 'image/png' }))
  expect(small.name).toBe('Tangkapan layar.jpg')
  expect(drawn).toEqual(['#fff', 'fill 0 0 800 600', 'picture'])
})
