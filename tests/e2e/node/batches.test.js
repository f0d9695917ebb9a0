// Batches with the OpenAI SDK for Node. test_node.py runs each test, as it does those of files.test.js.
import assert from "node:assert/strict";
import test from "node:test";

import OpenAI, { toFile } from "openai";

const ENDED = ["completed", "failed", "expired", "cancelled"];
const client = new OpenAI();

async function ended(batch) {
  while (!ENDED.includes(batch.status)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    batch = await client.batches.retrieve(batch.id);
  }
  return batch;
}

async function submitted(lines) {
  const content = Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n"));
  const file = await client.files.create({ purpose: "batch", file: await toFile(content, "requests.jsonl") });
  const asked = { input_file_id: file.id, endpoint: "/v1/embeddings", completion_window: "24h", metadata: { by: "node" } };
  return client.batches.create(asked);
}

async function linesOf(fileId) {
  return (await (await client.files.content(fileId)).text()).trim().split("\n").map((line) => JSON.parse(line));
}

test("every line of a batch is answered once, and a refused one is in the error file", async () => {
  const url = "/v1/embeddings";
  const lines = [...Array(20).keys()].map((number) => {
    const body = number === 7 ? { model: "steady" } : { model: "steady", input: "a".repeat(number) || "-" };
    return { custom_id: `n${number}`, method: "POST", url, body };
  });
  const batch = await ended(await submitted(lines));
  assert.equal(batch.status, "completed");
  assert.deepEqual(batch.request_counts, { total: 20, completed: 19, failed: 1 });
  const [output, errors] = [await linesOf(batch.output_file_id), await linesOf(batch.error_file_id)];
  assert.deepEqual(
    [...output, ...errors].map((line) => line.custom_id).sort(),
    lines.map((line) => line.custom_id).sort(),
  );
  assert.deepEqual(errors.map((line) => [line.custom_id, line.response.status_code]), [["n7", 400]]);
  const sizes = Object.fromEntries(output.map((line) => [line.custom_id, line.response.body.data[0].embedding[0]]));
  assert.equal(sizes.n13, 13);
});

test("batches are listed page by page", async () => {
  const line = { custom_id: "1", method: "POST", url: "/v1/embeddings", body: { model: "steady", input: "a" } };
  const made = [];
  for (let count = 0; count < 3; count += 1) made.push((await submitted([line])).id);
  const listed = [];
  for await (const batch of client.batches.list({ limit: 2 })) listed.push(batch.id);
  assert.deepEqual(listed.slice(0, 3), made.reverse());
});
