"""The report page in a headless Chromium: opened from disk, clicked, played, filtered, decided about."""

import base64
import csv
import gzip
import io
import json
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import ROOT, run_job, sql

api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives the browser, is not installed")

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PICTURES = ROOT / "target/interop/report"
JOB = """\
job: topics
provider:
  name: emulator
classify:
  model: marengo3.0
  threshold: 0.0
  min-ratio: 0.1
  classes:
    - name: People
      prompts: [a person walking, a crowd in a street]
    - name: Water
      prompts: [waves, the sea]
project: {}
report: {}
"""
NASTY = 'a "quoted", comma\nand a line é </script>'


@pytest.fixture(scope="module")
def browser():
    with api.sync_playwright() as play:
        program = next(filter(None, map(shutil.which, ON_PATH)), None)
        try:
            chromium = play.chromium.launch(executable_path=program)
        except api.Error as e:
            pytest.skip(f"no Chromium: none of {', '.join(ON_PATH)} is on the PATH and playwright has none ({e.message.splitlines()[0]})")
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def warehouse(demo, tmp_path_factory):
    """The demo with classes, in a place of its own: its page is written again."""
    home = tmp_path_factory.mktemp("report")
    shutil.copytree(demo.warehouse, home / "warehouse")
    (home / "topics.yaml").write_text(JOB)
    run_job(home / "topics.yaml", home / "warehouse")
    return home / "warehouse"


@dataclass
class Opened:
    """A page, what it said on the console and what it asked for."""

    page: object
    said: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def quiet(self):
        assert self.said == []
        outside = [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))]
        assert outside == []

    def shown(self):
        """Items that are drawn, without the rings around some."""
        return self.page.evaluate(
            "sluice.map.chart.getOption().series.filter(s => !['outliers', 'selected'].includes(s.name))"
            ".reduce((sum, s) => sum + s.data.length / 2, 0)"
        )


@pytest.fixture
def open_page(browser):
    contexts = []

    def opened(path, **settings):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **settings})
        contexts.append(context)
        page = context.new_page()
        one = Opened(page)
        page.on("console", lambda m: one.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: one.said.append(str(e)))
        page.on("request", lambda r: one.asked.append(r.url))
        page.goto(Path(path).as_uri())
        page.wait_for_selector("html[data-map=ready]", timeout=60_000)
        return one

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def report(open_page, warehouse):
    return open_page(warehouse / "_report/index.html")


def test_opens_from_disk_and_asks_for_nothing(report):
    report.page.wait_for_timeout(300)
    report.quiet()
    assert [url for url in report.asked if not url.startswith(("data:", "blob:"))] == [report.page.url]
    assert report.shown() == 38


def click_item(report, number):
    report.page.locator("#chart").scroll_into_view_if_needed()
    box = report.page.locator("#chart").bounding_box()
    x, y = report.page.evaluate(f"sluice.map.place({number})")
    report.page.mouse.click(box["x"] + x, box["y"] + y)


def test_a_click_shows_where_an_item_comes_from(report, warehouse):
    click_item(report, 3)
    report.page.wait_for_selector("#details[data-item]")
    item = report.page.get_attribute("#details", "data-item")
    (row,) = sql(warehouse, f"SELECT label, split, verdict, cluster_id, video_id FROM curated WHERE item_id = '{item}'")
    said = report.page.inner_text("#details")
    for value in (item, row["label"], row["split"], row["verdict"], f"#{row['cluster_id']}", "Votes", "Confidence", "0–"):
        assert value in said, said
    assert f"/{row['video_id']}.mp4#t=0," in report.page.locator("#details video").get_attribute("src")
    report.quiet()


def test_the_keyboard_finds_and_steps(report):
    report.page.fill("#map-find", "tree_0")
    assert report.page.locator("#map-found button").count() == 5
    report.page.press("#map-find", "Enter")
    assert report.page.get_attribute("#details", "data-item") == "tree_00"
    report.page.focus("#chart")
    report.page.keyboard.press("ArrowRight")
    assert report.page.get_attribute("#details", "data-item") != "tree_00"
    report.page.keyboard.press("ArrowLeft")
    assert report.page.get_attribute("#details", "data-item") == "tree_00"
    report.quiet()


