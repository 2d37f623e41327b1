### A word for each code: a message is a set, an attribute is a code. The portal says the same words.

## Tickets

status =
    .NEW = Baru
    .IN_PROGRESS = Sedang dikerjakan
    .WAITING_REQUESTER = Menunggu pelapor
    .WAITING_THIRD_PARTY = Menunggu pihak ketiga
    .WAITING_SCHEDULE = Menunggu jadwal
    .WAITING_APPROVAL = Menunggu persetujuan
    .RESOLVED = Selesai (menunggu konfirmasi)
    .CLOSED = Ditutup
    .REJECTED = Ditolak
    .CANCELLED = Dibatalkan
    .MERGED = Digabungkan

status-in-sentence =
    .NEW = { status.NEW }
    .IN_PROGRESS = { status.IN_PROGRESS }
    .WAITING_REQUESTER = { status.WAITING_REQUESTER }
    .WAITING_THIRD_PARTY = { status.WAITING_THIRD_PARTY }
    .WAITING_SCHEDULE = { status.WAITING_SCHEDULE }
    .WAITING_APPROVAL = { status.WAITING_APPROVAL }
    .RESOLVED = { status.RESOLVED }
    .CLOSED = { status.CLOSED }
    .REJECTED = { status.REJECTED }
    .CANCELLED = { status.CANCELLED }
    .MERGED = { status.MERGED }

kind =
    .INCIDENT = Gangguan
    .REQUEST = Permintaan
    .PROBLEM = Masalah
    .COMPLAINT = Keluhan
    .CHANGE = Perubahan

priority =
    .CRITICAL = Kritis
    .HIGH = Tinggi
    .MEDIUM = Sedang
    .LOW = Rendah

impact =
    .WIDE = Banyak kantor atau masyarakat
    .UNIT = Satu kantor
    .PERSON = Saya

urgency =
    .HIGH = Berhenti
    .MEDIUM = Terhambat
    .LOW = Masih bisa jalan

channel =
    .WEB = Web
    .TELEGRAM = Telegram
    .EMAIL = E-mail
    .PHONE = Telepon
    .WALK_IN = Datang langsung
    .LETTER = Surat
    .WHATSAPP = WhatsApp
    .API = API

confidentiality =
    .NORMAL = Biasa
    .RESTRICTED = Terbatas
    .SECRET = Rahasia

cause =
    .USER_ERROR = Kesalahan pengguna
    .APPLICATION_FAULT = Kesalahan aplikasi
    .CONFIGURATION_FAULT = Kesalahan konfigurasi
    .DEVICE_FAILURE = Kerusakan perangkat
    .PROVIDER_OUTAGE = Gangguan penyedia
    .POWER = Listrik
    .CYBER_ATTACK = Serangan siber
    .CAPACITY = Kapasitas
    .FAILED_CHANGE = Perubahan yang gagal
    .WRONG_DATA = Data salah
    .CENTRAL_PARTY = Pihak pusat (aplikasi umum)
    .NOT_FOUND = Tidak ditemukan
    .FULFILLED = Permintaan dipenuhi

end-reason =
    .CONFIRMED = Dikonfirmasi pelapor
    .CONFIRMED_ORALLY = Konfirmasi lisan
    .AUTOMATIC = Ditutup otomatis
    .NO_ANSWER = Tidak ada jawaban

wait-for =
    .THIRD_PARTY = Pihak ketiga
    .SCHEDULE_BY_REQUESTER = Waktu pilihan pelapor
    .SCHEDULE_BY_CHANGE = Jadwal perubahan
    .SCHEDULE_BY_US = Waktu pilihan petugas

route-reason =
    .REPORTER_UNIT = Teknisi OPD pelapor
    .OWNER_UNIT = Teknisi OPD pemilik layanan
    .PARENT_TIER1 = Tier 1 unit induk
    .NO_TIER1 = Tidak ada Tier 1: koordinator
    .SECURITY_INCIDENT = Insiden keamanan: langsung ke Tier 2
    .STRAIGHT_TO_TIER2 = Langsung ke Tier 2
    .COMPLAINT_ABOUT_HANDLING = Keluhan atas penanganan: koordinator
    .SERVICE_UNKNOWN = Layanan belum diketahui
    .FORWARDED = Diteruskan

