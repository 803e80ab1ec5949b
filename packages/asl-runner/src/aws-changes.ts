/** Since when AWS redrives executions and counts it in the context object. */
export const redriveSince = Date.UTC(2023, 10, 15)

/** Since when a Map state's exit follows from the start of its Map Run, not from its end (seen between August and November 2024). */
export const exitFollowsStartSince = Date.UTC(2024, 10, 1)
