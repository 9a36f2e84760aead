/** The way to a value of a document: keys of maps and places in lists. */
export type DocumentPath = readonly (string | number)[]
