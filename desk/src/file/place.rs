//! Where a photo or a film was taken is nobody's business but its maker's: a telephone writes it into the file, and whoever may read the ticket could read
//! it there. It is blanked in place, so that all else of the file stays as it was, also how the picture is to be turned.

use super::sniff::FileKind;

/// The entry of a directory that leads to the directory of the place.
const GPS: usize = 0x8825;

/// Blanks what a file says of the place where it was taken.
pub fn blank(bytes: &mut Vec<u8>, kind: &FileKind) {
    match kind.mime {
        "image/jpeg" | "image/webp" | "image/heic" => {
            for at in starts(bytes, |four| matches!(four, b"II\x2a\0" | b"MM\0\x2a")) {
                in_directory(bytes, at);
            }
            in_words(bytes);
        }
        "image/png" => without_chunks(bytes),
        "video/mp4" => {
            for at in starts(bytes, |four| four == b"\xa9xyz") {
                in_film(bytes, at);
            }
        }
        _ => {}
    }
}

/// Where four bytes begin that are looked for.
fn starts(bytes: &[u8], wanted: impl Fn(&[u8]) -> bool) -> Vec<usize> {
    bytes.windows(4).enumerate().filter(|(_, four)| wanted(four)).map(|(at, _)| at).collect()
}

/// EXIF: a directory whose offsets count from `start`. What only looks like one is left alone.
fn in_directory(bytes: &mut [u8], start: usize) {
    let big = bytes[start] == b'M';
    let number = |bytes: &[u8], at: usize, length: usize| -> Option<usize> {
        let raw = bytes.get(at..at.checked_add(length)?)?;
        let add = |sum: usize, byte: &u8| (sum << 8) | usize::from(*byte);
        Some(if big { raw.iter().fold(0, add) } else { raw.iter().rev().fold(0, add) })
    };
    let place = || {
        let first = start + number(bytes, start + 4, 4)?;
        let count = number(bytes, first, 2).filter(|count| *count <= 512)?;
        let entry = (0..count).map(|n| first + 2 + 12 * n).find(|entry| {
            [number(bytes, *entry, 2), number(bytes, entry + 2, 2), number(bytes, entry + 4, 4)]
                == [Some(GPS), Some(4), Some(1)]
        })?;
        Some(start + number(bytes, entry + 8, 4)?)
    };
    let Some(place) = place() else { return };
    let Some(count) = number(bytes, place, 2).filter(|count| *count <= 64) else { return };
    for entry in (0..count).map(|n| place + 2 + 12 * n) {
        let read = |at: usize, length: usize| number(bytes, at, length);
        let (Some(kind), Some(times), Some(value)) = (read(entry + 2, 2), read(entry + 4, 4), read(entry + 8, 4))
        else {
            return;
        };
        let size = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8].get(kind).copied().unwrap_or(0);
        let length = times.saturating_mul(size);
        if length > 4 && length <= 4_096 {
            fill(bytes, start + value, length, 0);
        }
        fill(bytes, entry, 12, 0);
    }
    fill(bytes, place, 2, 0);
}

fn fill(bytes: &mut [u8], at: usize, length: usize, with: u8) {
    if let Some(some) = at.checked_add(length).and_then(|end| bytes.get_mut(at..end)) {
        some.fill(with);
    }
}

/// XMP: `exif:GPSLatitude="8,39.5S"`, or the same as an element.
fn in_words(bytes: &mut [u8]) {
    const NAME: &[u8] = b"exif:GPS";
    for at in starts(bytes, |four| four == b"exif") {
        if !bytes[at..].starts_with(NAME) {
            continue;
        }
        let name = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count();
        let after = at + name;
        let (from, end) = match bytes.get(after..after + 2) {
            Some([b'=', quote @ (b'"' | b'\'')]) => (after + 2, *quote),
            Some([b'>', _]) => (after + 1, b'<'),
            _ => continue,
        };
        let length = bytes[from..].iter().take(512).take_while(|byte| **byte != end).count();
        fill(bytes, from, length, b' ');
    }
}

/// PNG: the chunks that hold EXIF or XMP, whole: each is sealed by a sum of its own.
fn without_chunks(bytes: &mut Vec<u8>) {
    let mut kept = bytes.get(..8).unwrap_or_default().to_vec();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = head[..4].iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        let Some(chunk) = at.checked_add(length).and_then(|end| bytes.get(at..end.checked_add(12)?)) else { break };
        let xmp = &head[4..] == b"iTXt" && chunk[8..].starts_with(b"XML:com.adobe.xmp");
        if &head[4..] != b"eXIf" && !xmp {
            kept.extend_from_slice(chunk);
        }
        at += length + 12;
    }
    // Whatever does not read as chunks stays as it is.
    kept.extend_from_slice(bytes.get(at..).unwrap_or_default());
    *bytes = kept;
}

