//! The word lists, as data. One line per thing: the name it is compared under, then its other names.

use super::class::Class;

/// `name: other, other, two words`. A name never appears among the others of a line.
pub const SYNONYMS: &str = "\
wanita: cewek, cewe, ce, perempuan, ladies, lady, women, woman, womens, female, wanitas, ibu, ibu2
pria: cowok, cowo, laki, lelaki, men, man, mens, male, laki2, pria2, laki laki
anak: kids, kid, children, child, anak2, kanak, anak anak
bayi: baby, babies, newborn, infant, baby2
dewasa: adult, adults
selempang: slingbag, slempang, crossbody, sling bag, tas selempang, tas slempang
ransel: backpack, bagpack, tas punggung, tas ransel, ransel punggung
tas: bag, bags, tass
dompet: wallet, wallets, purse
totebag: tote bag
waistbag: waist bag, tas pinggang
sepatu: shoes, shoe, sepatus
sandal: sendal, sandals, sendals, slipper, slippers
sepatu_kets: sneakers, sneaker, kets, snekers, sepatu kets
baju: clothes, pakaian, busana, clothing
kaos: tshirt, tee, kaus, t shirt, tshirts, t-shirt
kemeja: shirt, hem, shirts
celana: pants, pant, trousers, clana
celana_dalam: celana dalam, underwear, panties, panty, undies
jaket: jacket, jackets, jeket
rok: skirt, skirts
jilbab: hijab, kerudung, krudung, hijabs, jilbabs
kaos_kaki: kaos kaki, kaus kaki, socks, sock, kaoskaki
sarung_tangan: sarung tangan, gloves, glove
topi: hat, hats
sabuk: ikat pinggang, gesper, belt, belts
bra: bh, beha
piyama: pajamas, pajama, pyjamas, pyjama, piama, baju tidur
sweater: sweter, switer, swiater
hoodie: hoody, hodie
setelan: stelan, setel, stel
daster: dastar
gamis: abaya
mukena: mukenah, mukna
arloji: jam tangan, watch, watches, wristwatch
kacamata: sunglasses, glasses, eyeglasses, sunglass, kaca mata, eyewear
gelang: bracelet, bracelets, bangle
kalung: necklace, necklaces
anting: earring, earrings, anting2
cincin: ring, rings
bros: brooch, broche
jepit: jepitan, hairclip, hairpin, hair clip, jepit rambut, jepitan rambut
ikat_rambut: ikat rambut, scrunchie, scrunchies, kuncir, kunciran, kuncir rambut, ikatan rambut
bando: bandana, headband, bandanas, bandeau
sabun: soap, soaps
masker: mask, masks, maskers
bedak: powder
lipstik: lipstick, lipstic, lipstiks
parfum: perfume, fragrance, farfum, parfume, minyak wangi
minyak: oil, oils
krim: cream, creme, krem, creams
pembersih: cleanser, cleaner, cleansing
wajah: face, muka, facial
rambut: hair
kulit: skin
badan: tubuh, body
bibir: lip, lips
mata: eye, eyes
alis: eyebrow, brow, eyebrows
bulu_mata: bulu mata, eyelash, eyelashes, lashes, lash
kuku: nail, nails
pelembab: moisturizer, moisturizing, moisturiser, pelembap, moisturising, moisture
pemutih: whitening, pemutihan, mencerahkan, brightening, pencerah
jerawat: acne
sampo: shampoo, shampo, shampoos, sampho
pasta_gigi: pasta gigi, toothpaste, odol
sikat_gigi: sikat gigi, toothbrush
gigi: teeth, tooth
sikat: brush
tabir_surya: sunscreen, sunblock, tabir surya, sun screen, sun block
kosmetik: cosmetics, cosmetic, makeup, make up, riasan
softlens: softlen, lensa kontak, contact lens, soft lens
botol: bottle, bottles, btl
botol_minum: botol minum, tumbler
piring: plate, plates
sendok: spoon
garpu: fork
gelas: cup, cups
mangkuk: mangkok, bowl, mangkok2
panci: pot
wajan: penggorengan, frying pan, fry pan
pisau: knife, knives
kotak: box, boxes
tempat: holder, wadah, container
rak: rack, shelf, racks
lampu: lamp, light, lights, lamps
bohlam: bulb, bulbs
kipas: fan, kipas angin
gantungan: hanger, hook, gantung, hangers
gantungan_kunci: gantungan kunci, keychain, ganci
karpet: carpet
bantal: pillow, pillows
selimut: blanket, blankets
sprei: seprai, seprei, bedsheet, spre
handuk: towel, towels
gorden: curtain, gordyn, hordeng, tirai, korden
kursi: chair, chairs
meja: table, desk
lilin: candle, candles
stiker: sticker, stickers, stikers
wallpaper: walpaper, wall paper
cermin: mirror
payung: umbrella
jas_hujan: jas hujan, raincoat, mantel hujan, mantel
hp: handphone, phone, ponsel, smartphone, hape, handpone
casing: case, kesing, cases, silikon case
lembut: soft, halus
kabel: cable, cables
charger: cas, casan, charging, carger, pengisi daya, charge, chargers
headset: handsfree, earphone, earphones, hf, headsfree, earbuds, headsets, earbud, henset, hedset
speaker: spiker, speakers
kamera: camera, cameras
tempered_glass: tempered glass, anti gores, antigores, temper glass, screen guard, screen protector, temperglass
baterai: battery, batre, batrai, batere, batray, batteries, batery, batrei
layar: screen
memori: memory
senter: flashlight
mainan: toy, toys, maenan
boneka: doll, dolls
mobil: car, cars
sepeda: bicycle, bike
helm: helmet
kopi: coffee
teh: tea
susu: milk
gula: sugar
garam: salt
cokelat: coklat, chocolate, choco, brown, cokla, coclat
madu: honey
mie: mi, noodle, noodles
kue: cake, cakes
ayam: chicken
ikan: fish
bumbu: seasoning
makanan: food, foods
minuman: drink, drinks
camilan: snack, snacks, cemilan
organik: organic
hitam: black, blck
putih: white, wht
merah: red
biru: blue
hijau: green, ijo
kuning: yellow
ungu: purple
abu: grey, gray, abu2, abu abu
orange: oranye, oren
emas: gold, golden
perak: silver
pink: merah muda, pingky
buku: book, books
pena: pen, pulpen, pens, ballpoint, bolpoin, bolpen
pensil: pencil, pencils
kertas: paper
lem: glue
gunting: scissors, scissor
tali: rope, strap
rantai: chain
kunci: key, keys
palu: hammer
obeng: screwdriver
tang: plier, pliers
bor: drill
baut: bolt, screw, bolts, screws, skrup, sekrup
mur: nut, nuts
kuas: kwas
gembok: padlock
selang: hose
keran: kran, faucet
anjing: dog, dogs
burung: bird, birds
bunga: flower, flowers, floral
hati: heart
bintang: star
kecil: small
sedang: medium
tebal: thick
tipis: thin
lebar: wide
besar: big, large
panjang: long
pendek: short
lengan: sleeve
tangan: hand, hands
kaki: foot, feet, landing gear, kaki pendarat, landing skid
mini: mungil
refill: isi ulang
lipat: folding, foldable
anti_air: anti air, waterproof, water proof, tahan air
nirkabel: wireless, wirelless
elektrik: electric, listrik
otomatis: automatic, auto
silikon: silicone, silicon
plastik: plastic, plastics
kayu: wood, wooden
besi: iron
kaca: glass
karet: rubber
katun: cotton, catun
kain: fabric, cloth
kulit_sintetis: pu leather, kulit sintetis
rajut: knit, knitted
jeans: jean, denim, jins
polos: plain
garis: stripe, stripes, salur
kotak2: kotak kotak, plaid
motif: pattern
karakter: character
kartun: cartoon
lucu: cute
warna: color, colour, colors, colours, wrn, warna2
paket: package, packet, pket
isi: content, contents
ukuran: size, uk, ukr
pompa: pump
mesin: machine
alat: tool, tools, perkakas
pemotong: cutter
parutan: grater
saringan: strainer, filter
cetakan: mold, mould
tutup: lid
sarung: sarong
pinggang: waist
lutut: knee
olahraga: sport, sports, olah raga
lari: running
renang: swimming
sepak_bola: sepak bola, football, soccer
bola: ball, balls
gitar: guitar
musik: music
ulang_tahun: ulang tahun, birthday, ultah
balon: balloon, balloons, ballon
pernikahan: wedding
hadiah: gift, kado, gifts
kiri: left
kanan: right
depan: front
belakang: rear, back
atas: top, upper
bawah: bottom, lower
baling: propeller, prop, props, propellers, baling baling, propeler
dudukan: mount, mounting, bracket, braket
pelindung: protector, guard, protection, proteksi
bantalan: pad, pads, busa
rangka: frame, frames
antena: antenna, antenas
penerima: receiver
pemancar: transmitter
luar: outer, outdoor
penjepit: clip, klip, clamp
baki: tray
kanopi: canopy
peredam: damper
pendingin: cooling, cooler
gerbang: gate
pelat: plat
pegangan: grip, handle
samping: side
sudut: angle
derajat: deg, degree, degrees
penyimpanan: storage
dinding: wall, tembok
lensa: lens, lenses
konektor: connector, connectors
stik: stick
ganda: dual, double
balap: race, racing
cangkang: shell
suhu: temperature
termometer: thermometer
tensimeter: tensi, tensi meter
timbangan: scale
obat: medicine
kapsul: capsule, capsules, caps, kaps
tablet: tablets, tab
vitamin: vit, vitamins
vanila: vanilla
cair: liquid
maxi: maxy
korea: korean
bubuk: bubuk2
herbal: herba, jamu
kucing: cats, kucink
serbaguna: multifungsi, multifunction, serba guna, multi fungsi
portable: portabel
premium: premiun, primium
jumbo: jumbo2
bluetooth: blutooth, bluethooth, blutut, bloetooth, bluetoth
stainless: stainlis, stenlis, stainles, stailess, stanless
selotip: lakban, tape, isolasi
tisu: tissue, tissu, tisue
popok: diaper, diapers, pampers
dot: nipple, pacifier, empeng
";

