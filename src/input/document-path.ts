/** The way to a value of a document: keys of maps and places in lists. */
export type Path = readonly (string | number)[]
