/** Words that cannot name an import of a module, strict mode included. */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval
   export extends false finally for function if implements import in instanceof interface let new
   null package private protected public return static super switch this throw true try typeof
   undefined var void while with yield __proto__ tasks`.split(/\s+/),
)

/** The identifier that stands for a task in the registry: its name, or an alias where it cannot. */
export function bindingName(taskName: string): string {
  const isIdentifier = /^[a-z_]/.test(taskName) && !RESERVED_WORDS.has(taskName)
  // Task names are lower-case, so a capital keeps the alias apart from every other task.
  return isIdentifier ? taskName : `Task_${taskName}`
}
