import { accounts } from '../accounts/directory.ts';
import type { Person } from './person.ts';

type Row = readonly [name: string, title: string, team: string, office: string];

const teams: Readonly<Record<string, string>> = {
  maya: 'Product',
  sam: 'Security',
  ivan: 'IT operations',
  rita: 'Product',
};

const colleagues: readonly Row[] = [
  ['Aisha Rahman', 'Product designer', 'Product', 'Berlin'],
  ['Ben Carter', 'Software engineer', 'Payments', 'London'],
  ['Chiara Conti', 'People partner', 'People', 'Milan'],
  ['Daniel Novak', 'Data analyst', 'Product', 'Berlin'],
  ['Elif Demir', 'Software engineer', 'Search', 'Berlin'],
  ['Fatou Ndiaye', 'Customer support lead', 'Support', 'Lisbon'],
  ['Gustav Berg', 'Privacy officer', 'Privacy office', 'Stockholm'],
  ['Hana Suzuki', 'Software engineer', 'Payments', 'London'],
  ['Isabel Moreno', 'Office manager', 'Workplace', 'Lisbon'],
  ['Jonas Keller', 'Engineering manager', 'Search', 'Berlin'],
  ['Kavya Iyer', 'Security engineer', 'Security', 'London'],
  ['Liam Walsh', 'Account executive', 'Sales', 'London'],
  ['Mina Park', 'Marketing manager', 'Marketing', 'Berlin'],
  ['Noah Fischer', 'Support engineer', 'Support', 'Berlin'],
  ['Olga Sidorova', 'Finance controller', 'Finance', 'Stockholm'],
  ['Pedro Santos', 'Software engineer', 'Search', 'Lisbon'],
  ['Quentin Laurent', 'Legal counsel', 'Legal', 'Milan'],
  ['Sofia Nyberg', 'Recruiter', 'People', 'Stockholm'],
];

function colleague([displayName, title, team, office]: Row): Person {
  const name = displayName.toLowerCase().replace(/ /g, '.');
  return {
    id: `sub-${name.replace('.', '-')}`,
    displayName,
    email: `${name}@example.com`,
    title,
    team,
    office,
  };
}

/** The company of the demo: its personas and their colleagues, by name. */
export const companyDirectory: readonly Person[] = [
  ...accounts
    .filter(account => account.kind === 'persona')
    .map(account => ({
      id: account.subject,
      displayName: account.displayName,
      email: account.email,
      title: account.title,
      team: teams[account.userName] ?? '',
      office: 'Berlin',
    })),
  ...colleagues.map(colleague),
].sort((left, right) => (left.displayName < right.displayName ? -1 : 1));
