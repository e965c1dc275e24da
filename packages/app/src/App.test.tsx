import { render, screen } from '@testing-library/react';
import { app } from './App';

describe('the portal', () => {
  it('lets people in by company sign-in only', async () => {
    const config = {
      context: 'test',
      data: {
        app: { title: 'Micro Apps', baseUrl: 'http://localhost:7007' },
        backend: { baseUrl: 'http://localhost:7007' },
        auth: { environment: 'development' },
        enableExperimentalRedirectFlow: true,
      },
    };
    process.env.APP_CONFIG = [config] as unknown as string;

    render(app.createRoot());

    expect(await screen.findByText('Company sign-in')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Sign In' })).toHaveLength(1);
    expect(screen.queryByText(/guest/i)).not.toBeInTheDocument();
  });
});