/// Words that praise, promise, address or connect. They keep a fraction of their weight.
pub const CHATTER: &str = "\
promo promosi murah termurah mura murahh murmer muraah ready readi stock stok stocks restock redy original ori \
asli orisinil oryginal authentic autentik genuine cod bisa bayar di tempat ditempat terima best seller bestseller terlaris laris viral hits \
hit trending trend tren kekinian baru terbaru new news import impor imported importir diskon discount disc sale \
flash grosir grosiran ecer eceran hemat terhemat gratis free ongkir garansi bergaransi warranty resmi official \
officialstore ofisial kualitas berkualitas kwalitas quality high hq premium terbaik terpercaya terjamin dijamin jaminan bagus keren \
mantap mewah cantik murni real pict realpict pic foto picture asli100 100 bpom halal mui sni distributor supplier agen reseller \
dropship pusat store shop toko olshop onlineshop online indonesia indo id jakarta jkt bandung surabaya sby bekasi tangerang \
bogor medan semarang jogja yogyakarta tanah abang lokal local ambon pabrik produk product barang item items model \
dan untuk dengan yang ke dari atau with for and the of in by on to or from at a an is buat utk dgn yg u n nya \
juga sangat paling super extra banget sekali harga price hrg gan sis bund bun kak gaes guys terima kasih thanks \
all semua varian variant variants varians random acak tersedia available pilihan pilih bonus hadiah buy get beli dapat dpt \
langsung kirim dikirim pengiriman kilat cepat hari ini only hanya saja aja termasuk include harga satuan \
po preorder open pre order limited edition edisi last sisa cuci gudang obral special spesial event voucher cashback \
recommended rekomendasi favorit populer populer terkini modern fashion style stylish model2 aman nyaman praktis awet \
fullset complete komplit lengkap bnib nib segel ms no merk merek brand type tipe tp series seri versi version kode code \
wa open exp expired ed expire date terlengkap tebal2 jual dijual menjual sell cuma big sale 1st ramadhan ramadan lebaran \
lazada shopee tokopedia tiktok tiktokshop bukalapak instagram ig ootd gaya dll pakai bebas bubble wrap warni cepat ekspres sih mau yuk yah buat sedia sistem cm wow hot_sale tambahan packing \
impor sepasang seperti lebih serta model2 jg tdk no1 100 ribu rb disini sini kami kita anda kamu";

