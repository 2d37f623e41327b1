//! What an uploaded file is, by its content, and under which name it may be given out again (R28).
//!
//! The bytes of a file are always given out as an attachment. HTML, SVG and XML are taken (a saved error page is a fine
//! piece of a report) but only as `application/octet-stream`; programs are refused; what is not on the list is refused.

use crate::text::is_hidden;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The most characters of a file name.
pub const MAX_NAME_CHARS: usize = 120;
/// File systems allow 255 bytes; some room is left for what a browser adds to a second download.
const MAX_NAME_BYTES: usize = 240;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileKind {
    /// The media type it is given out with.
    pub mime: &'static str,
    /// The ending its name gets, without the dot.
    pub extension: &'static str,
    /// Whether a preview of it can be made and shown inline. The bytes themselves never are.
    pub inline: bool,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SniffError {
    /// No bytes at all.
    Empty,
    /// A program or an installation package, such as EXE, MSI, APK or JAR.
    Executable,
    /// An office document with macros in the new formats (DOCM, XLSM, PPTM).
    Macros,
    /// Nothing on the list.
    Unknown,
}

impl SniffError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "FILE_EMPTY",
            Self::Executable => "FILE_EXECUTABLE",
            Self::Macros => "FILE_MACROS",
            Self::Unknown => "FILE_UNKNOWN",
        }
    }
}

impl fmt::Display for SniffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SniffError {}

const fn kind(mime: &'static str, extension: &'static str) -> FileKind {
    FileKind { mime, extension, inline: false }
}

const fn picture(mime: &'static str, extension: &'static str) -> FileKind {
    FileKind { mime, extension, inline: true }
}

const DOC: FileKind = kind("application/msword", "doc");
const XLS: FileKind = kind("application/vnd.ms-excel", "xls");
const PPT: FileKind = kind("application/vnd.ms-powerpoint", "ppt");
const DOCX: FileKind = kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
const XLSX: FileKind = kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
const PPTX: FileKind = kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx");

const ODT: FileKind = kind("application/vnd.oasis.opendocument.text", "odt");
const ODS: FileKind = kind("application/vnd.oasis.opendocument.spreadsheet", "ods");
const ZIP: FileKind = kind("application/zip", "zip");
/// What is told by its first bytes, in this order: the first that fits. `infer` alone knows far more than is on the list.
const KNOWN: [(Is, FileKind); 8] = [
    (infer::image::is_jpeg, picture("image/jpeg", "jpg")),
    (infer::image::is_png, picture("image/png", "png")),
    (infer::image::is_webp, picture("image/webp", "webp")),
    (infer::image::is_heif, kind("image/heic", "heic")),
    (infer::archive::is_pdf, kind("application/pdf", "pdf")),
    (infer::video::is_mp4, kind("video/mp4", "mp4")),
    (infer::audio::is_ogg, kind("audio/ogg", "ogg")),
    (is_mp3, kind("audio/mpeg", "mp3")),
];
/// Pages and drawings of a browser, which are taken as what they are not shown as.
const MARKUP: &[&str] = &["html", "svg", "xml"];

/// The endings of all that is taken, as a person knows files by them.
pub fn endings() -> Vec<&'static str> {
    let known = KNOWN.iter().map(|(_, kind)| kind.extension);
    let packed = [DOCX, XLSX, PPTX, DOC, XLS, PPT, ODT, ODS, ZIP].map(|kind| kind.extension);
    known.chain(packed).chain(TEXT_EXTENSIONS.iter().copied()).chain(MARKUP.iter().copied()).collect()
}

/// Endings that a text keeps; with any other it gets `.txt`, so that a script opens in an editor.
const TEXT_EXTENSIONS: &[&str] =
    &["txt", "csv", "tsv", "log", "md", "json", "yaml", "yml", "toml", "conf", "cfg", "sql"];

/// Tells one kind from all others by the first bytes.
type Is = fn(&[u8]) -> bool;