message =
    .REPORT = Laporan
    .REPLY = Balasan
    .NOTE = Catatan
    .SUPERVISION = Catatan supervisi
    .QUESTION = Meminta informasi
    .HOLD = Menunda
    .FORWARD = Alasan diteruskan
    .HAND_OVER = Alasan dialihkan
    .RETURN = Yang perlu dilengkapi
    .ANSWER = Solusi untuk Tier 1
    .RESOLUTION = Penyelesaian
    .CONFIRMATION = Konfirmasi
    .REOPEN = Membuka kembali
    .REJECT = Alasan ditolak
    .CANCEL = Alasan dibatalkan
    .MERGE = Alasan digabungkan
    .RATING = Penilaian
    .RECLASSIFY = Alasan diubah
    .REDACTION = Alasan disembunyikan
    .EXCEPTION = Pengecualian SLA
    .DEED = Tenggat hukum

request-state =
    .OPEN = Menunggu diterima
    .ACCEPTED = Diterima
    .RETURNED = Dikembalikan untuk dilengkapi
    .ANSWERED = Solusi dikirim ke Tier 1
    .SOLVED = Diselesaikan Tier 2
    .WITHDRAWN = Ditarik

escalation-reason =
    .NEEDS_TIER2_AUTHORITY = Butuh kewenangan Tier 2
    .NEEDS_EXPERTISE = Butuh keahlian
    .CROSS_UNIT = Lintas OPD
    .DINAS_ASSET = Aset milik Dinas
    .NEEDS_CHANGE = Butuh perubahan
    .PAST_TIER1_TARGET = Melewati tenggat Tier 1
    .SECURITY_INCIDENT = Insiden keamanan
    .LEADERSHIP_REQUEST = Permintaan pimpinan

told-by =
    .WHATSAPP = lewat WhatsApp
    .PHONE = lewat telepon
    .IN_PERSON = langsung

act =
    .OPEN = Laporkan
    .RECORD = Catat laporan
    .TAKE = Ambil
    .ASSIGN = Tugaskan
    .REPLY = Balas
    .ATTACH = Tambahkan berkas
    .NOTE = Catatan internal
    .ASK = Minta informasi
    .HOLD = Tunda
    .RESUME = Lanjutkan
    .FORWARD = Teruskan ke OPD lain
    .ESCALATE = Eskalasi ke Tier 2
    .COMPLETE_REQUEST = Lengkapi permintaan solusi
    .ACCEPT = Terima
    .HAND_OVER = Alihkan ke tim lain
    .RETURN = Kembalikan untuk dilengkapi
    .ANSWER = Kirim solusi ke Tier 1
    .RESOLVE = Selesaikan
    .CONFIRM = Catat konfirmasi lisan
    .RATE = Beri penilaian
    .REOPEN = Buka kembali
    .REJECT = Tolak
    .CANCEL = Batalkan laporan
    .MERGE = Gabungkan
    .RECLASSIFY = Ubah jenis, layanan atau prioritas
    .REDACT = Sembunyikan isi
    .INVOLVE = Libatkan
    .FOLLOW = Ikuti
    .LINK = Tautkan
    .TAG = Beri tanda
    .PROMOTE_TO_PROBLEM = Jadikan masalah
    .RAISE_CHANGE = Ajukan perubahan
    .COMPLETE_FILE = Berkas lengkap
    .START_LEGAL = Tetapkan tenggat hukum
    .END_LEGAL = Catat pemenuhan tenggat hukum
    .ASK_EXCEPTION = Minta pengecualian SLA
    .DECIDE_EXCEPTION = Putuskan pengecualian SLA

## People and units

requester-type =
    .CIVIL_SERVANT = ASN
    .CITIZEN = Masyarakat
    .BUSINESS = Pelaku usaha
    .OTHER = Lainnya

role =
    .TIER1 = Petugas Service Desk Tier 1
    .TIER2 = Petugas Service Desk Tier 2
    .TEAM_LEAD = Ketua tim Tier 2
    .COORDINATOR = Koordinator Service Desk
    .UNIT_HEAD = Kepala OPD
    .SERVICE_OWNER = Pengelola layanan OPD
    .CHANGE_MANAGER = Manajer perubahan
    .APPROVER = Penyetuju
    .SECURITY = Petugas keamanan (TTIS)
    .EXECUTIVE = Pimpinan
    .AUDITOR = Auditor
    .SECURITY_AUDITOR = Auditor keamanan (dengan mandat)
    .ADMINISTRATOR = Administrator

