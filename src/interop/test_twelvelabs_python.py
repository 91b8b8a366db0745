"""TwelveLabs' own Python SDK, pointed at `sluice emulate`: the sequence that an emulator must pass."""

import json
import math
import time
import urllib.request
from dataclasses import dataclass

import pytest

from conftest import ROOT, emulator, served_clips

twelvelabs = pytest.importorskip("twelvelabs", reason="twelvelabs, the official SDK, is not installed")

from twelvelabs.core.api_error import ApiError  # noqa: E402
from twelvelabs.indexes import IndexesCreateRequestModelsItem  # noqa: E402
from twelvelabs.types import (  # noqa: E402
    ImageInputRequest,
    MediaSource,
    TextImageInputRequest,
    TextInputRequest,
    VideoContext_AssetId,
    VideoInputRequest,
)

CLIPS = ROOT / "jobs/demo/clips"
MARENGO, PEGASUS = "marengo3.0", "pegasus1.5"


def settled(look):
    """Looks until a status is final."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        seen = look()
        if seen.status in ("ready", "failed"):
            assert seen.status == "ready", seen
            return seen
        time.sleep(0.1)
    raise AssertionError("not settled in 120 s")


def fault(url, route, kind, times):
    body = json.dumps({"route": route, "fault": kind, "times": times}).encode()
    request = urllib.request.Request(url.removesuffix("/v1.3") + "/_emulator/faults", body, method="POST")
    urllib.request.urlopen(request, timeout=30).close()


def assert_unit(vector):
    assert len(vector) == 512
    assert math.isclose(math.sqrt(sum(x * x for x in vector)), 1, abs_tol=1e-5)


@dataclass(frozen=True)
class World:
    """An index with two videos: one sent as a file, one by link."""

    emulator: object
    client: object
    clips: str
    index: str
    assets: list
    videos: list


@pytest.fixture(scope="module")
def world():
    with emulator() as server, served_clips() as clips:
        client = twelvelabs.TwelveLabs(api_key="tlk_test", base_url=server.url)
        index = client.indexes.create(
            index_name="smoke",
            models=[IndexesCreateRequestModelsItem(model_name=MARENGO, model_options=["visual", "audio"])],
            addons=["thumbnail"],
        ).id
        with open(CLIPS / "face_b_00.mp4", "rb") as file:
            direct = client.assets.create(method="direct", file=file)
        linked = client.assets.create(method="url", url=f"{clips}/pedestrians_00.mp4")
        assets = [direct.id, linked.id]
        videos = []
        for asset in assets:
            settled(lambda: client.assets.retrieve(asset))
            video = client.indexes.indexed_assets.create(index, asset_id=asset, user_metadata={"kind": "demo", "n": 1})
            settled(lambda: client.indexes.indexed_assets.retrieve(index, video.id))
            videos.append(video.id)
        yield World(server, client, clips, index, assets, videos)


def test_indexes_are_made_listed_renamed_and_deleted(world):
    client = world.client
    index = client.indexes.create(
        index_name="short-lived", models=[IndexesCreateRequestModelsItem(model_name=MARENGO, model_options=["visual"])]
    ).id
    assert {"smoke", "short-lived"} <= {i.index_name for i in client.indexes.list(page_limit=1)}
    client.indexes.update(index, index_name="renamed")
    assert client.indexes.retrieve(index).index_name == "renamed"
    client.indexes.delete(index)
    with pytest.raises(twelvelabs.BadRequestError) as gone:
        client.indexes.retrieve(index)
    assert gone.value.body["code"] == "resource_not_exist"
    with pytest.raises(twelvelabs.BadRequestError) as sunset:
        client.indexes.create(
            index_name="old", models=[IndexesCreateRequestModelsItem(model_name="pegasus1.2", model_options=["visual"])]
        )
    assert "has been sunset" in sunset.value.body["message"]


def test_assets_are_listed_by_name_and_kept_while_an_index_needs_them(world):
    named = list(world.client.assets.list(filename="FACE_B"))
    assert [a.id for a in named] == world.assets[:1]
    assert 4.9 < named[0].duration < 5.1
    with pytest.raises(ApiError) as used:
        world.client.assets.delete(world.assets[0])
    assert used.value.status_code == 409


def test_stored_embeddings_come_with_an_indexed_asset_and_a_video(world):
    client = world.client
    video = client.indexes.indexed_assets.retrieve(world.index, world.videos[0], embedding_option=["visual", "audio"])
    segments = video.embedding.video_embedding.segments
    assert_unit(segments[0].float_)
    assert (segments[0].start_offset_sec, segments[0].embedding_scope) == (0, "clip")
    older = client.indexes.videos.retrieve(world.index, world.videos[0], embedding_option=["visual"])
    assert older.embedding.video_embedding.segments[0].float_ == segments[0].float_
    assert older.system_metadata.filename == "face_b_00.mp4"


def test_lists_of_videos_take_ranges_and_user_metadata(world):
    client = world.client
    assert {v.id for v in client.indexes.videos.list(world.index, duration={"gte": 1})} == set(world.videos)
    assert not list(client.indexes.videos.list(world.index, duration={"gte": 1000}))
    assert len(list(client.indexes.indexed_assets.list(world.index, status=["ready", "failed"], page_limit=1))) == 2
    client.indexes.indexed_assets.update(world.index, world.videos[0], user_metadata={"kind": "face", "n": None})
    found = list(client.indexes.videos.list(world.index, user_metadata={"kind": "face"}))
    assert [(v.id, v.user_metadata) for v in found] == [(world.videos[0], {"kind": "face"})]


def test_vectors_at_once_have_512_numbers_and_length_one(world):
    client = world.client
    text = client.embed.v_2.create(
        input_type="text", model_name=MARENGO, text=TextInputRequest(input_text="people in a street")
    )
    assert_unit(text.data[0].embedding)
    assert text.metadata is None
    image = MediaSource(url=f"{world.clips}/../clips/none.png")
    with pytest.raises(twelvelabs.BadRequestError):
        client.embed.v_2.create(input_type="image", model_name=MARENGO, image=ImageInputRequest(media_source=image))
    video = client.embed.v_2.create(
        input_type="video",
        model_name=MARENGO,
        video=VideoInputRequest(media_source=MediaSource(asset_id=world.assets[0]), embedding_option=["visual"]),
    )
    assert {d.embedding_scope for d in video.data} == {"clip", "asset"}
    assert video.metadata.input_type == "video"


def test_embed_tasks_are_polled_and_listed(world):
    tasks = world.client.embed.v_2.tasks
    task = tasks.create(
        input_type="video",
        model_name=MARENGO,
        video=VideoInputRequest(media_source=MediaSource(asset_id=world.assets[0]), embedding_option=["visual"]),
    )
    assert task.status == "processing"
    ready = settled(lambda: tasks.retrieve(task.id))
    assert_unit(ready.data[0].embedding)
    assert task.id in {t.id for t in tasks.list(page_limit=1)}


def test_answers_come_at_once_in_pieces_and_as_a_task(world):
    client = world.client
    question = {"model_name": PEGASUS, "video": VideoContext_AssetId(asset_id=world.assets[1]), "prompt": "What is there?"}
    whole = client.analyze(**question)
    assert whole.finish_reason == "stop" and "person" in whole.data
    events = list(client.analyze_stream(**question))
    assert [events[0].event_type, events[-1].event_type] == ["stream_start", "stream_end"]
    assert "".join(e.text for e in events[1:-1]) == whole.data
    task = client.analyze_async.tasks.create(**question)
    ready = settled(lambda: client.analyze_async.tasks.retrieve(task.task_id))
    assert ready.result.data == whole.data
    assert task.task_id in {t.task_id for t in client.analyze_async.tasks.list().data}
    client.analyze_async.tasks.delete(task.task_id)
    with pytest.raises(twelvelabs.NotFoundError):
        client.analyze_async.tasks.retrieve(task.task_id)


def test_search_goes_on_to_a_second_page_and_ends(world):
    found = list(
        world.client.search.query(
            index_id=world.index, search_options=["visual", "audio"], query_text="people", page_limit=1
        )
    )
    assert {c.video_id for c in found} == set(world.videos)
    assert [c.rank for c in found] == list(range(1, len(found) + 1))
    one = list(
        world.client.search.query(
            index_id=world.index, search_options=["visual"], query_text="people", group_by="video",
            filter=json.dumps({"id": world.videos[:1]}),
        )
    )
    assert [v.id for v in one] == world.videos[:1]


def test_older_tasks_bring_a_video_into_an_index(world):
    client = world.client
    with open(CLIPS / "coin_00.mp4", "rb") as file:
        task = client.tasks.create(index_id=world.index, video_file=file)
    assert task.video_id == task.id
    ready = client.tasks.wait_for_done(task_id=task.id, sleep_interval=0.2)
    assert (ready.status, ready.system_metadata.filename) == ("ready", "coin_00.mp4")
    assert task.id in {t.id for t in client.tasks.list(index_id=world.index)}
    client.indexes.videos.delete(world.index, task.id)
    assert task.id not in {v.id for v in client.indexes.videos.list(world.index)}
    client.tasks.delete(task.id)


def test_a_limit_is_raised_after_one_attempt(world):
    ask = {"input_type": "text", "model_name": MARENGO, "text": TextInputRequest(input_text="once")}
    before = world.emulator.log()["routes"].get("POST /embed-v2", 0)
    fault(world.emulator.url, "POST /embed-v2", "rate_limited", 1)
    with pytest.raises(ApiError) as full:
        world.client.embed.v_2.create(**ask)
    assert full.value.status_code == 429
    assert world.emulator.log()["routes"]["POST /embed-v2"] - before == 1
    world.client.embed.v_2.create(**ask)


def test_an_empty_429_is_raised_too(world):
    fault(world.emulator.url, "POST /analyze", "rate_limited", 1)
    with pytest.raises(ApiError) as full:
        world.client.analyze(
            model_name=PEGASUS, video=VideoContext_AssetId(asset_id=world.assets[1]), prompt="What is there?"
        )
    assert (full.value.status_code, full.value.body) == (429, "")


def test_deletes_take_the_videos_then_the_assets(world):
    client = world.client
    with open(CLIPS / "tree_00.mp4", "rb") as file:
        asset = client.assets.create(method="direct", file=file).id
    settled(lambda: client.assets.retrieve(asset))
    video = client.indexes.indexed_assets.create(world.index, asset_id=asset)
    settled(lambda: client.indexes.indexed_assets.retrieve(world.index, video.id))
    client.indexes.indexed_assets.delete(world.index, video.id)
    with pytest.raises(twelvelabs.NotFoundError):
        client.indexes.indexed_assets.retrieve(world.index, video.id)
    client.assets.delete(asset)
    with pytest.raises(ApiError):
        client.assets.retrieve(asset)
