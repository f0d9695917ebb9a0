// Serves a table on a loopback port, and takes items by the million on its standard input, one JSON object a line.
// They go straight into the store, through dynalite's own keys and indexes; after an empty line it says "loaded".
"use strict";
const readline = require("node:readline");
const db = require("dynalite/db");

const [port, path] = process.argv.slice(2);
const TABLE = "files";
const AT_ONCE = 2000;

let store;
const create = db.create;
db.create = (options) => (store = create(options));
const server = require("dynalite")({ path, createTableMs: 0 });

const puts = (pairs) => pairs.map(([key, value]) => ({ type: "put", key, value }));
const written = (into, pairs) =>
  new Promise((done, failed) => into.batch(puts(pairs), (error) => (error ? failed(error) : done())));
const described = () =>
  new Promise((done, failed) => store.getTable(TABLE, (error, table) => (error ? failed(error) : done(table))));

async function load(items) {
  const table = await described();
  await written(store.getItemDb(TABLE), items.map((item) => [db.createKey(item, table), item]));
  const indexed = items.flatMap((item) => db.getIndexActions(table.GlobalSecondaryIndexes, null, item, table).puts);
  for (const { IndexName } of table.GlobalSecondaryIndexes) {
    const pairs = indexed.filter(({ index }) => index === IndexName).map(({ key, item }) => [key, item]);
    await written(store.getIndexDb("Global", TABLE, IndexName), pairs);
  }
}

async function loadAll() {
  let items = [];
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line) items.push(JSON.parse(line));
    if (items.length === AT_ONCE || !line) {
      if (items.length) await load(items);
      items = [];
    }
    if (!line) {
      // Else the store is still putting in order what was loaded while it is measured.
      await store.db.compactRange("\x00", "\xff");
      console.log("loaded");
    }
  }
}

server.listen(Number(port), "127.0.0.1", () => {
  console.log("ready");
  loadAll();
});
