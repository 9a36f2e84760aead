import { subscribe } from 'node:diagnostics_channel'

/**
 * Loaded into the process of a bundle before it starts, so that its time depends on what it does and not on how fast
 * the machine is: `Date.now()` stands still between requests and moves by a second with each. A budget of half a minute
 * is thirty requests, everywhere. Timers run as ever.
 */

let now = Date.now()
subscribe('http.client.request.start', () => {
  now += 1_000
})
Date.now = () => now
