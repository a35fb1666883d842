"""A whole day at a counter: two officers and a head in browsers of their own, a lobby screen, a partner and a citizen.

The office is new, so that every number at the end is known. What takes days is moved in the database.
"""

import io
import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from krs_portal.demo import PASSWORD
from krs_portal.kit import clock
from tests.journeys.conftest import PICTURES, Visitor, get_realised

SOON = 15_000  # ms: what is polled, saved or found while somebody types comes within
CLASS = 22  # booked; with two heads and one line of the sheet it is a class of 25
LINE_CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")

OPENING = """
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.utils import timezone
from clinics.models import Place
from consultations.booking.enums import SlotKind
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services.seats import create_reference
from consultations.counter import services
from krs_portal.accounts.models import User
from krs_portal.demo import PASSWORD
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office
from tests.factories import consultations, offices, referrals

now, topic = timezone.now(), Topic.objects.get(code="RAB")
office = offices.office("{code}", parent=Office.objects.get(code="DIT-RS"), name="Balai Hari Uji {code}")
place = Place.objects.create(office=office, name="Pojok KRS {code}", opened_on=now.date() - timedelta(days=400))
staff = []
for name, role in (("Sari", Role.OFFICER), ("Bima", Role.OFFICER), ("Ratna", Role.HEAD)):
    user = offices.member(role, office, email=f"{{name.lower()}}.{code}@demo.krs.test".lower())
    user.name = f"{{name}} {code}"
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    staff.append(user)

def book(slot, name, number, day=now):
    return consultations.attendance(
        slot, name=name, topic=topic, phone=f"+62813{{number}}", booked_on=slot.day, reference=create_reference(),
        created_at=day - timedelta(days=5),
    ).reference

def gather(title, at, people, first):
    made = consultations.slot(place, seats=40, starts_at=at, kind=SlotKind.GROUP)
    made.title, made.topic = title, topic
    made.save()
    for number in range(people):
        book(made, f"{{title}} {{number + 1:02}}", first + number)
    return made.pk

soon = now + timedelta(minutes=5)
told = [
    place.pk,
    book(consultations.slot(place, starts_at=soon), "Budi Berjanji", "{block}001"),
    book(consultations.slot(place, starts_at=soon), "Citra Berjanji", "{block}002"),
    book(consultations.slot(place, starts_at=soon), "Dian Alpa", "{block}003"),
    gather("Kelas RAB", soon, {people}, int("{block}100")),
    gather("Kelas Lalu", now - timedelta(days=2), 0, int("{block}200")),
]
before = now - timedelta(days=2)
came = services.register_walk_in(
    place=place, topic=topic, name="Wiryo Santosa", phone="0813 {block}300", by=staff[0], at=before
)
served = services.serve_person(attendance=came, by=staff[0], at=before)
services.close_consultation(
    consultation=served, outcome="ADVISED", by=staff[0], at=before,
    values={{"summary": "Menanyakan biaya atap.", "advice": "Bandingkan tiga penawaran."}},
)
bank = referrals.partner(office, f"Bank {code}", email="bank.{code}@demo.krs.test".lower())
referrals.programme(bank, "Kredit bangun rumah")
print(*told)
"""


class Counter:
    """The office of one day, and what its people need to know."""

    def __init__(self, portal, code, block, people):
        self.portal, self.code, self.block = portal, code, block
        wait_until_today_is_long_enough()
        told = self.ask(OPENING.format(code=code, block=block, people=people)).split()[-6:]
        self.place, self.budi, self.citra, self.dian, self.session, self.past_session = told
        self.board = f"/meja/?place={self.place}"

    def ask(self, code):
        return self.portal.manage("shell", "--no-imports", "-c", code)

    def get_account(self, name):
        return f"{name}.{self.code}".lower()

    def get_phone(self, number):
        return f"0813 {self.block} {number}"


def wait_until_today_is_long_enough():
    while clock.day_of(clock.now()) != clock.day_of(clock.now() + timedelta(minutes=6)):
        time.sleep(5)


