import {
  SignInPage,
  type SignInProviderConfig,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';

/** One button: sign in with the company account. */
export function CompanySignInPage(
  props: SignInPageProps & { apiRef: SignInProviderConfig['apiRef'] },
) {
  const { apiRef, ...rest } = props;
  const title = useApi(configApiRef).getOptionalString('app.title');
  return (
    <SignInPage
      {...rest}
      title={title ?? 'Micro Apps'}
      align="center"
      provider={{
        id: 'oidc',
        title: 'Company sign-in',
        message: 'Use your company account. No further password is needed.',
        apiRef,
      }}
    />
  );
}
