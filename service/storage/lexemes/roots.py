"""Roots of Indonesian words, for where the affixes alone leave open what the root is.

`menikah` could be of *nikah* or *tikah*, `kepala` of *pala*, `makan` of *mak*. A word that is here is no other's form,
and of several roots that a form could have, one that is here is it. Whatever is not here is still found: by every root
that it could have. Written for this service, out of what reports of elections speak of.
"""

_ROOTS = """
    abadi abai acara acuan acuh ada adab adat adi adik adil adu aduk agama agen agenda aib ajak ajal ajang ajar aju akal
    akan akar akhir akibat aksi aktif aktivitas aku akun alam alamat alas alasan alat alian alih alir alun aman amanah
    amanat amarah amat ambal ambil ambisi amplop ampun amuk anak analisis ancam andai andal aneh angan anggap anggar
    anggota anggur angin angkat angket angkut angsur aniaya anjur antar antara anti antre antri antuk anut anyam apa
    aparat api apotek apresiasi apung arah arak aransemen arsip arti artikel arung arus asah asal asap asas asin asing
    aspirasi asuh asut atap atas atlet atur awak awal awan awas ayah ayom ayun
    babi baca badan bagai bagi bagus bahan bahas bahasa bahaya baik baju bakal bakar bakti balai balap balas baliho
    balik balita balut bandar banding bangga bangkang bangkit bangku bangsa bangun banjir bank bansos bantah banting
    bantu banyak bapak barang barat baris barter baru basah batal batas batu batuk bawa bawah bawaslu bayang bayar
    beban bebas becak beda bedah bejat bekal bekas bela belah belakang belanja beli belok belum benah benar bencana
    benci benda bendera bendung bengkel bentak bentang benteng bentrok bentuk bentur berangus berani berantas beras
    berat beredel beri berita berkah berkas bersih beruang besar besok beton betul biar biara biasa biaya bibit
    bicara bidan bidang bijak bikin bilang bilik bimbing bina binasa bingkis biru bisik bisnis blokir blok bobol
    bocor bohong boikot bola bom bongkar boros botol boyong buah bual buat buayan bubar bubuh bubuk budak budaya
    budi bujang bujuk buka bukan bukit bukti buku bulan bulat bulu bumi bunga bungkam bungkus bunting buntu bunuh
    bunyi buru buruh buruk bus busuk buta butuh
    cabang cabut cacat cair cakap cakup calo calon camat campur canang candi cantum cap capai capek cari catat catut
    cawapres cedera cegah cek celah celaka cemar cemas cemooh centang cepat cerah cerai ceramah cerdas cerita cermin
    cerna cetak cetus cicil cinta cipta ciri cium coba coblos cocok colong comot contoh corat coret cuci cukup cukur
    culik curang curi curiga
    daerah daftar dagang dahulu dakwa dalam dalih damai damping dana dandan dapat dapil darat darurat dasar data datang
    daya debat dekap dekat delegasi demokrasi demonstrasi denda dendam dengan dengar depan deras derita derma desa desak
    desas desus detik dewan dikte dinas dinding dingin diri disiplin diskriminasi diskusi distribusi doa dobrak dokumen
    dokumentasi dompet dompleng donasi dongkrak dorong dosa dua duduk duel duga duka dukuh dukung dunia dusta dusun
    edar efek ejek ekonomi eksploitasi ekspor elak elektronik elus emas emban emis emosi empat empati empu enak enam
    endap engkau erang erat esa evakuasi evaluasi
    fakta fasilitas fatwa fitnah fokus formal formulir foto fungsi
    gabung gaduh gagal gagas gaji galang gali gampang ganas ganda gandeng ganggu ganjal ganti gantung garang garap garis
    gas gawat gedung gelap gelar geledah gelembung gelontor gemar gempa gempur gemuk gencar gerak gereja gerombol gesek
    geser gesit giat gilir giring goda golok golong golput gombong gosip gosok gotong goyah granat gratis grup gubernur
    gubuk gugah gugat gugur gulat gulir gumpal guna gundah gunting gunung guru
    habis hadang hadap hadiah hadir hafal hajar hak hakikat hakim halaman halang halau halus hambat hamil hancur hantam
    hantar hapal hapus harap hardik harga hari harta harus hasil hasta hasut hati hawa hebat hemat hembus hening henti
    heran hias hiba hibah hibur hidang hidup hijau hikmah hilang himbau himpit himpun hina hindar hirau hitam hitung
    hoaks hormat hubung hujan hujat hukum humas huni hutan
    ibadah ibarat ibu idam ijazah ikan ikat iklan ikut ilegal ilmu imam iman imbal imbang imbau imigran impor incar
    indah indikasi indonesia induk industri infak informasi ingat ingin ingkar inisiatif injak insaf insan inspeksi
    intai intel intervensi inti intimidasi intip investigasi irama iring iris isi istilah istimewa istri isu isyarat
    item izin
    jabar jabat jadi jadwal jaga jahat jahit jajan jajar jalan jalin jalur jambret jamin jamu janda jangan jangkau janji
    jantung jarah jaring jatah jatuh jawab jebak jebol jegal jejak jejal jelajah jelang jelas jelek jelma jemaah jemaat
    jemput jengkel jenguk jenis jenuh jepit jerat jerit jilat jinak jitu joki jongkok jual juang juara jubir judi juga
    jujur juluk jumat jumlah jumpa juri juru jurus
    kabar kabul kabupaten kabur kacau kadar kader kado kafir kagum kait kaji kaki kalah kali kalian kamar kambing
    kampanye kampiun kampung kamu kanan kantong kantor kapal kapan kapok karang karantina karena karib karier kartu
    karung karya karyawan kasar kasih kasir kasus kata katrol kaum kaus kawal kawan kawin kaya kayu kebal kebumen
    kecam kecap kecewa kecil kecimpung kecoh kecuali kedip kediri kedok kejam kejar keji kejut kelabu kelahi kelar
    kelas keliling kelilip keliru kelola kelompok keluar keluarga keluh kemarin kemas kembali kembang kembar kempes
    kemudian kena kenal kenang kencan kendala kendali kendara kendur kenduri kental kepal kepala keping kepung
    kerabat keramat kerap keras keren kereta kering keringat keris kerja keroyok kertas kerubung keruk kerumun kesan
    ketat ketika ketua ketuk khalayak khawatir khianat khusus kibar kikis kilah kilat kini kipas kira kiri kirim
    kisah kisruh klaim klarifikasi klik klinik koalisi koar kolom kolong kolusi komando komentar komisi kompak
    komplain kompor kondisi konfirmasi konflik kongkalikong konsep konsumsi kontrak konvoi koordinasi koordinator
    kopi koran korban koreksi korupsi kosong kota kotak kotor kriminal kritik kuasa kuat kubu kubur kucil kucur kuda
    kudeta kuitansi kuku kuliah kulit kumpul kunci kuning kunjung kupas kupon kurang kursi kursus kutip kutuk
    kuwarasan
    labrak lacak ladang laga lagi lahan lahir laik lain lajang laju lakon laksana laku lalai lalu lamar lambang lambat
    lambung lampau lampir lampu lancar landa langgan langgar langkah langsung lanjut lansia lantai lantang lantik lapak
    lapang lapangan lapar lapis lapor larang lari larut latih lawan layak layan layang layar lebaran lebih leceh lecut
    ledak legal lekas lekat lelah lelang lemah lembaga lembar lembur lempar lengah lengkap lenyap lepas lesu letak letih
    letup letus lewat liar libat libur licik lihai lihat lima limpah lindung lingkung lingkungan lintah lintas lipat
    lirik lobi logistik lokasi loket lolos lomba loncat loyal luar luas lubang luber lucu lugas luka luluh lumpuh lumur
    lunas luncur lupa luput lurah lurus
    maaf mabuk macam macan macet madrasah mahal mahasiswa main maju makam makan makelar makhluk maki maklumat makmur
    maksimal maksud malam malang malas maling malu mamah mampu mandat mandi manfaat mangkir mangsa manipulasi manis
    mantan manusia marah mari martabat masak masalah masih masjid massa masuk masyarakat mata mati mau mayat mayoritas
    media meja melek memang menang menantu mengapa mengerti menit mental menteri merah merdeka merek meriah mertua mesin
    mesti meterai miliar milik militer mimpi minat minggu minoritas minta minum minyak miring misi miskin mitra mobil
    mobilisasi mobilitas modal modus mogok mohon moral motor mualaf muat mubazir muda mudah mufakat muka mulai mulia
    mulus mulut muncul mundur mungkin murah murid murni musik musim musnah musuh musyawarah mutasi mutlak
    nada nafkah nahkoda naik nakal nama namun nanti napi narkoba nasabah nasib nasihat nasional naskah negara negatif
    negeri nego nekat nelayan nenek netral niaga niat nikah nikmat nilai niscaya nista noda nomor nonton notaris nyala
    nyaman nyanyi nyata nyawa nyinyir
    obat objek obrol ojek oknum olah oleh olok omong operasi oplos orang orasi organisasi otak otoritas
    pabrik pacar pacu pacul padam padat padi padu pagar pagi pahala paham pahat pajak pakai paket paksa palang palsu
    paman pamer pamit pamong panas pancar pancing pandang pandu panen panggil panggul panggung pangkal pangkas pangkat
    panik panitia panjang panjat pantang pantas pantau panut papar para parah parkir partai paru pasal pasang pasar
    pasok pasti pasukan patah patok patroli patuh patung pecah pecat pegang pegawai pejagoan peka pekat pelan pelihara
    pelintir pelopor pelosok peluang peluk peluru pemilu pemuda penat pencil pendam pending pengaruh penggal penggawa
    penjara pentas penting penuh peran perang perangkat peras perban percaya percik perempuan pergi perihal periksa
    peringkat perintah periode perisai perkara perkosa perlu pernah persis pertama perwira pesan pesantren pesisir pesta
    peta petanahan petik petir petisi piagam pidana pidato pihak pikat piket pikir pikul pilah pilar pilih pilkada
    pimpin pinang pindah pindai pinggir pinjam pintar pintu piring pisah pisau pistol planet plesir plot pohon pokok
    polisi politik politisi polling polos pondok populer posko poster posting potensi potong potret pradana praktik
    prasangka prembun presiden prestasi pribadi prihatin prioritas produk profesi profesional program proses protes
    provinsi provokasi provokator proyek puas publik publikasi pucat puja pujangga puji pukul pula pulang pulas pulau
    pulih pulsa puluh puncak pungkas pungli pungut punya pupuk pura puring pusat putar putih putus
    rabu racun radikal ragam ragu rahasia raih rajin rajut rakit rakus rakyat ramah ramai rambah rampas rampok
    rancang rangkai rangkap rangkul rangsang ranjang rantai rapat rapi rasa rasio rasuah rata ratus raup rawan rawat
    raya rayu rebak rebut receh redam reformasi rekam rekan rekap rekapitulasi rekayasa rekening rekomendasi rekrut
    rela relawan remaja rembuk remeh rencana rendah rengek renggut repot represi resah reses resmi responden restu
    retak retas rezeki riang ribu ribut ricuh rilis rinci rindu ringan ringkas ringkus rintang risau risiko robek
    roboh roda roket rokok rombak rombeng rombong ronda rongrong ruang rugi rumah rumor rumput rumus runding runtuh
    rupa rupiah rusak rusuh rutin
    saat saban sabar sabotase sabtu sabung sadap sadar sah sahabat sahur saing saji sakit saksi salah salam salin salip
    salur sama samar sambang sambung sambut sampah sampai samping sampul sandar sandera sangar sangat sanggah sanggup
    sangka sangkal sangsi sanksi santai santri santun sapa sapu sara saran sarana saring sarjana sasar satpam satpol
    satu satwa saudara saudari sawah sawer saya sayang sebab sebal sebar sebarang sebelum seberang sebut sedang sedekah
    sederhana sedia sedih segala segan segar segel segera sejahtera sejarah sejuk sekap sekarang sekat sekolah sekongkol
    sekretariat sekretaris selalu selamat selaras selasa selatan selebar seleksi selenggara selenting selesai seleweng
    selidik selinap selip selisih seliweran selubung seludup selundup seluruh semai semangat semarang semat sembah
    sembahyang sembako sembarang sembelih sembuh sembunyi semen sementara seminar sempat semprot sempurna semua
    senandung senang sengaja senggol sengketa sengsara senin senjata sensor sentral sentuh sepakat sepeda seperti sepi
    seragam serah serang serap serbu seret sering serius serta seru sesal sesat sesuai setan setia setir setor setuju
    sewa sewenang siaga siap siar siasat sidang sidik sifat sigap sikap siksa silakan silang silaturahmi simak simpan
    simpang simpati simpul sindir singgung singkap singkat singkir sinyal siram sirine sisa sisip sistem siswa sita
    situasi soal sodor sogok sokong solusi sopan sopir sorak sore sorot sosial sosialisasi spanduk stabil stempel stiker
    strategi struktur suami suap suara suasana suatu subjek subsidi subuh subur sudah sudut suka sukses sulap sulit
    sulut sumbang sumbat sumber sumpah sumpal sumpek sundul sungai sungguh suntik supaya surat suruh surut survei susah
    suster susul susun susup swadaya swafoto swasta syarat syukur
    taat tabah tabayun tabrak tabung tabur tagih tahan tahap tahu tahun tajam takar takbir taklim takluk takut tamak
    taman tamat tambah tambang tampak tampar tampil tampung tamu tanah tanam tancap tanda tandang tandatangan tanding
    tandu tangan tangga tanggal tanggap tangguh tanggul tanggung tangis tangkap tangkis tani tantang tanya tapak tari
    tarif tarik taruh tarung tata tawar tebak tebar tebas tebus tegak tegang tegas teguh tegur tekad tekan teken telaah
    teladan telan telantar telat telepon teliti telunjuk telusur teman tembak tembus tempat tempel tempo tempuh tempur
    temu tenaga tenang tendang tendens tengah tengger tentang tentara tenteram tentram tentu tepat tepi terang terap
    terbang terbit teriak terik terima teritori terka terlalu terlantar ternak terobos teror terpa terpal
    tertib terus tetangga tetap tetes tewas tiang tiap tiba tidak tidur tikai tikam tiket tilang tilep timbang timbul
    timbun timpa timpang timses timur tindak tindas tinggal tinggi tingkah tingkat tinjau tinju tinta tipis tipu titik
    titip tiup tokcer toko tokoh tolak toleran toleransi tolong tombak tonggak tonjok tonton topang topeng topik tradisi
    transaksi transfer triliun tsunami tua tuai tuan tuang tubuh tuding tuduh tugas tuju tukang tukar tular tulis tulus
    tumbang tumbuh tumpah tumpang tumpu tumpuk tunai tunda tunduk tunggak tunggal tunggu tunjang tunjuk tuntas tuntun
    tuntut turis turun turut tusuk tutup tutur
    uang uap ubah ucap udang udara ujar uji ujung ukir ukur ulah ulama ulang ulas ulet ulur umat umbar umpat umum umur
    undang undi unduh undur unggah unggul unggun ungkap ungkit unjuk unsur untuk untung upacara upah upaya urai urus
    urut usaha usang usap usia usik usir usul usung usut utama utang utara utuh utus uzur vandal
    verifikasi video viral vokal
    wabah wacana wadah wafat wajah wajar wajib wakaf wakil waktu wali walikota wanita waras warga waris warna warta
    warung wasit waspada watak wawancara wawas wenang wibawa wilayah wisata wisuda wujud
    yakin yayasan
    zakat zalim zaman zona
"""
ROOTS = frozenset(_ROOTS.split())
