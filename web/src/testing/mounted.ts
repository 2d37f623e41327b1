import { mount } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/words'

/** A component on the page, with words and a router that leads nowhere. */
export function mounted(component: Component, props: Record<string, unknown> = {}) {
  const page = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: page }, { path: '/tiket/:number', name: 'ticket', component: page }] })
  return mount(component, { props, global: { plugins: [i18n, router] }, attachTo: document.body })
}
