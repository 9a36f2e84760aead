/** The console's page of a service. */
export function consoleUrl(name: string, region: string): string {
  return `https://lightsail.aws.amazon.com/ls/webapp/${region}/container-services/${name}/deployments`
}

/** The console's page of all services. */
export const servicesUrl = 'https://lightsail.aws.amazon.com/ls/webapp/home/containers'
