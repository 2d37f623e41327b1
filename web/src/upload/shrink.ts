/** The longer side of a photo as it is sent, in pixels. */
const LONGEST = 1600
const QUALITY = 0.85
/** A photo smaller than this is not worth the work, in bytes. */
const SMALL = 300_000

const PHOTOS = ['image/jpeg', 'image/png', 'image/webp']

/** A photo made smaller for a slow line; its place and camera (EXIF) are left behind. Anything else stays as it is. */
export async function shrink(file: File): Promise<File> {
  if (!PHOTOS.includes(file.type) || file.size <= SMALL) return file
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return file
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!blob || blob.size >= file.size) return file
  return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' })
}
