import type { Person } from './person.ts';

const firstNames = [
  'Amber',
  'Basil',
  'Coral',
  'Dale',
  'Ember',
  'Flint',
  'Garnet',
  'Hazel',
  'Indigo',
  'Jasper',
  'Kelp',
  'Linden',
  'Maple',
  'Nettle',
  'Olive',
  'Pepper',
  'Quill',
  'Rowan',
  'Sage',
  'Thistle',
] as const;
const teams = ['Alpha team', 'Beta team', 'Gamma team'] as const;
const titles = ['Planner', 'Builder', 'Tester', 'Guide'] as const;

/**
 * Made-up people for sandboxes and scans: the same at every start, as many as
 * a real list has, and nobody could take them for real.
 */
export const sanitisedDirectory: readonly Person[] = firstNames.map(
  (firstName, index) => ({
    id: `sample-${String(index + 1).padStart(2, '0')}`,
    displayName: `${firstName} Sample`,
    email: `${firstName.toLowerCase()}.sample@sandbox.invalid`,
    title: titles[index % titles.length] ?? '',
    team: teams[index % teams.length] ?? '',
    office: 'Sample City',
  }),
);