class Officer:
    """Somebody at the counter who does not touch the mouse."""

    def __init__(self, visitor, counter, window):
        self.visitor, self.page, self.counter, self.window = visitor, visitor.page, counter, window

    def open_board(self):
        self.visitor.go(self.counter.board)
        return self

    def press(self, keys):
        self.page.wait_for_load_state("load")  # a shortcut is understood once the scripts are there
        self.page.keyboard.press(keys)

    def type(self, text):
        self.page.keyboard.type(text)

    def tab_to(self, name, most=40):
        """Tab until the field with this id or the button with this name has the focus."""
        for _step in range(most):
            self.press("Tab")
            here = "e => [e.id, (e.getAttribute('aria-label') || e.textContent).trim()]"
            if name in self.page.evaluate(f"({here})(document.activeElement)"):
                return
        raise AssertionError(f"{most} Tabs do not lead to {name!r} on {self.page.url}")

    def says(self, text):
        """What stands in the page, also when it is only just coming."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=SOON)
        return self

    def register(self, name, phone, topic="Rencana"):
        """A walk-in of whom only name, topic and telephone number are asked."""
        self.press("Alt+n")
        self.type(name)
        self.tab_to("id_topic")
        self.type(topic)
        self.tab_to("id_phone")
        self.type(phone)
        self.press("Enter")
        return self.says(f"{name} terdaftar dengan nomor")

    def find(self, text):
        self.press("Alt+k")
        self.type(text)
        expect(self.page.locator("#ditemukan")).to_be_visible(timeout=SOON)

    def check_in(self, text, name):
        self.find(text)
        expect(self.get_line(name)).to_be_visible(timeout=SOON)
        self.press("Alt+d")
        expect(self.page.locator("#menunggu + ul")).to_contain_text(name, timeout=SOON)

    def get_line(self, name):
        return self.page.locator(".counter-line", has_text=name)

    def call_next(self):
        """Returns who was called."""
        self.open_board()
        self.page.locator("#loket").focus()
        self.press("Control+a")
        self.type(self.window)
        self.press("Enter")
        said = self.page.locator("[role=status], .alert", has_text=f"dipanggil ke loket {self.window}").first
        expect(said).to_be_visible(timeout=SOON)
        return re.search(r"Nomor \d+, (.+?), dipanggil", said.inner_text())[1]

    def begin(self, name):
        """With whoever was called: the record opens."""
        self.press_button(f"Mulai {name}")
        self.page.wait_for_url("**/konsultasi/*/")
        return self.page.url.removeprefix(self.counter.portal.base)

    def press_button(self, name):
        button = self.page.get_by_role("button", name=name, exact=True).first
        button.focus()
        self.press("Enter")

    def step(self, name, button):
        """A step that stands on the page of a person."""
        self.open_board()
        self.get_line(name).get_by_role("link", name=name).first.focus()
        self.press("Enter")
        self.page.get_by_role("heading", name="Langkah berikutnya").wait_for()
        return self.press_way(button)

    def press_way(self, name):
        way = self.page.locator(".action-bar").get_by_text(name, exact=True).first
        way.focus()
        self.press("Enter")

    def write(self, **texts):
        for label, text in texts.items():
            field = self.page.get_by_label(LABELS[label]).first
            field.focus()
            self.press("Control+a")
            self.type(text)

    def close(self, outcome="ADVISED"):
        self.page.get_by_role("combobox", name=re.compile("^Hasil")).last.select_option(outcome)
        button = self.page.locator("main button[name=close]").first
        button.focus()
        self.press("Enter")
        return self.says("Konsultasi ditutup")


LABELS = {"summary": "Ringkasan", "advice": "Saran yang diberikan"}


def read_codes(visitor, session):
    """The codes of the blank lines of the printed sheet."""
    answer = visitor.context.request.get(f"/meja/sesi/{session}/lembar/")
    assert answer.ok
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return [code for page in pages for code in LINE_CODE.findall(page.extract_text()) if not code.startswith("KRS")]


@pytest.fixture
def staff(chromium, portal):
    """`staff(counter, name, window)`: an officer who has signed in."""
    opened = []

    def open_one(counter, name, window="", **options):
        opened.append(Visitor(chromium, portal, **options))
        return sign_in_officer(opened[-1], counter, name, window)

    yield open_one
    for one in opened:
        one.context.close()


def sign_in_officer(visitor, counter, name, window):
    visitor.go("/masuk/")
    visitor.page.locator("#id_login").fill(f"{counter.get_account(name)}@demo.krs.test")
    visitor.page.locator("#id_password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()
    visitor.page.wait_for_url(lambda url: "/masuk/" not in url)
    return Officer(visitor, counter, window)


def test_a_whole_day_at_the_counter(portal, visitor, staff, mailbox):
    counter = Counter(portal, "HARI", "90010", CLASS)
    sari, bima = (staff(counter, name, window).open_board() for name, window in (("Sari", "1"), ("Bima", "2")))
    lobby = open_lobby(sari, visitor())

    receive_people(sari, bima)
    call_two(sari, bima, lobby)
    promised = write_until_the_session_ends(sari)
    handed = hand_over_with_a_word(bima, sari)
    refer(sari, handed, visitor(), mailbox)
    hold_and_go_on(bima)
    hold_a_class(bima, counter)
    end_the_day(sari)
    lag = let_the_promise_become_late(counter, promised)
    see_what_is_late(staff(counter, "Ratna"), sari, visitor(), counter, lag)
    answer_the_survey(counter, visitor)
    see_the_numbers_agree(staff(counter, "Ratna"), counter, visitor())


def open_lobby(officer, screen):
    officer.page.get_by_role("link", name="Layar ruang tunggu").click()
    officer.visitor.look("hari-layar")
    screen.go(officer.page.get_by_role("link", name="Buka layarnya").get_attribute("href"))
    screen.look().sees("Belum ada nomor yang dipanggil hari ini.")
    officer.open_board()
    return screen.page


def receive_people(sari, bima):
    """Two walk in, two come who booked, one of them scanned, and a family that was here before."""
    sari.register("Wati Antre", sari.counter.get_phone(401))
    sari.register("Yusuf Antre", sari.counter.get_phone(402))
    sari.check_in(sari.counter.budi.lower(), "Budi Berjanji")
    bima.open_board()
    bima.check_in(f"{bima.counter.portal.base}/janji/{bima.counter.citra}/", "Citra Berjanji")

    bima.press("Alt+n")
    bima.type("wiryo santoso")  # nearly
    known = bima.page.locator("#pernah-datang")
    expect(known).to_contain_text("Pernah datang", timeout=SOON)
    expect(known).to_contain_text("Wiryo Santosa")
    expect(known).to_contain_text("Rencana anggaran biaya")
    bima.press("Alt+1")
    expect(bima.page.locator("#id_phone")).not_to_have_value("")
    bima.type("Desain")
    bima.tab_to("Daftarkan")
    bima.press("Enter")
    bima.says("Wiryo Santosa terdaftar dengan nomor 5.")
    bima.register("Tono Menunggu", bima.counter.get_phone(403))
    bima.visitor.look("hari-antrean")


def call_two(sari, bima, lobby):
    assert [sari.call_next(), bima.call_next()] == ["Wati Antre", "Yusuf Antre"]

    newest = lobby.locator(".lobby-newest")
    expect(newest).to_contain_text("2", timeout=SOON)
    expect(newest).to_contain_text("Loket 2")
    expect(lobby.locator(".lobby-call").nth(1)).to_contain_text("Loket 1")
    expect(lobby.locator(".lobby-waiting")).to_contain_text("4 orang menunggu")
    assert "Wati" not in lobby.inner_text("body")


def write_until_the_session_ends(sari):
    """In the middle of a record the session is over; what was typed comes back, and the record is closed."""
    path = sari.begin("Wati Antre")
    page = sari.page
    sari.write(summary="Menghitung biaya lantai.")
    sari.says("Disimpan sementara pukul")
    sari.visitor.context.clear_cookies(name="sessionid")
    sari.write(advice="Bandingkan harga keramik di tiga toko.")
    sari.says("Sesi Anda berakhir")
    page.locator("form.form").get_by_role("link", name="Masuk lagi").click()
    page.locator("#id_login").fill(f"{sari.counter.get_account('Sari')}@demo.krs.test")
    page.locator("#id_password").fill(PASSWORD)
    sari.press("Enter")
    page.wait_for_url(lambda url: url.endswith(path))
    sari.press_button("Lanjutkan tulisan")
    expect(page.get_by_label(LABELS["advice"])).to_have_value("Bandingkan harga keramik di tiga toko.")

    card = page.locator("#dijanjikan")
    card.get_by_label("Klinik akan").fill("mengirim daftar harga")
    card.get_by_label("Paling lambat").fill((clock.today() + timedelta(days=5)).isoformat())
    sari.press_button("Catat")
    expect(card.get_by_role("link", name="Mengirim daftar harga")).to_be_visible(timeout=SOON)
    expect(page.get_by_label(LABELS["advice"])).to_have_value("Bandingkan harga keramik di tiga toko.")
    sari.close()
    sari.visitor.look("hari-ditutup")
    promise = page.get_by_role("link", name="Mengirim daftar harga").get_attribute("href")
    return int(promise.strip("/").split("/")[-1])


def hand_over_with_a_word(bima, sari):
    """The colleague reads the word, calls them before all others, and finds the record as it was left."""
    path = bima.begin("Yusuf Antre")
    bima.write(summary="Membutuhkan kredit untuk atap.")
    bima.press_button("Simpan")
    bima.says("tersimpan")
    bima.step("Yusuf Antre", "Titipkan kepada rekan")
    bima.visitor.look("hari-titip")
    bima.page.get_by_label("Kepada rekan").select_option(label=f"Sari {bima.counter.code}")
    bima.page.get_by_label("Pesan untuk rekan").fill("Gajinya sudah dihitung.")
    bima.press_button("Titipkan")
    bima.says("Yusuf Antre dititipkan.")

    sari.open_board()
    expect(sari.get_line("Yusuf Antre")).to_contain_text("Gajinya sudah dihitung.")
    assert sari.call_next() == "Yusuf Antre"
    assert sari.begin("Yusuf Antre") == path
    expect(sari.page.get_by_label(LABELS["summary"]).first).to_have_value("Membutuhkan kredit untuk atap.")
    return path


def refer(sari, path, partner, mailbox):
    """Sent under consent; the partner answers in a browser without an account."""
    page = sari.page
    page.get_by_role("link", name="Rujuk", exact=True).focus()
    sari.press("Enter")
    page.get_by_label("Mitra dan program").select_option(label=f"Bank {sari.counter.code} – Kredit bangun rumah")
    page.get_by_label("Yang dibutuhkan dari mitra").fill("Kredit Rp20 juta.")
    page.get_by_label("Nomor telepon: 0813-").check()
    page.get_by_label("Sudah dibacakan dan disetujui pemohon").check()
    sari.press_button("Simpan dan kirim")
    sari.says("Rujukan dikirim kepada mitra.")
    sari.visitor.go(path)
    sari.write(advice="Menunggu jawaban bank.")
    sari.close("REFERRED")

    bank = f"bank.{sari.counter.code}@demo.krs.test".lower()
    partner.go(wait_for_address(mailbox, bank, r"http\S+(/rujukan/jawab/\S+)"))
    partner.look("hari-mitra").sees("Yusuf Antre", "Kredit Rp20 juta.")
    partner.page.get_by_label("Diterima", exact=False).first.check()
    partner.page.get_by_role("button", name="Simpan jawaban").click()
    partner.look("hari-mitra-menjawab")
    sari.visitor.go("/rujukan/?keranjang=diterima").sees("Yusuf Antre", "Pastikan pemohon tahu")


def wait_for_address(mailbox, recipient, address):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for letter in reversed(mailbox.letters):
            if recipient in str(letter["To"]) and (found := re.search(address, letter.get_content())):
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no letter came to {recipient}")


def hold_and_go_on(bima):
    """Somebody fetches their papers; the next one is served meanwhile, and then it goes on where it stopped."""
    first = bima.call_next()
    path = bima.begin(first)
    bima.write(summary="Membawa gambar.")
    bima.press_button("Simpan")
    bima.says("tersimpan")
    bima.step(first, "Tunda")
    expect(bima.page.locator("#ditunda + ul")).to_contain_text(first, timeout=SOON)
    second = bima.call_next()
    bima.begin(second)
    bima.write(summary="Menanyakan pondasi.")
    bima.close("INFORMED")
    bima.open_board()
    bima.press_button(f"Lanjutkan {first}")
    bima.page.wait_for_url(f"**{path}")
    expect(bima.page.get_by_label(LABELS["summary"]).first).to_have_value("Membawa gambar.")
    bima.close()


def hold_a_class(bima, counter):
    """25 people on one page: ticked, two by number, one by the code of their line; and one of two days ago."""
    page = bima.page
    bima.open_board()
    page.get_by_role("link", name="Kelas RAB").focus()
    bima.press("Enter")
    page.get_by_role("heading", name="Siapa yang hadir").wait_for()
    boxes = page.locator("input[name=came]")
    assert boxes.count() == CLASS
    boxes.first.focus()
    for _each in range(CLASS):
        bima.press("Space")
        bima.press("Tab")
    bima.press_button("Simpan yang hadir")
    bima.says(f"{CLASS} baris diperbarui.")
    ours, theirs = (read_codes(bima.visitor, session) for session in (counter.session, counter.past_session))
    add_by_code(bima, "Peserta Lembar", ours[3])
    page.locator("#id_jumlah-people").fill("2")
    page.locator("#id_jumlah-reason").fill("Lembarnya basah")
    bima.press("Enter")
    bima.says("Hadir 25 orang")
    bima.visitor.look("hari-kelas")
    bima.press_button("Mulai catatannya")
    bima.write(summary="Kelas menghitung RAB.")
    bima.close("INFORMED")
    bima.says("25")

    bima.visitor.go(f"/meja/sesi/{counter.past_session}/")
    add_by_code(bima, "Peserta Terlambat", ours[5])
    bima.says("Kode ini")
    page.locator("#id_peserta-code").fill(theirs[0])
    bima.press("Enter")
    bima.says("Peserta Terlambat tercatat hadir.").says("waktu tidak akurat")


def add_by_code(officer, name, code):
    officer.page.locator("#id_peserta-name").fill(name)
    officer.page.locator("#id_peserta-code").fill(code)
    officer.press("Enter")


def end_the_day(sari):
    """Whoever still waits has left, whoever was expected did not come; nobody is forgotten."""
    sari.open_board()
    sari.page.get_by_role("link", name="Akhiri hari ini").focus()
    sari.press("Enter")
    sari.says("2 orang yang belum dilayani dicatat pergi, 1 yang punya janji dicatat tidak hadir.")
    sari.press_button("Akhiri hari ini")
    sari.says("Hari diakhiri: 2 dicatat pergi, 1 dicatat tidak hadir.")
    sari.visitor.go(f"{sari.counter.board}&show=over").look("hari-selesai").sees("Dian Alpa", "Budi Berjanji")


def let_the_promise_become_late(counter, pk):
    """As if it had been made eight days ago, and was due the day before yesterday."""
    counter.ask(
        "from datetime import timedelta; from consultations.counter.promises.models import Promise;"
        f"made = Promise.objects.get(pk={pk}); made.made_at -= timedelta(days=8);"
        "made.due_on -= timedelta(days=7); made.save()"
    )
    return pk


def see_what_is_late(head, officer, ministry, counter, pk):
    link = f"a[href='/tindak-lanjut/{pk}/']"
    officer.visitor.go("/tindak-lanjut/?tab=late&whose=mine")
    expect(officer.page.locator(link)).to_have_count(1)
    head.visitor.go("/meja/ringkasan/")
    head.page.get_by_role("link", name="tindak lanjut terlambat").click()
    expect(head.page.locator(link)).to_have_count(1)
    head.visitor.look("hari-terlambat")
    ministry.sign_in("kementerian", PASSWORD)
    ministry.go(f"/tindak-lanjut/?tab=late&whose=all&office={counter.code}")
    expect(ministry.page.locator(link)).to_have_count(1)


def answer_the_survey(counter, visitor):
    """Asked by the hourly job, answered once, and refused the second time."""
    address = counter.ask(
        "from django.utils import timezone; from consultations.satisfaction import services;"
        "from consultations.satisfaction.models import SurveyLink; from consultations.satisfaction.links import *;"
        "services.ask_visitors(at=timezone.now());"
        f"link = SurveyLink.objects.get(attendance__name='Wati Antre', office__code='{counter.code}');"
        "print(build_survey_link(link))"
    ).split()[-1]
    citizen = visitor().go(address.removeprefix(counter.portal.base)).look("hari-survei")
    for question in citizen.page.locator(".survey-questions fieldset").all():
        question.get_by_label("Sangat baik").check()
    citizen.page.get_by_role("button", name="Kirim penilaian").click()
    citizen.look("hari-survei-terkirim")
    again = visitor().go(address.removeprefix(counter.portal.base))
    assert again.page.get_by_role("button", name="Kirim penilaian").count() == 0


def see_the_numbers_agree(head, counter, anybody):
    """What the overview says is what was done, and each number opens its people; the ledger has one for each record."""
    head.visitor.go("/meja/ringkasan/").look("hari-ringkasan")
    page, code = head.page, counter.code
    rows = page.locator("main tbody tr").all()
    assert {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows} == {
        f"Pojok KRS {code}": ["0", "–", "0"],
        f"Bima {code}": [str(2 + CLASS + 2), "0", "0"],  # the two without a name are one line
        f"Sari {code}": ["2", "0", "1"],
    }
    for link, names in (
        (f"tr:has-text('Sari {code}') td:nth-of-type(1) a", ["Wati Antre", "Yusuf Antre"]),
        (f"tr:has-text('Sari {code}') td:nth-of-type(3) a", ["Mengirim daftar harga"]),
        (".overview-figures a:has-text('tidak hadir')", ["Dian Alpa"]),
    ):
        head.visitor.go("/meja/ringkasan/")
        page.locator(link).first.click()
        page.wait_for_load_state("load")
        assert sorted(page.locator("tbody th a").all_inner_texts()) == names
    head.visitor.look("hari-tidak-hadir")
    closed_before, closed_today = 1, 5  # Wati, Yusuf, two for Bima, and the class as one
    assert get_realised(anybody, code) == closed_before + closed_today


NARROW = {"width": 360, "height": 780}


def test_the_officers_half_at_360_px(portal, staff):
    """The same counter held in one hand: registered, found, called, set aside and gone on with, a class, the end."""
    counter = Counter(portal, "KECIL", "90020", 3)
    sari = staff(counter, "Sari", "1", viewport=NARROW, has_touch=True, axe_at=()).open_board()
    page = sari.page

    tap(page, "Daftarkan yang datang langsung", "link")
    page.locator("#id_name").fill("Wiryo Santoso")
    choice = page.locator("#pernah-datang label", has_text="Wiryo Santosa")
    expect(choice).to_be_visible(timeout=SOON)
    look_narrow(sari, "kecil-pernah-datang")
    choice.click()
    page.locator("#id_topic").select_option(label="Desain rumah")
    tap(page, "Daftarkan")
    sari.says("Wiryo Santosa terdaftar dengan nomor 1.")
    page.locator("#id_q").fill(counter.budi)
    tap(page, "Datang Budi Berjanji")
    expect(page.locator("#menunggu + ul")).to_contain_text("Budi Berjanji", timeout=SOON)
    look_narrow(sari, "kecil-antrean")

    page.locator("#loket").fill("1")
    tap(page, "Panggil berikutnya")
    sari.says("dipanggil ke loket 1.")
    tap(page, "Mulai Wiryo Santosa")
    page.wait_for_url("**/konsultasi/*/")
    record = page.url
    page.get_by_label(LABELS["summary"]).first.fill("Menggambar denah.")
    look_narrow(sari, "kecil-catatan")
    tap(page, "Simpan")
    sari.says("tersimpan")
    sari.open_board()
    tap(page, "Wiryo Santosa", "link")
    look_narrow(sari, "kecil-orang")
    tap(page, "Tunda")
    expect(page.locator("#ditunda + ul")).to_contain_text("Wiryo Santosa", timeout=SOON)
    tap(page, "Lanjutkan Wiryo Santosa")
    page.wait_for_url(record)
    expect(page.get_by_label(LABELS["summary"]).first).to_have_value("Menggambar denah.")
    sari.close()
    look_narrow(sari, "kecil-ditutup")

    sari.open_board()
    tap(page, "Kelas RAB", "link")
    page.get_by_role("heading", name="Siapa yang hadir").wait_for()
    for box in page.locator("input[name=came]").all():
        box.check()
    tap(page, "Simpan yang hadir")
    sari.says("3 baris diperbarui.")
    look_narrow(sari, "kecil-kelas")
    sari.open_board()
    tap(page, "Akhiri hari ini", "link")
    look_narrow(sari, "kecil-akhir")
    tap(page, "Akhiri hari ini")
    sari.says("Hari diakhiri: 1 dicatat pergi, 2 dicatat tidak hadir.")

    head = staff(counter, "Ratna", viewport=NARROW, axe_at=())
    head.visitor.go("/meja/ringkasan/")
    look_narrow(head, "kecil-ringkasan")
    tap(head.page, "2 tidak hadir", "link")
    look_narrow(head, "kecil-tidak-hadir")
    head.visitor.sees("Citra Berjanji", "Dian Alpa")


def tap(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.click()


def look_narrow(officer, name):
    """axe, console, sideways scrolling and a picture at the width of a telephone alone."""
    page = officer.page
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
    officer.visitor.ask_axe()
    assert officer.visitor.refusals == []
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-360.png", full_page=True)
