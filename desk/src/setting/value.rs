//! What each setting takes, and what holds until somebody sets it.

use super::code::SettingKey;
use serde_json::Value;

/// Isolate, keep the evidence, wait: the first steps of every incident guide, in words for a technician of an office.
const CONTAINMENT_STEPS: [&str; 6] = [
    "Putuskan perangkat yang terdampak dari jaringan: cabut kabel LAN dan matikan Wi-Fi. Jangan matikan perangkatnya.",
    "Jangan menghapus, memindai, memasang ulang, atau memulihkan apa pun: semuanya barang bukti.",
    "Foto layar dan catat jam kejadian, pengguna, serta apa yang terakhir dikerjakan.",
    "Jangan menyambungkan USB atau hard disk apa pun ke perangkat itu.",
    "Minta pengguna mengganti kata sandi dari perangkat lain yang bersih.",
    "Jangan membahasnya di grup percakapan. Tunggu petunjuk tim keamanan.",
];

/// What offices ask their lists for besides kind, service and state.
const TAGS: [&str; 6] = [
    "dampak layanan publik",
    "butuh anggaran",
    "butuh pengadaan",
    "perangkat lama",
    "calon artikel",
    "pantauan pimpinan",
];

/// The most words of a setting that takes words.
pub const MOST_WORDS: usize = 20;
/// The most characters of one of them.
pub const LONGEST_WORD: usize = 500;

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// A line of text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// On or off.
    Switch,
    /// A whole number in this range.
    Number(i64, i64),
    /// A list of words.
    Words,
    /// An IANA time zone.
    Zone,
}

impl SettingKey {
    /// What it takes.
    pub fn takes(self) -> SettingType {
        use SettingKey as K;
        match self {
            K::RegionName
            | K::HeadOfRegion
            | K::UnitTerm
            | K::Tier2Office
            | K::BoardLabel
            | K::HandoverTemplate
            | K::CoordinatorTeam
            | K::SecurityContact
            | K::TicketPrefix
            | K::RequestPrefix => SettingType::Text,
            K::TimeZone => SettingType::Zone,
            K::NumberDigits => SettingType::Number(4, 9),
            K::MinTier1PerUnit => SettingType::Number(0, 20),
            K::AutoCloseDays | K::ReopenDays | K::RemindOnceDays | K::RemindTwiceDays | K::UnansweredDays => {
                // A working year: whoever takes a log over from elsewhere may have waits that long.
                SettingType::Number(1, 250)
            }
            K::RecordBackDays => SettingType::Number(0, 30),
            K::TokenDays => SettingType::Number(1, 365),
            // At least one file of the largest size.
            K::FilesPerTicket | K::FilesPerDay => SettingType::Number(25, 100_000),
            K::RequesterPerHour => SettingType::Number(20, 100_000),
            // Whoever sets it too low has to be able to set it back.
            K::StaffPerHour => SettingType::Number(200, 1_000_000),
            K::SelfManagedUnits
            | K::LanDiagramYearly
            | K::LanChangeReport
            | K::ProcurementRecommendation
            | K::SurveyPerUnit
            | K::PublicReports => SettingType::Switch,
            K::ChangeCoordinator | K::ServiceCoordinator => {
                SettingType::Choice(&["DINAS", "TIM_KOORDINASI", "KEPALA_DAERAH"])
            }
            K::ChangeBoard => SettingType::Choice(&["REQUIRED", "BY_RISK", "OPTIONAL"]),
            K::LanOperator => SettingType::Choice(&["DINAS", "PD", "PD_MANDIRI"]),
            K::DataCentrePlacement => SettingType::Choice(&["WAJIB", "DAPAT"]),
            K::BackupReport => SettingType::Choice(&["OFF", "MONTHLY", "QUARTERLY"]),
            K::AppDecision => SettingType::Choice(&["KOORDINASI", "REKOMENDASI", "PERSETUJUAN", "KONSULTASI"]),
            K::AssetLifecycle => SettingType::Number(4, 7),
            K::MonitoringRoute | K::ContainmentSteps | K::Tags => SettingType::Words,
        }
    }

