import { at } from '../place.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const heartbeat = rule<{ heartbeat: number; timeout: number }>({
  name: 'HEARTBEAT',
  code: schema,
  severity: 'ERROR',
  summary: 'The "HeartbeatSeconds" of a Task are fewer than its "TimeoutSeconds".',
  source: spec('timeouts-and-heartbeats'),

  *check({ objectsOf }) {
    for (const { value, place } of objectsOf('Task')) {
      const { HeartbeatSeconds: beat, TimeoutSeconds: timeout } = value
      if (typeof beat !== 'number' || typeof timeout !== 'number' || beat < timeout) continue
      yield { place: at(place, 'HeartbeatSeconds'), heartbeat: beat, timeout }
    }
  },

  say: ({ heartbeat: beat, timeout, place }) => ({
    message: "The value of 'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'",
    hint: `"${place.state}" ends after ${timeout} s, before a heartbeat of ${beat} s can be missed.`,
  }),
})
