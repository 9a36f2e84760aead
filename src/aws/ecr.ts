/** Images of private ECR repositories: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const privateEcr = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//

/** True for private ECR, which nobody can pull from without a login. */
export function isPrivateEcr(image: string): boolean {
  return privateEcr.test(image)
}

/** The Region that an image of private ECR is in. */
export function regionOfEcr(image: string): string | undefined {
  return privateEcr.exec(image)?.[1]
}
