/** Pixels. Text sizes are the SVG's `font-size`. */
export const sizes = {
  name: { font: 14, line: 18 },
  does: { font: 11, line: 15 },
  note: { font: 11, line: 15 },
  label: { font: 11, line: 14 },
  /** The widest text of a box before it is wrapped. */
  text: 200,
  labelText: 140,
  narrowest: 128,
  icon: 28,
  padding: 10,
  /** From the outline of a Map or Parallel to its scopes, and between them. */
  gap: 12,
  /** Branches of a Parallel go on in the next row beyond this. */
  row: 2400,
  terminal: { width: 64, height: 28 },
  dot: 12,
  /** From the sides of a box to where its Catch edges leave and arrive. */
  catchPort: 28,
  /** Between edges that leave a Choice. */
  outPorts: 18,
  margin: 24,
} as const
