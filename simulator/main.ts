import { callLine, greeting, invocation, listing, usage } from './command-line.ts'
import { scaledClock } from './wire/clock.ts'
import { startSimulator } from './wire/server.ts'

const asked = invocation(process.argv.slice(2))
switch (asked.kind) {
  case 'mistake':
    console.error(asked.message)
    process.exitCode = 2
    break
  case 'help':
    console.log(usage)
    break
  case 'list':
    console.log(listing(asked.target))
    break
  case 'serve': {
    const { target, scenario, speed, port, usesDocker, registry } = asked
    startSimulator({
      ...(target === 'ecs' ? { ecs: { scenario } } : { scenario }),
      port,
      clock: scaledClock(speed),
      ...(usesDocker && { docker: { speed } }),
      switches: {
        ...(usesDocker && { urlTemplate: 'loopback', logLagSeconds: 5 }),
        ...(registry && {
          registryAddress: registry.address,
          registryUsername: registry.username,
          registryPassword: registry.password,
        }),
      },
      onCall: (call) => console.log(callLine(call)),
    }).then(
      ({ env, close }) => {
        console.log(greeting({ target, scenario, speed, env }))
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
      },
      (error: unknown) => {
        console.error(`The simulator could not start: ${error instanceof Error ? error.message : error}`)
        process.exitCode = 1
      },
    )
  }
}
