/** True if the status is in a list such as `200-299,301`. */
export function includesStatus(codes: string, status: number): boolean {
  return codes.split(',').some((part) => {
    const [from, to = from] = part.trim().split('-').map(Number)
    return from !== undefined && to !== undefined && status >= from && status <= to
  })
}
