/** Verbs whose subject is the service. */
const aboutService = /^(?:has|was|is|registered|deregistered|stopped)\b/

/** Length of an event, in characters: some quote whole errors. */
const MAX_TEXT = 320

/**
 * What an event of a service says, with names in place of ARNs and without what every event says:
 * `(service shop) (task 1f2e3d4c5b6a…) (port 8080) is unhealthy in (target-group arn:…:targetgroup/shop/0d1c…) due to (reason …).`
 * becomes `task 1f2e3d4c (port 8080) is unhealthy in the target group shop due to …`.
 */
export function formatEvent(
  message: string,
  { id: ours, service }: { readonly id: string; readonly service: string },
): string {
  const event = shortenTargetGroups(message)
    .replace(/^\(service [\w-]+(?:, taskSet [\w/-]+)?\) /, '')
    .replace(`(deployment ${ours}) `, '')
    .replace(/\(task ([0-9a-f]{8})[0-9a-f-]*\)/g, 'task $1')
    .replace(/(task [0-9a-f]{8}) (?=task )/g, '$1, ')
    .replace(/\(reason ([^()]*)\)/g, '$1')
    .replace(/\.$/, '')
  const text = event.length > MAX_TEXT ? `${event.slice(0, MAX_TEXT).trimEnd()} …` : event
  return aboutService.test(text) ? `${service} ${text}` : text
}

/** `(target-group arn:…:targetgroup/shop/0d1c…)` becomes `the target group shop`. */
export function shortenTargetGroups(text: string): string {
  return text.replace(/\(target-group \S*targetgroup\/([\w-]+)\/\w+\)/g, 'the target group $1')
}
