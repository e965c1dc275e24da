import { render, screen } from '@testing-library/react';
import { app } from './App';

describe('the portal', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

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
    // The build writes the configuration here; a list, not a text.
    jest.replaceProperty(process, 'env', {
      NODE_ENV: 'test',
      APP_CONFIG: [config],
    } as unknown as NodeJS.ProcessEnv);

    render(app.createRoot());

    expect(await screen.findByText('Company sign-in')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Sign In' })).toHaveLength(1);
    expect(screen.queryByText(/guest/i)).not.toBeInTheDocument();
  });
});
