/** The console's page of a service. */
export const consoleUrl = (name: string, region: string): string =>
  `https://lightsail.aws.amazon.com/ls/webapp/${region}/container-services/${name}/deployments`

/** The console's page of all services. */
export const servicesUrl = 'https://lightsail.aws.amazon.com/ls/webapp/home/containers'
