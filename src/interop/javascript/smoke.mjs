// TwelveLabs' own JavaScript SDK, pointed at an emulator: the sequence that an emulator must pass.
// node smoke.mjs BASE_URL FOLDER_OF_CLIPS URL_OF_CLIPS prints a line a step and ends with 1 at the first that fails.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { join } from "node:path";

const [, , baseUrl, clips, clipsUrl] = process.argv;
// Read when a client is made.
process.env.TWELVELABS_BASE_URL = baseUrl;
const { TwelveLabs, TwelvelabsApi } = await import("twelvelabs-js");
const client = new TwelveLabs({ apiKey: "tlk_test" });
const admin = baseUrl.replace("/v1.3", "/_emulator");
const [marengo, pegasus] = ["marengo3.0", "pegasus1.5"];

async function step(name, work) {
  try {
    const seen = await work();
    console.log(`ok ${name}${seen === undefined ? "" : `: ${seen}`}`);
  } catch (error) {
    console.log(`FAILED ${name}`);
    console.error(error);
    process.exit(1);
  }
}

async function all(pages) {
  const items = [];
  for await (const item of await pages) items.push(item);
  return items;
}

async function settled(look) {
  for (let i = 0; i < 600; i++) {
    const seen = await look();
    if (["ready", "failed"].includes(seen.status)) {
      assert.equal(seen.status, "ready", JSON.stringify(seen));
      return seen;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail("not settled");
}

function assertUnit(vector) {
  assert.equal(vector.length, 512);
  assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
}

const limited = (route, times) =>
  fetch(`${admin}/faults`, { method: "POST", body: JSON.stringify({ route, fault: "rate_limited", times }) });
const attempts = async (route) => (await (await fetch(`${admin}/log`)).json()).routes[route] ?? 0;

const name = `smoke-js-${Date.now()}`;
let index;
const assets = [];
const videos = [];
const question = () => ({
  modelName: pegasus,
  video: { type: "asset_id", assetId: assets[1] },
  prompt: "What is there?",
});
const textRequest = { inputType: "text", modelName: marengo, text: { inputText: "people in a street" } };

await step("create an index", async () => {
  const made = await client.indexes.create({
    indexName: name,
    models: [{ modelName: marengo, modelOptions: ["visual", "audio"] }],
    addons: ["thumbnail"],
  });
  index = made.id;
});

await step("iterate the indexes", async () => {
  const names = (await all(client.indexes.list({ pageLimit: 1 }))).map((i) => i.indexName);
  assert.ok(names.includes(name));
  return `${names.length} in pages of one`;
});

await step("rename the index", async () => {
  await client.indexes.update(index, { indexName: `${name}-2` });
  assert.equal((await client.indexes.retrieve(index)).indexName, `${name}-2`);
  const again = { indexName: `${name}-2`, models: [{ modelName: marengo, modelOptions: ["visual"] }] };
  await assert.rejects(client.indexes.create(again), (e) => e.body.code === "index_name_already_exists");
});

await step("upload a file and a link, and poll", async () => {
  const file = createReadStream(join(clips, "face_b_00.mp4"));
  assets.push((await client.assets.create({ method: "direct", file })).id);
  assets.push((await client.assets.create({ method: "url", url: `${clipsUrl}/pedestrians_00.mp4` })).id);
  for (const asset of assets) await settled(() => client.assets.retrieve(asset));
});

await step("create indexed assets, and poll", async () => {
  for (const assetId of assets) {
    const video = await client.indexes.indexedAssets.create(index, { assetId, userMetadata: { kind: "demo", n: 1 } });
    assert.equal(video.assetId, assetId);
    await settled(() => client.indexes.indexedAssets.retrieve(index, video.id));
    videos.push(video.id);
  }
});

await step("retrieve stored embeddings", async () => {
  const video = await client.indexes.indexedAssets.retrieve(index, videos[0], { embeddingOption: ["visual", "audio"] });
  const segments = video.embedding.videoEmbedding.segments;
  assertUnit(segments[0].float);
  const older = await client.indexes.videos.retrieve(index, videos[0], { embeddingOption: ["visual"] });
  assert.deepEqual(older.embedding.videoEmbedding.segments, segments);
  return `${segments.length} segments of ${segments[0].float.length}`;
});

await step("list videos by range and by user metadata", async () => {
  const long = await all(client.indexes.videos.list(index, { duration: { gte: 1 } }));
  assert.deepEqual(new Set(long.map((v) => v.id)), new Set(videos));
  assert.equal((await all(client.indexes.videos.list(index, { duration: { gte: 1000 } }))).length, 0);
  assert.equal((await all(client.indexes.indexedAssets.list(index, { status: ["ready", "failed"] }))).length, 2);
  await client.indexes.indexedAssets.update(index, videos[0], { userMetadata: { kind: "face", n: null } });
  const found = await all(client.indexes.videos.list(index, { userMetadata: { kind: "face" } }));
  assert.deepEqual(found.map((v) => v.id), videos.slice(0, 1));
  assert.deepEqual((await client.indexes.videos.retrieve(index, videos[0])).userMetadata, { kind: "face" });
});

await step("embed a text and a video at once", async () => {
  const text = await client.embed.v2.create(textRequest);
  assertUnit(text.data[0].embedding);
  const video = await client.embed.v2.create({
    inputType: "video",
    modelName: marengo,
    video: { mediaSource: { assetId: assets[0] }, embeddingOption: ["visual"] },
  });
  assertUnit(video.data[0].embedding);
});

await step("embed a video as a task, poll, list", async () => {
  const task = await client.embed.v2.tasks.create({
    inputType: "video",
    modelName: marengo,
    video: { mediaSource: { assetId: assets[0] }, embeddingOption: ["visual"] },
  });
  assert.equal(task.status, "processing");
  const ready = await settled(() => client.embed.v2.tasks.retrieve(task.id));
  assertUnit(ready.data[0].embedding);
  assert.ok((await all(client.embed.v2.tasks.list({ pageLimit: 1 }))).some((t) => t.id === task.id));
});

await step("analyze at once, as a stream, as a task", async () => {
  const whole = await client.analyze(question());
  let words = "";
  const types = new Set();
  for await (const event of await client.analyzeStream(question())) {
    types.add(event.eventType);
    words += event.text ?? "";
  }
  assert.deepEqual([...types], ["stream_start", "text_generation", "stream_end"]);
  assert.equal(words, whole.data);
  const task = await client.analyzeAsync.tasks.create(question());
  const ready = await settled(() => client.analyzeAsync.tasks.retrieve(task.taskId));
  assert.equal(ready.result.data, whole.data);
  assert.ok((await client.analyzeAsync.tasks.list()).data.some((t) => t.taskId === task.taskId));
  await client.analyzeAsync.tasks.delete(task.taskId);
  return whole.data;
});

await step("search two pages", async () => {
  const found = await all(
    client.search.query({ indexId: index, searchOptions: ["visual", "audio"], queryText: "people", pageLimit: 1 }),
  );
  assert.deepEqual(found.map((c) => c.rank), [1, 2]);
  assert.deepEqual(new Set(found.map((c) => c.videoId)), new Set(videos));
});

await step("index by the older task, delete its video and it", async () => {
  const task = await client.tasks.create({ indexId: index, videoFile: createReadStream(join(clips, "coin_00.mp4")) });
  const ready = await client.tasks.waitForDone(task.id, { sleepInterval: 0.2 });
  assert.equal(ready.systemMetadata.filename, "coin_00.mp4");
  assert.ok((await all(client.tasks.list({ indexId: index }))).some((t) => t.id === task.id));
  await client.indexes.videos.delete(index, task.id);
  await client.tasks.delete(task.id);
});

await step("raise a limit after three attempts", async () => {
  const before = await attempts("POST /embed-v2");
  await limited("POST /embed-v2", 3);
  await assert.rejects(client.embed.v2.create(textRequest), (e) => e instanceof TwelvelabsApi.TooManyRequestsError);
  const made = (await attempts("POST /embed-v2")) - before;
  assert.equal(made, 3);
  await client.embed.v2.create(textRequest);
});

await step("raise an empty 429", async () => {
  await limited("POST /analyze", 1);
  await assert.rejects(client.analyze(question(), { maxRetries: 0 }), (e) => e.statusCode === 429);
});

await step("delete: a used asset only when its video is gone", async () => {
  await assert.rejects(client.assets.delete(assets[0]), (e) => e.statusCode === 409);
  await client.indexes.indexedAssets.delete(index, videos[0]);
  await assert.rejects(
    client.indexes.indexedAssets.retrieve(index, videos[0]), (e) => e instanceof TwelvelabsApi.NotFoundError);
  await client.assets.delete(assets[0]);
  await client.indexes.delete(index);
  await client.assets.delete(assets[1]);
  await assert.rejects(client.indexes.retrieve(index), (e) => e.body.code === "resource_not_exist");
});
