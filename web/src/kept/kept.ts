/**
 * What this browser keeps for a person until the desk has it: reports that were begun or wait for a line, and the bytes of files on their way. Where a
 * browser keeps nothing, as in a private window, the pages work all the same, without this net.
 */
export interface Kept {
  id: string
  person: string
  /** What it belongs to: a report the form in which it is written, a file a report or a ticket. */
  owner: string
  /** Kept on a computer where others sit, too. */
  shared: boolean
  at: string
}

export type Store = 'reports' | 'files'

/** A report that waits to be sent; it has left the person's hands. */
interface Promised {
  sending?: unknown
}

const DATABASE = 'tanggap'
const STORES: Store[] = ['reports', 'files']
const OWNER = 'owner'
const DAY = 86_400_000
/** Nothing is kept longer than this, in milliseconds. */
const LONGEST = { own: 30 * DAY, shared: DAY }

let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store, { keyPath: 'id' }).createIndex(OWNER, ['person', 'owner'])
    }
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
  return opening
}

/** Undefined: this browser keeps nothing, or not this. */
async function within<Result>(store: Store, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result | undefined> {
  try {
    const transaction = (await open()).transaction(store, mode)
    const request = work(transaction.objectStore(store))
    // Not only when the page has heard of it: it may be about to fall over.
    transaction.commit()
    await new Promise<void>((done, fail) => {
      transaction.oncomplete = () => done()
      transaction.onabort = () => fail(transaction.error)
    })
    return request.result
  } catch {
    return undefined
  }
}

/** Whether it is kept now. */
export async function keep(store: Store, it: Kept): Promise<boolean> {
  return (await within(store, 'readwrite', (all) => all.put(it))) !== undefined
}

export async function drop(store: Store, id: string) {
  await within(store, 'readwrite', (all) => all.delete(id))
}

/** What belongs to one thing of one person, the oldest first; null where the browser keeps nothing. */
export async function keptOf<It extends Kept>(store: Store, person: string, owner: string): Promise<It[] | null> {
  const found = (await within(store, 'readonly', (all) => all.index(OWNER).getAll([person, owner]))) as It[] | undefined
  return found?.sort((a, b) => a.at.localeCompare(b.at)) ?? null
}

async function dropWhere(store: Store, unwanted: (it: Kept & Promised) => boolean): Promise<Set<string>> {
  const all = ((await within(store, 'readonly', (it) => it.getAll())) ?? []) as (Kept & Promised)[]
  const [out, stay] = [all.filter(unwanted), all.filter((it) => !unwanted(it))]
  await Promise.all(out.map(({ id }) => drop(store, id)))
  return new Set(stay.map(({ id }) => id))
}

/** Nothing of the person stays in this browser. */
export async function forgetPerson(person: string) {
  await Promise.all(STORES.map((store) => dropWhere(store, (it) => it.person === person)))
}

/**
 * What is too old goes, and on a shared computer what others left when they were locked out: it waits for them as long as nobody else sits down. Only
 * what they have sent waits on, as they were told.
 */
export async function tidy(person: string) {
  const old = ({ at, shared }: Kept) => Date.now() - Date.parse(at) > (shared ? LONGEST.shared : LONGEST.own)
  const left = (it: Kept) => it.shared && it.person !== person
  const reports = await dropWhere('reports', (it) => old(it) || (left(it) && !it.sending))
  await dropWhere('files', (it) => old(it) || (left(it) && !reports.has(it.owner)))
}
