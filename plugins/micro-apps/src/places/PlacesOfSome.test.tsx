import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, within } from '@testing-library/react';
import { PlacesBar } from './PlacesBar';

// In a file of its own: what may be done is remembered from test to test.
describe('the way from page to page', () => {
  it('leads nowhere that one may not see', async () => {
    renderInTestApp(<PlacesBar />, {
      apis: [mockApis.permission({ authorize: AuthorizeResult.DENY })],
    });
    const bar = await screen.findByRole('navigation', { name: 'Micro apps' });
    const links = within(bar).getAllByRole('link');
    expect(links.map(link => link.textContent)).toEqual([
      'Apps',
      'Review queue',
      'Vendors',
      'Exceptions',
      'Incidents',
      'Held apps and rules',
    ]);
  });
});