    /// What holds until somebody sets it.
    pub fn default_value(self) -> Value {
        use SettingKey as K;
        match self {
            K::RegionName => "Kabupaten".into(),
            K::HeadOfRegion => "Bupati".into(),
            K::UnitTerm => "OPD".into(),
            K::Tier2Office => "Dinas Komunikasi dan Informatika".into(),
            K::TimeZone => "Asia/Jakarta".into(),
            K::TicketPrefix => "TKT".into(),
            K::RequestPrefix => "PSP".into(),
            K::NumberDigits => 6.into(),
            K::MinTier1PerUnit => 1.into(),
            K::AutoCloseDays => 3.into(),
            K::ReopenDays => 7.into(),
            K::RemindOnceDays => 2.into(),
            K::RemindTwiceDays => 4.into(),
            K::UnansweredDays => 5.into(),
            K::Tags => TAGS.to_vec().into(),
            K::CoordinatorTeam => "T2-KOR".into(),
            K::ContainmentSteps => CONTAINMENT_STEPS.to_vec().into(),
            K::SecurityContact => "Tim Keamanan Informasi (TTIS) di Dinas".into(),
            K::RecordBackDays => 2.into(),
            K::TokenDays => 180.into(),
            K::FilesPerTicket => 500.into(),
            K::RequesterPerHour => 100.into(),
            K::StaffPerHour => 2_000.into(),
            K::FilesPerDay => 300.into(),
            K::SelfManagedUnits
            | K::LanDiagramYearly
            | K::LanChangeReport
            | K::ProcurementRecommendation
            | K::SurveyPerUnit => true.into(),
            K::PublicReports => false.into(),
            K::ChangeCoordinator | K::ServiceCoordinator => "DINAS".into(),
            K::ChangeBoard => "BY_RISK".into(),
            K::BoardLabel => "Tim Koordinasi SPBE".into(),
            K::LanOperator => "DINAS".into(),
            K::DataCentrePlacement => "WAJIB".into(),
            K::BackupReport => "QUARTERLY".into(),
            K::HandoverTemplate => "GENERIC".into(),
            K::AppDecision => "REKOMENDASI".into(),
            K::AssetLifecycle => 4.into(),
            K::MonitoringRoute => Value::from(vec!["DINAS", "SEKDA", "BUPATI"]),
        }
    }

    /// Whether `value` is one that this setting takes.
    pub fn accepts(self, value: &Value) -> bool {
        match self.takes() {
            SettingType::Text => value.as_str().is_some_and(|text| {
                let short = !matches!(self, Self::TicketPrefix | Self::RequestPrefix)
                    || ((2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase()));
                !text.trim().is_empty() && text.len() <= 200 && short
            }),
            SettingType::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            SettingType::Switch => value.is_boolean(),
            SettingType::Number(least, most) => value.as_i64().is_some_and(|n| (least..=most).contains(&n)),
            SettingType::Words => value.as_array().is_some_and(|words| {
                let fits = |word: &Value| match (word.as_str(), self) {
                    (Some(word), Self::Tags) => is_tag(word),
                    (Some(word), _) => word.chars().count() <= LONGEST_WORD,
                    (None, _) => false,
                };
                words.len() <= MOST_WORDS && words.iter().all(fits)
            }),
            SettingType::Zone => value.as_str().is_some_and(|name| name.parse::<chrono_tz::Tz>().is_ok()),
        }
    }
}

/// A tag stands on a row of a list: short, and without white space around it, so that no two of them look the same.
fn is_tag(word: &str) -> bool {
    (1..=30).contains(&word.chars().count()) && word.trim() == word && !word.contains(char::is_control)
}