/// Words of which one excludes the others: what is left is not right, what is long is not short.
pub const AXES: &[(Class, &str)] = &[
    (Class::Side, "kiri kanan"),
    (Class::Side, "depan belakang"),
    (Class::Side, "atas bawah"),
    (Class::Colour, COLOURS),
    (Class::Wearer, WEARERS),
    (Class::Place, "dalam luar"),
    (Class::Measure, "panjang pendek"),
    (Class::Measure, "kecil sedang besar mini jumbo"),
    (Class::Measure, "tebal tipis"),
    (Class::Measure, "tinggi rendah"),
    (Class::Measure, "lebar sempit"),
    (Class::Count, "single ganda triple"),
    (Class::Count, "satu dua tiga empat lima enam"),
];

/// Sizes that are letters, in order.
pub const LETTERS: [&str; 9] = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl"];

/// Words behind a model's name that make another model of it.
pub const GRADES: &str = "pro max plus mini lite ultra elite neo nano";

/// Colours by canonical name.
const COLOURS: &str = "hitam putih merah biru hijau kuning ungu abu orange emas perak pink cokelat navy maroon \
    tosca mint peach beige salem lilac mustard army";

/// Whom a thing is made for.
const WEARERS: &str = "pria wanita anak bayi dewasa";

/// Words that name the thing itself. Two listings that name different things are rarely one product.
pub const THINGS: &str = "\
selempang ransel tas dompet totebag waistbag pouch koper clutch sepatu sandal sepatu_kets boots heels wedges pantofel flatshoes \
baju kaos kemeja celana celana_dalam jaket rok jilbab kaos_kaki sarung_tangan topi sabuk bra piyama sweater hoodie setelan \
daster gamis mukena tunik blouse dress kebaya koko sarung pashmina bergo khimar ciput inner legging kulot cardigan blazer jumpsuit \
overall romper singlet boxer jumper bedong celemek rompi kimono lingerie korset manset cadar peci \
arloji kacamata gelang kalung anting cincin bros jepit ikat_rambut bando dasi \
sabun masker bedak lipstik parfum krim pembersih toner serum essence lotion gel scrub peeling sampo kondisioner conditioner \
pasta_gigi sikat_gigi tabir_surya softlens maskara mascara eyeliner eyeshadow foundation cushion concealer primer blush highlighter \
lipgloss deodorant deodoran tisu popok pembalut kapas catokan sisir wig bulu_mata kutek obat kapsul tablet vitamin minyak hairdryer \
botol botol_minum piring sendok garpu gelas mangkuk panci wajan pisau kotak rak lampu bohlam kipas gantungan gantungan_kunci karpet bantal guling \
selimut sprei handuk gorden kursi meja lilin stiker wallpaper cermin payung jas_hujan lap sapu pel ember keset dispenser blender mixer \
oven kompor setrika teko termos toples keranjang lemari loyang cetakan talenan saringan parutan pemotong kasur taplak \
casing kabel charger headset speaker kamera tempered_glass baterai powerbank keyboard mouse mousepad flashdisk adapter modem router \
tripod tongsis mic microphone printer tinta monitor laptop hp antena remote proyektor senter stopkontak saklar hub soundcard converter \
mainan boneka robot puzzle lego balon sepeda helm kolam raket bola matras barbel dumbbell skipping sarung_tinju joran pancing \
kopi teh susu gula garam madu mie kue biskuit wafer keripik permen bumbu sambal saus kecap beras tepung kurma cokelat camilan abon \
buku pena pensil kertas lem gunting tali rantai kunci palu obeng tang bor baut mur kuas gembok selang keran selotip spidol penghapus \
penggaris map amplop stapler kalkulator crayon cat amplas gergaji meteran pompa mesin timbangan termometer tensimeter thermometer \
knalpot ban oli aki spion jok busi velg shockbreaker kampas bearing gear lampu_motor klakson \
baling dudukan rangka antena motor esc receiver transmitter fc vtx drone quadcopter gimbal goggle lensa penerima pemancar \
gitar ukulele harmonika drum pupuk bibit benih pot akuarium kandang pasir makanan alquran sajadah tasbih hiasan pajangan lukisan frame";

