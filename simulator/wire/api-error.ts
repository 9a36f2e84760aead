/** An error as it goes over the wire. `status` is 400 for clients' errors, 500 for the service's. */
export class ApiError extends Error {
  readonly type: string
  readonly status: number

  constructor({ type, message, status = 400 }: { type: string; message: string; status?: number }) {
    super(message)
    this.name = 'ApiError'
    this.type = type
    this.status = status
  }
}
