/** True if the host, with or without a port, is this machine. IPv6 addresses may stand in brackets. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:(?:[\w-]+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$|^::1$/i.test(host)
}
