import { defineConfig } from '@carmilla/cli'
import { tasks } from './generated/tasks.ts'

export default defineConfig({
  tasks,
  groups: {
    nightly: ['currencies', 'orders', 'purchase_orders'],
  },
  target: 'file:out',
})
