/** Verbs whose subject is the service. */
const aboutService = /^(?:has|was|is|registered|deregistered|stopped)\b/

/**
 * What an event of a service says, with names in place of ARNs and without what every event says:
 * `(service shop) (task 1f2e3d4c5b6a…) (port 8080) is unhealthy in (target-group arn:…:targetgroup/shop/0d1c…) due to (reason …).`
 * becomes `task 1f2e3d4c (port 8080) is unhealthy in the target group shop due to …`.
 */
export function formatEvent(
  message: string,
  { id: ours, service }: { readonly id: string; readonly service: string },
): string {
  const event = message
    .replace(/^\(service [\w-]+(?:, taskSet [\w/-]+)?\) /, '')
    .replace(`(deployment ${ours}) `, '')
    .replace(/\(target-group \S*targetgroup\/([\w-]+)\/\w+\)/g, 'the target group $1')
    .replace(/\(task ([0-9a-f]{8})[0-9a-f-]*\)/g, 'task $1')
    .replace(/(task [0-9a-f]{8}) (?=task )/g, '$1, ')
    .replace(/\(reason ([^()]*)\)/g, '$1')
    .replace(/\.$/, '')
  return aboutService.test(event) ? `${service} ${event}` : event
}