appointment-state =
    .PROPOSED = Menunggu pengesahan orang kedua
    .ACTIVE = Berlaku
    .ENDED = Berakhir

absence-kind =
    .CUTI = Cuti
    .DINAS_LUAR = Dinas luar
    .SAKIT = Sakit
    .DIKLAT = Diklat

token-scope =
    .READ = Membaca
    .TICKETS = Tiket
    .ADMINISTRATION = Administrasi
    .EXPORTS = Unduhan daftar

token-scope-in-sentence =
    .READ = membaca
    .TICKETS = tiket
    .ADMINISTRATION = administrasi
    .EXPORTS = unduhan daftar

unit-kind =
    .SEKRETARIAT = Sekretariat
    .INSPEKTORAT = Inspektorat
    .DINAS = Dinas
    .BADAN = Badan
    .SATUAN = Satuan
    .KECAMATAN = Kecamatan
    .KELURAHAN = Kelurahan/desa
    .RSUD = RSUD
    .PUSKESMAS = Puskesmas
    .UPTD = UPTD
    .BAGIAN = Bagian
    .BIDANG = Bidang
    .SEKSI = Seksi

language =
    .ID = Bahasa Indonesia
    .EN = English

## Services

service-group =
    .ADMINISTRASI_PEMERINTAHAN = Administrasi pemerintahan
    .LAYANAN_PUBLIK = Layanan publik
    .INFRASTRUKTUR_TIK = Infrastruktur dan TIK

application-kind =
    .COMMON = Aplikasi umum (dijalankan pusat)
    .SPECIAL = Aplikasi khusus (milik daerah)

work-stream =
    .PELAYANAN_PENGGUNA = Pelayanan pengguna
    .PENGOPERASIAN = Pengoperasian layanan
    .PENGELOLAAN_APLIKASI = Pengelolaan aplikasi

first-line =
    .REPORTER_UNIT = Teknisi OPD pelapor
    .OWNER_UNIT = Teknisi OPD pemilik layanan

criticality =
    .LOW = { priority.LOW }
    .MEDIUM = { priority.MEDIUM }
    .HIGH = { priority.HIGH }
    .CRITICAL = { priority.CRITICAL }

## Due times

clock =
    .FIRST_RESPONSE = Tanggapan pertama
    .TIER1 = Waktu Tier 1
    .TIER2_ACCEPT = Penerimaan Tier 2
    .TIER2 = Waktu Tier 2
    .RESOLUTION = Penyelesaian
    .LEGAL = Tenggat hukum

holiday-set =
    .NATIONAL = Libur nasional
    .JOINT_LEAVE = Cuti bersama
    .LOCAL_OPTIONAL = Libur fakultatif

sla-recipient =
    .ASSIGNEE = Petugas
    .TIER1 = Tier 1
    .UNIT_HEAD = Kepala OPD
    .TEAM_LEAD = Ketua tim
    .COORDINATOR = Koordinator
    .HEAD_OF_DINAS = Kepala Dinas

sla-action =
    .RAISE_PRIORITY = Naikkan prioritas
    .REASSIGN_TO_LEAD = Serahkan kepada ketua tim
    .ESCALATE = Eskalasi otomatis ke Tier 2

sla-count-from =
    .OPEN = Laporan diterima
    .COMPLETE = Berkas lengkap

sla-third-party =
    .COMMON_SERVICES = Pada aplikasi umum saja
    .ALWAYS = Selalu
    .NEVER = Tidak pernah

sla-on-reopen =
    .RESUME = Melanjutkan sisa waktu
    .RESTART = Mulai dari awal

legal-met-by =
    .DEED = Perbuatan tersendiri
    .FIRST_RESPONSE = Tanggapan pertama
    .RESOLVE = Penyelesaian

## Lists, the record and settings

