/** Since when AWS redrives executions and counts it in the context object. */
export const redriveSince = Date.UTC(2023, 10, 15)

/** Since when a Lambda function may have 32,768 MB of memory, and not 10,240 (seen between December 2025 and November 2026). */
export const largeFunctionsSince = Date.UTC(2025, 11, 4)

/** Since when a Map state's exit follows from the start of its Map Run, not from its end (seen between August and November 2024). */
export const exitFollowsStartSince = Date.UTC(2024, 10, 1)
