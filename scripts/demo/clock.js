/**
 * One clock for everything that the demo shows. The action's stopwatch runs in real time and the simulator's time runs faster:
 * what the action shows is told in the simulator's time, and the limits that it is given are real ones.
 */

/** Inputs that are times, as a workflow writes them: in the simulator's time. */
const limits = ['wait-for-minutes', 'verify-minutes', 'poll-interval-seconds']

/** The action polls as often as it would outside, unless it is told otherwise. */
const usualPause = { 'poll-interval-seconds': '5' }

/** @param {Record<string, string>} inputs @param {number} speed @returns {Record<string, string>} */
export function inRealTime(inputs, speed) {
  const scaled = Object.entries({ ...usualPause, ...inputs }).map(([name, text]) => [
    name,
    limits.includes(name) ? String(Number(text) / speed) : text,
  ])
  return Object.fromEntries(scaled)
}

/** @param {number} seconds */
function duration(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
  return [minutes > 0 ? `${minutes} min` : '', rest > 0 || minutes === 0 ? `${rest} s` : ''].join(' ').trim()
}

/** `2 min 40 s` or `3.2 s`. */
const written = String.raw`(?:(\d+) min)?(?: ?(\d+(?:\.\d+)?) s)?`

/** Durations of the run itself; those of a health check are the service's. */
const ours = [
  new RegExp(`(?<=· )${written}(?=$)`),
  new RegExp(`(?<=(?:did not finish within|gave up after|timed out after|not applied within) )${written}`),
]

/** @param {string} text @param {number} speed */
export function durationsInSimulatedTime(text, speed) {
  return ours.reduce((told, pattern) => told.replace(pattern, (all) => scaled(all, speed)), text)
}

/** @param {string} text a duration @param {number} speed */
export function scaled(text, speed) {
  const [, minutes, seconds] = new RegExp(`^${written}$`).exec(text) ?? []
  return minutes === undefined && seconds === undefined
    ? text
    : duration((Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * speed)
}

/**
 * The stopwatch of a log, in simulated time; as it shows whole seconds only, the moment at which a line arrives tells the rest.
 * @param {number} speed
 */
export function createStopwatch(speed) {
  let start = 0
  /** @param {string} line */
  return (line) => {
    const [, minutes, seconds, text = ''] = /^ {2,}(\d+):(\d\d) {2}(.*)$/.exec(line) ?? []
    // A container's line has the time of the service.
    if (minutes === undefined || /^[\w.-]+ \| /.test(text)) return line
    const now = performance.now()
    if (start === 0) start = now - (Number(minutes) * 60 + Number(seconds)) * 1000
    const total = Math.floor(((now - start) * speed) / 1000)
    const time = `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
    return `${time.padStart(7)}  ${text}`
  }
}
