/** Colours of the picture; every text on every ground it stands on has a contrast of 4.5 at least, as a test computes. */
export interface Palette {
  canvas: string
  scope: string
  box: string
  outline: string
  ink: string
  muted: string
  edge: string
  caughtEdge: string
  labelOutline: string
  good: string
  caught: string
  bad: string
  warning: string
  running: string
  goodBox: string
  caughtBox: string
  badBox: string
  runningBox: string
}

export const light: Palette = {
  canvas: '#ffffff',
  scope: '#f3f5f8',
  box: '#ffffff',
  outline: '#7d8897',
  ink: '#1b2330',
  muted: '#525d6b',
  edge: '#5f6b7a',
  caughtEdge: '#b3401f',
  labelOutline: '#c6ced8',
  good: '#196a3a',
  caught: '#8a4700',
  bad: '#b01e25',
  warning: '#7d5200',
  running: '#1f4fb8',
  goodBox: '#e9f6ee',
  caughtBox: '#fff2df',
  badBox: '#fdeced',
  runningBox: '#e8f0fd',
}

export const dark: Palette = {
  canvas: '#14181f',
  scope: '#1a2029',
  box: '#222a35',
  outline: '#7b8798',
  ink: '#eaeef4',
  muted: '#b0bac7',
  edge: '#97a3b2',
  caughtEdge: '#f2967a',
  labelOutline: '#465160',
  good: '#7fd6a0',
  caught: '#f3b96b',
  bad: '#ff9d9d',
  warning: '#e8c268',
  running: '#9dbdff',
  goodBox: '#18301f',
  caughtBox: '#38290f',
  badBox: '#3d1b1e',
  runningBox: '#1b2a47',
}

/** The icons' squares, the same on both grounds: white lines on them have a contrast of 4.5 at least. */
export const typeColours: Readonly<Record<string, string>> = {
  Task: '#2b5cc7',
  Choice: '#7440bd',
  Wait: '#8a5a00',
  Pass: '#566373',
  Succeed: '#1c7a42',
  Fail: '#bb252c',
  Map: '#0b6b7e',
  Parallel: '#0b6b7e',
}
