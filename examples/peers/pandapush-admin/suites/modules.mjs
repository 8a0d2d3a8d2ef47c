// The parts of the pages that decide something by themselves: channel patterns, JSON problems and kept messages.

import assert from "node:assert/strict";

// Publications, and which of the subscriptions below cover them.
const SUBSCRIPTIONS = ["public/u", "public/u/*", "public/u/**", "public/u/foo/*"];
const PUBLICATIONS = [
  ["public/u", [true, false, false, false]],
  ["public/u/foo", [false, true, true, false]],
  ["public/u/foo/bar", [false, false, true, true]],
  ["public/u/foo/bar/baz", [false, false, true, false]],
  ["public/ux", [false, false, false, false]],
  ["public/ux/foo", [false, false, false, false]],
];

const PROBLEMS = [
  ['{"a": 1,}', 1, 9, 'expected a name in "'],
  ["{'a': 1}", 1, 2, 'expected a name in "'],
  ["['a']", 1, 2, 'expected a value; strings begin with "'],
  ['{"a" 1}', 1, 6, "expected a colon after the name"],
  ["[1 2]", 1, 4, "expected a comma or ]"],
  ['{\n  "a": 01\n}', 2, 9, "expected the end of the value"],
  ['"a\nb"', 1, 3, 'expected " at the end of the string'],
  ['"a\\xb"', 1, 3, "this escape is not JSON; write \\\\ for a backslash"],
  ["[1]\n[2]", 2, 1, "expected the end of the text"],
  ["", 1, 1, 'expected a value: {, [, ", a number, true, false or null'],
  ["[".repeat(200), 1, 102, "expected at most 100 levels"],
];

// Texts that are changed at random, each change being JSON or not.
const SEEDS = [
  '{"a":[1,-2.5e+3,"\\u00e9\\n"],"b":{"c":null,"d":true}}',
  "[]",
  '[[],{},"",0,false]',
  ' "x" ',
  "-0.1E-9",
];
const CHANGES = 4_000;

export async function modules(walk, check) {
  const { page } = walk;
  // Calls a function in the page with the exports of a module.
  const within = (name, call, argument) =>
    page.evaluate(
      async ([name, call, argument]) => {
        const exported = await import(`/admin/assets/${name}.js`);
        return await window.calls[call](exported, argument);
      },
      [name, call, argument],
    );
  await page.evaluate(() => {
    window.calls = {
      covers: ({ readPattern, covers }, [pattern, channel]) => covers(readPattern("app", pattern), "app", channel),
      problem: ({ problemOfJson }, text) => problemOfJson(text),
      changed({ problemOfJson }, [seeds, changes]) {
        const characters = '{}[]:,"\\ -+.eE01tfnu\n\tx';
        const pick = (text) => text[Math.floor(Math.random() * text.length)] ?? "";
        const disagreed = [];
        let valid = 0;
        for (let made = 0; made < changes; made += 1) {
          let text = seeds[made % seeds.length];
          for (let times = made % 3; times >= 0; times -= 1) {
            const at = Math.floor(Math.random() * (text.length + 1));
            text = text.slice(0, at) + pick(characters) + text.slice(at + Math.floor(Math.random() * 2));
          }
          let isJson = true;
          try {
            JSON.parse(text);
            valid += 1;
          } catch {
            isJson = false;
          }
          if ((problemOfJson(text) === undefined) !== isJson) disagreed.push(text);
        }
        return { disagreed, valid };
      },
      kept({ KeptMessages, MOST }, shownBefore) {
        const kept = new KeptMessages();
        for (let made = 0; made < MOST + 50; made += 1)
          kept.add({ made, size: 1 }, (entry) => entry.made < shownBefore);
        return kept.entries.map(({ made }) => made);
      },
      heavy({ KeptMessages }) {
        const kept = new KeptMessages();
        for (let made = 0; made < 10; made += 1) kept.add({ made, size: 1_000_000 }, () => true);
        return kept.entries.map(({ made }) => made);
      },
    };
  });

  await check("channel patterns cover what the server's do", async () => {
    for (const [channel, expected] of PUBLICATIONS) {
      const found = [];
      for (const pattern of SUBSCRIPTIONS) found.push(await within("channel", "covers", [pattern, `/app/${channel}`]));
      assert.deepEqual(found, expected, channel);
    }
    assert.equal(await within("channel", "covers", ["/app/public/**", "/app/public/u"]), true);
    assert.equal(await within("channel", "covers", ["public/**", "/other/public/u"]), false);
  });

  await check("problems of JSON have a place and an expectation", async () => {
    for (const [text, line, column, message] of PROBLEMS) {
      const problem = await within("json-problem", "problem", text);
      assert.deepEqual([problem?.line, problem?.column, problem?.message], [line, column, message], text.slice(0, 20));
    }
  });

  await check("exactly the texts that the browser cannot parse have a problem", async () => {
    const { disagreed, valid } = await within("json-problem", "changed", [SEEDS, CHANGES]);
    assert.deepEqual(disagreed, []);
    assert.ok(valid > CHANGES / 50 && valid < CHANGES, `${valid} of ${CHANGES} texts were JSON`);
  });

  await check("messages that a filter shows are kept longest, within bounds", async () => {
    const all = await within("kept-messages", "kept", 1_000);
    assert.deepEqual([all.length, all[0], all.at(-1)], [200, 249, 50]);
    const some = await within("kept-messages", "kept", 20);
    assert.deepEqual([some.length, some[0], some.at(-1)], [200, 249, 0]);
    const newest = await within("kept-messages", "kept", 200);
    assert.deepEqual([newest.length, newest[0], newest.at(-1)], [200, 199, 0]);
    assert.deepEqual(await within("kept-messages", "heavy"), [9, 8, 7, 6]);
  });
}
