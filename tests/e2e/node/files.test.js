// The life of a file with the OpenAI SDK for Node. test_node.py runs each test; the environment says where and with
// which keys.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";

import OpenAI, { toFile } from "openai";

const MIB = 1_048_576;
const UNKNOWN_ID = "file-01890a5dac96774bbcceb302099a8057";
const UNKNOWN_KEY = "fg_000000000000000000000000000000003XyXwI";

const client = new OpenAI({ maxRetries: 0 });

async function upload(content, name = "lines.jsonl") {
  return client.files.create({ purpose: "batch", file: await toFile(content, name) });
}

async function bytesOf(response) {
  return Buffer.from(await response.arrayBuffer());
}

test("a file is read from disk while it is sent", async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "filegate-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const content = randomBytes(2 * MIB);
  fs.writeFileSync(path.join(folder, "lines.jsonl"), content);
  const stream = fs.createReadStream(path.join(folder, "lines.jsonl"));
  const file = await client.files.create({ file: stream, purpose: "batch" });
  assert.equal(file.filename, "lines.jsonl");
  assert.deepEqual(await bytesOf(await client.files.content(file.id)), content);
});

test("a body comes in chunks without its length", async () => {
  const form = new FormData();
  form.append("file", new File(["0123456789"], "chunked.jsonl"));
  form.append("purpose", "batch");
  const whole = new Response(form);
  const answer = await fetch(`${client.baseURL}/files`, {
    method: "POST",
    body: whole.body,
    duplex: "half",
    headers: { Authorization: `Bearer ${client.apiKey}`, "Content-Type": whole.headers.get("content-type") },
  });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).bytes, 10);
});

test("the file may come before the purpose", async () => {
  const file = await client.files.create({ file: await toFile("{}", "first.jsonl"), purpose: "evals" });
  assert.deepEqual([file.filename, file.purpose, file.bytes], ["first.jsonl", "evals", 2]);
});

test("a name comes back as it was given", async () => {
  const name = 'naïve “名前” say "hi" 100%.jsonl';
  const file = await upload("{}", name);
  assert.equal((await client.files.retrieve(file.id)).filename, name);
});

test("a file may expire some time after its creation", async () => {
  const file = await client.files.create({
    file: await toFile("{}", "a.jsonl"),
    purpose: "batch",
    expires_after: { anchor: "created_at", seconds: 3600 },
  });
  assert.equal(file.expires_at, file.created_at + 3600);
});

test("a new file needs no waiting", async () => {
  const file = await upload('{"custom_id":"1","method":"POST","url":"/v1/embeddings","body":{}}');
  assert.equal((await client.files.waitForProcessing(file.id, { pollInterval: 60_000, maxWait: 1 })).status, "processed");
});

test("a small file comes back through the API", async () => {
  const content = randomBytes(2048);
  const answer = await client.files.content((await upload(content)).id);
  assert.equal(answer.redirected, false);
  assert.deepEqual(await bytesOf(answer), content);
});

test("a large file comes back from S3", async () => {
  const content = randomBytes(3 * MIB);
  const answer = await client.files.content((await upload(content)).id);
  assert.equal(answer.redirected, true);
  assert.deepEqual(await bytesOf(answer), content);
});

test("a range is answered with just these bytes", async () => {
  const file = await upload("0123456789");
  const answer = await client.files.content(file.id, { headers: { Range: "bytes=5-9" } });
  assert.equal(answer.status, 206);
  assert.equal(await answer.text(), "56789");
});

test("every file is listed once and in order", async () => {
  const many = new OpenAI({ maxRetries: 0, apiKey: process.env.MANY_FILES_KEY });
  const ids = [];
  for await (const file of many.files.list({ limit: 50, order: "asc" })) {
    ids.push(file.id);
  }
  assert.equal(ids.length, 120);
  assert.deepEqual(ids, [...new Set(ids)].sort());
});

test("a deleted file is not found any more", async () => {
  const file = await upload("{}");
  assert.deepEqual(await client.files.delete(file.id), { id: file.id, object: "file", deleted: true });
  await assert.rejects(client.files.retrieve(file.id), OpenAI.NotFoundError);
});

test("an unknown file is an error with all its fields", async () => {
  await assert.rejects(client.files.retrieve(UNKNOWN_ID), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.deepEqual([error.status, error.type, error.param, error.code], [404, "invalid_request_error", "id", null]);
    assert.equal(error.requestID, error.headers.get("x-request-id"));
    return Boolean(error.requestID);
  });
});

test("an unknown key is an authentication error", async () => {
  const stranger = new OpenAI({ maxRetries: 0, apiKey: UNKNOWN_KEY });
  await assert.rejects(stranger.files.list(), OpenAI.AuthenticationError);
});

test("a file over 4 MiB is refused with the way out", async () => {
  await assert.rejects(upload(Buffer.alloc(4 * MIB + 1)), (error) => {
    assert.deepEqual([error.status, error.code, error.param], [413, "file_too_large", "file"]);
    return error.message.includes("POST /v1/uploads");
  });
});

test("an unknown route is not found", async () => {
  await assert.rejects(client.models.list(), OpenAI.NotFoundError);
});
