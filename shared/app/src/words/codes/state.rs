//! Codes about the state of records: what does not exist, what cannot be done now, and what a channel answered.

codes! {
    NOT_FOUND = "not_found", 404, "Not found",
        "Data ini tidak ditemukan.",
        "There is no such thing.";
    PRODUCT_NOT_FOUND = "product_not_found", 404, "No such product",
        "Produk ini tidak ada.",
        "There is no such product.";
    VARIANT_NOT_FOUND = "variant_not_found", 404, "No such variant",
        "Varian ini tidak ada di produk tersebut.",
        "The product has no such variant.";
    LISTING_NOT_FOUND = "listing_not_found", 404, "No such listing",
        "Listing ini belum pernah diimpor.",
        "This listing was never imported.";
    CATEGORY_NOT_FOUND = "category_not_found", 404, "No such category",
        "Kanal ini tidak punya kategori itu, atau kategorinya bukan yang paling dalam.",
        "The channel has no such category, or it is not one that a listing can be put in.";
    IMPORT_NOT_FOUND = "import_not_found", 404, "No such import",
        "Impor ini tidak ada.",
        "There is no such import.";
    SHEET_NOT_FOUND = "sheet_not_found", 404, "No such spreadsheet",
        "Berkas ini tidak ada, atau diunggah lebih dari 90 hari lalu.",
        "There is no such spreadsheet, or it was uploaded more than 90 days ago.";
    PICTURE_NOT_FOUND = "picture_not_found", 404, "No such picture",
        "Gambar ini tidak ada, atau sudah dihapus karena tidak dipakai.",
        "There is no such picture, or it was removed because nothing used it.";
    SKU_PATTERN_USED_UP = "sku_pattern_used_up", 409, "No SKU left in the pattern",
        "Semua nomor dari pola SKU ini sudah dipakai. Ubah polanya di Pengaturan.",
        "Every number of the SKU pattern is taken. Change the pattern in Settings.";
    PLAN_NOT_FOUND = "plan_not_found", 404, "No such plan",
        "Rencana ini tidak ada.",
        "There is no such plan.";
    RUN_NOT_FOUND = "run_not_found", 404, "No such run",
        "Proses ini tidak ada.",
        "There is no such run.";
    JOB_NOT_FOUND = "job_not_found", 404, "No such job",
        "Tugas ini tidak ada di proses tersebut.",
        "The run has no such job.";
    CONNECTION_NOT_FOUND = "connection_not_found", 404, "Not connected",
        "Kanal ini belum dihubungkan. Simpan kredensialnya dulu.",
        "This channel is not connected yet. Save its credentials first.";
    PRICE_RULE_NOT_FOUND = "price_rule_not_found", 404, "No price rule yet",
        "Kanal ini belum punya aturan harga. Simpan dengan If-Match \"0\".",
        "This channel has no price rule yet. Save one with If-Match \"0\".";
    FEE_SCHEDULE_NOT_FOUND = "fee_schedule_not_found", 404, "No fee schedule yet",
        "Kanal ini belum punya daftar biaya. Simpan dengan If-Match \"0\".",
        "This channel has no fee schedule yet. Save one with If-Match \"0\".";
    FIELD_REPORT_NOT_FOUND = "field_report_not_found", 404, "No field report yet",
        "Laporan kolom belum pernah dihitung. Impor toko dulu, atau hitung dengan POST /v1/field-report.",
        "There is no field report yet. Import the shops first, or compute one with POST /v1/field-report.";
    PRICE_OVERRIDE_NOT_FOUND = "price_override_not_found", 404, "No such exception",
        "Tidak ada pengecualian harga di sini; aturan yang lebih luas berlaku.",
        "There is no price exception here; the wider rule holds.";
    REPRICING_NOT_FOUND = "repricing_not_found", 404, "No such computation",
        "Perhitungan ulang harga ini tidak ada.",
        "There is no such computation of prices.";
    VERIFICATION_NOT_FOUND = "verification_not_found", 404, "Nothing checked yet",
        "Katalog belum pernah diperiksa. Mulai dengan POST /v1/verification.",
        "The catalogue was never checked. Start with POST /v1/verification.";
    NOTIFICATION_NOT_FOUND = "notification_not_found", 404, "No such notification",
        "Pemberitahuan ini tidak ada.",
        "There is no such notification.";
    QUEUE_NOT_FOUND = "queue_not_found", 404, "No such queue",
        "Antrean ini tidak ada: pilih import, sync, pricing, atau notify.",
        "There is no such queue: choose import, sync, pricing or notify.";
    DEAD_LETTER_NOT_FOUND = "dead_letter_not_found", 404, "No such dead letter",
        "Pesan ini sudah tidak ada di antrean gagal.",
        "This message is not among the dead letters any more.";
    BULK_TASK_NOT_FOUND = "bulk_task_not_found", 404, "No such bulk task",
        "Pekerjaan massal ini tidak ada (lagi).",
        "There is no such bulk task (any more).";
    BULK_TASK_WITHOUT_UNDO = "bulk_task_without_undo", 409, "Nothing to take back",
        "Pekerjaan ini tidak bisa dibatalkan sekaligus. Yang bisa: pembacaan harga dasar, ubah banyak produk, keputusan pencocokan, dan penyelesaian konflik.",
        "This task cannot be undone as a whole. A reading of base prices, an edit of many products, decisions on matches and a resolution of conflicts can.";
    BULK_TASK_RUNNING = "bulk_task_running", 409, "Still at work",
        "Pekerjaan ini masih berjalan. Tunggu sampai selesai, lalu batalkan.",
        "This task is still at work. Wait until it has finished, then undo it.";
    BASE_READING_RUNNING = "base_reading_running", 409, "Base prices are being read",
        "Harga dasar sedang dibaca ulang. Tunggu sampai selesai, lalu coba lagi.",
        "Base prices are being read again. Wait until that has finished, then try again.";
    MATCH_NOT_FOUND = "match_not_found", 404, "No such match",
        "Pencocokan ini tidak ada (lagi).",
        "There is no such match (any more).";
    MATCH_DECIDED = "match_decided", 409, "Decided already",
        "Pencocokan ini sudah diputuskan. Batalkan keputusannya dulu.",
        "This match was decided already. Undo the decision first.";
    MATCH_NOT_DECIDED = "match_not_decided", 409, "Nothing to undo",
        "Belum ada orang yang memutuskan pencocokan ini.",
        "Nobody has decided this match yet.";
    MATCH_SAME_SHOP = "match_same_shop", 409, "Two listings of one shop",
        "Produk itu sudah punya listing lain dari toko yang sama. Pisahkan dulu listing tersebut.",
        "The product has another listing of the same shop already. Unlink that one first.";
    MATCH_DOES_NOT_FIT = "match_does_not_fit", 409, "Variants do not fit",
        "Varian kedua listing tidak bisa digabung dalam satu produk. Samakan pilihan variannya dulu.",
        "The variants of the two do not fit into one product. Make their options alike first.";
    MATCH_TOO_LARGE = "match_too_large", 409, "Too much for one step",
        "Kedua produk punya terlalu banyak varian atau listing untuk digabung sekaligus.",
        "The two products have too many variants or listings to be joined in one step.";
    MATCH_WITHOUT_PRODUCT = "match_without_product", 409, "No product yet",
        "Kedua listing belum punya produk. Jalankan impor lagi.",
        "Neither listing has a product yet. Import again.";
    MATCH_PRICE_EXCEPTIONS = "match_price_exceptions", 409, "Price exceptions would be lost",
        "Produk yang akan dikosongkan punya pengecualian harga sendiri. Buat ulang pengecualian itu pada produk yang tetap, hapus dari produk ini, lalu coba lagi.",
        "The product that would be emptied has price exceptions of its own. Make them again for the product that stays, remove them here, and try again.";
    MATCH_OWN_STORE = "match_own_store", 409, "Listing of the own store",
        "Listing di toko web sendiri selalu mengikuti produknya dan tidak bisa dipindah.",
        "A listing of the own web store always follows its product and cannot be moved.";
    MATCH_LISTING_GONE = "match_listing_gone", 409, "Listing is gone",
        "Listing ini sudah tidak ada di tokonya. Jalankan impor lagi.",
        "This listing is not in its shop any more. Import again.";
    LISTING_ALONE = "listing_alone", 409, "Nothing to unlink",
        "Listing ini tidak digabung dengan listing lain.",
        "This listing is not joined with any other.";
    SKU_TAKEN = "sku_taken", 409, "SKU belongs to another product",
        "SKU ini sudah dipakai produk lain. Ubah SKU atau gabungkan produknya.",
        "Another product owns this SKU. Change the SKU or join the products.";
    REFUSED = "refused", 409, "Cannot be done now",
        "Ini tidak bisa dilakukan dalam keadaan sekarang.",
        "This cannot be done in the present state.";
    IMPORT_RUNNING = "import_running", 409, "An import is running",
        "Impor toko ini sedang berjalan. Tunggu sampai selesai.",
        "An import of this shop is running. Wait until it is done.";
    SHEET_HASH_MISMATCH = "sheet_hash_mismatch", 409, "Another preview was accepted",
        "Yang disetujui bukan pratinjau berkas ini. Muat ulang pratinjaunya dan periksa lagi.",
        "What was accepted is not the preview of this spreadsheet. Load it again and look at it.";
    SHEET_HAS_ERRORS = "sheet_has_errors", 409, "The spreadsheet has errors",
        "Berkas ini punya kesalahan. Perbaiki dan unggah lagi, atau terapkan bagian yang benar saja.",
        "The spreadsheet has errors. Mend it and upload it again, or apply the valid part alone.";
    SHEET_EMPTY = "sheet_empty", 409, "Nothing to apply",
        "Berkas ini tidak mengubah apa pun.",
        "The spreadsheet changes nothing.";
    SHEET_ALREADY_APPLIED = "sheet_already_applied", 409, "Accepted before",
        "Berkas ini sudah diterapkan. Unggah lagi untuk perubahan berikutnya.",
        "The spreadsheet was applied before. Upload it again for further changes.";
    PLAN_HASH_MISMATCH = "plan_hash_mismatch", 409, "Another plan was approved",
        "Rencana yang disetujui bukan rencana ini. Muat ulang rencana dan periksa lagi.",
        "What was approved is not this plan. Load the plan again and look at it.";
    PLAN_NOT_READY = "plan_not_ready", 409, "The plan is not ready",
        "Rencana ini masih disiapkan atau gagal dibuat. Tunggu sampai siap, atau buat rencana baru.",
        "The plan is still being prepared, or could not be made. Wait until it is ready, or make a new plan.";
    PLAN_EMPTY = "plan_empty", 409, "Nothing to push",
        "Rencana ini tidak punya perubahan yang boleh dikirim.",
        "The plan has no change that may be pushed.";
    RUN_STATE = "run_state", 409, "The run is in another state",
        "Proses ini tidak bisa menerima perintah itu dalam keadaannya sekarang.",
        "The run cannot take that command in its present state.";
    RUN_WAVE = "run_wave", 409, "Another wave waits",
        "Gelombang yang menunggu bukan gelombang ini. Muat ulang proses dan periksa gelombang yang menunggu.",
        "Another wave waits than this one. Load the run again and look at the wave that waits.";
    NOTHING_TO_UNDO = "nothing_to_undo", 409, "Nothing to undo",
        "Tidak ada yang bisa dibatalkan dari proses ini.",
        "There is nothing to undo in this run.";
    CHANNEL_NOT_CONNECTED = "channel_not_connected", 409, "Channel not connected",
        "Kanal ini belum terhubung. Simpan kredensial lalu beri izin.",
        "This channel is not connected. Save its credentials, then authorise.";
    CHANNEL_UNAUTHORIZED = "channel_unauthorized", 409, "Authorisation refused",
        "Kanal menolak izin toko. Hubungkan ulang tokonya.",
        "The channel refuses the shop's authorisation. Authorise the shop again.";
    CHANNEL_NOT_FOUND = "channel_not_found", 404, "Not there on the channel",
        "Kanal tidak mengenal listing atau toko ini (lagi).",
        "The channel does not know this listing or shop (any more).";
    CHANNEL_REJECTED = "channel_rejected", 422, "The channel refuses",
        "Kanal menolak permintaan ini. Baca alasannya dan perbaiki datanya.",
        "The channel refuses this request. Read its reason and mend the data.";
    IN_PROMOTION = "in_promotion", 409, "Held by a promotion",
        "Promosi di kanal menahan isi listing ini. Tunggu sampai promosi selesai, atau akhiri di kanal.",
        "A promotion on the channel holds this of the listing. Wait until it is over, or end it at the channel.";
    CHANNEL_LIMIT = "channel_limit", 422, "Over a limit of the channel",
        "Nilai ini melewati batas kanal; tidak ada yang dikirim.",
        "The value is over a limit of the channel; nothing was sent.";
    CHANNEL_RATE_LIMITED = "channel_rate_limited", 503, "The channel asks to slow down",
        "Kanal meminta jeda. Coba lagi sebentar lagi.",
        "The channel asks for a pause. Try again in a moment.";
    CHANNEL_QUOTA_EXHAUSTED = "channel_quota_exhausted", 503, "The day's calls are used up",
        "Jatah panggilan kanal untuk hari ini habis. Coba lagi besok.",
        "The channel's calls for today are used up. Try again tomorrow.";
    CHANNEL_UNAVAILABLE = "channel_unavailable", 503, "Channel unavailable",
        "Kanal sedang tidak bisa dihubungi. Coba lagi nanti.",
        "The channel cannot be reached. Try again later.";
    CHANNEL_OUTCOME_UNKNOWN = "channel_outcome_unknown", 502, "The channel's answer was lost",
        "Jawaban kanal hilang. SyncStore memeriksa dulu sebelum mengulang.",
        "The channel's answer was lost. SyncStore looks before it repeats.";
    CHANNEL_UNEXPECTED = "channel_unexpected", 502, "The channel answered in an unknown way",
        "Kanal menjawab di luar dokumentasinya. Coba lagi; laporkan bila berulang.",
        "The channel answered outside its documents. Try again; report it if it repeats.";
    AUTHORIZATION_EXPIRED = "authorization_expired", 409, "Authorisation link expired",
        "Izin diberikan setelah lebih dari 15 menit. Mulai lagi dari halaman Koneksi.",
        "The consent took longer than 15 minutes. Start again from the Connections page.";
    AUTHORIZATION_STATE_MISSING = "authorization_state_missing", 409, "Not started here",
        "Izin ini tidak dimulai dari SyncStore. Mulai dari halaman Koneksi.",
        "This consent was not started here. Start from the Connections page.";
    AUTHORIZATION_STATE_MISMATCH = "authorization_state_mismatch", 409, "Not the authorisation we asked for",
        "Izin ini bukan dari tautan yang sedang ditunggu, atau sudah dipakai. Mulai lagi dari halaman Koneksi.",
        "This consent is not the one that is awaited, or was used. Start again from the Connections page.";
    AUTHORIZATION_DENIED = "authorization_denied", 409, "Consent not given",
        "Izin tidak diberikan di halaman kanal. Mulai lagi bila itu tidak disengaja.",
        "The consent was not given on the channel's page. Start again if that was not intended.";
    AUTHORIZATION_WITHOUT_SHOP = "authorization_without_shop", 409, "No shop named",
        "Kanal tidak menyebut satu toko pun. Beri izin dengan akun utama toko.",
        "The channel named no shop. Authorise with the shop's main account.";
    CHANNEL_NOT_CONNECTABLE = "channel_not_connectable", 409, "No connection needed",
        "Kanal ini milik toko sendiri dan tidak perlu dihubungkan.",
        "This channel is the seller's own and needs no connection.";
}
