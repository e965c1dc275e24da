import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { alertApiRef } from '@backstage/core-plugin-api';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { useToast } from './useToast';

describe('useToast', () => {
  it('posts a toast that goes away, unless it tells of an error', () => {
    const post = jest.fn(() => ({ close: () => {} }));
    const wrapper = ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={[[toastApiRef, { post }]]}>
        {children}
      </TestApiProvider>
    );
    const { result } = renderHook(() => useToast(), { wrapper });
    result.current({ message: 'Saved' });
    expect(post).toHaveBeenLastCalledWith({
      title: 'Saved',
      status: 'success',
      timeout: 5_000,
    });
    result.current({ message: 'It did not work', tone: 'error' });
    expect(post).toHaveBeenLastCalledWith({
      title: 'It did not work',
      status: 'danger',
    });
  });

  it('posts an alert in a portal that has no toasts', () => {
    const alerts = mockApis.alert();
    const wrapper = ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={[[alertApiRef, alerts]]}>
        {children}
      </TestApiProvider>
    );
    const { result } = renderHook(() => useToast(), { wrapper });
    result.current({ message: 'Saved', tone: 'neutral' });
    result.current({ message: 'It did not work', tone: 'error' });
    expect(alerts.getAlerts()).toEqual([
      { message: 'Saved', severity: 'info', display: 'transient' },
      { message: 'It did not work', severity: 'error', display: 'permanent' },
    ]);
  });
});
