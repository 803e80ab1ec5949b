// `asl` from the sources: `pnpm asl check FILES`.
import { runProcess } from 'asl-cli'

await runProcess()
