//! What a refusal says to a person, in both languages.

use super::Refusal;
use crate::event::Kind;
use crate::person::Language;
use crate::ticket::Status;
use crate::token::TokenScope;

/// A time to wait, in seconds or, where those are many, in minutes; never less than it is.
fn span(seconds: i64) -> (String, String) {
    if seconds < 120 {
        return (format!("{seconds} detik"), format!("{seconds} seconds"));
    }
    let minutes = (seconds + 59) / 60;
    (format!("{minutes} menit"), format!("{minutes} minutes"))
}

impl Refusal {
    /// The sentence a person reads.
    pub fn sentence(&self, language: Language) -> String {
        let (indonesian, english) = self.sentences();
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    fn sentences(&self) -> (String, String) {
        fn both(id: impl Into<String>, en: impl Into<String>) -> (String, String) {
            (id.into(), en.into())
        }
        match self {
            Self::NotFound => both("Tidak ditemukan.", "Not found."),
            Self::Forbidden => both("Anda tidak berwenang melakukan ini.", "You are not allowed to do this."),
            Self::SignInFirst => both("Silakan masuk terlebih dahulu.", "Please sign in first."),
            Self::Stale { changes } => {
                let (mut indonesian, mut english) = (Vec::new(), Vec::new());
                for words in changes.iter().filter_map(|change| happened_on_ticket(change.kind.parse().ok()?)) {
                    if !indonesian.contains(&words.0) {
                        indonesian.push(words.0);
                        english.push(words.1);
                    }
                }
                let list = |words: &[&str]| match words {
                    [] => String::new(),
                    words => format!(" ({})", words.join(", ")),
                };
                both(
                    format!("Baru saja diubah orang lain{}. Lihat perubahannya, lalu coba lagi.", list(&indonesian)),
                    format!(
                        "Somebody else has just changed this{}. Look at the change, then try again.",
                        list(&english)
                    ),
                )
            }
            Self::KeyReused => both(
                "Permintaan dengan tanda yang sama sudah pernah dikirim dengan isi yang lain.",
                "A request with the same id was sent before with other content.",
            ),
            Self::Blank(field) => {
                both(format!("Bagian “{}” wajib diisi.", label_id(field)), format!("“{field}” must not be empty."))
            }
            Self::TooLong(field, most) => both(
                format!("Bagian “{}” paling panjang {most} huruf.", label_id(field)),
                format!("“{field}” may have at most {most} characters."),
            ),
            Self::Invalid(field) => both(
                format!("Isi bagian “{}” tidak dapat diterima.", label_id(field)),
                format!("“{field}” is not valid."),
            ),
            Self::Taken(field) => {
                both(format!("Isi bagian “{}” sudah dipakai.", label_id(field)), format!("“{field}” is already taken."))
            }
            Self::WrongStatus(_, status) => both(
                format!("Ini tidak dapat dilakukan: status tiket {}.", status_id(*status)),
                format!("This cannot be done while the ticket is {}.", status_en(*status)),
            ),
            Self::WrongTier(verb) => match crate::ticket::rule_of(*verb).and_then(|rule| rule.tier) {
                Some(2) => both(
                    "Ini hanya dapat dilakukan pada tiket yang sedang di Tier 2.",
                    "This can only be done while the ticket is at Tier 2.",
                ),
                _ => both(
                    "Ini hanya dapat dilakukan pada tiket yang sedang di Tier 1.",
                    "This can only be done while the ticket is at Tier 1.",
                ),
            },
            Self::NotAccepted => both("Terima dahulu permintaan solusi ini.", "Accept the solution request first."),
            Self::AlreadyAccepted => {
                both("Permintaan solusi ini sudah diterima.", "The solution request has already been accepted.")
            }
            Self::KindNotTaken => both(
                "Layanan ini tidak menerima laporan jenis tersebut.",
                "This service does not take reports of that kind.",
            ),
            Self::ServiceNotOffered => both("Layanan ini tidak tersedia.", "This service is not offered."),
            Self::NoTeam => both(
                "Belum ada tim Tier 2 untuk layanan ini. Hubungi koordinator.",
                "No Tier 2 team is set for this service. Ask the coordinator.",
            ),
            Self::NotInQueue => both(
                "Petugas itu tidak melayani antrean tiket ini.",
                "That person does not work in this ticket's queue.",
            ),
            Self::TooFarBack(days) => both(
                format!("Laporan hanya dapat dicatat paling lama {days} hari kerja ke belakang."),
                format!("A report can be recorded at most {days} business days back."),
            ),
            Self::InFuture(field) => both(
                format!("Bagian “{}” tidak boleh di masa depan.", label_id(field)),
                format!("“{field}” must not lie in the future."),
            ),
            Self::InPast(field) => both(
                format!("Bagian “{}” tidak boleh di masa lalu.", label_id(field)),
                format!("“{field}” must not lie in the past."),
            ),
            Self::TooLate(days) => both(
                format!("Sudah lewat {days} hari kerja sejak ditutup. Buat laporan baru yang ditautkan."),
                format!("More than {days} business days have passed since it was closed. Open a new, linked report."),
            ),
            Self::MergeCircle => both(
                "Tiket tidak dapat digabungkan dengan dirinya sendiri atau secara melingkar.",
                "A ticket cannot be merged with itself or in a circle.",
            ),
            Self::MergeLessConfidential => both(
                "Tiket tidak dapat digabungkan ke tiket yang kerahasiaannya lebih rendah.",
                "A ticket cannot be merged into a less confidential one.",
            ),
            Self::ClassifyFirst => both(
                "Tentukan dahulu jenis dan layanan tiket ini.",
                "Choose the kind and the service of this ticket first.",
            ),
            Self::OwnAppointment => both("Anda tidak dapat menunjuk diri sendiri.", "You cannot appoint yourself."),
            Self::SecondPerson => both("Ini harus disetujui oleh orang kedua.", "A second person has to confirm this."),
            Self::NotIndependent => both(
                "Orang kedua haruslah orang yang perannya sendiri ditetapkan oleh dua orang, atau oleh operator di server.",
                "The second person has to be one whose own role was given by two people, or by the operator at the server.",
            ),
            Self::OwnSubstitute => both(
                "Anda tidak dapat menjadikan diri sendiri pengganti orang lain.",
                "You cannot make yourself the substitute of somebody else.",
            ),
            Self::SubstituteElsewhere => both(
                "Pengganti harus pegawai dari unit atau tim yang sama.",
                "The substitute has to be staff of the same unit or team.",
            ),
            Self::NoSecurityTeam => both(
                "Insiden keamanan hanya dapat diarahkan ke tim yang memiliki petugas keamanan.",
                "Security incidents can only go to a team that has a security officer.",
            ),
            Self::TokenScope(scope) => both(
                format!("Token ini tidak dibuat untuk ini. Yang diperlukan: {}.", scope_id(*scope)),
                format!("This token is not made for this. It takes: {}.", scope_en(*scope)),
            ),
            Self::SessionOnly => both(
                "Ini hanya dapat dilakukan di portal setelah masuk, tidak dengan token.",
                "This can only be done in the portal after signing in, not with a token.",
            ),
            Self::TokenDays(days) => {
                both(format!("Token berlaku paling lama {days} hari."), format!("A token lives at most {days} days."))
            }
            Self::MandateTooLong(days) => both(
                format!("Mandat audit keamanan berlaku paling lama {days} hari."),
                format!("The mandate of a security audit lasts at most {days} days."),
            ),
            Self::OwnCode => both(
                "Anda tidak dapat menerbitkan kode untuk diri sendiri. Ganti kata sandi di profil Anda, atau mintalah orang lain.",
                "You cannot issue a code for yourself. Change your password in your profile, or ask somebody else.",
            ),
            Self::OwnGain => both(
                "Ini akan memperluas wewenang atau penglihatan Anda sendiri. Mintalah orang lain yang berwenang melakukannya.",
                "This would widen what you yourself may do or see. Ask somebody else who may do it.",
            ),
            Self::NoLogin => both(
                "Orang ini belum punya cara masuk: nomor atau surelnya sudah dipakai akun lain untuk masuk. Catat NIP, nomor, atau surelnya sendiri dahulu.",
                "This person has nothing to sign in by: another account signs in by their number or address. Note a NIP, number or address of their own first.",
            ),
            Self::LoginOfTwo => both(
                "NIP, telepon, dan surel pemegang jabatan ini dipakai untuk masuk, dan hanya diubah di konsol server.",
                "NIP, phone and e-mail of whoever holds this post are signed in by, and are changed at the server's console only.",
            ),
            Self::NoRequirements => {
                both("Layanan ini tidak mensyaratkan berkas.", "This service asks for no documents.")
            }
            Self::FileComplete => both("Berkas sudah dinyatakan lengkap.", "The file was declared complete already."),
            Self::NothingOwed => {
                both("Permintaan solusi ini tidak perlu dilengkapi.", "Nothing is missing in this solution request.")
            }
            Self::OwnException => both(
                "Pengecualian diputuskan oleh orang lain, bukan oleh yang meminta atau yang menangani.",
                "Somebody else decides on an exception: neither who asked for it nor who handled the ticket.",
            ),
            Self::CannotStore => both(
                "Saat ini tidak ada yang dapat disimpan, dan ini pun tidak tersimpan. Coba lagi sebentar lagi.",
                "Nothing can be stored at the moment, and neither was this. Try again in a while.",
            ),
            Self::NoRoom => both(
                "Ruang penyimpanan hampir habis, jadi berkas tidak diterima untuk sementara. Kirim tanpa lampiran, atau coba lagi nanti.",
                "There is hardly any room left, so no files are taken for now. Send it without attachments, or try again later.",
            ),
            Self::NoRoomForText(most) => both(
                format!(
                    "Ruang penyimpanan hampir habis, jadi hanya tulisan pendek yang diterima untuk sementara. Persingkat hingga sekitar {} huruf, atau coba lagi nanti.",
                    most * 3 / 4
                ),
                format!(
                    "There is hardly any room left, so only short texts are taken for now. Shorten it to about {} characters, or try again later.",
                    most * 3 / 4
                ),
            ),
            Self::Retired(what) => {
                both(format!("{} ini sudah tidak aktif.", label_id(what)), format!("This {what} is no longer active."))
            }
            Self::InUse(what) => {
                both(format!("Masih dipakai oleh {}.", label_id(what)), format!("Still in use by {what}."))
            }
            Self::OneServiceDeskOffice => both(
                "Harus ada tepat satu Dinas penyelenggara service desk.",
                "Exactly one unit must be the service desk office.",
            ),
            Self::WrongCredentials => both("Nama pengguna atau kata sandi salah.", "Wrong name or password."),
            Self::SlowDown(seconds) => both(
                format!("Terlalu banyak percobaan. Coba lagi dalam {seconds} detik."),
                format!("Too many attempts. Try again in {seconds} seconds."),
            ),
            Self::WroteMuch(seconds) => {
                let (id, en) = span(*seconds);
                both(
                    format!("Anda sudah menulis sangat banyak dalam waktu singkat. Coba lagi dalam {id}."),
                    format!("You have written very much in a short time. Try again in {en}."),
                )
            }
            Self::PasswordTooShort(least) => both(
                format!("Kata sandi paling sedikit {least} huruf."),
                format!("A password needs at least {least} characters."),
            ),
            Self::PasswordTooLong(most) => both(
                format!("Kata sandi paling panjang {most} huruf."),
                format!("A password may have at most {most} characters."),
            ),
            Self::PasswordCommon => {
                both("Kata sandi ini terlalu umum dan mudah ditebak.", "This password is too common and easy to guess.")
            }
            Self::PasswordPersonal => both(
                "Kata sandi tidak boleh berisi nama, NIP, telepon, atau e-mail Anda.",
                "A password must not contain your name, NIP, phone or e-mail.",
            ),
            Self::WrongCode => {
                both("Kode salah, sudah dipakai, atau kedaluwarsa.", "The code is wrong, already used or out of date.")
            }
            Self::StaffCode => both(
                "Kode untuk petugas hanya dapat diterbitkan oleh administrator.",
                "Codes for staff can only be issued by an administrator.",
            ),
            Self::PasswordAgain => {
                both("Masukkan kembali kata sandi Anda untuk melakukan ini.", "Enter your password again to do this.")
            }
            Self::FileTooLarge(most) => both(
                format!("Berkas terlalu besar; paling besar {} MB.", most / 1_000_000),
                format!("The file is too large; at most {} MB.", most / 1_000_000),
            ),
            Self::FileKind => both("Jenis berkas ini tidak diterima.", "Files of this kind are not taken."),
            Self::FileQuota => both(
                "Terlalu banyak berkas yang belum dilampirkan. Coba lagi besok.",
                "Too many uploaded files that are not attached yet. Try again tomorrow.",
            ),
            Self::FileDayQuota(most) => both(
                format!("Anda sudah mengunggah {most} MB dalam 24 jam terakhir. Coba lagi besok."),
                format!("You have uploaded {most} MB in the last 24 hours. Try again tomorrow."),
            ),
            Self::TicketFileQuota(most) => both(
                format!("Berkas pada tiket ini sudah mencapai {most} MB. Berkas lain tidak dapat ditambahkan."),
                format!("The files of this ticket have reached {most} MB. No more can be added."),
            ),
            Self::FileDamaged => both(
                "Isi berkas ini hilang atau bukan lagi yang dahulu diunggah, sehingga tidak diberikan. Beri tahu pengelola sistem.",
                "The content of this file is gone or no longer what was uploaded, and is not handed out. Tell whoever runs the system.",
            ),
            Self::FileNotYours => both(
                "Berkas ini bukan unggahan Anda atau sudah dilampirkan.",
                "This file is not yours or already attached.",
            ),
            Self::PageSize(most) => both(
                format!("Daftar paling banyak {most} baris sekali ambil."),
                format!("Ask for 1 to {most} rows at a time, with either first or last."),
            ),
            Self::WrongCursor => both("Penanda halaman tidak dikenal.", "That cursor is not known."),
            Self::TooMany(most) => both(format!("Paling banyak {most} sekaligus."), format!("At most {most} at once.")),
            Self::Rows(problems) => both(
                format!("Ada {} kesalahan pada isi tabel; tidak ada yang disimpan.", problems.len()),
                format!("The table has {} mistakes; nothing was saved.", problems.len()),
            ),
            Self::Unknown { field, value, known } if known.is_empty() => both(
                format!("“{value}” tidak dikenal sebagai {}.", label_id(field)),
                format!("“{value}” is not known as {field}."),
            ),
            Self::Unknown { field, value, known } => both(
                format!("“{value}” tidak dikenal sebagai {}. Yang dikenal: {known}.", label_id(field)),
                format!("“{value}” is not known as {field}. Known are: {known}."),
            ),
            Self::Twice { line, .. } => both(
                format!("Sama dengan baris {line}; satu hal cukup satu baris."),
                format!("The same as line {line}; one row is enough for one thing."),
            ),
            Self::Ambiguous(field) => both(
                format!("{} ini dimiliki lebih dari satu; tulis kode atau NIP-nya.", label_id(field)),
                format!("More than one has this {field}; write the code or the NIP."),
            ),
            Self::UnitCircle => both(
                "OPD induk tidak boleh melingkar: sebuah unit tidak dapat berada di bawah dirinya sendiri.",
                "Units must not lie above each other in a circle.",
            ),
            Self::NoIdentity => both(
                "Isi paling sedikit satu: NIP, telepon, atau e-mail.",
                "Fill in at least one of NIP, phone and e-mail.",
            ),
            Self::SpreadsheetNumber(field) => both(
                format!(
                    "{} ini dibulatkan oleh lembar kerja. Jadikan kolomnya teks, lalu isi kembali.",
                    label_id(field)
                ),
                format!("A spreadsheet has rounded this {field}. Make the column text and fill it in again."),
            ),
        }
    }
}

/// What people read for a status.
fn status_id(status: Status) -> &'static str {
    match status {
        Status::New => "Baru",
        Status::InProgress => "Sedang dikerjakan",
        Status::WaitingRequester => "Menunggu pelapor",
        Status::WaitingThirdParty => "Menunggu pihak ketiga",
        Status::WaitingSchedule => "Menunggu jadwal",
        Status::WaitingApproval => "Menunggu persetujuan",
        Status::Resolved => "Selesai (menunggu konfirmasi)",
        Status::Closed => "Ditutup",
        Status::Rejected => "Ditolak",
        Status::Cancelled => "Dibatalkan",
        Status::Merged => "Digabungkan",
    }
}