/// MP4: a length, a language, and `-08.6500+115.2167/`.
fn in_film(bytes: &mut [u8], at: usize) {
    let length = bytes.get(at + 4..at + 6).map_or(0, |raw| usize::from(raw[0]) << 8 | usize::from(raw[1]));
    if length <= 64 && matches!(bytes.get(at + 8), Some(b'+' | b'-')) {
        let end = (at + 8 + length).min(bytes.len());
        for byte in &mut bytes[at + 8..end] {
            if byte.is_ascii_digit() {
                *byte = b'0';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::sniff::sniff;
    use proptest::prelude::*;

    /// A directory with how the picture is turned, and one of the place in Tabanan.
    fn exif(big: bool) -> Vec<u8> {
        let (two, four) = if big {
            (u16::to_be_bytes as fn(u16) -> [u8; 2], u32::to_be_bytes as fn(u32) -> [u8; 4])
        } else {
            (u16::to_le_bytes as fn(u16) -> [u8; 2], u32::to_le_bytes as fn(u32) -> [u8; 4])
        };
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            [&two(tag)[..], &two(kind), &four(count), &value].concat()
        };
        let turned: [u8; 4] = [two(6), [0, 0]].concat().try_into().unwrap();
        let parts = [
            if big { b"MM\0\x2a".to_vec() } else { b"II\x2a\0".to_vec() },
            four(8).to_vec(),
            two(2).to_vec(),
            entry(0x0112, 3, 1, turned),
            entry(0x8825, 4, 1, four(38)),
            four(0).to_vec(),
            two(2).to_vec(),
            entry(1, 2, 2, *b"S\0\0\0"),
            entry(0x1b, 2, 8, four(68)),
            four(0).to_vec(),
            b"TABANAN\0".to_vec(),
        ];
        parts.concat()
    }

    fn jpeg(exif: &[u8]) -> Vec<u8> {
        let length = u16::try_from(exif.len() + 8).unwrap().to_be_bytes();
        [b"\xff\xd8\xff\xe1", &length[..], b"Exif\0\0", exif, b"\xff\xdb picture"].concat()
    }

    fn heic(exif: &[u8]) -> Vec<u8> {
        [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0mdat\0\0\0\x06Exif\0\0", exif].concat()
    }

    fn blanked(mut bytes: Vec<u8>, name: &str) -> Vec<u8> {
        let kind = sniff(&bytes, name).unwrap();
        blank(&mut bytes, &kind);
        bytes
    }

    fn says(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|some| some == words)
    }

    #[test]
    fn a_photo_does_not_say_where_it_was_taken_and_stays_upright() {
        for big in [true, false] {
            for photo in [jpeg(&exif(big)), heic(&exif(big))] {
                assert!(says(&photo, b"TABANAN"));
                let name = if photo[0] == 0xff { "foto.jpg" } else { "foto.heic" };
                let after = blanked(photo.clone(), name);
                assert!(!says(&after, b"TABANAN") && !says(&after, b"S\0\0\0\0"), "{name}");
                assert_eq!(after.len(), photo.len());
                let turned = &exif(big)[10..22];
                assert!(says(&after, turned), "how it is turned stays");
            }
        }
    }

    #[test]
    fn nor_in_words_nor_in_a_film() {
        let words =
            b"<x exif:GPSLatitude=\"8,39.5S\"><exif:GPSLongitude>115,13E</exif:GPSLongitude><exif:Flash>1</exif:Flash>";
        let after = blanked([&jpeg(b""), &words[..]].concat(), "foto.jpg");
        assert!(!says(&after, b"8,39.5S") && !says(&after, b"115,13E") && says(&after, b"<exif:Flash>1<"));
        let film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x1e\xa9xyz\0\x12\x15\xc7-08.6500+115.2167/";
        let after = blanked(film.to_vec(), "film.mp4");
        assert!(says(&after, b"-00.0000+000.0000/"), "{}", String::from_utf8_lossy(&after));
    }

    #[test]
    fn nor_in_a_drawing() {
        let chunk = |name: &[u8], data: &[u8]| {
            [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, b"sum!"].concat()
        };
        let png =
            [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", b"head"), &chunk(b"eXIf", &exif(true)), &chunk(b"IEND", b"")];
        let after = blanked(png.concat(), "a.png");
        assert_eq!(after, [png[0], png[1], png[3]].concat());
    }

    proptest! {
        #[test]
        fn hostile_bytes_do_no_harm(
            head in prop::sample::select(vec![&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic"]),
            mut tail in prop::collection::vec(any::<u8>(), 0..200),
            magic in any::<bool>(),
            at in any::<prop::sample::Index>(),
        ) {
            if magic && tail.len() > 4 {
                let at = at.index(tail.len() - 4);
                tail[at..at + 4].copy_from_slice(b"MM\0\x2a");
            }
            let bytes = [head, &tail].concat();
            for mime in ["image/jpeg", "image/png", "image/heic", "video/mp4"] {
                let mut after = bytes.clone();
                blank(&mut after, &FileKind { mime, extension: "x", inline: true });
                prop_assert!(after.len() <= bytes.len());
            }
        }
    }
}
