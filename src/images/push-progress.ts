import { type Clock, formatDuration } from '../runtime/clock.ts'
import { formatMegabytes } from './image-errors.ts'

/** Milliseconds between two lines about the same push. */
const BETWEEN_LINES_MS = 15_000

/** Reports the progress of a push: a line now and then, and one at its end. */
export interface PushProgress {
  layer(wasThere: boolean): void
  sent(bytes: number): void
  end(): void
}

export function createPushProgress({
  image,
  layers,
  clock,
  onProgress,
}: {
  image: string
  layers: number
  clock: Pick<Clock, 'now'>
  onProgress(text: string): void
}): PushProgress {
  const start = clock.now()
  let printedAt = start
  let done = 0
  let there = 0
  let bytes = 0
  const volume = () => (bytes > 0 ? `, ${formatMegabytes(bytes)} sent` : '')
  const tell = () => {
    if (clock.now() - printedAt < BETWEEN_LINES_MS) return
    printedAt = clock.now()
    onProgress(`pushing ${image}: ${done} of ${layers} layers${volume()}`)
  }
  onProgress(`pushing ${image}: ${layers} ${layers === 1 ? 'layer' : 'layers'}`)
  return {
    layer: (wasThere) => {
      done++
      if (wasThere) there++
      tell()
    },
    sent: (more) => {
      bytes += more
      tell()
    },
    end: () =>
      onProgress(
        `pushed ${image}: ${done} ${done === 1 ? 'layer' : 'layers'}${there > 0 ? `, ${there} already there` : ''}${volume()}, ${formatDuration(clock.now() - start)}`,
      ),
  }
}