/// Words that describe. They help to distinguish things, but shops add them and leave them out freely.
pub const DETAILS: &str = "\
hitam putih merah biru hijau kuning ungu abu orange emas perak pink navy maroon tosca mint peach beige salem lilac mustard army \
warna warni motif polos garis kotak2 karakter kartun lucu gambar print printing sablon bordir renda pita rainbow mix cantik unik \
kecil besar mini jumbo panjang pendek tebal tipis lebar tinggi bulat oval persegi lembut halus keras lentur elastis ringan kuat adem panas dingin \
bahan kain katun plastik kayu besi kaca karet silikon stainless steel kulit_sintetis rajut jeans wolfis moscrepe ceruti ceruty rayon satin \
polyester spandex fleece velvet tpu pvc abs akrilik kanvas canvas suede jersey scuba oxford \
wanita pria anak bayi dewasa muslim muslimah unisex remaja keluarga girls girl boys boy kantor kerja sekolah kuliah pesta santai casual \
formal rumah dapur kamar mandi travel gym masak hadiah lari olahraga basic klasik classic vintage retro korea korean jepang china turki \
syari ultra universal serbaguna portable lipat anti_air otomatis elektrik instan transparan bening clear single double ganda triple full \
all size ukuran xs s m l xl xxl xxxl xxxxl a b c d e f g h i j k n o p q r t u v w x y z pack wrap bubble kemasan isi per dus karton \
aksesoris perlengkapan peralatan penyimpanan organizer samping sudut derajat alami natural herbal organik bebas tahan tanpa non anti dll dua satu tiga \
kiri kanan depan belakang atas bawah atasan bawahan dalam luar";
