/**
 * The words of a column's name, in lower case and without accents: `CustFirstName` is cust, first,
 * name, and `téléphone_portable2` is telephone, portable. Digits are no words.
 */
export function nameWords(name: string): readonly string[] {
  const spaced = name
    .normalize('NFC')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  return folded(spaced).match(/[a-z]+/g) ?? []
}

/** Lower case; a letter with an accent as the letter, `ß` and the German umlauts as Germans write them. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
}
