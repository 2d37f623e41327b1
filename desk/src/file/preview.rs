//! Small pictures of uploaded ones (R28): decoded within limits and written anew, so that nothing of the original file
//! but its pixels is left: no EXIF, no place where the photo was taken, no hidden second content.
//!
//! A photo takes some hundred milliseconds, the largest and noisiest some seconds, each up to about 300 MiB: call it in a
//! bounded blocking pool.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Pixel, Rgb, RgbImage};
use std::fmt;
use std::io::Cursor;

/// A preview has about so many pixels: 1600 by 1200.
const AREA: u64 = 1_920_000;
/// But its shorter side keeps so many, so that the text of a long screenshot can be read.
const FLOOR: u64 = 1_080;
/// And no preview has more than so many.
const MOST: u64 = 16_000_000;
/// The most pixels that are decoded; a telephone's camera has 12 to 50 million, but saves 12 by default.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The most bytes of decoded pixels: 40 million with four channels of 8 bits.
const MAX_BYTES: u64 = MAX_PIXELS * 4;
const QUALITY: u8 = 80;

/// Why there is no preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewError {
    /// Not a JPEG, PNG or WebP.
    NotAnImage,
    /// More than `max` pixels, or more memory than so many would take.
    TooManyPixels {
        /// The most allowed.
        max: u64,
    },
    /// It begins like an image and cannot be read.
    Broken,
}

impl PreviewError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnImage => "PREVIEW_NOT_AN_IMAGE",
            Self::TooManyPixels { .. } => "PREVIEW_TOO_MANY_PIXELS",
            Self::Broken => "PREVIEW_BROKEN",
        }
    }
}

impl fmt::Display for PreviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PreviewError {}

/// A JPEG that a screen can show and a person can read, upright, on white where the original lets something shine through.
/// Of an animation, the first picture.
pub fn preview(bytes: &[u8]) -> Result<Vec<u8>, PreviewError> {
    let format = if infer::image::is_jpeg(bytes) {
        ImageFormat::Jpeg
    } else if infer::image::is_png(bytes) {
        ImageFormat::Png
    } else if infer::image::is_webp(bytes) {
        ImageFormat::WebP
    } else {
        return Err(PreviewError::NotAnImage);
    };
    // The decoders are other people's readers of hostile bytes: what makes one of them panic is a broken image.
    std::panic::catch_unwind(|| made(bytes, format)).unwrap_or(Err(PreviewError::Broken))
}

fn made(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, PreviewError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // Only the header has been read so far.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES {
        return Err(PreviewError::TooManyPixels { max: MAX_PIXELS });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    // First the fast way to twice the size, then the good one.
    let (fit_width, fit_height) = fitting(width, height);
    if width > 2 * fit_width {
        image = image.thumbnail_exact(2 * fit_width, 2 * fit_height);
    }
    if width > fit_width {
        image = image.resize_exact(fit_width, fit_height, FilterType::Triangle);
    }
    image.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    on_white(image).write_with_encoder(encoder).map_err(refused)?;
    Ok(jpeg)
}

/// How large the preview of a picture is; never larger than the picture.
fn fitting(width: u32, height: u32) -> (u32, u32) {
    let (w, h) = (u64::from(width), u64::from(height));
    let within = |area: u64| ((area * w / h.max(1)).isqrt(), (area * h / w.max(1)).isqrt());
    let (shorter, wanted) = (w.min(h), w.min(h).min(FLOOR));
    let mut fit = if w * h > AREA { within(AREA) } else { (w, h) };
    if fit.0.min(fit.1) < wanted {
        fit = (w * wanted / shorter, h * wanted / shorter);
    }
    if fit.0 * fit.1 > MOST {
        fit = within(MOST);
    }
    let side = |fit: u64, own: u32| u32::try_from(fit).unwrap_or(own).clamp(1, own.max(1));
    (side(fit.0, width), side(fit.1, height))
}

fn refused(error: ImageError) -> PreviewError {
    match error {
        ImageError::Limits(_) => PreviewError::TooManyPixels { max: MAX_PIXELS },
        _ => PreviewError::Broken,
    }
}

