'use strict';
// The example of README.md is run, and prints what stands below it.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const test = require('node:test');

test('the example of README.md runs', () => {
  const readme = fs.readFileSync(process.env.ENCART_NODE_README, 'utf8');
  const [, code] = readme.match(/```js\n(.*?)```/s);
  const [, output] = readme.match(/```text\n(.*?)```/s);
  const program = code.replace('new Engine({', `new Engine({\n  pluginPaths: [${JSON.stringify(process.env.ENCART_PLUGINS)}],`);
  assert.notEqual(program, code);
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: __dirname, encoding: 'utf8' });
  assert.equal(told, output);
});