/// Tells what a file is. The name it was uploaded with only decides between kinds of the same content.
pub fn sniff(bytes: &[u8], claimed_name: &str) -> Result<FileKind, SniffError> {
    let claimed = extension(claimed_name);
    match bytes {
        [] => return Err(SniffError::Empty),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return compound_file(bytes, &claimed),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return archive(bytes),
        _ => {}
    }
    if let Some((_, kind)) = KNOWN.iter().find(|(is, _)| is(bytes)) {
        return Ok(*kind);
    }
    // Before the programs: `infer` takes every text that begins with "MZ" for one.
    if let Some(head) = text_head(bytes, &claimed) {
        return Ok(text_kind(&head, &claimed));
    }
    let program =
        [infer::app::is_exe, infer::app::is_elf, infer::app::is_mach, infer::app::is_java, infer::app::is_dex]
            .iter()
            .any(|is: &Is| is(bytes));
    Err(if program { SniffError::Executable } else { SniffError::Unknown })
}

impl FileKind {
    /// The name under which the file is given out: safe, and with an ending that fits the content, so that a
    /// `foto.jpg.exe` that is a text becomes `foto.jpg.exe.txt`.
    pub fn name(&self, claimed_name: &str) -> String {
        let name = safe_name(claimed_name);
        let same: &[&str] = match self.extension {
            "jpg" => &["jpg", "jpeg", "jpe", "jfif"],
            "heic" => &["heic", "heif"],
            "ogg" => &["ogg", "oga", "opus"],
            "html" => &["html", "htm"],
            other => &[other],
        };
        if same.contains(&extension(&name).as_str()) {
            return name;
        }
        safe_name(&format!("{name}.{}", self.extension))
    }
}

