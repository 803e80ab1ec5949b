/** The optional dependency that draws PNG is not installed. */
export class PngUnavailable extends Error {
  override readonly name = 'PngUnavailable'
}

/**
 * An SVG picture as PNG, in its light colours, in the fonts of this machine.
 *
 * @param picture What {@link svg} gave.
 * @param scale Pixels for each of the SVG's. Default: 2.
 * @throws {PngUnavailable} `@resvg/resvg-js` is not installed.
 */
export async function png(picture: string, scale = 2): Promise<Uint8Array> {
  const { Resvg } = await resvg()
  return new Resvg(picture, { fitTo: { mode: 'zoom', value: scale } }).render().asPng()
}

async function resvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js')
  } catch (cause) {
    throw new PngUnavailable('PNG needs the package @resvg/resvg-js: npm install @resvg/resvg-js@2.6.2', { cause })
  }
}
