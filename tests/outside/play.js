// Plays the scenarios with alice-tester: node play.js URL TALKS.jsonl
// Every request and its response become a line of the file, for others to judge.

const fs = require('fs');
const User = require('alice-tester');
const scenarios = require('./scenarios.js');

const [url, file] = process.argv.slice(2);
// The platform's deadline. Its default of one second says more about a busy machine than about us.
User.config.responseTimeout = 4500;

async function turn(user, [said, ...expected]) {
  if (said.tap) {
    await user.tap(said.tap);
  } else if (said.enter) {
    await user.enter(said.enter);
  } else if (said === '') {
    await user.enter();
  } else {
    await user.say(said);
  }
  const { text, end_session: ended } = user.response;
  const name = JSON.stringify(said);
  for (const one of expected) {
    if (one instanceof RegExp && !one.test(text)) {
      throw new Error(`${name}: no ${one} in: ${text}`);
    }
    if (one.not && one.not.test(text)) {
      throw new Error(`${name}: ${one.not} in: ${text}`);
    }
  }
  if (ended !== expected.some((one) => one.end)) {
    throw new Error(`${name}: end_session is ${ended}`);
  }
}

async function play(name, turns) {
  let request;
  const user = new User(url, (body) => {
    request = body;
  });
  for (const one of turns) {
    try {
      await turn(user, one);
    } finally {
      const line = { tester: 'alice-tester', name, request, response: user.body };
      fs.appendFileSync(file, JSON.stringify(line) + '\n');
    }
  }
}

(async () => {
  const names = Object.keys(scenarios);
  const failed = [];
  for (const name of names) {
    try {
      await play(name, scenarios[name]);
    } catch (error) {
      failed.push(`${name}\n    ${error.message}`);
    }
  }
  console.log(`alice-tester: ${names.length} scenarios, ${failed.length} failed`);
  failed.forEach((line) => console.log(`  ${line}`));
  if (names.length < 15 || failed.length > 0) {
    process.exit(1);
  }
})();