/// A name without a path and without anything that could mislead a person, a header or a file system.
/// Never empty; at most [`MAX_NAME_CHARS`] characters, the ending kept.
pub fn safe_name(claimed: &str) -> String {
    let last = claimed.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.nfc().filter(|c| !is_hidden(*c) || c.is_whitespace()).map(|c| match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    let words = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Windows drops dots at the end, elsewhere dots in front hide a file.
    let name = words.trim_matches(['.', ' ']);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let stem = stem.trim_end_matches(['.', ' ']);
    let stem = if stem.is_empty() { "berkas" } else { stem };
    // Names of devices on Windows, with whatever ending.
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let device = matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || first
            .strip_prefix("COM")
            .or(first.strip_prefix("LPT"))
            .is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    let mut safe = if device { format!("_{stem}") } else { stem.to_owned() };
    while safe.chars().count() + ending.len() > MAX_NAME_CHARS || safe.len() + ending.len() > MAX_NAME_BYTES {
        safe.pop();
    }
    safe.truncate(safe.trim_end_matches(['.', ' ', '\u{200d}']).len());
    safe + &ending
}

/// The ending of a name in lower case, without the dot; empty if it has none.
fn extension(name: &str) -> String {
    match name.trim().rsplit_once('.') {
        Some((_, ending)) if is_ending(ending) => ending.to_ascii_lowercase(),
        _ => String::new(),
    }
}

fn is_ending(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// ID3, or a frame of MPEG 1 or 2, layer III.
fn is_mp3(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ID3") || matches!(bytes, [0xff, 0xfa | 0xfb | 0xf2 | 0xf3, third, ..] if third >> 4 != 15)
}

// ---- ZIP and what is made of it

fn archive(bytes: &[u8]) -> Result<FileKind, SniffError> {
    if infer::odf::is_odt(bytes) {
        return Ok(ODT);
    }
    if infer::odf::is_ods(bytes) {
        return Ok(ODS);
    }
    // The directory at the end, not the first entries: programs write those in any order.
    let names = zip_names(bytes);
    let has = |wanted: &[u8]| names.contains(&wanted);
    let ends = |ending: &[u8]| names.iter().any(|name| name.ends_with(ending));
    if has(b"AndroidManifest.xml") || has(b"classes.dex") || (has(b"META-INF/MANIFEST.MF") && ends(b".class")) {
        return Err(SniffError::Executable);
    }
    if has(b"[Content_Types].xml") {
        if ends(b"vbaProject.bin") {
            return Err(SniffError::Macros);
        }
        for (folder, kind) in [(&b"word/"[..], DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)] {
            if names.iter().any(|name| name.starts_with(folder)) {
                return Ok(kind);
            }
        }
    }
    Ok(ZIP)
}

/// The names in a ZIP's directory; as many as can be read, at most 20,000.
fn zip_names(bytes: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    // The end record has 22 bytes and a comment of at most 65,535.
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let Some(end) = bytes[tail..].windows(4).rposition(|w| w == b"PK\x05\x06").map(|at| at + tail) else {
        return names;
    };
    let Some(mut at) = le32(bytes, end + 16) else { return names };
    while names.len() < 20_000 && bytes.get(at..at.saturating_add(4)) == Some(b"PK\x01\x02") {
        let lengths = (le16(bytes, at + 28), le16(bytes, at + 30), le16(bytes, at + 32));
        let (Some(name), Some(extra), Some(comment)) = lengths else { break };
        let Some(text) = bytes.get(at + 46..at + 46 + name) else { break };
        names.push(text);
        at += 46 + name + extra + comment;
    }
    names
}

fn le16(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(|b| usize::from(u16::from_le_bytes(b)))
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().and_then(|b| u32::from_le_bytes(b).try_into().ok())
}

// ---- OLE compound files: the old office formats, and MSI

/// Entries of the directory are 128 bytes long and begin at multiples of 128; reading them all beats following chains
/// through a damaged or hostile file. `infer` goes by the class id of the root, which many programs leave empty.
fn compound_file(bytes: &[u8], claimed: &str) -> Result<FileKind, SniffError> {
    /// Class id of an installation package; patches and transforms differ in the first byte.
    const INSTALLER: &[u8] = b"\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
    let (mut found, mut encrypted) = (Vec::new(), false);
    for entry in bytes.chunks_exact(128) {
        if entry[66] == 5 && &entry[81..96] == INSTALLER {
            return Err(SniffError::Executable);
        }
        match entry_name(entry).as_deref() {
            Some("WordDocument") => found.push(DOC),
            Some("PowerPoint Document") => found.push(PPT),
            Some("Workbook" | "Book") => found.push(XLS),
            Some("EncryptedPackage") => encrypted = true,
            _ => {}
        }
    }
    // A document can hold another one; the name says which is the outer.
    let outer = found.iter().find(|kind| kind.extension == claimed).or_else(|| {
        let order = [DOC, PPT, XLS];
        order.into_iter().find_map(|kind| found.iter().find(|k| **k == kind))
    });
    if let Some(kind) = outer {
        return Ok(*kind);
    }
    // A document of the new formats with a password: only its name tells which.
    let new = [DOCX, XLSX, PPTX].into_iter().find(|kind| encrypted && kind.extension == claimed);
    new.ok_or(SniffError::Unknown)
}

fn entry_name(entry: &[u8]) -> Option<String> {
    let len = le16(entry, 64)?;
    if !matches!(entry[66], 1 | 2 | 5) || !(4..=64).contains(&len) {
        return None;
    }
    let name: Option<Vec<u8>> = entry[..len - 2].chunks(2).map(|c| (c.get(1) == Some(&0)).then(|| c[0])).collect();
    String::from_utf8(name?).ok()
}

// ---- Text

/// How much of a text is looked at for markup.
const HEAD: usize = 2_048;

/// The beginning of a text; `None` if the bytes are no text.
fn text_head(bytes: &[u8], claimed: &str) -> Option<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf16_head(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16_head(rest, u16::from_be_bytes),
        _ => {}
    }
    if bytes.iter().any(|b| is_forbidden(char::from(*b)) && b.is_ascii()) {
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // A log that was cut inside a character.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
        // Devices and old programs write in the character sets of their time; then the name has to agree.
        Err(_) if ["txt", "csv", "log"].contains(&claimed) => {
            return Some(bytes.iter().take(HEAD).map(|b| char::from(*b)).collect());
        }
        Err(_) => return None,
    };
    Some(text.trim_start_matches('\u{feff}').chars().take(HEAD).collect())
}

/// Notepad's "Unicode", which spreadsheets still write.
fn utf16_head(bytes: &[u8], number: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut head = String::new();
    for (i, c) in char::decode_utf16(pairs.iter().map(|pair| number(*pair))).enumerate() {
        let c = c.ok().filter(|c| !is_forbidden(*c))?;
        if i < HEAD {
            head.push(c);
        }
    }
    rest.is_empty().then_some(head)
}

/// Controls that no text has; tabs, line and page breaks and the escape of coloured logs are fine.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}')) || c == '\u{fffe}'
}

