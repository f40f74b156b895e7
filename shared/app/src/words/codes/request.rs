//! Codes about the request itself: identity, permission and format.

codes! {
    TOKEN_MISSING = "token_missing", 401, "Not signed in",
        "Masuk dulu: kirim token akses di header Authorization.",
        "Sign in first: send an access token in the Authorization header.";
    TOKEN_EXPIRED = "token_expired", 401, "Signed in too long ago",
        "Sesi sudah berakhir. Masuk lagi.",
        "The session has ended. Sign in again.";
    TOKEN_INVALID = "token_invalid", 401, "Token not accepted",
        "Token akses tidak diterima. Masuk lagi.",
        "The access token is not accepted. Sign in again.";
    ROLE_MISSING = "role_missing", 403, "No role",
        "Akun ini belum punya peran. Minta pemilik toko menambahkannya ke sebuah grup.",
        "This account has no role yet. Ask the shop's owner to add it to a group.";
    ROLE_INSUFFICIENT = "role_insufficient", 403, "Not allowed for this role",
        "Peran Anda tidak boleh melakukan ini. Minta pemilik atau admin.",
        "Your role may not do this. Ask the owner or an admin.";
    AUTH_UNAVAILABLE = "auth_unavailable", 503, "Sign-in cannot be checked",
        "Layanan masuk sedang tidak bisa dihubungi. Coba lagi sebentar lagi.",
        "The sign-in service cannot be reached. Try again in a moment.";
    ROUTE_NOT_FOUND = "route_not_found", 404, "No such address",
        "Alamat ini tidak ada di API.",
        "The API has no such address.";
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "Method not allowed",
        "Alamat ini tidak menerima metode tersebut.",
        "This address does not take that method.";
    BODY_NOT_JSON = "body_not_json", 400, "Body is not JSON",
        "Isi permintaan bukan JSON yang benar.",
        "The body is not valid JSON.";
    BODY_TOO_LARGE = "body_too_large", 413, "Body too large",
        "Isi permintaan lebih dari 1 MB.",
        "The body is larger than 1 MB.";
    PICTURE_FILE_TOO_LARGE = "picture_file_too_large", 413, "Picture's file too large",
        "Berkas gambar paling besar 4 MB. Kecilkan dulu, lalu unggah lagi.",
        "A picture's file has at most 4 MB. Make it smaller, then upload it again.";
    SHEET_UNREADABLE = "sheet_unreadable", 422, "Spreadsheet not readable",
        "Berkas ini tidak bisa dibaca. Simpan sebagai CSV UTF-8 atau XLSX lalu unggah lagi.",
        "The file cannot be read. Save it as CSV UTF-8 or XLSX and upload it again.";
    SHEET_TOO_LARGE = "sheet_too_large", 413, "Spreadsheet too large",
        "Berkas paling besar 4 MB. Simpan sebagai XLSX, yang lebih kecil, atau bagi menjadi beberapa berkas.",
        "A file has at most 4 MB. Save it as XLSX, which is smaller, or split it.";
    EXPORT_TOO_LARGE = "export_too_large", 422, "Export too large for one answer",
        "Hasil ekspor terlalu besar untuk satu jawaban. Pilih XLSX, atau saring menurut kanal, kategori, atau status.",
        "The export is too large for one answer. Choose XLSX, or filter by channel, category or status.";
    CONTENT_TYPE_UNSUPPORTED = "content_type_unsupported", 415, "Content type not supported",
        "Kirim isi permintaan sebagai application/json.",
        "Send the body as application/json.";
    QUERY_MALFORMED = "query_malformed", 400, "Query not understood",
        "Parameter pada alamat tidak dikenal atau salah bentuk.",
        "A query parameter is unknown or malformed.";
    CURSOR_MALFORMED = "cursor_malformed", 400, "Cursor not understood",
        "Penanda halaman tidak dikenal. Mulai lagi dari halaman pertama.",
        "The cursor is not one of ours. Start again from the first page.";
    LIMIT_OUT_OF_RANGE = "limit_out_of_range", 400, "Limit out of range",
        "Jumlah per halaman adalah 1 sampai 200.",
        "A page has 1 to 200 items.";
    OFFSET_OUT_OF_RANGE = "offset_out_of_range", 400, "Offset out of range",
        "Offset adalah 0 sampai 100000, dan tidak dipakai bersama penanda halaman.",
        "An offset is 0 to 100000, and is not used together with a cursor.";
    CHANNEL_NEEDED = "channel_needed", 400, "Channel needed",
        "Mengurutkan menurut harga kanal perlu nama kanalnya.",
        "Sorting by a channel's price needs the channel's name.";
    CHANNEL_STATE_MALFORMED = "channel_state_malformed", 422, "State of a channel not understood",
        "Tulis kanal dan keadaannya, misalnya shopee:pending.",
        "Write a channel and a state, such as shopee:pending.";
    FIELD_UNKNOWN = "field_unknown", 422, "Unknown field",
        "Isi permintaan memuat kolom yang tidak dikenal.",
        "The body has a field that is not known.";
    FIELD_MISSING = "field_missing", 422, "Field missing",
        "Kolom wajib belum diisi.",
        "A required field is missing.";
    VALUE_TYPE_WRONG = "value_type_wrong", 422, "Wrong kind of value",
        "Jenis nilai kolom ini salah.",
        "The value of this field is of the wrong kind.";
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing", 400, "Idempotency key missing",
        "Permintaan yang memulai pekerjaan perlu header Idempotency-Key.",
        "A request that starts work needs the Idempotency-Key header.";
    IDEMPOTENCY_KEY_MALFORMED = "idempotency_key_malformed", 400, "Idempotency key malformed",
        "Idempotency-Key adalah 1 sampai 200 huruf, angka, atau tanda baca tanpa spasi.",
        "An Idempotency-Key is 1 to 200 letters, digits or signs without spaces.";
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused", 422, "Idempotency key reused",
        "Idempotency-Key ini sudah dipakai untuk permintaan lain. Pakai kunci baru.",
        "This Idempotency-Key was used for another request. Use a new one.";
    IDEMPOTENCY_IN_PROGRESS = "idempotency_in_progress", 409, "The same request is at work",
        "Permintaan yang sama sedang dikerjakan. Tunggu sebentar lalu ulangi.",
        "The same request is being worked on. Wait a moment and repeat it.";
    IF_MATCH_MISSING = "if_match_missing", 428, "Version missing",
        "Kirim header If-Match dengan ETag dari data yang Anda ubah.",
        "Send the If-Match header with the ETag of what you edit.";
    IF_MATCH_MALFORMED = "if_match_malformed", 400, "Version malformed",
        "If-Match adalah ETag seperti \"3\".",
        "If-Match is an ETag such as \"3\".";
    VERSION_STALE = "version_stale", 412, "Changed by somebody else",
        "Data ini sudah diubah orang lain. Muat ulang, lalu ulangi perubahan Anda.",
        "Somebody else has changed this. Load it again, then repeat your edit.";
    WRITE_CONFLICT = "write_conflict", 409, "Changed at the same moment",
        "Data ini sedang diubah pada saat yang sama. Coba lagi.",
        "This was being changed at the same moment. Try again.";
    INTERNAL = "internal", 500, "Internal error",
        "Terjadi kesalahan di SyncStore. Sebutkan nomor permintaan bila melapor.",
        "Something went wrong in SyncStore. Name the request id when you report it.";
    STORE_UNAVAILABLE = "store_unavailable", 503, "Storage unavailable",
        "Penyimpanan sedang tidak bisa dihubungi. Coba lagi sebentar lagi.",
        "The storage cannot be reached. Try again in a moment.";
}
