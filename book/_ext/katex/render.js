// Renders formulas for course_math.py: one JSON request a line on stdin, one JSON answer a line on stdout.
// Ends when stdin is closed.
"use strict";
const katex = require("./katex.min.js");
const readline = require("node:readline");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { tex, options } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(tex, options) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
