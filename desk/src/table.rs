//! A table as spreadsheets write it: what stands between its cells, where its header is, which line is which. One reader for every table that comes in.

/// So far down a header is looked for: above it stand titles.
const HEADER_WITHIN: usize = 20;
/// What may stand between cells, the more usual first.
const SIGNS: [u8; 3] = [b',', b';', b'\t'];

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// What stands between the cells.
    pub sign: u8,
    /// Whether the first line only says so: Excel's own `sep=;`.
    pub said: bool,
    /// How many rows that hold anything come before the header.
    pub above: usize,
}

impl Layout {
    /// Finds out, by the headers that are known. Above the header titles may stand; it is the row with the most known headers.
    pub fn of(text: &str, known: impl Fn(&str) -> bool) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("sep=").or(first.strip_prefix("SEP=")).unwrap_or_default().trim_end().as_bytes();
        let said = if let [sign] = said { Some(*sign) } else { None };
        let signs = said.as_ref().map_or(&SIGNS[..], std::slice::from_ref);
        let mut best: Option<((usize, usize), Self)> = None;
        for sign in signs {
            let mut layout = Self { sign: *sign, said: said.is_some(), above: 0 };
            let (mut headers, mut parts) = (0, 0);
            for (above, (_, record)) in layout.records(text).take(HEADER_WITHIN).enumerate() {
                let here = record.iter().filter(|cell| known(cell)).count();
                if above == 0 || here > headers {
                    (headers, parts, layout.above) = (here, record.len(), above);
                }
            }
            // Of two signs that make as much of it the more usual one parts the cells.
            if best.as_ref().is_none_or(|(before, _)| (headers, parts) > *before) {
                best = Some(((headers, parts), layout));
            }
        }
        best.map_or(Self { sign: SIGNS[0], said: false, above: 0 }, |(_, layout)| layout)
    }

    /// All rows that hold anything, each with the line of the file on which it begins.
    pub fn records(self, text: &str) -> impl Iterator<Item = (u64, csv::StringRecord)> {
        let skipped = u64::from(self.said);
        let text = if self.said { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(self.sign).has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.into_records().filter_map(move |record| {
            // It is UTF-8, and of whatever length: there is nothing that could be wrong with a record.
            let record = record.ok()?;
            let line = record.position().map_or(0, |start| line_of(text, start)) + skipped;
            (!record.iter().all(|cell| cell.trim().is_empty())).then_some((line, record))
        })
    }

    /// Where a quote opens that never closes, as a line number from 1.
    pub fn open_quote(self, text: &str) -> Option<u64> {
        let (mut line, mut opened, mut start) = (1, None, true);
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match (byte, opened) {
                (b'"', None) if start => opened = Some(line),
                (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                    bytes.next();
                }
                (b'"', Some(_)) => opened = None,
                _ => {}
            }
            line += u64::from(byte == b'\n');
            start = opened.is_none() && (byte == self.sign || byte == b'\n' || byte == b'\r');
        }
        opened
    }
}

/// The line on which a record's first cell stands. The reader counts the blank lines before a record as its own.
fn line_of(text: &str, start: &csv::Position) -> u64 {
    let before = usize::try_from(start.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let blank = before.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n').count();
    start.line() + blank as u64
}

/// A header on one line, as people read it, with one space between its words.
pub fn header(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> (char, usize, u64) {
        let layout = Layout::of(text, |cell| ["nama", "nip"].contains(&header(cell).to_lowercase().as_str()));
        let line = layout.records(text).nth(layout.above).map_or(0, |(line, _)| line);
        (char::from(layout.sign), layout.above, line)
    }

    #[test]
    fn the_header_is_where_the_headers_are() {
        for (text, expected) in [
            ("nama,nip\nA,1\n", (',', 0, 1)),
            ("nama;nip\nA;1\n", (';', 0, 1)),
            ("nama\tnip\nA\t1\n", ('\t', 0, 1)),
            ("nama\nA, B; C\n", (',', 0, 1)),
            ("sep=;\nnama;nip\n", (';', 0, 2)),
            ("sep=|\nnama|nip\n", ('|', 0, 2)),
            ("DAFTAR, per Juli;;\n\n;;\nnama;nip\nA;1\n", (';', 1, 4)),
            ("\"DAFTAR\npegawai\",\n\nNAMA,\"N\"\nNama,NIP\n", (',', 2, 5)),
            ("\"Nama\";\"\nNIP\n\"\nA;1\n", (';', 0, 1)),
            ("satu;dua;tiga\nA;1;2\n", (';', 0, 1)),
            ("", (',', 0, 0)),
        ] {
            assert_eq!(found(text), expected, "{text:?}");
        }
    }

    proptest! {
        /// A table that was written with any sign, any titles above and any cells is read as it was.
        #[test]
        fn what_was_written_is_read(
            sign in 0_usize..3,
            titles in prop::collection::vec("[A-Za-z ,;.\"\n]{1,12}", 0..4),
            cells in prop::collection::vec(("[a-z ,;\t\"\n']{0,10}", "[0-9-]{1,6}"), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(SIGNS[sign]).from_writer(Vec::new());
            let titles: Vec<_> = titles.iter().filter(|it| !it.trim().is_empty()).collect();
            for title in &titles {
                writer.write_record([title.as_str(), ""]).unwrap();
            }
            writer.write_record(["Na\nma", "NIP"]).unwrap();
            for (name, number) in &cells {
                writer.write_record([name, number]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let layout = Layout::of(&text, |cell| ["na ma", "nip"].contains(&header(cell).to_lowercase().as_str()));
            prop_assert_eq!((layout.sign, layout.above), (SIGNS[sign], titles.len()), "{:?}", text);
            let read: Vec<_> = layout.records(&text).skip(layout.above + 1).map(|(_, record)| record).collect();
            prop_assert_eq!(read.len(), cells.len());
            for (record, (name, number)) in read.iter().zip(&cells) {
                prop_assert_eq!((&record[0], &record[1]), (name.as_str(), number.as_str()));
            }
            prop_assert_eq!(layout.open_quote(&text), None);
        }
    }
}
