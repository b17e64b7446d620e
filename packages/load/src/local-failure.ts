import { LoadError, type LoadErrorCode } from './errors.ts'

/** Code of a failed system call, `ENOENT` and so on. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** Turns a failed system call on `path` into an error that says what to do. */
export function localWriteFailure(error: unknown, path: string): LoadError {
  if (error instanceof LoadError) return error
  const systemError = systemCode(error)
  const { code, reason } = describe(systemError)
  return new LoadError(code, `\`${path}\`: ${reason}`, {
    cause: error,
    context: { path, ...(systemError === undefined ? {} : { systemError }) },
  })
}

/** Turns a failed read of `path` into an error. */
export function localReadFailure(error: unknown, path: string): LoadError {
  if (error instanceof LoadError) return error
  const systemError = systemCode(error)
  if (systemError === 'ENOENT') {
    return new LoadError('object_missing', `\`${path}\`: does not exist`, {
      cause: error,
      context: { path },
    })
  }
  return new LoadError('read_failed', `\`${path}\`: cannot be read (${String(error)})`, {
    cause: error,
    context: { path },
  })
}

function describe(systemError = 'unknown reason'): { code: LoadErrorCode; reason: string } {
  switch (systemError) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'target_full',
        reason: 'no space left; nothing was published, free some space and run again',
      }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // Folders are made when they are missing, so this is where none can be made: `/proc`, for one.
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return {
        code: 'target_not_writable',
        reason: `cannot be written (${systemError}); nothing was published, check the path and its permissions`,
      }
    case 'ENOTSUP':
    case 'EOPNOTSUPP':
    case 'ENOSYS':
    case 'EMLINK':
      return {
        code: 'target_not_writable',
        reason: `the file system has no hard links (${systemError}), by which files appear whole; nothing was published, choose another folder`,
      }
    default:
      return {
        code: 'write_failed',
        reason: `writing failed (${systemError}); nothing was published`,
      }
  }
}
