/** An element of a parsed document. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** Its own text, entities resolved. */
  text: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const resolved = (text: string): string =>
  text.replace(/&([^;]*);/g, (whole, name: string) => {
    if (!Object.hasOwn(entities, name)) throw new Error(`not an entity: ${whole}`)
    return entities[name]!
  })

/** Parses the XML that pictures are made of. Throws at the first thing that is not well-formed. */
export function parseXml(source: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const token = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const found = token.exec(source)
    if (!found) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`)
    const [, closing, name = '', attributes = '', empty, text] = found
    const top = open.at(-1)!
    if (text !== undefined) {
      if (/&(?![a-z#0-9]+;)/.test(text)) throw new Error(`a bare & at ${at}: ${text}`)
      top.text += resolved(text)
    } else if (closing) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}> at ${at}`)
      open.pop()
    } else {
      const element: Element = { name, attributes: {}, children: [], text: '' }
      for (const [, key, value] of attributes.matchAll(/([a-zA-Z:-]+)="([^"]*)"/g))
        element.attributes[key!] = resolved(value!)
      top.children.push(element)
      if (!empty) open.push(element)
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('an element is not closed, or there is not one')
  return root.children[0]!
}