def test_labels_filter_and_colours_change(report, warehouse):
    label = "person close up"
    (row,) = sql(warehouse, f"SELECT count(*) AS n FROM curated WHERE label = '{label}'")
    report.page.select_option("#map-only", label=label)
    assert report.shown() == int(row["n"]) > 0
    report.page.select_option("#map-only", "")
    assert report.shown() == 38
    for by in ("cluster", "verdict", "split", "trust", "label"):
        report.page.select_option("#map-by", by)
        groups = report.page.locator("#legend button")
        assert groups.count() > 0
        assert report.shown() == 38
    groups.first.click()
    assert 0 < report.shown() < 38
    report.page.click("[data-zoom='0.6']")
    assert report.page.evaluate("sluice.map.chart.getOption().dataZoom[0].end") < 100
    report.quiet()


def play(report, link, where):
    link.scroll_into_view_if_needed()
    link.click()
    video = report.page.wait_for_selector(f"{where} video")
    source = video.get_attribute("src")
    assert re.search(r"\.mp4#t=[\d.]+,[\d.]+$", source), source
    if report.page.evaluate("document.createElement('video').canPlayType('video/mp4; codecs=\"avc1.64001E\"')"):
        report.page.wait_for_function("v => v.currentTime > 0 && v.readyState >= 2", arg=video, timeout=20_000)
    else:
        print("this Chromium has no H.264: the video was asked for, not seen")
    assert any(source.split("#")[0].rsplit("/", 1)[1] in url for url in report.asked)
    report.quiet()


def test_a_representative_plays_in_its_card(report):
    play(report, report.page.locator(".card a.tile").first, ".card")


def test_a_clip_of_a_class_plays_in_its_row(report):
    assert report.page.locator(".class").count() == 2
    assert report.page.locator(".class").first.locator("> ol > li").count() == 3
    play(report, report.page.locator(".class a.clip").first, ".class")


def decide(holder, label=None, reason=None):
    if reason:
        holder.locator("[data-reason]").fill(reason)
    if label:
        holder.locator("[data-new]").fill(label)
        holder.locator("[data-set]").click()
    else:
        holder.locator("[data-exclude]").click()


def test_decisions_become_a_file_that_curate_takes(report, warehouse, tmp_path):
    page = report.page
    assert page.locator("#decided").is_hidden()
    page.fill("#map-find", "coin_00")
    page.press("#map-find", "Enter")
    decide(page.locator("#details .decide"), "coin, flat", 'lies on a "table"')
    page.fill("#map-find", "tree_01")
    page.press("#map-find", "Enter")
    decide(page.locator("#details .decide"))
    card = page.locator(".card").first
    cluster = card.get_attribute("id").removeprefix("cluster-")
    card.locator("summary").click()
    decide(card.locator(".decide"), "renamed")
    assert page.inner_text("#decided-count") == "3 decisions"
    assert page.locator("#decided-get").is_disabled()
    page.fill("#decided-by", "a person")
    with page.expect_download() as download:
        page.click("#decided-get")
    file = tmp_path / "reviews.csv"
    download.value.save_as(file)
    assert download.value.suggested_filename == "reviews.csv"
    page.fill("#decided-by", "somebody else")
    with page.expect_download() as later:
        page.click("#decided-get")
    later.value.save_as(tmp_path / "later.csv")
    assert (tmp_path / "later.csv").read_bytes() == file.read_bytes(), "a decision keeps its reviewer"
    report.quiet()

    copy = tmp_path / "warehouse"
    shutil.copytree(warehouse, copy)
    run_job("jobs/demo.yaml", copy, "--only", "curate", "--set", f"curate.reviews={file}", "--set", "curate.taxonomy=")
    rows = {r["item_id"]: r for r in sql(copy, "SELECT item_id, label, label_source, verdict, cluster_id FROM curated")}
    assert (rows["coin_00"]["label"], rows["coin_00"]["label_source"]) == ("coin, flat", "review")
    assert rows["tree_01"]["verdict"] == "excluded"
    assert {r["label"] for r in rows.values() if r["cluster_id"] == cluster and r["item_id"] not in ("coin_00", "tree_01")} == {"renamed"}


def test_decisions_outlast_the_page(report):
    report.page.locator(".card").first.locator("summary").click()
    decide(report.page.locator(".card").first.locator(".decide"))
    report.page.reload()
    report.page.wait_for_selector("html[data-map=ready]")
    assert report.page.inner_text("#decided-count") == "1 decision"
    report.page.locator(".card").first.locator("summary").click()
    report.page.locator(".card").first.locator("[data-undo]").click()
    assert report.page.locator("#decided").is_hidden()