fn text_kind(head: &str, claimed: &str) -> FileKind {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_ascii_lowercase();
    let extension = TEXT_EXTENSIONS.iter().find(|known| **known == claimed).copied().unwrap_or("txt");
    if is_markup(&start) {
        // The ending for those who open it at home; the media type says nothing that a browser could act upon.
        let page = ["<html", "<!doctype html", "<script", "<body", "<head", "<iframe", "<!--", "<meta", "<a ", "<img"];
        return if start.contains("<svg") {
            kind("application/octet-stream", "svg")
        } else if page.iter().any(|tag| start.contains(tag)) {
            kind("application/octet-stream", "html")
        } else if start.starts_with("<?") || start.starts_with("<!") || claimed == "xml" {
            kind("application/octet-stream", "xml")
        } else {
            kind("application/octet-stream", extension)
        };
    }
    kind(if extension == "csv" { "text/csv" } else { "text/plain" }, extension)
}

/// Whatever a browser could take for a page or a drawing: the first sign opens a tag.
fn is_markup(start: &str) -> bool {
    let second = start.strip_prefix('<').and_then(|rest| rest.chars().next());
    second.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whoever is refused is told of every kind that is taken, and the portal offers no other.
    #[test]
    fn what_is_taken_is_all_told() {
        for (bytes, name) in [
            (&b"\xff\xd8\xff\xe0"[..], "a"),
            (b"%PDF-1.4", "a"),
            (b"satu", "a.log"),
            (b"satu", "a.sh"),
            (b"<svg", "a"),
            (b"<html>", "a"),
            (b"<?xml?>", "a"),
            (&zip(&[("a", "b")]), "a"),
            (&zip(&[("[Content_Types].xml", ""), ("xl/a", "")]), "a"),
            (&ole([0; 16], &["WordDocument"]), "a"),
        ] {
            let kind = sniff(bytes, name).unwrap();
            assert!(endings().contains(&kind.extension), "{}", kind.extension);
        }
    }

    /// `mime extension`, with `*` where a preview can be made, or the code of the refusal.
    fn told(bytes: &[u8], name: &str) -> String {
        match sniff(bytes, name) {
            Ok(kind) => format!("{} {}{}", kind.mime, kind.extension, if kind.inline { "*" } else { "" }),
            Err(error) => error.code().to_owned(),
        }
    }

    /// An uncompressed ZIP.
    fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in entries {
            let at = u32::try_from(file.len()).unwrap().to_le_bytes();
            let size = u32::try_from(content.len()).unwrap().to_le_bytes();
            let len = u16::try_from(name.len()).unwrap().to_le_bytes();
            let common = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &size[..], &size, &len, &[0, 0]].concat();
            file.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content.as_bytes()].concat());
            directory.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &at, name.as_bytes()].concat());
        }
        let at = u32::try_from(file.len()).unwrap().to_le_bytes();
        let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &at, &[0, 0]].concat();
        [file, directory, end].concat()
    }

    /// A compound file whose directory has these entries, the first being the root with a class id.
    fn ole(class: [u8; 16], streams: &[&str]) -> Vec<u8> {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        file.resize(512, 0);
        for (i, name) in ["Root Entry"].iter().chain(streams).enumerate() {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let len = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(128, 0);
            entry[64..66].copy_from_slice(&len.to_le_bytes());
            entry[66] = if i == 0 { 5 } else { 2 };
            if i == 0 {
                entry[80..96].copy_from_slice(&class);
            }
            file.extend(entry);
        }
        file
    }

    #[test]
    fn pictures_sound_and_documents() {
        for (bytes, expected) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], "image/jpeg jpg*"),
            (b"\x89PNG\r\n\x1a\n", "image/png png*"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp webp*"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic heic"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic heic"),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "video/mp4 mp4"),
            (b"ID3\x04\0\0", "audio/mpeg mp3"),
            (b"\xff\xfb\x90\x64", "audio/mpeg mp3"),
            (b"OggS\0\x02", "audio/ogg ogg"),
            (b"%PDF-1.7\n", "application/pdf pdf"),
        ] {
            assert_eq!(told(bytes, "apa saja.exe"), expected);
        }
    }

    #[test]
    fn archives_and_what_is_made_of_them() {
        let types = ("[Content_Types].xml", "<Types/>");
        for (entries, expected) in [
            (&[("a.txt", "a")][..], "application/zip zip"),
            (&[], "application/zip zip"),
            (&[types, ("_rels/.rels", ""), ("word/document.xml", "")], "DOCX"),
            (&[("docProps/app.xml", ""), ("xl/workbook.xml", ""), types], "XLSX"),
            (&[types, ("ppt/presentation.xml", "")], "PPTX"),
            (&[types, ("word/document.xml", ""), ("word/vbaProject.bin", "")], "FILE_MACROS"),
            (&[("word/document.xml", "")], "application/zip zip"),
            (&[types], "application/zip zip"),
            (&[("mimetype", "application/vnd.oasis.opendocument.text")], "application/vnd.oasis.opendocument.text odt"),
            (
                &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")],
                "application/vnd.oasis.opendocument.spreadsheet ods",
            ),
            (&[("classes.dex", ""), ("AndroidManifest.xml", "")], "FILE_EXECUTABLE"),
            (&[("META-INF/MANIFEST.MF", ""), ("id/go/Main.class", "")], "FILE_EXECUTABLE"),
        ] {
            let expected = match expected {
                "DOCX" => format!("{} docx", DOCX.mime),
                "XLSX" => format!("{} xlsx", XLSX.mime),
                "PPTX" => format!("{} pptx", PPTX.mime),
                other => other.to_owned(),
            };
            assert_eq!(told(&zip(entries), "undangan.pdf"), expected, "{entries:?}");
        }
        assert_eq!(told(b"PK\x03\x04", "a.zip"), "application/zip zip");
        assert_eq!(told(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\0\0", "a"), "application/zip zip");
    }

    #[test]
    fn old_office_files() {
        let none = [0; 16];
        assert_eq!(told(&ole(none, &["1Table", "WordDocument"]), "a"), "application/msword doc");
        assert_eq!(told(&ole(none, &["Workbook"]), "a"), "application/vnd.ms-excel xls");
        assert_eq!(told(&ole(none, &["Book"]), "a"), "application/vnd.ms-excel xls");
        assert_eq!(told(&ole(none, &["PowerPoint Document"]), "a"), "application/vnd.ms-powerpoint ppt");
        assert_eq!(told(&ole(none, &["Workbook", "WordDocument"]), "a.xls"), "application/vnd.ms-excel xls");
        assert_eq!(told(&ole(none, &["Workbook", "WordDocument"]), "a"), "application/msword doc");
        assert_eq!(told(&ole(none, &["EncryptedPackage"]), "a.XLSX"), format!("{} xlsx", XLSX.mime));
        assert_eq!(told(&ole(none, &["EncryptedPackage"]), "a.pdf"), "FILE_UNKNOWN");
        assert_eq!(told(&ole(none, &["__substg1.0_0037001F"]), "surat.msg"), "FILE_UNKNOWN");
        let installer = *b"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
        assert_eq!(told(&ole(installer, &["WordDocument"]), "a.doc"), "FILE_EXECUTABLE");
        assert_eq!(told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc"), "FILE_UNKNOWN");
    }

    #[test]
    fn texts() {
        for (bytes, name, expected) in [
            (&b"halo"[..], "a.txt", "text/plain txt"),
            (b"nama;nip\r\nBudi;1\r\n", "a.CSV", "text/csv csv"),
            (b"\x1b[31mERROR\x1b[0m", "a.log", "text/plain log"),
            (b"<34>Oct 11 22:14:15 syslog", "a.log", "text/plain log"),
            (b"{\"a\":1}", "a.json", "text/plain json"),
            (b"MZ adalah inisial saya", "a.txt", "text/plain txt"),
            (b"@echo off", "perbaiki.bat", "text/plain txt"),
            (b"#!/bin/sh\nrm -rf /", "a.sh", "text/plain txt"),
            (b"\xef\xbb\xbfhalo", "a", "text/plain txt"),
            (b"\xff\xfeh\0a\0l\0o\0", "a.csv", "text/csv csv"),
            (b"\xfe\xff\0h\0a", "a.txt", "text/plain txt"),
            (b"caf\xc3", "terpotong.log", "text/plain log"),
            (b"caf\xe9 lama", "a.log", "text/plain log"),
            (b"caf\xe9 lama", "a.bin", "FILE_UNKNOWN"),
            (b"a\0b", "a.txt", "FILE_UNKNOWN"),
            (b"\xff\xfeh\0a", "a.txt", "FILE_UNKNOWN"),
            (b"\xff\xfe\0\xd8a\0", "a.txt", "FILE_UNKNOWN"),
        ] {
            assert_eq!(told(bytes, name), expected, "{name} {bytes:?}");
        }
    }

    #[test]
    fn markup_is_never_named_to_a_browser() {
        for (bytes, name, extension) in [
            (&b"<!DOCTYPE html><p>x"[..], "a.jpg", "html"),
            (b" \n<HTML><body>", "a.txt", "html"),
            (b"<script>alert(1)</script>", "a.png", "html"),
            (b"\xef\xbb\xbf\n<img src=x onerror=alert(1)>", "a.txt", "html"),
            (b"<!-- --><script>", "a.csv", "html"),
            (b"<svg onload=alert(1)>", "a.png", "svg"),
            (b"<?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'>", "a.xml", "svg"),
            (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "a.xml", "html"),
            (b"<?xml version='1.0'?><data/>", "a.xml", "xml"),
            (b"<faktur><nomor/></faktur>", "a.xml", "xml"),
            (b"<info> mulai", "a.log", "log"),
            (b"<x onclick=alert(1)>", "a.html", "txt"),
            (b"\xff\xfe<\0s\0v\0g\0>\0", "a.txt", "svg"),
            (b"<svg>\xe9", "a.txt", "svg"),
        ] {
            let expected = format!("application/octet-stream {extension}");
            assert_eq!(told(bytes, name), expected, "{name} {:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_rest_is_refused() {
        let elf = [&b"\x7fELF\x02\x01\x01"[..], &[0; 60]].concat();
        let dex = [&b"dex\n035\0"[..], &[0x70; 60]].concat();
        for (bytes, expected) in [
            (&b""[..], "FILE_EMPTY"),
            (b"MZ\x90\0\x03\0\0\0", "FILE_EXECUTABLE"),
            (&elf, "FILE_EXECUTABLE"),
            (b"\xca\xfe\xba\xbe\0\0\0\x34", "FILE_EXECUTABLE"),
            (&dex, "FILE_EXECUTABLE"),
            (b"GIF89a\x01\0\x01\0", "FILE_UNKNOWN"),
            (b"Rar!\x1a\x07\x01\0", "FILE_UNKNOWN"),
            (b"\0\0\0\0", "FILE_UNKNOWN"),
        ] {
            assert_eq!(told(bytes, "foto.jpg"), expected, "{bytes:?}");
        }
    }

    #[test]
    fn names_are_made_safe() {
        let long = format!("{}.pdf", "é".repeat(300));
        for (claimed, safe) in [
            ("Surat Tugas.pdf", "Surat Tugas.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Budi\\foto.JPG", "foto.JPG"),
            ("foto\u{202e}gpj.exe", "fotogpj.exe"),
            ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
            ("a\0.txt", "a.txt"),
            ("a\"b;c<d>|e?*.txt", "a_b;c_d__e__.txt"),
            ("  .htaccess", "htaccess"),
            ("...", "berkas"),
            ("", "berkas"),
            ("a/", "berkas"),
            (".", "berkas"),
            ("\u{200b}", "berkas"),
            ("a.txt...   ", "a.txt"),
            ("a  \t  .pdf", "a.pdf"),
            ("nul.txt", "_nul.txt"),
            ("COM1", "_COM1"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("COMA.txt", "COMA.txt"),
            ("cafe\u{301}.txt", "café.txt"),
            ("laporan.v2.final versi", "laporan.v2.final versi"),
            (&long, &format!("{}.pdf", "é".repeat(116))),
        ] {
            assert_eq!(safe_name(claimed), safe, "{claimed:?}");
        }
        assert_eq!(safe_name(&"😀".repeat(100)), "😀".repeat(60));
    }

    #[test]
    fn the_ending_fits_the_content() {
        let jpeg = sniff(b"\xff\xd8\xff\xe0", "").unwrap();
        for (claimed, name) in [
            ("foto.JPEG", "foto.JPEG"),
            ("foto.jpg", "foto.jpg"),
            ("foto.png", "foto.png.jpg"),
            ("foto.jpg.exe", "foto.jpg.exe.jpg"),
            ("foto", "foto.jpg"),
            ("", "berkas.jpg"),
        ] {
            assert_eq!(jpeg.name(claimed), name);
        }
        let name = "perbaiki.bat";
        assert_eq!(sniff(b"@echo off", name).unwrap().name(name), "perbaiki.bat.txt");
        let long = jpeg.name(&format!("{}.exe", "a".repeat(300)));
        assert!(long.ends_with(".jpg") && long.chars().count() == MAX_NAME_CHARS, "{long}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_bytes_make_it_panic(
            magic in prop::sample::select(vec![
                &b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\0\0\0\x18ftyp", b"\xff\xfe", b"\xff\xd8\xff", b"<", b"OggS",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xca\xfe\xba\xbe", b"dex\n", b"\xcf\xfa\xed\xfe",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..700),
            tail in prop::sample::select(vec![&b""[..], b"PK\x05\x06\0\0\0\0\x01\0\x01\0\0\0\0\0\x04\0\0\0\0\0"]),
            name in "\\PC{0,20}",
        ) {
            let _ = sniff(&[magic, &rest, tail].concat(), &name);
            let text = String::from_utf8_lossy(&rest);
            if let Ok(kind) = sniff(text.as_bytes(), &name) {
                prop_assert!(!kind.inline || magic.is_empty());
            }
        }

        #[test]
        fn damaged_archives_and_documents_never_panic(
            at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10),
            cut in any::<prop::sample::Index>(),
        ) {
            let entries = [("[Content_Types].xml", ""), ("word/document.xml", "x")];
            for mut bytes in [zip(&entries), ole([0; 16], &["WordDocument", "Workbook"])] {
                for (index, byte) in &at {
                    let index = index.index(bytes.len());
                    bytes[index] = *byte;
                }
                let _ = sniff(&bytes, "a.docx");
                bytes.truncate(cut.index(bytes.len()));
                let _ = sniff(&bytes, "a.docx");
            }
        }

        #[test]
        fn every_name_is_safe(claimed in any::<String>(), other in "[./\\\\ a\u{202e}\n:]{0,12}") {
            for claimed in [claimed, other] {
                let kind = kind("text/plain", "txt");
                for name in [safe_name(&claimed), kind.name(&claimed)] {
                    prop_assert!(!name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && name.len() <= MAX_NAME_BYTES);
                    prop_assert!(!name.contains(['/', '\\', ':', '"', '\n', '\0', '\u{202e}']), "{name:?}");
                    prop_assert!(!name.starts_with('.') && !name.ends_with(['.', ' ']), "{name:?}");
                    prop_assert_eq!(safe_name(&name), name.clone());
                }
            }
        }
    }
}