view =
    .MY_REPORTS = Laporan saya
    .MY_WORK = Tiket saya
    .UNIT_QUEUE = Antrean OPD
    .TEAM_QUEUE = Antrean tim
    .UNASSIGNED = Belum ada petugas
    .WAITING = Menunggu
    .TO_COMPLETE = Belum dilengkapi
    .CAME_BACK = Kembali dari Tier 2
    .AT_TIER2 = Sedang di Tier 2
    .OUR_PEOPLE = Laporan orang kami
    .WITHOUT_TIER1 = Tanpa yang menangani
    .FOLLOWED = Saya ikuti
    .REPLIED_AFTER_END = Ada balasan susulan
    .UNTOLD = Belum diberi tahu
    .AT_RISK = Hampir jatuh tempo
    .LATE = Terlambat
    .PAUSED = Jam berhenti
    .EXCEPTIONS_ASKED = Pengecualian diminta
    .ACTIVE = Semua aktif
    .ALL = Semua tiket

order =
    .NEWEST = Terbaru
    .OLDEST = Terlama
    .LATEST_ACTIVITY = Baru bergerak
    .DUE = Jatuh tempo terdekat

event-actor =
    .PERSON = Seseorang
    .CLOCK = Waktu (otomatis)
    .CONSOLE = Konsol server

door =
    .GRAPHQL = Portal atau API
    .TELEGRAM = Telegram
    .CONSOLE = Konsol server
    .CLOCK = Waktu

setting =
    .region_name = Nama daerah
    .terms_headOfRegion = Sebutan kepala daerah
    .terms_unit = Sebutan unit
    .terms_tier2Office = Dinas pengelola Tier 2
    .timeZone = Zona waktu daerah
    .tokens_longestDays = Token API berlaku paling lama (hari)
    .numbers_ticket = Awalan nomor tiket
    .numbers_solutionRequest = Awalan nomor permintaan solusi
    .numbers_digits = Banyaknya angka nomor
    .tiers_minTier1PerUnit = Petugas Tier 1 paling sedikit per unit
    .tickets_autoCloseDays = Ditutup otomatis setelah selesai (hari kerja)
    .tickets_reopenDays = Dapat dibuka kembali dalam (hari kerja)
    .tickets_remindOnceDays = Pengingat pertama kepada pelapor (hari kerja)
    .tickets_remindTwiceDays = Pengingat kedua kepada pelapor (hari kerja)
    .tickets_unansweredDays = Ditutup bila tidak dijawab (hari kerja)
    .tickets_tags = Tanda yang dapat diberikan pada tiket
    .escalation_coordinatorTeam = Tim koordinator, tujuan eskalasi otomatis (kode tim)
    .security_containmentSteps = Langkah pertama Tier 1 saat ada insiden keamanan
    .security_contact = Cara menghubungi tim keamanan segera
    .tickets_recordBackDays = Laporan dapat dicatat mundur (hari kerja)
    .files_perTicketMb = Berkas pada satu tiket paling banyak (MB)
    .files_perPersonDayMb = Unggahan satu orang dalam 24 jam paling banyak (MB)
    .writing_requesterPerHour = Perintah seorang pelapor dalam satu jam paling banyak
    .writing_staffPerHour = Perintah seorang petugas dalam satu jam paling banyak
    .pdMandiri_enabled = Ada PD Mandiri TIK
    .change_coordinator = Koordinator perubahan
    .change_boardStep = Langkah tim koordinasi dalam perubahan
    .service_coordinator = Koordinator layanan
    .board_label = Sebutan tim koordinasi
    .lan_operator = Pengelola LAN
    .dataCentre_placement = Penempatan di pusat data
    .obligations_lanDiagramYearly = Diagram LAN diserahkan tiap tahun
    .obligations_lanChangeReport = Perubahan LAN wajib dilaporkan
    .obligations_backupReport = Laporan pencadangan
    .handover_template = Susunan dokumen serah terima
    .appBuild_decisionType = Keputusan Dinas sebelum aplikasi dibangun
    .procurement_recommendation = Pengadaan TIK perlu rekomendasi
    .asset_lifecycle = Tahap proses aset
    .monitoring_route = Jalur laporan pemantauan
    .survey_perUnit = Survei per unit
    .telegram_publicReports = Terima laporan masyarakat lewat Telegram