def test_the_file_survives_any_text(report):
    decisions = [
        {"kind": "video", "key": NASTY, "label": NASTY, "exclude": False, "reason": NASTY, "at": "2026-11-22T10:00:00.000Z"},
        {"kind": "cluster_of", "key": "b", "label": "kept back", "exclude": True, "at": "2026-11-22T10:00:01.000Z"},
        {"kind": "video", "key": "=cmd()", "label": "-a", "exclude": False, "at": "2026-11-22T10:00:02.000Z"},
    ]
    text = report.page.evaluate("([d, by]) => sluice.reviews.csv(d, by)", [decisions, "O'Hara, \"Jo\""])
    expected = (ROOT / "src/test/resources/dev/sluice/curate/reviews-from-the-page.csv").read_bytes().decode()
    assert text == expected, "the reader's test reads the same file"
    first, second, formula = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["key"], first["label"], first["reason"], first["exclude"]) == (NASTY, NASTY, NASTY, "false")
    assert (formula["key"], formula["label"]) == ("'=cmd()", "'-a"), "no spreadsheet runs it"
    assert (second["label"], second["exclude"], second["reviewer"]) == ("", "true", "O'Hara, \"Jo\"")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_theme_and_width_fits(open_page, warehouse, theme, width):
    report = open_page(
        warehouse / "_report/index.html", color_scheme=theme, viewport={"width": width, "height": 850}, reduced_motion="reduce"
    )
    click_item(report, 5)
    report.page.wait_for_timeout(300)
    PICTURES.mkdir(parents=True, exist_ok=True)
    report.page.screenshot(path=PICTURES / f"{theme}-{width}.png", full_page=True)
    assert report.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    report.quiet()


def inflated(html, items):
    """The same page with a map of many items: each of its own, over and over."""
    packed = re.search(r'id="map-data">([^<]*)<', html)
    data = json.loads(gzip.decompress(base64.b64decode(packed.group(1))))
    here = len(data["x"])
    for name, column in data.items():
        if isinstance(column, list) and len(column) == here and name not in ("labels", "videos", "hrefs"):
            data[name] = [column[i % here] for i in range(items)]
    for name, step in (("x", 97), ("y", 61)):
        data[name] = [min(16383, max(0, v + (i * step) % 1801 - 900)) for i, v in enumerate(data[name])]
    data["outliers"] = list(range(0, items, 60))
    text = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
    return html[: packed.start(1)] + text + html[packed.end(1) :]


def test_two_hundred_thousand_items_stay_usable(open_page, warehouse):
    small = warehouse / "_report/index.html"
    large = warehouse / "_report/large.html"
    large.write_text(inflated(small.read_text(), 200_000))
    start = time.monotonic()
    report = open_page(large)
    ready = time.monotonic() - start
    assert report.shown() == 200_000
    start = time.monotonic()
    report.page.select_option("#map-by", "cluster")
    report.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    recoloured = time.monotonic() - start
    start = time.monotonic()
    click_item(report, 123_456)
    report.page.wait_for_selector("#details[data-item]")
    print(
        f"200000 items: {large.stat().st_size / 1e6:.1f} MB (demo {small.stat().st_size / 1e6:.1f} MB), "
        f"ready after {ready:.1f} s, other colours {recoloured:.2f} s, click {time.monotonic() - start:.2f} s"
    )
    report.quiet()


def test_rates_are_drawn_day_by_day(open_page, warehouse, tmp_path):
    copy = tmp_path / "warehouse"
    shutil.copytree(warehouse, copy)
    manifest = tmp_path / "week.csv"
    with manifest.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["video_id", "uri", "captured_at", "camera_id"])
        for i, video in enumerate(sql(copy, "SELECT video_id, uri FROM videos WHERE status = 'accepted' ORDER BY video_id")):
            rows.writerow([video["video_id"], video["uri"], f"2026-03-0{1 + i % 7}T10:00:00Z", f"cam{i % 2}"])
    job = tmp_path / "week.yaml"
    job.write_text(f"job: week\nprovider:\n  name: emulator\ningest:\n  manifest: {manifest}\ncurate: {{}}\ntrends: {{}}\nreport: {{}}\n")
    run_job(job, copy)
    report = open_page(copy / "_report/index.html")
    report.page.wait_for_selector("html[data-trends=ready]")
    chart = report.page.locator("#trend-chart")
    assert "2026-03-01 to 2026-03-07" in chart.get_attribute("aria-label")
    chart.scroll_into_view_if_needed()
    chart.screenshot(path=PICTURES / "trends.png")
    options = report.page.evaluate("echarts.getInstanceByDom(document.getElementById('trend-chart')).getOption()")
    assert len(options["xAxis"][0]["data"]) == 7
    assert 1 < len(options["series"]) <= 8
    report.quiet()
