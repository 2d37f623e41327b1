/** The text of an operation, with what it answers and takes as types. The text goes to the desk unchanged: it knows our operations by it (R27). */
export type Operation<Result, Variables> = string & {
  readonly result?: Result
  readonly variables?: Variables
}
