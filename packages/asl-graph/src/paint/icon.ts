/** Lines of the icons in a square of 28, by the state's Type. */
const icons: Readonly<Record<string, string>> = {
  Task: 'M15.5 6 8.5 15.5H13.5L12.5 22 19.5 12.5H14.5Z',
  Choice: 'M14 22V17M14 17C14 12 8 13 8 7M14 17C14 12 20 13 20 7M5.5 9.5 8 7 10.5 9.5M17.5 9.5 20 7 22.5 9.5',
  Wait: 'M14 6.5A7.5 7.5 0 1 0 14 21.5A7.5 7.5 0 1 0 14 6.5M14 10V14L17 16',
  Pass: 'M7 14H21M15.5 8.5 21 14 15.5 19.5',
  Succeed: 'M7.5 14.5 12 19 20.5 9.5',
  Fail: 'M8.5 8.5 19.5 19.5M19.5 8.5 8.5 19.5',
  Map: 'M7 9H17M7 14H17M7 19H17M21 9V9.01M21 14V14.01M21 19V19.01',
  Parallel: 'M14 6V10M8 22V13C8 11 9 10 11 10H17C19 10 20 11 20 13V22M14 10V22',
}

const question = 'M10.5 10.5C10.5 6 17.5 6 17.5 10.5C17.5 13.5 14 13.5 14 16.5M14 20.5V20.51'

/** Path data of the icon of a Type, from the origin; a question mark for a Type that does not exist. */
export const iconOf = (type: string | undefined): string =>
  type !== undefined && Object.hasOwn(icons, type) ? icons[type]! : question
