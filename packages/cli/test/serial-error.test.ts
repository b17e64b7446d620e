import { ExtractError } from '@carmilla/extract'
import { TransformError } from '@carmilla/transform'
import { expect, test } from 'vitest'
import { factsOf } from '../src/errors.ts'
import { serialError, ThreadError } from '../src/workers/serial-error.ts'

test('an error is the same in another thread: code, message, context, whether to try again, causes', () => {
  const cause = new ExtractError('unrepresentable_value', 'too large', {
    retriable: true,
    context: { value: 2n ** 70n, row: 7 },
  })
  const error = new TransformError('unrepresentable_value', 'task `a`: too large', { cause })
  const revived = new ThreadError(structuredClone(serialError(error)))
  expect(revived).toMatchObject({
    name: 'TransformError',
    code: 'unrepresentable_value',
    message: 'task `a`: too large',
    retriable: false,
    stack: error.stack,
    cause: {
      name: 'ExtractError',
      code: 'unrepresentable_value',
      retriable: true,
      context: { value: 2n ** 70n, row: 7 },
    },
  })
  expect(factsOf(revived)).toEqual(factsOf(error))
})

test('what was thrown and is no error becomes one', () => {
  expect(new ThreadError(serialError('broken'))).toMatchObject({
    code: 'unexpected',
    message: 'broken',
    context: {},
  })
})

test('keeps from a context only what can be sent', () => {
  const error = Object.assign(new Error('x'), { context: { f: () => 1, n: 1 }, code: 5 })
  expect(structuredClone(serialError(error))).toMatchObject({
    code: 'unexpected',
    context: { n: 1 },
  })
})
