//! What differs between regions is a setting: a typed key with value, legal basis (as editable text) and history (R9). Never code.

use crate::access::Matter;
use crate::event::Recorded;
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Doc};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;
use serde_json::Value;

pub mod code;
mod value;

pub use crate::store::entity::setting::Model as Setting;
pub use code::SettingKey;
pub use value::{MOST_WORDS, SettingType};

/// Sets a setting.
#[derive(Debug, Clone, Serialize)]
pub struct SetSetting {
    /// Which.
    pub key: SettingKey,
    /// To what.
    pub value: Value,
    /// On what legal basis, as text.
    pub basis: String,
    /// The version the person saw; 0 where it was never set.
    pub seen: Option<i64>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SetSetting {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = SettingKey;

    async fn run(self, work: &mut Work<'_>) -> Outcome<SettingKey> {
        work.need(Matter::Catalogue)?;
        if !self.key.in_use() {
            return Err(Refusal::Invalid("setting").into());
        }
        if !self.key.accepts(&self.value) {
            return Err(Refusal::Invalid("value").into());
        }
        let basis = input::line_or_empty("basis", &self.basis, input::LINE)?;
        work.begin_shared(&format!("{}/{}", Setting::STREAM, self.key.code())).await?;
        let before: Option<Setting> = store::get(&work.tx, self.key).await?;
        let version = before.as_ref().map_or(0, |setting| setting.version);
        if self.seen.is_some_and(|seen| seen != version) {
            return Err(Refusal::Stale { changes: Vec::new() }.into());
        }
        let setting = Setting { key: self.key, value: Doc(self.value), basis, version: version + 1 };
        work.save_organisation(before.as_ref(), setting).await?;
        Ok(self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_accepted() {
        for key in SettingKey::ALL {
            assert!(key.accepts(&key.default_value()), "{key}");
        }
    }
}
