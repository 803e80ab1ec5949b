import { at } from '../place.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

export const retryDelay = rule<{ interval: number; max: number }>({
  name: 'RETRY_DELAY',
  severity: 'WARNING',
  summary: 'The "MaxDelaySeconds" of a Retrier are more than its "IntervalSeconds".',
  source: spec('errors'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Retrier')) {
      const { IntervalSeconds: interval = 1, MaxDelaySeconds: max } = value
      if (typeof interval !== 'number' || typeof max !== 'number' || max >= interval) continue
      yield { place: at(place, 'MaxDelaySeconds'), interval, max }
    }
  },

  say: ({ interval, max }) => ({
    message: `'MaxDelaySeconds' (${max}) cuts off even the first delay, 'IntervalSeconds' (${interval})`,
    hint: 'Every retry waits the same time. Raise MaxDelaySeconds or lower IntervalSeconds.',
  }),
})
