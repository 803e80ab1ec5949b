import { isObject } from '../../model/json.js'
import { integratedTasksOf, nameSeen, suppliedTo } from '../calls.js'
import { at } from '../place.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'

export const forbiddenHeader = rule<{ header: string }>({
  name: 'FORBIDDEN_HEADER',
  severity: 'WARNING', // AWS accepts it, and then the Task fails
  summary: 'An HTTP Task sets no header that Step Functions keeps for itself.',
  source: dg('call-https-apis'),

  *check(reading) {
    for (const call of integratedTasksOf(reading)) {
      if (call.resource.kind !== 'optimized' || call.resource.service !== 'http') continue
      const supplied = suppliedTo(call)
      const headers = supplied?.parameters.get('Headers')
      if (!supplied || !headers?.literal || !isObject(headers.value)) continue
      for (const key of Object.keys(headers.value)) {
        const header = nameSeen(key, supplied.language)
        if (isForbidden(header)) yield { place: at(at(supplied.place, headers.key), key), header }
      }
    }
  },

  say({ header }) {
    return {
      message: `An HTTP Task that sets the header "${header}" fails with States.Runtime.`,
      hint: 'Leave it out; what authorises the call belongs into the EventBridge connection.',
    }
  },
})

const forbidden = new Set([
  'a-im',
  'accept-charset',
  'accept-datetime',
  'accept-encoding',
  'authorization',
  'cache-control',
  'connection',
  'content-encoding',
  'content-md5',
  'date',
  'expect',
  'forwarded',
  'from',
  'host',
  'http2-settings',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'max-forwards',
  'origin',
  'pragma',
  'proxy-authorization',
  'referer',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'warning',
])

function isForbidden(header: string): boolean {
  const name = header.toLowerCase()
  return forbidden.has(name) || /^x-(?:forwarded|amz|amzn)-/.test(name)
}
