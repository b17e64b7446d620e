// usage: node count-tests.mjs <results.json>
// Prints what failed and what was skipped in one run of Vitest, then a line `<passed> <failed> <skipped>`.
// Runs in any Node, so that a machine where the install failed can count as well.
import { readFileSync } from 'node:fs'

const [, , file] = process.argv
const { success, testResults } = JSON.parse(readFileSync(file, 'utf8'))
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const { name, status, message, assertionResults } of testResults) {
  for (const test of assertionResults) {
    const outcome = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped'
    counts[outcome]++
    if (outcome !== 'passed') process.stdout.write(`${outcome}: ${test.fullName} (${name})\n`)
  }
  // A file that could not be loaded has failed without a test of its own.
  if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
    counts.failed++
    process.stdout.write(`failed: ${name}: ${message}\n`)
  }
}
if (!success && counts.failed === 0) {
  counts.failed++
  process.stdout.write(`failed: an error outside the tests, see above (${file})\n`)
}
process.stdout.write(`${counts.passed} ${counts.failed} ${counts.skipped}\n`)
