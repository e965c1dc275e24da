/** The way from each page of micro apps to the others. */
export const places = {
  label: 'Micro apps',
  apps: 'Apps',
  queue: 'Review queue',
  vendors: 'Vendors',
  exceptions: 'Exceptions',
  incidents: 'Incidents',
  fleet: 'Held apps and rules',
  leavers: 'Leavers',
  numbers: 'Numbers',
  deliveries: 'Deliveries',
};
