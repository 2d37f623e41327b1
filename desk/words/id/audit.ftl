### What a verification of the record finds.

## Findings

finding-event-edited = Peristiwa { $seq } pada { $stream } diubah: isinya tidak cocok dengan sidiknya.
finding-event-missing = Peristiwa { $more ->
        [0] { $from }
       *[other] { $from } sampai { $to }
    } pada { $stream } dihapus.
finding-event-inserted = Peristiwa { $seq } pada { $stream } disisipkan atau diganti: rantainya tidak mengenalnya.
finding-event-out-of-place = Urutan diubah: peristiwa { $seq } pada { $stream } semula peristiwa { $belongs }.
finding-tail-cut = Ujung { $stream } dipotong: peristiwa { $more ->
        [0] { $from }
       *[other] { $from } sampai { $to }
    } tidak ada lagi, padahal { $witness } mengenalnya.
finding-head-wrong = Kepala { $stream } { $fault }.
finding-stream-missing = Seluruh peristiwa { $stream } hilang, padahal { $witness } mengenalnya.
finding-record-unreadable = Data { $record } diubah di luar aplikasi: barisnya tidak terbaca.
finding-record-edited = Data { $record } diubah di luar aplikasi: { $columns }.
finding-record-found-altered = Data { $record } pernah diubah di luar aplikasi, ditemukan pada peristiwa { $seq }: { $columns }.
finding-record-missing = Data { $record } dihapus di luar aplikasi.
finding-record-without-events = Data { $record } dimasukkan di luar aplikasi: tidak ada peristiwa yang membuatnya.
finding-text-edited = Teks { $place } tidak sesuai dengan sidik yang tercatat.
finding-text-missing = Teks { $place } hilang, padahal tidak pernah dihapus.
finding-text-erased-without-event = Teks { $place } dihapus tanpa catatan penghapusan.
finding-text-not-erased = Teks { $place } masih ada, padahal tercatat sudah dihapus.
finding-message-forged = Pesan { $place } dipalsukan: { $fault }.
finding-attachment-wrong = Berkas { $place } tidak sesuai catatan: { $fault }.
finding-seal-broken = Segel { $seal } rusak: { $fault }.
finding-seal-missing = Segel { $more ->
        [0] { $from }
       *[other] { $from } sampai { $to }
    } dihapus.
finding-seal-contradicted = { $stream } ditulis ulang: peristiwa { $seq } bukan lagi yang disegel (segel { $seal }). Perubahannya pada peristiwa itu atau sebelumnya.
finding-anchor-lacking = Segel { $seal } ada pada jangkar, tetapi tidak ada di basis data.
finding-anchor-differs = Segel { $seal } di basis data bukan yang ada pada jangkar.
finding-anchor-broken = Jangkar rusak pada segel { $seal }.
finding-rows-unreadable = Tabel { $table } memuat { $rows } baris dengan kunci yang tidak terbaca.
finding-export-broken = Berkas ekspor rusak pada baris { $line }.

## Who knows of more events than there are

witness-head = kepalanya
witness-seal = segel { $seal }

## What is wrong

head-fault =
    .MISSING = tidak ada
    .UNREADABLE = tidak terbaca
    .NUMBER = tidak menunjuk peristiwa terakhir
    .HASH = memuat sidik yang bukan milik peristiwa terakhir
    .INSTANT = memuat waktu yang bukan milik peristiwa terakhir
    .SEALED = menyebut segel sampai peristiwa lain daripada yang dimuat segel

seal-fault =
    .UNREADABLE = tidak terbaca
    .HASH = sidiknya tidak cocok dengan isinya
    .CHAIN = tidak bersambung dengan segel sebelumnya
    .ROOT = akarnya tidak cocok dengan daunnya
    .KEY = kuncinya bukan kunci yang dipercaya
    .SIGNATURE = tanda tangannya salah

file-fault =
    .MISSING = barisnya hilang
    .UNRECORDED = tidak ada peristiwa yang melampirkannya
    .UNREADABLE = barisnya tidak terbaca
    .CONTENT = isinya diganti
    .BYTES = isi yang tersimpan bukan yang diunggah
    .BYTES_MISSING = isinya hilang
    .NAME = namanya lain
    .KIND = jenis, ukuran, atau waktunya lain
    .MESSAGE = dipindahkan ke pesan lain
    .UPLOADER = pengunggahnya lain
    .ERASED = dihapus tanpa catatan penghapusan
    .NOT_ERASED = masih ada, padahal tercatat sudah dihapus

message-fault =
    .UNRECORDED = tidak ada peristiwa yang memuatnya
    .UNREADABLE = barisnya tidak terbaca
    .DIGEST = sidik teksnya lain
    .KIND = jenisnya lain
    .AUDIENCE = pembaca yang dituju lain
    .AUTHOR = penulisnya lain
    .DOOR = salurannya lain
    .INSTANT = waktunya lain
    .NUMBER = nomor peristiwanya lain

## What is proven and what is not

proven-by-anchor = Terbukti sampai segel { $seal } oleh jangkar di luar basis data.
proven-by-seal = Tidak ada yang terbukti setelah segel { $seal }, dan tanpa jangkar tidak terbukti bahwa itu segel terakhir.
proven-nothing = Tidak ada yang terbukti.
unproven-signatures = Tanda tangan segel tidak diperiksa: tidak ada kunci publik.
unproven-not-anchored = { $count } segel terakhir belum ada pada jangkar.
unproven-unsealed = { $count } peristiwa belum disegel.
unproven-files = Isi berkas lampiran tidak dibaca (--files).
unproven-rows = Ini ekspor: baris data dan teks tidak dibandingkan.
unchecked = Tidak diperiksa: { $count } { $what }.

unchecked-what =
    .OLD_TICKETS = tiket lama yang pihak dan jadwalnya belum bersidik
    .OLD_POWERS = kata sandi dan token lama yang belum bersidik
    .CLOCKS = tiket yang jamnya belum mengikuti perubahan kebijakan atau kalender
    .NUMBERS = penghitung nomor yang tidak boleh dibaca
