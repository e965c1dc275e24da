import { act, renderHook, waitFor } from '@testing-library/react';
import { useAsyncResource } from './useAsyncResource';

/** A promise that is answered from outside. */
function later<T>() {
  let answer = (_: T) => {};
  const promise = new Promise<T>(resolve => {
    answer = resolve;
  });
  return { promise, answer };
}

describe('useAsyncResource', () => {
  it('loads when it is first shown', async () => {
    const { result } = renderHook(() =>
      useAsyncResource(async () => 'ready', []),
    );
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.value).toBe('ready'));
    expect(result.current.loading).toBe(false);
  });

  it('keeps the value when a later look fails, and says why', async () => {
    let broken = false;
    const { result } = renderHook(() =>
      useAsyncResource(async () => {
        if (broken) throw new Error('No answer');
        return 'ready';
      }, []),
    );
    await waitFor(() => expect(result.current.value).toBe('ready'));
    broken = true;
    await act(() => result.current.reload());
    expect(result.current).toMatchObject({
      value: 'ready',
      error: new Error('No answer'),
    });
  });

  it('drops a late answer to an earlier question', async () => {
    const first = later<string>();
    const { result, rerender } = renderHook(
      ({ id }) =>
        useAsyncResource(() => (id === 1 ? first.promise : later2()), [id]),
      { initialProps: { id: 1 } },
    );
    async function later2() {
      return 'second';
    }
    rerender({ id: 2 });
    await waitFor(() => expect(result.current.value).toBe('second'));
    await act(async () => first.answer('first'));
    expect(result.current.value).toBe('second');
  });

  it.each([
    [true, 'first'],
    [false, undefined],
  ])('keeps the value of another question: %s', async (keepOnChange, shown) => {
    const second = later<string>();
    const { result, rerender } = renderHook(
      ({ id }) =>
        useAsyncResource(
          async () => (id === 1 ? 'first' : await second.promise),
          [id],
          { keepOnChange },
        ),
      { initialProps: { id: 1 } },
    );
    await waitFor(() => expect(result.current.value).toBe('first'));
    rerender({ id: 2 });
    expect(result.current.value).toBe(shown);
    await act(async () => second.answer('second'));
    await waitFor(() => expect(result.current.value).toBe('second'));
  });

  it('looks again by itself while it is asked to', async () => {
    let looks = 0;
    renderHook(() =>
      useAsyncResource(
        async () => {
          looks += 1;
          return looks;
        },
        [],
        { pollMs: 5 },
      ),
    );
    await waitFor(() => expect(looks).toBeGreaterThan(2));
  });
});
