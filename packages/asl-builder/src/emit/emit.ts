/**
 * The text of a definition: ASL JSON.
 *
 * @param options.pretty Two-space indentation and a final line break. Default: compact.
 */
export function emit(machine: object, options: { pretty?: boolean } = {}): string {
  return options.pretty ? `${JSON.stringify(machine, null, 2)}\n` : JSON.stringify(machine)
}
