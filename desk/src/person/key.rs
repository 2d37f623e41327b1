//! How a name is found: as people say it, whatever marks and capitals whoever typed it chose.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name for finding only: small letters without marks, one space between words. *Ma’ruf* and *Ma'ruf* have the same, *Éka* and *eka*, too.
pub fn name_key(name: &str) -> String {
    let apostrophe = |c: &char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′');
    let plain = name.chars().filter(|c| !apostrophe(c)).nfkd().filter(|c| !is_combining_mark(*c));
    let said: String = plain.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
