### What the doors say: HTTP and GraphQL.

## An answer that says no

answer-internal = Ada gangguan di pihak kami. Coba lagi sebentar.
answer-busy = Sedang terlalu sibuk. Coba lagi sebentar.
answer-yours-at-once = Terlalu banyak yang Anda jalankan sekaligus. Tunggu yang lain selesai.
answer-trickling = Kiriman ini terlalu lambat dan dihentikan. Coba lagi dengan sambungan yang lebih baik.
answer-too-slow = Terlalu lama. Coba lagi sebentar.
answer-nul = Teks tidak boleh memuat karakter NUL.
answer-year = Tanggal harus di antara tahun 1900 dan 2200.
answer-unreadable = Permintaan ini tidak dapat dibaca.
answer-too-large = Permintaan ini terlalu besar.
answer-cross-site = Permintaan ini hanya diterima dari halaman portal sendiri.
answer-method = Alamat ini tidak melayani cara itu.
answer-media-type = Kirimkan sebagai application/json.
answer-no-preview = Berkas ini tidak punya pratinjau.
answer-too-many-rows = Terlalu banyak baris untuk XLSX. Unduh sebagai CSV, atau persempit daftarnya.

## GraphQL

graphql-too-large = Jawaban ini terlalu besar. Mintalah lebih sedikit sekaligus.
graphql-busy = Terlalu banyak permintaan Anda sekaligus. Coba lagi sebentar.
