import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { DeliveriesLink } from './DeliveriesLink';

describe('the way to the deliveries', () => {
  it('is not there for those who may not look after them', async () => {
    renderInTestApp(
      <>
        <DeliveriesLink />
        <p>Beside it</p>
      </>,
      {
        apis: [mockApis.permission({ authorize: AuthorizeResult.DENY })],
      },
    );
    expect(await screen.findByText('Beside it')).toBeInTheDocument();
    expect(screen.queryByText('Deliveries')).not.toBeInTheDocument();
  });
});
