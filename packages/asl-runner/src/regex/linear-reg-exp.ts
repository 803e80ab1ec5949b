export const LinearRegExp = RegExp
