import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

// Given to Node.js with --import: writes down every module that a process and its threads load.
const list = process.env['MODULE_LIST']
if (list === undefined) throw new TypeError('expected a file in MODULE_LIST')

registerHooks({
  load: (url, context, nextLoad) => {
    appendFileSync(list, `${url}\n`)
    return nextLoad(url, context)
  },
})