/// The same in English.
fn status_en(status: Status) -> &'static str {
    match status {
        Status::New => "new",
        Status::InProgress => "in progress",
        Status::WaitingRequester => "waiting for the requester",
        Status::WaitingThirdParty => "waiting for a third party",
        Status::WaitingSchedule => "waiting for its date",
        Status::WaitingApproval => "waiting for approval",
        Status::Resolved => "resolved",
        Status::Closed => "closed",
        Status::Rejected => "rejected",
        Status::Cancelled => "cancelled",
        Status::Merged => "merged",
    }
}

/// The Indonesian label of a field or thing, as the forms show it.
fn label_id(field: &str) -> &str {
    match field {
        "title" => "Judul",
        "text" | "description" => "Uraian",
        "location" => "Lokasi",
        "contact" => "Kontak di lokasi",
        "question" => "Pertanyaan",
        "reason" => "Alasan",
        "body" => "Isi teks",
        "macro" => "Makro",
        "diagnosis" => "Diagnosis awal",
        "stepsTried" => "Langkah yang sudah dilakukan",
        "helpWanted" => "Bantuan yang diminta",
        "missing" => "Yang perlu dilengkapi",
        "solution" => "Solusi",
        "resolution" => "Penyelesaian",
        "cause" => "Penyebab",
        "tag" => "Tanda",
        "name" => "Nama",
        "shortName" => "Nama pendek",
        "code" => "Kode",
        "phone" => "Telepon",
        "email" => "E-mail",
        "nip" => "NIP",
        "unit" => "OPD",
        "team" => "Tim",
        "service" => "Layanan",
        "person" => "Orang",
        "requester" => "Pelapor",
        "receivedAt" => "Waktu diterima",
        "until" => "Sampai",
        "rating" => "Penilaian",
        "kind" => "Jenis",
        "calendar" => "Kalender",
        "form" => "Isian layanan",
        "who" => "Pihak yang ditunggu",
        "through" => "Melalui",
        "how" => "Cara konfirmasi",
        "value" => "Nilai",
        "parent" => "OPD induk",
        "owner" => "OPD pemilik",
        "group" => "Kelompok layanan",
        "workStream" => "Jenis pekerjaan",
        "firstLine" => "Lini pertama",
        "kinds" => "Jenis laporan",
        "application" => "Jenis aplikasi",
        "criticality" => "Kekritisan",
        "confidentiality" => "Kerahasiaan",
        "requesterType" => "Jenis pelapor",
        "language" => "Bahasa",
        "role" => "Peran",
        "appointment" => "Penunjukan",
        "scope" => "Lingkup peran",
        "board" => "Dewan",
        "validFrom" => "Mulai",
        "validTo" => "Berlaku sampai",
        "basisNumber" => "Nomor SK",
        "basisDate" => "Tanggal SK",
        "formFields" => "Isian layanan",
        "approvalSteps" => "Langkah persetujuan",
        "standard" => "Standar pelayanan",
        "zone" => "Zona waktu",
        "password" => "Kata sandi",
        "login" => "NIP, telepon, atau e-mail",
        "clock" => "Jam SLA",
        "deed" => "Pemenuhan",
        "met" => "Persyaratan",
        "note" => "Catatan",
        "percent" => "Peringatan (persen)",
        "policy" => "Kebijakan SLA",
        "since" => "Sejak",
        "targets" => "Target",
        "to" => "Penerima",
        other => other,
    }
}

