/** What is after FROM in a query that must find a row, by the rule that the row shows. */
export type Rules = Readonly<Record<string, string>>
