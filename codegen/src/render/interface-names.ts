/** Gives every table an interface name of its own. */
export class InterfaceNames {
  readonly #taken: Set<string>

  constructor(reserved: readonly string[]) {
    this.#taken = new Set(reserved)
  }

  /** Turns `order_lines` into `OrderLines`, with a number behind when that is taken. */
  take(table: string): string {
    const words = table.match(/[\p{L}\p{N}]+/gu) ?? []
    const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    const base = /^[\p{ID_Start}]/u.test(pascal) ? pascal : `Table${pascal}`
    let name = base
    for (let number = 2; this.#taken.has(name); number++) name = `${base}${number}`
    this.#taken.add(name)
    return name
  }
}