/// What happened on a ticket, for a person who was not quick enough: in Indonesian and in English.
fn happened_on_ticket(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::TicketOpened => ("dilaporkan", "reported"),
        Kind::TicketRecorded => ("dicatat", "recorded"),
        Kind::TicketTaken => ("diambil", "taken"),
        Kind::TicketAssigned => ("ditugaskan", "assigned"),
        Kind::TicketReplied => ("dibalas", "replied to"),
        Kind::TicketFilesAttached => ("diberi lampiran", "given files"),
        Kind::TicketNoted => ("diberi catatan", "noted on"),
        Kind::TicketAsked => ("menunggu jawaban pelapor", "waiting for the requester"),
        Kind::TicketReminded => ("pelapor diingatkan", "the requester was reminded"),
        Kind::TicketHeld => ("ditunda", "held"),
        Kind::TicketCheckDue => ("saatnya diperiksa", "due to be checked"),
        Kind::TicketResumed => ("dilanjutkan", "resumed"),
        Kind::TicketForwarded => ("diteruskan", "forwarded"),
        Kind::TicketEscalated => ("dieskalasi", "escalated"),
        Kind::TicketAccepted => ("diterima Tier 2", "accepted by Tier 2"),
        Kind::TicketHandedOver => ("dialihkan ke tim lain", "handed over"),
        Kind::TicketReturned => ("dikembalikan untuk dilengkapi", "returned to be completed"),
        Kind::TicketAnswered => ("dijawab Tier 2", "answered by Tier 2"),
        Kind::TicketResolved => ("diselesaikan", "resolved"),
        Kind::TicketConfirmed => ("dikonfirmasi", "confirmed"),
        Kind::TicketClosed => ("ditutup", "closed"),
        Kind::TicketRated => ("dinilai", "rated"),
        Kind::TicketReopened => ("dibuka kembali", "reopened"),
        Kind::TicketRejected => ("ditolak", "rejected"),
        Kind::TicketCancelled => ("dibatalkan", "cancelled"),
        Kind::TicketMerged => ("digabungkan", "merged"),
        Kind::TicketAbsorbed => ("menerima gabungan tiket lain", "merged with another"),
        Kind::TicketReclassified => ("diubah jenis, layanan, atau prioritasnya", "reclassified"),
        Kind::TicketRedacted => ("disembunyikan sebagian isinya", "redacted"),
        Kind::TicketInvolved => ("ada yang dilibatkan", "somebody was involved"),
        Kind::TicketFollowed => ("diikuti", "followed"),
        Kind::TicketUnfollowed => ("tidak diikuti lagi", "no longer followed"),
        Kind::TicketLinked => ("ditautkan", "linked"),
        Kind::TicketUnlinked => ("tidak ditautkan lagi", "no longer linked"),
        Kind::TicketTagged => ("tandanya diubah", "tagged"),
        Kind::TicketReleased => ("dilepas", "released"),
        Kind::TicketTold => ("pelapor diberi tahu", "the requester was told"),
        Kind::TicketRequestCompleted => ("permintaan solusinya dilengkapi", "its solution request was completed"),
        Kind::TicketFileComplete => ("berkasnya dinyatakan lengkap", "its file was declared complete"),
        Kind::TicketContained => ("langkah penahanan dilakukan", "containment steps were carried out"),
        Kind::ClockWarned => ("mendekati tenggat", "coming near its target"),
        Kind::ClockBreached => ("melewati tenggat", "past its target"),
        Kind::ClocksMoved => ("tenggatnya bergeser", "its due times moved"),
        Kind::LegalStarted => ("diberi tenggat hukum", "given a legal deadline"),
        Kind::LegalEnded => ("tenggat hukumnya dicatat selesai", "a legal deadline was met"),
        Kind::ExceptionAsked => ("dimintakan pengecualian SLA", "an SLA exception was asked for"),
        Kind::ExceptionDecided => ("pengecualian SLA diputuskan", "an SLA exception was decided on"),
        Kind::RequestOpened
        | Kind::RequestChanged
        | Kind::Created
        | Kind::Changed
        | Kind::Retired
        | Kind::PasswordSet
        | Kind::CodeIssued
        | Kind::CodeCompleted
        | Kind::PasswordDropped
        | Kind::PersonErased
        | Kind::TokenMade
        | Kind::TokenRevoked
        | Kind::SignedIn
        | Kind::SignInFailed
        | Kind::SignedOut
        | Kind::Refused
        | Kind::ConfidentialRead
        | Kind::Unmasked
        | Kind::NumberSearched
        | Kind::Exported
        | Kind::AuditRead
        | Kind::TimeDoubted
        | Kind::TimeConfirmed
        | Kind::TimeReturned
        | Kind::FoundAltered => return None,
    })
}

fn scope_id(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "membaca",
        TokenScope::Tickets => "tiket",
        TokenScope::Administration => "administrasi",
        TokenScope::Exports => "unduhan daftar",
    }
}

fn scope_en(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "reading",
        TokenScope::Tickets => "tickets",
        TokenScope::Administration => "administration",
        TokenScope::Exports => "exports of lists",
    }
}
