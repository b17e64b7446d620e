#!/usr/bin/env node
import { etl } from './etl.ts'

process.exitCode = await etl(process.argv.slice(2))
