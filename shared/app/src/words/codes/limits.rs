//! Codes for problems that SyncStore itself finds before a call to a channel: limits, pictures, missing values.

codes! {
    PRICE_OUT_OF_RANGE = "price_out_of_range", 422, "Price not accepted here",
        "Harga ini di luar batas kanal. Ubah harga dasar atau aturan harganya.",
        "The price is outside the channel's limits. Change the base price or the price rule.";
    PRICE_SPREAD = "price_spread", 422, "Prices too far apart",
        "Varian termahal terlalu jauh dari yang termurah untuk kanal ini. Dekatkan harganya atau pisahkan listingnya.",
        "The dearest variant is too far from the cheapest for this channel. Bring the prices closer or split the listing.";
    STOCK_OUT_OF_RANGE = "stock_out_of_range", 422, "Stock not accepted here",
        "Stok ini melebihi batas kanal. Kurangi stoknya.",
        "The stock is over the channel's limit. Lower the stock.";
    SKU_TOO_LONG = "sku_too_long", 422, "SKU too long here",
        "SKU ini terlalu panjang untuk kanal ini. Pendekkan SKU-nya.",
        "The SKU is too long for this channel. Shorten the SKU.";
    SKU_HAS_SPACES = "sku_has_spaces", 422, "No spaces in SKUs here",
        "Kanal ini tidak menerima spasi di SKU. Hapus spasinya.",
        "This channel takes no spaces in a SKU. Remove the spaces.";
    PRE_ORDER_NOT_TAKEN = "pre_order_not_taken", 422, "No pre-orders here",
        "Kategori ini tidak menerima pre-order. Kosongkan hari pre-order atau ubah kategorinya di kanal.",
        "This category takes no pre-orders. Empty the pre-order days, or change the category at the channel.";
    OUT_OF_RANGE = "out_of_range", 422, "Outside the limits",
        "Jumlahnya di luar batas kanal ini. Periksa panjang teks, jumlah gambar, dan jumlah varian.",
        "The amount is outside this channel's limits. Check the length of texts and the number of pictures and variants.";
    TOO_MANY_VARIANTS = "too_many_variants", 422, "Too many variants here",
        "Varian produk ini melebihi batas kanal. Kurangi atau pisahkan variannya.",
        "The product has more variants than the channel takes. Remove some or split the product.";
    OPTION_NAME_LENGTH = "option_name_length", 422, "Option's name too long here",
        "Nama pilihan varian terlalu panjang atau kosong untuk kanal ini. Ubah nama pilihannya.",
        "The name of an option is too long or empty for this channel. Change the name.";
    OPTION_VALUE_LENGTH = "option_value_length", 422, "Option too long here",
        "Satu pilihan varian terlalu panjang atau kosong untuk kanal ini. Ubah pilihannya.",
        "An option value is too long or empty for this channel. Change the value.";
    OPTIONS_MISSING = "options_missing", 422, "Options missing",
        "Beberapa varian tidak bisa dijual tanpa nama pilihan. Isi pilihan variannya, misalnya Warna.",
        "Several variants cannot be sold without an option's name. Name the options, such as Colour.";
    VARIANT_AXES_DIFFER = "variant_axes_differ", 422, "Other options on the channel",
        "Pilihan varian di kanal berbeda dari produk. Samakan dulu secara manual.",
        "The listing's options are not the product's. Make them alike by hand first.";
    LAST_VARIANT = "last_variant", 422, "The last variant stays",
        "Varian terakhir sebuah listing tidak bisa dihapus. Sembunyikan atau hapus listingnya di kanal.",
        "The last variant of a listing cannot be removed. Hide or delete the listing at the channel.";
    TOO_MANY_HASHTAGS = "too_many_hashtags", 422, "Too many hashtags",
        "Tagar di deskripsi melebihi batas kanal. Kurangi tagarnya.",
        "The description has more hashtags than the channel takes. Remove some.";
    DESCRIPTION_IMAGES = "description_images", 422, "Too many pictures in the description",
        "Gambar di deskripsi melebihi batas kanal. Kurangi gambarnya.",
        "The description has more pictures than the channel takes. Remove some.";
    CATEGORY_MISSING = "category_missing", 422, "Category missing",
        "Kategori kanal belum dipilih untuk listing ini. Pilih kategorinya, lalu ulangi.",
        "The listing has no category of the channel yet. Choose one, then repeat.";
    DIMENSIONS_MISSING = "dimensions_missing", 422, "Parcel size missing",
        "Kanal ini meminta ukuran paket. Isi panjang, lebar, dan tinggi.",
        "This channel asks for the parcel's size. Enter length, width and height.";
    SHIPPING_MISSING = "shipping_missing", 422, "No delivery switched on",
        "Toko ini belum mengaktifkan jasa kirim. Aktifkan di pengaturan toko, lalu coba lagi.",
        "The shop has no delivery service switched on. Switch one on in the shop's settings, then try again.";
    WAREHOUSE_MISSING = "warehouse_missing", 422, "No warehouse that sells",
        "Toko ini tidak punya gudang penjualan. Tambahkan gudang di pengaturan toko, lalu ulangi.",
        "The shop has no warehouse that sells. Add one in the shop's settings, then repeat.";
    SKU_TAKEN_IN_SHOP = "sku_taken_in_shop", 422, "The shop has this SKU already",
        "Toko ini sudah punya listing lain dengan SKU yang sama. Hubungkan listing itu ke produk ini, atau ubah SKU-nya.",
        "The shop has another listing with this SKU already. Link that listing to the product, or change the SKU.";
    VARIANT_PARCELS_LOST = "variant_parcels_lost", 422, "Variants' own parcels were replaced",
        "Berat dan ukuran listing sudah diubah, tetapi kanal memberikannya ke semua varian. Isi lagi berat tiap varian di toko.",
        "The listing's weight and size are set, but the channel gave them to all variants. Enter each variant's weight in the shop again.";
    WEIGHT_UNREADABLE = "weight_unreadable", 422, "Weight at the channel not readable",
        "Berat di kanal memakai satuan atau angka yang tidak dikenal. Perbaiki beratnya di toko, lalu impor lagi.",
        "The weight at the channel has a unit or number that is not known. Correct it in the shop, then import again.";
    DIMENSIONS_UNREADABLE = "dimensions_unreadable", 422, "Size at the channel not readable",
        "Ukuran paket di kanal memakai satuan atau angka yang tidak dikenal. Perbaiki ukurannya di toko, lalu impor lagi.",
        "The parcel's size at the channel has a unit or number that is not known. Correct it in the shop, then import again.";
    IMAGE_NOT_UPLOADED = "image_not_uploaded", 422, "Picture not there yet",
        "Satu gambar belum ada di kanal ini. Ulangi: SyncStore mengunggahnya dulu.",
        "A picture is not on this channel yet. Repeat: SyncStore uploads it first.";
    IMAGE_TOO_LARGE = "image_too_large", 422, "Picture too large",
        "Satu gambar lebih dari 10 MB. Kecilkan atau ganti gambarnya, lalu ubah alamatnya.",
        "A picture has more than 10 MB. Use a smaller one and change its address.";
    IMAGE_TYPE = "image_type", 422, "Kind of picture not taken here",
        "Kanal ini hanya menerima gambar JPEG dan PNG. Ubah jenis gambarnya.",
        "This channel takes JPEG and PNG pictures only. Change the kind of the picture.";
    IMAGE_KIND = "image_kind", 422, "Not a picture",
        "Alamat ini tidak berisi gambar JPEG, PNG, atau WebP. Periksa alamat gambarnya.",
        "The address does not hold a JPEG, PNG or WebP picture. Check the picture's address.";
    IMAGE_MISSING = "image_missing", 422, "Picture not found",
        "Gambar tidak ditemukan di alamatnya. Buka alamat itu di peramban, lalu perbaiki alamat gambarnya.",
        "There is no picture at its address. Open the address in a browser, then correct it.";
    IMAGE_ADDRESS = "image_address", 422, "Picture's address not public",
        "Alamat gambar harus bisa dibuka siapa saja di web. Ubah alamat gambarnya.",
        "The picture's address has to be open to everybody on the web. Change the address.";
    BRAND_LENGTH = "brand_length", 422, "Brand's name too long",
        "Nama merek terlalu panjang untuk kanal ini. Pendekkan nama mereknya.",
        "The brand's name is too long for this channel. Shorten it.";
    ADDRESS_LENGTH = "address_length", 422, "Webhook address too long",
        "Alamat webhook terlalu panjang untuk kanal ini. Pendekkan alamatnya.",
        "The webhook's address is too long for this channel. Shorten it.";
    IDEMPOTENCY_KEY_LENGTH = "idempotency_key_length", 422, "Key of the attempt too long",
        "Kunci percobaan ini terlalu panjang untuk kanal. Buat rencana baru.",
        "The key of this attempt is too long for the channel. Make a new plan.";
    CODE_MISSING = "code_missing", 422, "Authorisation without a code",
        "Kanal kembali tanpa kode izin. Mulai lagi dari halaman Koneksi.",
        "The channel came back without a code of authorisation. Start again from the Connections page.";
    SHOP_MISSING = "shop_missing", 422, "Authorisation without a shop",
        "Kanal kembali tanpa menyebut toko. Mulai lagi dari halaman Koneksi.",
        "The channel came back without naming a shop. Start again from the Connections page.";
    LAST_OFFER = "last_offer", 422, "The last variant stays",
        "Varian terakhir di toko web tidak bisa dihapus. Arsipkan produknya sebagai gantinya: ubah statusnya.",
        "The last variant of the web store's listing cannot be removed. Archive the product instead.";
    CHANNEL_NOT_REMOTE = "channel_not_remote", 422, "No connection needed",
        "Toko web tidak perlu dihubungkan. Pilih kanal lain.",
        "The web store needs no connection. Choose another channel.";
}
