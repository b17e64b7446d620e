import { TypeScriptSerializer, type ObjectExpressionNode, type PropertyNode } from 'kysely-codegen'
import { docComment } from './doc-comment.ts'
import { quote } from './literal.ts'

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/**
 * kysely-codegen's serializer, with properties left in the order in which they are given (its own
 * sorts by the locale of the machine) and comments that cannot end the comment they stand in.
 */
export class OrderedSerializer extends TypeScriptSerializer {
  override serializeObjectExpression(node: ObjectExpressionNode): string {
    if (node.properties.length === 0) return '{}'
    return `{\n${node.properties.map((property) => this.serializeProperty(property)).join('')}}`
  }

  override serializeProperty(node: PropertyNode): string {
    const comment = docComment(node.comment ?? undefined, '  ')
    return `${comment}  ${this.serializeKey(node.key)}: ${this.serializeExpression(node.value)};\n`
  }

  override serializeKey(key: string): string {
    return IDENTIFIER.test(key) ? key : quote(key)
  }
}
