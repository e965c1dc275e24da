import { Content, Header, Page } from '@backstage/core-components';
import type { PropsWithChildren } from 'react';
import { useTexts } from '../translation/useTexts';

/** A page below "Micro apps", with the way back up in its head. */
export function ToolPage({
  title,
  subtitle,
  children,
}: PropsWithChildren<{ title: string; subtitle: string }>) {
  const t = useTexts();
  return (
    <Page themeId="tool">
      <Header
        title={title}
        subtitle={subtitle}
        type={t('list.parent')}
        typeLink="/micro-apps"
      />
      <Content>{children}</Content>
    </Page>
  );
}
