export const linearRegex = (pattern: string, flags: string) => {
  const r = new RegExp(`^(?:${pattern})$`, flags)
  return { matchesAll: (text: string): boolean => r.test(text) }
}