/// JPEG knows no transparency; dropped, it would show whatever colour lies under it, mostly black.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let rgba = image.into_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let pixel = rgba.get_pixel(x, y);
        let alpha = u16::from(pixel[3]);
        let over = |c: u8| u8::try_from((u16::from(c) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb::from(pixel.to_rgb().0.map(over))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, ImageBuffer, Rgba, RgbaImage};
    use proptest::prelude::*;

    /// Left half red, right half blue.
    fn picture(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }).into()
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn decoded(jpeg: &[u8]) -> RgbImage {
        assert!(infer::image::is_jpeg(jpeg));
        image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().into_rgb8()
    }

    /// Puts an EXIF block with an orientation and a GPS directory behind the first two bytes.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
        exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
        exif.extend(b"\0\0\0\0");
        exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02S\0\0\0\0\0\0\0GPS-TABANAN");
        let len = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &len, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn every_kind_becomes_a_small_jpeg() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let small = decoded(&preview(&encoded(&picture(300, 200), format)).unwrap());
            assert_eq!(small.dimensions(), (300, 200), "never made larger");
            assert!(small.get_pixel(10, 10)[0] > 200 && small.get_pixel(290, 10)[2] > 200);
        }
        let large = decoded(&preview(&encoded(&picture(4_000, 3_000), ImageFormat::Png)).unwrap());
        assert_eq!(large.dimensions(), (1_600, 1_200));
    }

    /// A telephone's screenshot of a whole page keeps the width in which its text can be read.
    #[test]
    fn what_is_long_can_still_be_read() {
        for (own, shown) in [
            ((1_080, 9_000), (1_080, 9_000)),
            ((2_160, 6_000), (1_080, 3_000)),
            ((3_840, 2_160), (1_920, 1_080)),
            ((4_000, 3_000), (1_600, 1_200)),
            ((4_000, 1_000), (4_000, 1_000)),
            ((9_000, 1), (9_000, 1)),
            ((1_080, 30_000), (758, 21_081)),
        ] {
            assert_eq!(fitting(own.0, own.1), shown, "{own:?}");
        }
        let long = decoded(&preview(&encoded(&picture(1_080, 9_000), ImageFormat::Png)).unwrap());
        assert_eq!(long.dimensions(), (1_080, 9_000));
    }

    #[test]
    fn other_depths_and_transparency() {
        let grey = DynamicImage::from(GrayImage::from_pixel(20, 20, image::Luma([90])));
        assert!(preview(&encoded(&grey, ImageFormat::Png)).is_ok());
        let deep: ImageBuffer<Rgba<u16>, Vec<u16>> = ImageBuffer::from_pixel(20, 20, Rgba([65_535, 0, 0, 65_535]));
        let deep = decoded(&preview(&encoded(&deep.into(), ImageFormat::Png)).unwrap());
        assert!(deep.get_pixel(5, 5)[0] > 240 && deep.get_pixel(5, 5)[1] < 20);
        for (alpha, red, green) in [(0, 240..=255, 240..=255), (255, 0..=15, 0..=15), (128, 115..=140, 115..=140)] {
            let clear = DynamicImage::from(RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, alpha])));
            let pixel = *decoded(&preview(&encoded(&clear, ImageFormat::Png)).unwrap()).get_pixel(5, 5);
            assert!(red.contains(&pixel[0]) && green.contains(&pixel[1]), "{alpha}: {pixel:?}");
        }
    }

    #[test]
    fn it_is_turned_upright_and_says_nothing_of_the_place() {
        let original = with_exif(&encoded(&picture(300, 200), ImageFormat::Jpeg), 6);
        assert!(original.windows(4).any(|w| w == b"GPS-") && original.windows(4).any(|w| w == b"Exif"));
        let jpeg = preview(&original).unwrap();
        assert!(!jpeg.windows(4).any(|w| w == b"GPS-" || w == b"Exif"));
        let upright = decoded(&jpeg);
        assert_eq!(upright.dimensions(), (200, 300));
        assert!(upright.get_pixel(100, 10)[0] > 200 && upright.get_pixel(100, 290)[2] > 200);
        let plain = decoded(&preview(&with_exif(&encoded(&picture(300, 200), ImageFormat::Jpeg), 99)).unwrap());
        assert_eq!(plain.dimensions(), (300, 200));
    }

    /// A PNG that claims a size and has nothing in it.
    fn hollow_png(width: u32, height: u32) -> Vec<u8> {
        let mut png = encoded(&picture(2, 2), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = png[12..29].iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
        });
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        png
    }

    #[test]
    fn bombs_are_refused_before_they_are_decoded() {
        let max = MAX_PIXELS;
        for (width, height) in [(100_000, 100_000), (6_400, 6_400), (u32::MAX >> 1, u32::MAX >> 1), (1, u32::MAX >> 1)]
        {
            assert_eq!(preview(&hollow_png(width, height)), Err(PreviewError::TooManyPixels { max }));
        }
        let mut jpeg = encoded(&picture(16, 16), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
        assert_eq!(preview(&jpeg), Err(PreviewError::TooManyPixels { max }));
        assert!(preview(&hollow_png(100, 100)).is_err());
    }

    #[test]
    fn what_is_no_image_is_said_to_be_none() {
        for bytes in [&b""[..], b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"teks"] {
            assert_eq!(preview(bytes), Err(PreviewError::NotAnImage));
        }
        for bytes in [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "] {
            assert_eq!(preview(bytes), Err(PreviewError::Broken));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn damaged_images_never_panic(
            at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            cut in any::<prop::sample::Index>(),
            which in 0usize..3,
        ) {
            let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][which];
            let mut bytes = with_exif_if_jpeg(encoded(&picture(40, 30), format), format);
            for (index, byte) in at {
                let index = index.index(bytes.len());
                bytes[index] = byte;
            }
            let _ = preview(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = preview(&bytes);
        }
    }

    fn with_exif_if_jpeg(bytes: Vec<u8>, format: ImageFormat) -> Vec<u8> {
        if format == ImageFormat::Jpeg { with_exif(&bytes, 8) } else { bytes }
    }
}
