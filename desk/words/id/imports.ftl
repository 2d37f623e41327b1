### Tables that are imported.

## What is wrong with a file

table-too-large = Berkas lebih dari 20 MB. Bagilah menjadi beberapa berkas.
table-utf16 = Berkas ini UTF-16. Simpan ulang sebagai “CSV UTF-8”.
table-not-utf8 = Baris ini bukan UTF-8. Simpan ulang berkasnya sebagai “CSV UTF-8”.
table-nul = Ini bukan berkas teks. Simpan dari lembar kerja sebagai CSV, jangan XLSX.
table-empty = Berkas ini tidak berisi baris data.
table-open-quote = Tanda kutip yang dibuka di baris ini tidak pernah ditutup.
table-no-header = Tidak ada nama kolom yang dikenal. Baris pertama harus berisi nama kolom.
table-missing-column = Kolom “{ $name }” tidak ada.
table-column-twice = Dua kolom berarti hal yang sama. Hapus salah satunya.
table-too-many-columns = Berkas lebih dari 100 kolom. Hapus kolom yang tidak perlu.
table-cell-too-long = Salah satu sel di baris ini terlalu panjang.
table-cells = Baris ini berisi { $found } sel, padahal kolomnya { $expected }. Periksa tanda pemisah dan kutip.
table-too-many-rows = Berkas lebih dari 50.000 baris. Bagilah menjadi beberapa berkas.

## What came of it

import-problem = { $place }: { $sentence } [{ $code }]
import-in-file = berkas
import-in-line = baris { $line }
import-in-column = baris { $line }, kolom { $column }
import-ignored = Kolom yang tidak dikenal dan diabaikan: { $names }
import-fine = { $rows } baris benar: akan ditambah { $added }, diubah { $changed }, tetap { $unchanged }.
import-done = { $rows } baris: { $added } ditambah, { $changed } diubah, { $unchanged } tetap.
import-wrong = { $count } kesalahan. Tidak ada yang disimpan.
import-half = Impor terhenti: { $written } dari { $rows } baris tersimpan. Perbaiki, lalu jalankan lagi.
import-not-in-full = Impor tidak dijalankan seluruhnya.
