import { mockServices } from '@backstage/backend-test-utils';
import { readNoticeSettings } from './readNoticeSettings';

describe('the settings of notices', () => {
  const read = (notices: Record<string, string | number | boolean>) =>
    readNoticeSettings(
      mockServices.rootConfig({ data: { microApps: { notices } } }),
    );

  it('are silent, at eight, five a day unless told', () => {
    expect(readNoticeSettings(mockServices.rootConfig())).toEqual({
      digestAt: { hour: 8, minute: 0, timeZone: 'UTC' },
      mailBudgetPerDay: 5,
      silent: true,
    });
  });

  it.each([
    [{ digestAt: '8' }, /time of day/],
    [{ digestAt: '24:00' }, /time of day/],
    [{ timeZone: 'Mars/Olympus' }, /time zone/],
    [{ mailBudgetPerDay: 1 }, /2 to 100/],
    [{ mailBudgetPerDay: 2.5 }, /2 to 100/],
  ])('stop the start when they are %j', (notices, message) => {
    expect(() => read(notices)).toThrow(message);
  });
});
