//! By which headers the columns of a file are known.

use desk::import::{Column, Sheet, fold};
use std::collections::HashMap;

/// The longest header that is looked at, in bytes: no column is called by more.
const LONGEST_HEADER: usize = 200;

/// All headers by which the columns of one kind of file are known, folded once for the whole file.
#[derive(Debug)]
pub struct Known(HashMap<String, Column>);

impl Known {
    /// Those of such a file.
    pub fn of(sheet: Sheet) -> Self {
        let mut known = HashMap::new();
        for column in sheet.columns() {
            for name in names(sheet, *column).iter().copied().chain([column.code()]) {
                known.insert(fold(name), *column);
            }
        }
        Self(known)
    }

    /// The column that a header means.
    pub fn column(&self, header: &str) -> Option<Column> {
        if header.len() > LONGEST_HEADER {
            return None;
        }
        self.0.get(&fold(header)).copied()
    }
}

/// What a column is usually called.
pub fn usual_name(column: Column) -> &'static str {
    names(Sheet::Units, column).first().copied().unwrap_or(column.code())
}

/// The headers by which a column is known in such a file besides its code, the usual one first.
pub fn names(sheet: Sheet, column: Column) -> &'static [&'static str] {
    use Column as C;
    match column {
        C::Code => match sheet {
            Sheet::Services => &["kode", "kode layanan", "service code"],
            _ => &["kode", "kode opd", "kode unit", "kode perangkat daerah", "unit code"],
        },
        C::Name => match sheet {
            Sheet::People => &["nama", "nama lengkap", "nama pegawai", "full name"],
            Sheet::Services => &["nama", "nama layanan", "layanan", "service name"],
            _ => &["nama", "nama opd", "nama unit", "nama perangkat daerah", "unit name"],
        },
        C::ShortName => &["nama pendek", "nama singkat", "singkatan", "akronim", "short"],
        C::Kind => &["jenis", "jenis opd", "jenis unit", "tipe", "bentuk", "type"],
        C::Parent => &["induk", "opd induk", "unit induk", "atasan", "kode induk", "parent code"],
        C::Zone => &["zona", "zona waktu", "time zone", "timezone"],
        C::Calendar => &["kalender", "kode kalender", "jam kerja"],
        C::ServiceDeskOffice => &["dinas penyelenggara", "penyelenggara service desk", "dinas", "service desk office"],
        C::SelfManaged => &["pd mandiri", "pd mandiri tik", "mandiri", "self managed"],
        C::RequiresTier1 => &["wajib tier 1", "perlu tier 1", "harus tier 1", "requires tier 1"],
        C::Address => &["alamat", "alamat kantor"],
        C::Nip => &["nip", "nomor induk pegawai", "nip baru", "no induk"],
        C::Phone => &[
            "telepon",
            "no telepon",
            "nomor telepon",
            "telp",
            "no telp",
            "hp",
            "no hp",
            "nomor hp",
            "handphone",
            "ponsel",
            "wa",
            "no wa",
            "nomor wa",
            "whatsapp",
            "no whatsapp",
            "hp/wa",
            "no hp/wa",
            "telephone",
            "mobile",
        ],
        C::Email => &["surel", "e-mail", "alamat surel", "alamat email", "email dinas", "surat elektronik"],
        C::Unit => &[
            "opd",
            "unit",
            "pd",
            "kode opd",
            "kode unit",
            "unit kerja",
            "perangkat daerah",
            "satuan kerja",
            "skpd",
            "instansi",
            "unit code",
        ],
        C::RequesterType => &["jenis pelapor", "jenis", "status kepegawaian", "status pegawai", "type"],
        C::Language => &["bahasa", "lang"],
        C::HideIdentity => &["rahasiakan identitas", "rahasiakan nama", "sembunyikan identitas", "hide identity"],
        C::Role => &["peran", "jabatan", "tugas", "sebagai", "penugasan"],
        C::Team => &["tim", "tim tier 2", "kode tim", "team code"],
        C::Service => &["layanan", "kode layanan", "service code"],
        C::Board => &["dewan", "kelompok penyetuju", "forum"],
        C::ValidFrom => &["mulai", "mulai tanggal", "berlaku mulai", "tmt", "sejak", "dari", "from"],
        C::ValidTo => &["sampai", "berlaku sampai", "sampai tanggal", "berakhir", "selesai", "hingga", "until", "to"],
        C::BasisNumber => &["nomor sk", "no sk", "sk", "dasar", "nomor surat", "decree number"],
        C::BasisDate => &["tanggal sk", "tgl sk", "tanggal surat", "decree date"],
        C::Group => &["kelompok", "kelompok layanan", "grup", "grup layanan"],
        C::Description => &["uraian", "deskripsi", "keterangan layanan", "penjelasan"],
        C::Owner => &["pemilik", "opd pemilik", "pemilik layanan", "owner unit"],
        C::Application => &["aplikasi", "jenis aplikasi"],
        C::WorkStream => &["jenis pekerjaan", "alur kerja", "work stream"],
        C::FirstLine => &["lini pertama", "tier 1 pertama", "first line"],
        C::Criticality => &["kekritisan", "tingkat kekritisan", "kritikalitas"],
        C::Kinds => &["jenis laporan", "jenis tiket", "jenis"],
        C::FormFields => &["isian", "isian layanan", "kolom isian", "form fields"],
        C::Requirements => &["persyaratan", "syarat"],
        C::NeedsLetter => &["perlu surat", "wajib surat", "surat", "needs letter"],
        C::ApprovalSteps => &["langkah persetujuan", "persetujuan", "approval steps"],
        C::SlaPolicy => &["kebijakan sla", "sla", "sla policy"],
        C::Confidentiality => &["kerahasiaan", "sifat", "klasifikasi", "kelas"],
        C::LegalDeadline => &["tenggat hukum", "legal deadline"],
        C::Standard => &["standar pelayanan", "standar"],
        C::SecurityIncident => &["insiden keamanan", "security incident"],
        C::StraightToTier2 => &["langsung tier 2", "langsung ke tier 2", "straight to tier 2"],
        C::SearchWords => &["kata kunci", "kata pencarian", "keywords", "search words"],
        C::Published => &["diterbitkan", "terbit", "tampil", "tampil di portal"],
        C::Note => &["catatan", "keterangan"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_header_means_two_columns_of_one_file() {
        for sheet in Sheet::ALL {
            let mut seen: BTreeMap<String, Column> = BTreeMap::new();
            for column in sheet.columns() {
                let own = names(*sheet, *column).iter().copied().chain([column.code()]);
                for name in own {
                    let earlier = seen.insert(fold(name), *column);
                    assert!(earlier.is_none_or(|earlier| earlier == *column), "{sheet}: {name:?}");
                }
            }
        }
    }

    #[test]
    fn headers_are_known_however_they_are_spelt() {
        for (header, expected) in [
            ("NAMA LENGKAP", Column::Name),
            ("  Nâma  ", Column::Name),
            ("No. HP / WA", Column::Phone),
            ("Surel", Column::Email),
            ("e-Mail", Column::Email),
            ("OPD", Column::Unit),
            ("N.I.P.", Column::Nip),
            ("requesterType", Column::RequesterType),
            ("requester_type", Column::RequesterType),
        ] {
            assert_eq!(Known::of(Sheet::People).column(header), Some(expected), "{header}");
        }
        assert_eq!(Known::of(Sheet::People).column("No."), None);
        assert_eq!(Known::of(Sheet::People).column(&".nip".repeat(60)), None);
        assert_eq!(Known::of(Sheet::Units).column("telepon"), None);
    }
}
