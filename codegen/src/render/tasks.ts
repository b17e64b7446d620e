import { bindingName } from '../model/identifier.ts'
import { GENERATED_HEADER } from './header.ts'
import { quote } from './literal.ts'

/** Prints `generated/tasks.ts`: the registry of the given tasks, one entry a line. */
export function renderTasks(taskNames: readonly string[]): string {
  const imports = taskNames.map(
    (name) => `import ${bindingName(name)} from '../tasks/${name}.ts'\n`,
  )
  const entries = taskNames.map((name) => `  ${entry(name)},\n`)
  const object = entries.length === 0 ? '{}' : `{\n${entries.join('')}}`
  return `${GENERATED_HEADER}
${imports.join('')}
/** Every task of \`tasks/\`, by its name. */
export const tasks = ${object} as const

/** The name of a task: that of its file. */
export type TaskName = keyof typeof tasks
`
}

function entry(name: string): string {
  const binding = bindingName(name)
  if (binding === name) return name
  // `'__proto__': task` would set the prototype of the registry; a computed key does not.
  return name === '__proto__' ? `[${quote(name)}]: ${binding}` : `${quote(name)}: ${binding}`
}
