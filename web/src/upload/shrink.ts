/** A photo as it is sent has about so many pixels: 1600 by 1200. */
const AREA = 1_920_000
/** But its shorter side keeps so many, so that the text of a long screenshot can be read. */
const FLOOR = 1080
/** More than this no telephone draws at once; such a picture goes as it is. */
const MOST = 16_000_000
const QUALITY = 0.85
/** A photo smaller than this is not worth the work, in bytes. */
const SMALL = 300_000

const PHOTOS = ['image/jpeg', 'image/png', 'image/webp']

/** How large a picture is sent; null: as it is. */
export function fitting(width: number, height: number): { width: number; height: number } | null {
  const shorter = Math.min(width, height)
  const scale = Math.min(1, Math.max(Math.sqrt(AREA / (width * height)), Math.min(shorter, FLOOR) / shorter))
  const fit = { width: Math.round(width * scale), height: Math.round(height * scale) }
  return fit.width * fit.height > MOST ? null : fit
}

/** A photo made smaller for a slow line; its place and camera (EXIF) are left behind. Anything else stays as it is. */
export async function shrink(file: File): Promise<File> {
  if (!PHOTOS.includes(file.type) || file.size <= SMALL) return file
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return file
  const fit = fitting(bitmap.width, bitmap.height)
  const canvas = document.createElement('canvas')
  const paper = fit && canvas.getContext('2d')
  if (!paper) {
    bitmap.close()
    return file
  }
  canvas.width = fit.width
  canvas.height = fit.height
  // A JPEG lets nothing shine through: what was transparent would be black.
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, fit.width, fit.height)
  paper.drawImage(bitmap, 0, 0, fit.width, fit.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!blob || blob.size >= file.size) return file
  return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' })
}
