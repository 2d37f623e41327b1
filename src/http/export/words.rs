//! Codes in words, for people who open a list in a spreadsheet.

use desk::person::Language;

const WORDS: &[(&str, &str, &str)] = &[
    ("NEW", "Baru", "New"),
    ("IN_PROGRESS", "Sedang dikerjakan", "In progress"),
    ("WAITING_REQUESTER", "Menunggu pelapor", "Waiting for the requester"),
    ("WAITING_THIRD_PARTY", "Menunggu pihak ketiga", "Waiting for a third party"),
    ("WAITING_SCHEDULE", "Menunggu jadwal", "Waiting for a date"),
    ("WAITING_APPROVAL", "Menunggu persetujuan", "Waiting for approval"),
    ("RESOLVED", "Selesai (menunggu konfirmasi)", "Resolved (to be confirmed)"),
    ("CLOSED", "Ditutup", "Closed"),
    ("REJECTED", "Ditolak", "Rejected"),
    ("CANCELLED", "Dibatalkan", "Cancelled"),
    ("MERGED", "Digabungkan", "Merged"),
    ("INCIDENT", "Gangguan", "Incident"),
    ("REQUEST", "Permintaan", "Request"),
    ("PROBLEM", "Masalah", "Problem"),
    ("COMPLAINT", "Keluhan", "Complaint"),
    ("CHANGE", "Perubahan", "Change"),
    ("CRITICAL", "Kritis", "Critical"),
    ("HIGH", "Tinggi", "High"),
    ("MEDIUM", "Sedang", "Medium"),
    ("LOW", "Rendah", "Low"),
    ("WEB", "Web", "Web"),
    ("TELEGRAM", "Telegram", "Telegram"),
    ("EMAIL", "E-mail", "E-mail"),
    ("PHONE", "Telepon", "Phone"),
    ("WALK_IN", "Datang langsung", "Walk-in"),
    ("LETTER", "Surat", "Letter"),
    ("WHATSAPP", "WhatsApp", "WhatsApp"),
    ("API", "API", "API"),
    ("CIVIL_SERVANT", "ASN", "Civil servant"),
    ("CITIZEN", "Masyarakat", "Citizen"),
    ("BUSINESS", "Pelaku usaha", "Business"),
    ("OTHER", "Lainnya", "Other"),
    ("TIER1", "Tier 1", "Tier 1"),
    ("TIER2", "Tier 2", "Tier 2"),
    ("TEAM_LEAD", "Ketua tim", "Team lead"),
    ("COORDINATOR", "Koordinator", "Coordinator"),
    ("UNIT_HEAD", "Kepala unit", "Head of unit"),
    ("SERVICE_OWNER", "Pemilik layanan", "Service owner"),
    ("CHANGE_MANAGER", "Manajer perubahan", "Change manager"),
    ("APPROVER", "Penyetuju", "Approver"),
    ("SECURITY", "Petugas keamanan", "Security"),
    ("EXECUTIVE", "Pimpinan", "Executive"),
    ("AUDITOR", "Auditor", "Auditor"),
    ("SECURITY_AUDITOR", "Auditor keamanan", "Security auditor"),
    ("ADMINISTRATOR", "Administrator", "Administrator"),
    ("NATIONAL", "Libur nasional", "National holiday"),
    ("JOINT_LEAVE", "Cuti bersama", "Joint leave"),
    ("LOCAL_OPTIONAL", "Libur fakultatif", "Local optional holiday"),
    ("PERSON", "Seseorang", "Somebody"),
    ("CLOCK", "Waktu (otomatis)", "The clock"),
    ("CONSOLE", "Konsol server", "Server console"),
    ("LIMITED", "Terbatas", "Restricted"),
];

/// The word for a code; what has none stands for itself.
pub(super) fn word(code: &'static str, language: Language) -> &'static str {
    let found = WORDS.iter().find(|(known, _, _)| *known == code);
    found.map_or(code, |(_, indonesian, english)| one_of(indonesian, english, language))
}

pub(super) fn yes(it: bool, language: Language) -> &'static str {
    if it { one_of("ya", "yes", language) } else { one_of("tidak", "no", language) }
}

/// Headers in the reader's language.
pub(super) fn heads(pairs: &[(&'static str, &'static str)], language: Language) -> Vec<&'static str> {
    pairs.iter().map(|(indonesian, english)| one_of(indonesian, english, language)).collect()
}

fn one_of(indonesian: &'static str, english: &'static str, language: Language) -> &'static str {
    match language {
        Language::Indonesian => indonesian,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::appointment::Role;
    use desk::calendar::HolidaySet;
    use desk::event::ActorKind;
    use desk::person::RequesterType;
    use desk::ticket::{Channel, Priority, Status, TicketKind};

    #[test]
    fn every_code_in_a_list_has_a_word() {
        fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|it| code(*it)).collect()
        }
        let all = [
            codes(Status::ALL, Status::code),
            codes(TicketKind::ALL, TicketKind::code),
            codes(Priority::ALL, Priority::code),
            codes(Channel::ALL, Channel::code),
            codes(RequesterType::ALL, RequesterType::code),
            codes(Role::ALL, Role::code),
            codes(HolidaySet::ALL, HolidaySet::code),
            codes(ActorKind::ALL, ActorKind::code),
        ];
        let without: Vec<_> =
            all.concat().into_iter().filter(|code| !WORDS.iter().any(|(known, _, _)| known == code)).collect();
        assert_eq!(without, Vec::<&str>::new());
    }
}
