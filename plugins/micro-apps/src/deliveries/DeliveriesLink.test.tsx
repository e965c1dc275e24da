import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { DeliveriesLink } from './DeliveriesLink';

describe('the way to the deliveries', () => {
  const render = (result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) =>
    renderInTestApp(
      <>
        <DeliveriesLink />
        <p>Beside it</p>
      </>,
      { apis: [mockApis.permission({ authorize: result })] },
    );

  it('is there for those who may look after them', async () => {
    render(AuthorizeResult.ALLOW);
    expect(
      await screen.findByRole('button', { name: 'Deliveries' }),
    ).toHaveAttribute('href', '/micro-apps/deliveries');
  });

  it('is not there for others', async () => {
    render(AuthorizeResult.DENY);
    expect(await screen.findByText('Beside it')).toBeInTheDocument();
    expect(screen.queryByText('Deliveries')).not.toBeInTheDocument();
  });
});
