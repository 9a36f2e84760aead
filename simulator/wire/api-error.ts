/** An error on the wire. `status` is 400 for errors of the client, 500 for errors of the service. */
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
