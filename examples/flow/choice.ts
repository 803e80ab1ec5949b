import { and, eq, flow, gt, isPresent, text } from 'asl-builder'
import { z } from 'zod'

const Order = z.object({
  id: z.string(),
  total: z.number(),
  customer: z.object({ country: z.string(), discount: z.number().optional() }),
})

/** Three ways through, which rejoin by themselves; each sets the same variable. */
export default flow('Prices an order', { input: Order })
  .choice('How to price?', (when) =>
    when
      .if(
        ({ input }) => isPresent(input.customer.discount),
        (known) => known.assign(({ input }) => ({ note: text`discount for ${input.customer.country}` })),
      )
      .if(
        ({ input }) => and(gt(input.total, 1000), eq(input.customer.country, 'CH')),
        (large) => large.wait('Cool down', { Seconds: 60 }).assign(() => ({ note: 'large, at home' })),
      )
      .otherwise((plain) => plain.assign(() => ({ note: 'as listed' }))),
  )
  .pass('Priced', ({ input, vars }) => ({ order: input.id, note: vars.note }))
  .build()
