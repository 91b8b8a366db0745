"""One long recording of three scenes, joined and encoded by an ffmpeg that is not ours, cut into clips by the job."""

import re
import subprocess

import pytest

from conftest import ROOT, run_job, sql

imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="imageio-ffmpeg, which joins the clips, is not installed")

# Five seconds a clip; the park is left unnamed by a local model that knows no tree.
SCENES = [
    ("people in a street", [f"pedestrians_{n:02}" for n in (0, 2, 4, 6, 8)]),
    ("person close up", [f"face_a_{n:02}" for n in (0, 1, 2, 3, 4)]),
    ("null", [f"tree_{n:02}" for n in (0, 1, 2, 3)]),
]

JOB = """\
job: recording
provider:
  name: emulator
ingest:
  manifest: recording.csv
embed:
  fixed-sec: 5
cluster:
  unit: clip
label:
  taxonomy: {taxonomy}
curate: {{}}
export:
  formats: [tfrecord, npy]
"""


def join(clips, target):
    inputs, chain = [], ""
    for n, clip in enumerate(clips):
        inputs += ["-i", str(ROOT / "jobs/demo/clips" / f"{clip}.mp4")]
        # Every clip gives exactly five seconds, so that scenes change on whole windows.
        chain += (
            f"[{n}:v]scale=576:432,setsar=1,fps=15,tpad=stop_mode=clone:stop_duration=5,"
            f"trim=duration=5,setpts=PTS-STARTPTS[v{n}];"
        )
    chain += "".join(f"[v{n}]" for n in range(len(clips))) + f"concat=n={len(clips)}:v=1:a=0[out]"
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs, "-filter_complex", chain, "-map", "[out]",
         "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", str(target)],
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recording")
    join([clip for _, clips in SCENES for clip in clips], folder / "day.mp4")
    (folder / "recording.csv").write_text("video_id,uri\nday,day.mp4\n")
    (folder / "recording.yaml").write_text(JOB.format(taxonomy=ROOT / "conf/taxonomies/demo.yaml"))
    ran = run_job(folder / "recording.yaml", folder / "warehouse")
    print(f"{ran.seconds:.0f} s\n{ran.out}")
    return folder / "warehouse", ran


def scene_at(second):
    at = 0.0
    for label, clips in SCENES:
        at += 5.0 * len(clips)
        if second < at:
            return label
    raise AssertionError(f"{second} s lies after the end")


def test_the_recording_is_one_accepted_video_of_a_minute_or_more(recording):
    warehouse, _ = recording
    (video,) = sql(warehouse, "SELECT video_id, status, round(duration_sec) AS sec FROM videos")
    assert (video["video_id"], video["status"]) == ("day", "accepted")
    assert float(video["sec"]) == 70


def test_three_scenes_become_three_clusters_each_named_from_its_own_span(recording):
    warehouse, ran = recording
    assert re.search(r"k = 3 chosen", ran.line("cluster")), ran.line("cluster")
    items = sql(
        warehouse,
        "SELECT start_sec, end_sec, cluster_id, label, label_source, split FROM curated ORDER BY start_sec",
    )
    assert len(items) == 14
    clusters = {}
    for item in items:
        scene = scene_at((float(item["start_sec"]) + float(item["end_sec"])) / 2)
        clusters.setdefault(item["cluster_id"], set()).add(scene)
        assert item["label"] == scene, item
    assert sorted(map(sorted, clusters.values())) == [["null"], ["people in a street"], ["person close up"]]
    assert len({i["split"] for i in items}) == 1, "clips of one recording are never separated"

    # Each answer is about a span inside the scene that it named.
    asked = sql(
        warehouse,
        "SELECT l.cluster_id, l.label, e.start_sec, e.end_sec, e.label AS answer"
        " FROM cluster_labels l LATERAL VIEW explode(l.evidence) x AS e",
    )
    assert {a["cluster_id"] for a in asked} == set(clusters)
    for a in asked:
        assert float(a["end_sec"]) - float(a["start_sec"]) <= 5.01, a
        assert scene_at((float(a["start_sec"]) + float(a["end_sec"])) / 2) == a["answer"], a


def test_named_clips_are_exported_and_the_others_counted(recording):
    _, ran = recording
    line = ran.line("export")
    assert "10 items in 2 classes" in line and "4 left out" in line
