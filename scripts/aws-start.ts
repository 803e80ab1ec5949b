// Starts the pipeline on AWS and follows it: `pnpm aws:start [--seed] [--env NAME] ...`.
import { runCommand, startCommand } from 'deploy'

await runCommand(startCommand)
