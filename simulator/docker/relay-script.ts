/** Run inside a container's network: what connects to the socket at a path reaches a port of the container. */
export const relayScript = `
const { connect, createServer } = require('node:net')
const [port, path] = process.argv.slice(1)
createServer((near) => {
  const far = connect(Number(port), '127.0.0.1')
  const end = () => { near.destroy(); far.destroy() }
  near.on('error', end).pipe(far).on('error', end).pipe(near)
}).listen(path)`
