import { shallowRef, type ShallowRef } from 'vue'
import { ask } from './ask'
import { ServicesDocument, TagsDocument, TeamsDocument, UnitsDocument, type ServiceEntryFragment, type TeamEntryFragment, type UnitEntryFragment } from './generated/operations'
import type { Operation } from './operation'
import { troubleOf } from './answer'

export type Unit = UnitEntryFragment
export type Team = TeamEntryFragment
export type ServiceEntry = ServiceEntryFragment

/** What many pages choose from and what hardly ever changes: asked for once a session. */
function once<Result, Item>(operation: Operation<Result, Record<string, never>>, choose: (result: Result) => Item[]) {
  const items: ShallowRef<Item[]> = shallowRef([])
  let asked = false
  const load = async () => {
    if (asked) return
    asked = true
    try {
      items.value = choose(await ask(operation, {}))
    } catch (error) {
      asked = false
      troubleOf(error)
    }
  }
  const forget = () => {
    asked = false
    items.value = []
  }
  return {
    use() {
      void load()
      return items
    },
    forget,
  }
}

export const units = once(UnitsDocument, (it): Unit[] => it.units)
export const teams = once(TeamsDocument, (it): Team[] => it.teams)
export const services = once(ServicesDocument, (it): ServiceEntry[] => it.services)
export const tags = once(TagsDocument, (it): string[] => it.ticketTags)

export function forgetShared() {
  for (const list of [units, teams, services, tags]) list.forget()
}
