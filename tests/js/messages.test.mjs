// Judge Lin's messages on the tablet: what is sent again, in which order, and what is still unread.
import assert from "node:assert/strict";
import { test } from "node:test";

import { stillUnread } from "../../static/js/judge/message-bar.js";
import { inOrder, isFinal } from "../../static/js/judge/message-outbox.js";

test("a call is sent until the server has it or has refused it for good", () => {
  for (const status of [200, 404, 422, 423, 429]) assert.ok(isFinal(status), status);
  // No answer, an old page's token, signed out, a server that is busy or broken.
  for (const status of [0, 400, 401, 500, 502, 503]) assert.ok(!isFinal(status), status);
});

test("what was said first is sent first", () => {
  const entry = (at) => ({ address: "", body: {}, key: "", at });
  const found = [
    { name: "call-b", entry: entry(20) },
    { name: "read-7", entry: entry(10) },
  ];

  assert.deepEqual(
    inOrder(found).map(({ name }) => name),
    ["read-7", "call-b"],
  );
});

test("a message that was marked read here does not come back with an older answer", () => {
  const messages = [
    { id: 7, text: "Please submit team 3." },
    { id: 8, text: "Please wait." },
  ];

  assert.deepEqual(
    stillUnread(messages, new Set([7])).map(({ id }) => id),
    [8],
  );
});
