import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { PlacesBar } from './PlacesBar';

const linksOf = (bar: HTMLElement) =>
  within(bar)
    .getAllByRole('link')
    .map(link => [link.textContent, link.getAttribute('href')]);

describe('the way from page to page', () => {
  it('leads to each page, and says where one is', async () => {
    const { container } = renderScreen(
      <PlacesBar />,
      {},
      '/micro-apps/incidents',
    );
    await screen.findByText('Deliveries');
    const bar = screen.getByRole('navigation', { name: 'Micro apps' });
    expect(linksOf(bar)).toEqual([
      ['Apps', '/micro-apps'],
      ['Review queue', '/micro-apps/review'],
      ['Vendors', '/micro-apps/vendors'],
      ['Exceptions', '/micro-apps/exceptions'],
      ['Incidents', '/micro-apps/incidents'],
      ['Held apps and rules', '/micro-apps/fleet'],
      ['Leavers', '/micro-apps/leavers'],
      ['Numbers', '/micro-apps/numbers'],
      ['Deliveries', '/micro-apps/deliveries'],
    ]);
    const here = within(bar)
      .getAllByRole('link')
      .filter(link => link.getAttribute('aria-current') === 'page');
    expect(here.map(link => link.textContent)).toEqual(['Incidents']);
    expect(await axe(container)).toHaveNoViolations();
  });
});
