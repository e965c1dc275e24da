import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);
// A whole screen with its portal takes seconds on a busy machine.
jest.setTimeout(30_000);
configure({ asyncUtilTimeout: 5_000 });
