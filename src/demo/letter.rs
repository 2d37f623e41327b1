//! Letters to enclose: one page of PDF that any reader opens.

use super::content::{RegionEntry, Story};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// A letter that asks for what a story tells.
pub fn pdf(region: &RegionEntry, date: NaiveDate, story: &Story) -> Vec<u8> {
    let mut lines = vec![
        format!("PEMERINTAH {}", region.name.to_uppercase()),
        String::new(),
        format!("Tanggal: {}", date.format("%d-%m-%Y")),
        format!("Kepada: {}", region.tier2_office),
        format!("Hal: {}", story.title),
        String::new(),
    ];
    for paragraph in story.description.lines() {
        lines.extend(wrapped(paragraph, 88));
    }
    page(&lines)
}

fn wrapped(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The smallest document that shows these lines.
fn page(lines: &[String]) -> Vec<u8> {
    let mut text = String::from("BT /F1 10 Tf 14 TL 56 785 Td\n");
    for line in lines.iter().take(50) {
        // What the standard fonts do not know, and what has a meaning inside of parentheses.
        let plain: String = line.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '-' }).collect();
        let plain = plain.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(text, "({plain}) Tj T*");
    }
    text.push_str("ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj{object}endobj", index + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_where_the_objects_are() {
        let file = String::from_utf8(page(&["Surat (permohonan) – satu".to_owned()])).expect("ASCII");
        let table: usize =
            file.rsplit("startxref\n").next().and_then(|end| end.lines().next()?.parse().ok()).expect("a place");
        assert!(file[table..].starts_with("xref\n0 6\n"));
        let places = file[table..].lines().skip(3).take(5);
        for (index, line) in places.enumerate() {
            let place: usize = line[..10].parse().expect("a number");
            assert!(file[place..].starts_with(&format!("{} 0 obj", index + 1)), "{line}");
        }
        assert!(file.contains("(Surat \\(permohonan\\) - satu) Tj"));
    }
}
