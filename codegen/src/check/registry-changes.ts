const HINT = 'run make codegen'

/** Names of the tasks that a registry, as generated, imports. */
export function registeredTasks(registry: string): readonly string[] {
  return [...registry.matchAll(/^import \w+ from '\.\.\/tasks\/([a-z0-9_]+)\.ts'$/gm)].map(
    ([, name = '']) => name,
  )
}

/** Says which files of `tasks/` the registry does not know, and which it knows that are gone. */
export function registryChanges(
  registered: readonly string[],
  present: readonly string[],
): readonly string[] {
  return [
    ...present
      .filter((name) => !registered.includes(name))
      .map((name) => `tasks/${name}.ts is not registered; ${HINT}`),
    ...registered
      .filter((name) => !present.includes(name))
      .map((name) => `tasks/${name}.ts is registered, but is gone; ${HINT}`),
  ]
}
