/** Name or ARN of a cluster: what is wrong with it, or `undefined`. */
export function clusterFault(cluster: string): string | undefined {
  const name = /^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/(.+)$/.exec(cluster)?.[1] ?? cluster
  return /^[\w-]{1,255}$/.test(name)
    ? undefined
    : `"${cluster}" is neither the name of a cluster nor its ARN, such as arn:aws:ecs:eu-central-1:123456789012:cluster/prod`
}
