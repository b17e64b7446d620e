#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Before anything else is loaded: it takes two thirds off the CPU time of a short call.
enableCompileCache()
const { etl } = await import('./etl.ts')

process.exitCode = await etl(process.argv.slice(2))
