//! Codes about values that a person typed, with what would be accepted.

codes! {
    VALUE_INVALID = "value_invalid", 422, "Value not accepted",
        "Nilai kolom ini tidak diterima.",
        "The value of this field is not accepted.";
    ID_MALFORMED = "id_malformed", 422, "Id malformed",
        "Nomor pengenal ini salah bentuk.",
        "This id is malformed.";
    CHANNEL_UNKNOWN = "channel_unknown", 422, "Unknown channel",
        "Kanal ini tidak ada. Lihat daftar kanal di /v1/channels.",
        "There is no such channel. See /v1/channels.";
    FIELD_NAME_UNKNOWN = "field_name_unknown", 422, "Unknown field",
        "Kolom ini tidak ada. Lihat daftar kolom di /v1/field-report.",
        "There is no such field. See /v1/field-report.";
    CHANNEL_FIELD_MISSING = "channel_field_missing", 422, "Not a field of this channel",
        "Kanal ini tidak punya kolom tersebut, jadi tidak bisa dipetakan.",
        "The channel has no such field, so it cannot be mapped.";
    CHANNEL_FIELD_UNKNOWN = "channel_field_unknown", 422, "Not the channel's name",
        "Nama kolom kanal ini salah. Nama yang benar ada di \"known\".",
        "The channel calls this field another name, which is in \"known\".";
    OWNER_WITHOUT_EFFECT = "owner_without_effect", 422, "Only read from the channel",
        "Kolom ini hanya dibaca dari kanal dan tidak pernah dikirim, jadi pemiliknya selalu kanal.",
        "This field is only read from the channel and never pushed, so its owner is the channel.";
    CHANNELS_EMPTY = "channels_empty", 422, "No channel named",
        "Sebutkan paling sedikit satu kanal.",
        "Name at least one channel.";
    CHANNEL_NOT_IMPORTABLE = "channel_not_importable", 422, "Nothing to import",
        "Kanal ini milik toko sendiri; tidak ada yang diimpor darinya.",
        "This channel is the seller's own; there is nothing to import from it.";
    CHANNEL_MALFORMED = "channel_malformed", 422, "Channel malformed",
        "Nama kanal adalah huruf kecil, angka, dan garis bawah, seperti tiktok_shop.",
        "A channel is lower-case letters, digits and underscores, such as tiktok_shop.";
    SHOP_MALFORMED = "shop_malformed", 422, "Shop id malformed",
        "Nomor toko salah bentuk.",
        "The shop id is malformed.";
    EXTERNAL_ID_MALFORMED = "external_id_malformed", 422, "Listing id malformed",
        "Nomor listing di kanal salah bentuk.",
        "The channel's listing id is malformed.";
    OFFER_ID_MALFORMED = "offer_id_malformed", 422, "Offer id malformed",
        "Nomor varian listing salah bentuk.",
        "The offer id is malformed.";
    LISTING_MALFORMED = "listing_malformed", 422, "Listing name malformed",
        "Listing disebut sebagai kanal:toko:nomor.",
        "A listing is named channel:shop:id.";
    TITLE_EMPTY = "title_empty", 422, "Title empty",
        "Judul belum diisi.",
        "The title is empty.";
    TITLE_TOO_LONG = "title_too_long", 422, "Title too long",
        "Judul paling panjang 255 karakter.",
        "A title has at most 255 characters.";
    TITLE_CONTROL_CHARACTER = "title_control_character", 422, "Title has control characters",
        "Judul harus satu baris teks biasa.",
        "A title is one line of plain text.";
    TITLE_LENGTH = "title_length", 422, "Title length not accepted here",
        "Panjang judul di luar batas toko ini.",
        "The title's length is outside what this shop takes.";
    TITLE_TAKEN = "title_taken", 422, "Another channel has this title",
        "Kanal lain sudah memakai judul ini untuk produk yang sama. Pilih kata lain.",
        "Another channel has this title for the same product. Choose other words.";
    TITLE_EMOJI = "title_emoji", 422, "No emoji in titles here",
        "Kanal ini tidak menerima emoji di judul.",
        "This channel takes no emoji in a title.";
    TITLE_CHINESE = "title_chinese", 422, "No Chinese characters in titles here",
        "Kanal ini tidak menerima aksara Tionghoa di judul.",
        "This channel takes no Chinese characters in a title.";
    TITLE_HTML = "title_html", 422, "No HTML escapes in titles here",
        "Kanal ini tidak menerima kode HTML seperti &amp; di judul.",
        "This channel takes no HTML escapes such as &amp; in a title.";
    TITLE_SYMBOLS = "title_symbols", 422, "Symbols alone are no title",
        "Judul tidak boleh hanya berisi simbol.",
        "A title cannot be made of symbols alone.";
    TITLE_REPEATS = "title_repeats", 422, "One character too often",
        "Satu karakter paling banyak 9 kali berturut-turut di judul.",
        "A title repeats one character at most 9 times in a row.";
    TITLE_CHOICES = "title_choices", 422, "Name 1 to 200 titles",
        "Sebutkan 1 sampai 200 judul yang diterima.",
        "Name 1 to 200 titles to accept.";
    PART_REPEATED = "part_repeated", 422, "Part named twice",
        "Setiap bagian judul hanya disebut sekali.",
        "Each part of a title stands once.";
    LIST_TOO_LONG = "list_too_long", 422, "List too long",
        "Daftar ini paling banyak 500 baris.",
        "A list has at most 500 entries.";
    PHRASE_MALFORMED = "phrase_malformed", 422, "Word or phrase not accepted",
        "Kata atau frasa berisi 1 sampai 60 karakter dalam satu baris.",
        "A word or phrase has 1 to 60 characters on one line.";
    KEYWORD_BANNED = "keyword_banned", 422, "A promotional claim",
        "Kata ini klaim promosi atau dilarang, sehingga tidak boleh ada di judul.",
        "This is a promotional claim or a banned word and cannot stand in a title.";
    SWAP_NUMBER = "swap_number", 422, "Numbers are never replaced",
        "Angka dan kode tidak boleh diganti.",
        "Numbers and codes are never replaced.";
    PLACEHOLDER_UNKNOWN = "placeholder_unknown", 422, "Unknown placeholder",
        "Teks memuat isian {…} yang tidak dikenal. Lihat daftarnya di docs/TITLES.md.",
        "The text names a placeholder {…} that does not exist. docs/TITLES.md lists them.";
    DESCRIPTION_TOO_LONG = "description_too_long", 422, "Description too long",
        "Deskripsi paling panjang 10.000 karakter.",
        "A description has at most 10,000 characters.";
    TEXT_MALFORMED = "text_malformed", 422, "Text not accepted",
        "Isi paling banyak 100 karakter dalam satu baris.",
        "At most 100 characters on one line.";
    TOO_MANY_IMAGES = "too_many_images", 422, "Too many images",
        "Paling banyak 9 gambar.",
        "At most 9 images.";
    IMAGE_HASH_MALFORMED = "image_hash_malformed", 422, "Picture hash malformed",
        "Sidik gambar salah bentuk: 16 angka heksadesimal.",
        "A picture's hash has 16 hexadecimal digits.";
    IMAGE_URL_MALFORMED = "image_url_malformed", 422, "Image address malformed",
        "Alamat gambar harus http atau https.",
        "An image is an http or https address.";
    IMAGE_UNKNOWN = "image_unknown", 422, "Unknown image",
        "Produk ini tidak punya gambar itu.",
        "The product has no such image.";
    IMAGE_DUPLICATE = "image_duplicate", 422, "Image named twice",
        "Gambar yang sama disebut dua kali.",
        "The same image is named twice.";
    PICTURE_KIND = "picture_kind", 422, "Not a picture",
        "Berkas ini bukan gambar JPEG, PNG, atau WebP. Pilih foto lain.",
        "This file is not a JPEG, PNG or WebP picture. Choose another photo.";
    PICTURE_UNREADABLE = "picture_unreadable", 422, "Picture damaged",
        "Gambar ini rusak atau tidak lengkap. Pilih foto lain, atau potret lagi.",
        "The picture is damaged or not complete. Choose another photo, or take it again.";
    PICTURE_TOO_LARGE = "picture_too_large", 422, "Picture too large",
        "Gambar paling besar 24 juta piksel. Kecilkan dulu, lalu unggah lagi.",
        "A picture has at most 24 million pixels. Make it smaller, then upload it again.";
    PICTURE_TOO_SMALL = "picture_too_small", 422, "Picture too small",
        "Toko meminta setidaknya 300 piksel di setiap sisi. Pilih foto yang lebih besar.",
        "The shops ask for at least 300 pixels on each side. Choose a larger photo.";
    PICTURE_TOO_NARROW = "picture_too_narrow", 422, "Picture too narrow",
        "Gambar ini terlalu panjang dan sempit untuk toko. Potong dulu supaya lebih mendekati persegi.",
        "The picture is too long and narrow for the shops. Crop it closer to a square first.";
    WEIGHT_MISSING = "weight_missing", 422, "Weight missing",
        "Isi berat paket dalam gram, untuk produk atau untuk setiap varian.",
        "Give the parcel's weight in grams, for the product or for each variant.";
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range", 422, "Weight out of range",
        "Berat adalah 1 sampai 300.000 gram.",
        "A weight is 1 to 300,000 grams.";
    WEIGHT_MALFORMED = "weight_malformed", 422, "Weight malformed",
        "Berat bukan angka yang benar.",
        "The weight is not a number.";
    LENGTH_OUT_OF_RANGE = "length_out_of_range", 422, "Length out of range",
        "Ukuran adalah 0,01 cm sampai 10 m.",
        "A length is 0.01 cm to 10 m.";
    LENGTH_MALFORMED = "length_malformed", 422, "Length malformed",
        "Ukuran ditulis dalam sentimeter, seperti 10 atau 10.25.",
        "A length is in centimetres, such as 10 or 10.25.";
    PRE_ORDER_OUT_OF_RANGE = "pre_order_out_of_range", 422, "Pre-order days out of range",
        "Pre-order adalah 1 sampai 90 hari.",
        "Pre-order days are 1 to 90.";
    PRICE_NEGATIVE = "price_negative", 422, "Price negative",
        "Harga tidak boleh negatif.",
        "A price cannot be negative.";
    PRICE_ZERO = "price_zero", 422, "Price zero",
        "Harga paling sedikit Rp1.",
        "A price is at least Rp1.";
    PRICE_TOO_LARGE = "price_too_large", 422, "Price too large",
        "Harga paling banyak Rp100.000.000.",
        "A price is at most Rp100,000,000.";
    MONEY_NOT_WHOLE = "money_not_whole", 422, "Money has decimals",
        "Rupiah ditulis sebagai angka bulat tanpa desimal.",
        "Rupiah are whole numbers without decimals.";
    MONEY_TOO_LARGE = "money_too_large", 422, "Amount too large",
        "Jumlah uang ini terlalu besar.",
        "This amount of money is too large.";
    COST_OUT_OF_RANGE = "cost_out_of_range", 422, "Cost out of range",
        "Modal adalah Rp0 sampai Rp100.000.000.",
        "A cost is Rp0 to Rp100,000,000.";
    SKU_MALFORMED = "sku_malformed", 422, "SKU malformed",
        "SKU adalah 1 sampai 100 karakter dalam satu baris.",
        "A SKU is 1 to 100 characters on one line.";
    SKU_DUPLICATE = "sku_duplicate", 422, "SKU used twice",
        "Varian lain di produk ini memakai SKU yang sama.",
        "Another variant of this product has the same SKU.";
    SKU_UNKNOWN = "sku_unknown", 422, "Unknown SKU",
        "Tidak ada produk dengan SKU ini.",
        "No product has this SKU.";
    SKU_RULE_MALFORMED = "sku_rule_malformed", 422, "SKU rule malformed",
        "Awalan, akhiran, dan pengganti SKU paling banyak 20 karakter. Awalan dan akhiran perlu huruf atau angka.",
        "A SKU rule has at most 20 characters. A prefix or suffix needs a letter or digit.";
    SKU_PATTERN_MALFORMED = "sku_pattern_malformed", 422, "SKU pattern malformed",
        "Pola SKU butuh satu isian nomor dan paling banyak satu isian judul, seperti di Pengaturan. Ubah polanya: selain itu hanya huruf, angka, titik, dan garis; paling panjang 30 karakter.",
        "Write the placeholder number exactly once and the placeholder title at most once, in curly braces. Otherwise use letters, digits, dots, hyphens and underscores only; at most 30 characters.";
    SKU_RULES_TOO_MANY = "sku_rules_too_many", 422, "Too many SKU rules",
        "Paling banyak 50 awalan, 50 akhiran, dan 50 pengganti.",
        "At most 50 prefixes, 50 suffixes and 50 replacements.";
    TOO_MANY_OPTIONS = "too_many_options", 422, "Too many options",
        "Paling banyak 3 jenis pilihan.",
        "At most 3 options.";
    OPTION_MALFORMED = "option_malformed", 422, "Option not accepted",
        "Pilihan adalah 1 sampai 50 karakter dalam satu baris.",
        "An option is 1 to 50 characters on one line.";
    OPTION_VALUES_MISMATCH = "option_values_mismatch", 422, "Option values missing",
        "Setiap varian perlu satu nilai untuk setiap pilihan produk.",
        "Each variant needs one value for each option of the product.";
    VARIANT_COUNT = "variant_count", 422, "Number of variants",
        "Produk punya 1 sampai 100 varian.",
        "A product has 1 to 100 variants.";
    VARIANT_DUPLICATE = "variant_duplicate", 422, "Variant named twice",
        "Dua varian punya pilihan atau pengenal yang sama.",
        "Two variants have the same option values or id.";
    VARIANT_TAKEN = "variant_taken", 422, "Variant sold twice",
        "Varian listing lain di listing ini sudah menjual varian itu. Lepas dulu.",
        "Another offer of this listing sells that variant. Take that link away first.";
    OFFER_UNKNOWN = "offer_unknown", 422, "Unknown offer",
        "Listing ini tidak punya varian listing dengan nomor itu.",
        "The listing has no offer with that id.";
    LISTING_UNLINKED = "listing_unlinked", 422, "Listing without product",
        "Listing ini belum punya produk. Impor atau hubungkan dulu.",
        "The listing has no product yet. Import or link it first.";
    VARIANT_UNKNOWN = "variant_unknown", 422, "Unknown variant",
        "Produk ini tidak punya varian itu.",
        "The product has no such variant.";
    PERCENT_MALFORMED = "percent_malformed", 422, "Percentage malformed",
        "Persen ditulis sebagai angka dengan paling banyak dua desimal, seperti 15 atau 6.97.",
        "A percentage is a number with at most two decimals, such as 15 or 6.97.";
    PERCENT_OUT_OF_RANGE = "percent_out_of_range", 422, "Percentage out of range",
        "Persentase ini di luar batas yang diterima.",
        "This percentage is outside what is accepted.";
    DATE_MALFORMED = "date_malformed", 422, "Date malformed",
        "Tanggal ditulis seperti 2026-01-31.",
        "A date is written such as 2026-01-31.";
    SUPERSEDED = "superseded", 422, "Superseded",
        "Jadwal biaya ini tidak akan pernah berlaku: yang mulai lebih baru sudah berlaku. Pakai tanggal yang sama atau sesudahnya.",
        "This fee schedule would never hold: one that began later already does. Use its day or a later one.";
    SOURCE_MISSING = "source_missing", 422, "Source missing",
        "Sebutkan dari mana angka biaya ini.",
        "Say where the fees' numbers come from.";
    TOO_MANY_FEES = "too_many_fees", 422, "Too many fees",
        "Paling banyak 50 biaya.",
        "At most 50 fees.";
    FEE_NAME_MALFORMED = "fee_name_malformed", 422, "Fee name malformed",
        "Nama biaya adalah 1 sampai 100 karakter.",
        "A fee's name has 1 to 100 characters.";
    FEE_OUT_OF_RANGE = "fee_out_of_range", 422, "Fee out of range",
        "Biaya adalah Rp0 sampai Rp100.000.000.",
        "A fee is Rp0 to Rp100,000,000.";
    FEES_TAKE_EVERYTHING = "fees_take_everything", 422, "Fees take everything",
        "Biaya persen yang aktif harus di bawah 100% seluruhnya.",
        "Percentage fees that are switched on must stay below 100% in all.";
    CHARM_ENDING_MALFORMED = "charm_ending_malformed", 422, "Ending malformed",
        "Akhiran harga adalah tiga angka, 0 sampai 999.",
        "A price's ending is three digits, 0 to 999.";
    SCOPE_MALFORMED = "scope_malformed", 422, "Scope malformed",
        "Tulis category:<nama>, product:<id>, atau variant:<id produk>:<id varian>.",
        "Write category:<name>, product:<id> or variant:<product id>:<variant id>.";
    CATEGORY_MALFORMED = "category_malformed", 422, "Category malformed",
        "Kategori adalah 1 sampai 100 karakter.",
        "A category has 1 to 100 characters.";
    TOO_MANY_OVERRIDES = "too_many_overrides", 422, "Too many exceptions",
        "Paling banyak 1.000 pengecualian harga di satu kanal. Pakai kategori untuk banyak produk.",
        "A channel has at most 1,000 price exceptions. Use a category for many products.";
    NOTHING_TO_PREVIEW = "nothing_to_preview", 422, "Nothing to preview",
        "Sebutkan aturan, biaya, hari, atau pengecualian yang akan dicoba.",
        "Name the rule, fees, day or exception to try.";
    MATCHES_UNNAMED = "matches_unnamed", 422, "Name what is meant",
        "Sebutkan tepat satu: pencocokan mana, atau listing atau produk mana.",
        "Name exactly one: which matches, or which listing or product.";
    NOTHING_TO_PLAN = "nothing_to_plan", 422, "Nothing to plan",
        "Sebutkan produk, SKU, atau filter yang akan direncanakan.",
        "Name the products, SKUs or filter to plan.";
    TOO_MANY_NAMED = "too_many_named", 422, "Too many at once",
        "Paling banyak 1.000 produk atau SKU disebut sekaligus. Pakai filter untuk lebih banyak.",
        "At most 1,000 products or SKUs are named at once. Use a filter for more.";
    VISIBILITY_ALONE = "visibility_alone", 422, "Shown or hidden alone",
        "Menampilkan atau menyembunyikan listing tidak digabung dengan kolom lain. Buat rencana sendiri.",
        "Showing or hiding listings is planned alone. Make another plan for the rest.";
    DELETION_TOO_LARGE = "deletion_too_large", 422, "Too many to delete at once",
        "Paling banyak 50 listing dihapus sekaligus.",
        "At most 50 listings are deleted at once.";
    OWN_STORE_HIDES = "own_store_hides", 422, "Hidden, not deleted",
        "Listing di toko sendiri tidak dihapus. Sembunyikan saja.",
        "A listing of the own store is not deleted. Hide it.";
    FIELDS_WITH_CREATE = "fields_with_create", 422, "Fields and new listings",
        "Listing baru dibuat dengan semua kolomnya. Hapus pilihan kolom, atau jangan membuat listing baru.",
        "A new listing is created with all of its fields. Leave out the fields, or create no listings.";
    TOO_MANY_ATTRIBUTES = "too_many_attributes", 422, "Too many attributes",
        "Paling banyak 60 atribut untuk satu listing. Hapus sebagian.",
        "At most 60 attributes for one listing. Remove some.";
    CHANNEL_ID_MALFORMED = "channel_id_malformed", 422, "No id of the channel",
        "Nomor kategori, merek, atau pengiriman kanal salah bentuk. Pilih dari daftar kanal.",
        "The channel's id of a category, brand or delivery option is malformed. Choose it from the channel's list.";
    ATTRIBUTE_MALFORMED = "attribute_malformed", 422, "No attribute",
        "Setiap atribut perlu nomor dan satu nilai atau lebih, paling panjang 2.000 karakter. Isi nilainya, atau hapus atributnya.",
        "Each attribute needs an id and one or more values of at most 2,000 characters. Fill in the value, or remove the attribute.";
    ATTRIBUTE_UNKNOWN = "attribute_unknown", 422, "No such attribute",
        "Kategori ini tidak punya atribut itu. Hapus atributnya, atau pilih kategori lain.",
        "The category has no such attribute. Remove it, or choose another category.";
    ATTRIBUTE_ONE_VALUE = "attribute_one_value", 422, "One value only",
        "Atribut ini hanya menerima satu nilai. Pilih salah satu.",
        "This attribute takes one value. Choose one.";
    ATTRIBUTE_NOT_IN_LIST = "attribute_not_in_list", 422, "Not in the list",
        "Atribut ini hanya menerima nilai dari daftar kanal. Pilih dari daftar itu.",
        "This attribute takes only the values of the channel's list. Choose from that list.";
    CONFLICT_MALFORMED = "conflict_malformed", 422, "No id of a conflict",
        "Nomor konflik salah bentuk. Salin dari daftar konflik.",
        "An id of a conflict is channel:shop:id#field@sides. Copy it from the list of conflicts.";
    CONFLICT_MOVED = "conflict_moved", 422, "It changed since you looked",
        "Nilai di toko atau di produk berubah lagi sejak Anda melihatnya, jadi belum diputuskan. Lihat nilai yang baru, lalu pilih lagi.",
        "The value in the shop or in the product changed after you looked, so nothing was decided. Look at the new values, then choose again.";
    CONFLICT_OF_TWO_CHANNELS = "conflict_of_two_channels", 422, "Another channel decided this field",
        "Nilai kanal lain sudah dipakai untuk kolom produk ini dalam permintaan yang sama. Putuskan konflik ini sendiri.",
        "The same request already took another channel's value for this field of the product. Decide this conflict by itself.";
    PREFERENCES_TOO_LARGE = "preferences_too_large", 422, "Too many settings",
        "Setelan pribadi paling banyak 16 KB. Hapus tampilan tersimpan yang tidak dipakai.",
        "Personal settings have at most 16 KB. Remove saved views that nobody uses.";
    WAVE_OR_JOBS = "wave_or_jobs", 422, "A wave or jobs",
        "Sebutkan satu gelombang atau daftar tugas, tidak keduanya.",
        "Name one wave or a list of jobs, not both.";
    APP_ID_MALFORMED = "app_id_malformed", 422, "App id malformed",
        "Nomor aplikasi salah bentuk. Salin lagi dari konsol kanal.",
        "The app's id is malformed. Copy it again from the channel's console.";
    APP_SECRET_MALFORMED = "app_secret_malformed", 422, "App secret malformed",
        "Kunci rahasia aplikasi salah bentuk. Salin lagi dari konsol kanal.",
        "The app's secret is malformed. Copy it again from the channel's console.";
    SERVICE_ID_MALFORMED = "service_id_malformed", 422, "Service id malformed",
        "Nomor layanan salah bentuk. Salin lagi dari konsol kanal.",
        "The service id is malformed. Copy it again from the channel's console.";
    WEBHOOK_URL_MALFORMED = "webhook_url_malformed", 422, "Webhook address malformed",
        "Alamat webhook harus http atau https, paling panjang 255 karakter.",
        "A webhook address is http or https, of at most 255 characters.";
    OPTIONS_DIFFER = "options_differ", 422, "Other options",
        "Listing ini punya pilihan varian yang lain dari produknya.",
        "The listing has other options than the product.";
    NOTHING_NAMED = "nothing_named", 422, "Nothing named",
        "Sebutkan produk atau filternya.",
        "Name products or a filter.";
    MASTER_FIELD_UNKNOWN = "master_field_unknown", 422, "No such field in the preview",
        "Tinjauan tidak punya kolom ini. Pakai nama kolom dari /v1/masters/preview.",
        "The preview has no such field. Use the names of fields from /v1/masters/preview.";
    SOURCE_FIELD_UNKNOWN = "source_field_unknown", 422, "No such field of a product",
        "Kolom ini tidak bisa dipilihkan sumbernya.",
        "No source can be chosen for this field.";
    BULK_CHANGES = "bulk_changes", 422, "What is changed",
        "Sebutkan 1 sampai 10 perubahan.",
        "Name 1 to 10 changes.";
    OP_NOT_FOR_FIELD = "op_not_for_field", 422, "Not for this field",
        "Cara mengubah ini tidak berlaku untuk kolom tersebut.",
        "This field cannot be changed in that way.";
    AMOUNT_MISSING = "amount_missing", 422, "No number to start from",
        "Kolom ini belum berisi angka, jadi tidak bisa ditambah atau diubah dengan persen. Isi dulu.",
        "This field has no number yet, so nothing can be added to it. Fill it in first.";
    AMOUNT_TOO_LARGE = "amount_too_large", 422, "Number too large",
        "Hasilnya terlalu besar.",
        "The result is too large.";
    COUNT_OUT_OF_RANGE = "count_out_of_range", 422, "Number out of range",
        "Hasilnya di bawah nol atau terlalu besar.",
        "The result is below zero or too large.";
    BASE_PRICE_MOVE = "base_price_move", 422, "Price moves too far",
        "Harga dasar akan berubah {moved}, lebih dari batas aman {guard}. Periksa, atau naikkan batasnya.",
        "The base price would move by {moved}, more than the guard of {guard}. Look at it, or raise the guard.";
    BASE_PRICE_UNDER_FLOOR = "base_price_under_floor", 422, "Under the floor",
        "Dengan harga ini Anda menerima kurang dari batas terendah di {channel}.",
        "At this price you would keep less than the floor on {channel}.";
    SOURCE_SILENT = "source_silent", 422, "The source says nothing",
        "Listing itu tidak punya nilai untuk kolom ini, atau bukan listing produk ini.",
        "That listing has no value for this field, or is not the product's.";
}
