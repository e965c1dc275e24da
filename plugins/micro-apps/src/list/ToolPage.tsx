import { Content, Header, Page } from '@backstage/core-components';
import type { PropsWithChildren } from 'react';
import { PlacesBar } from '../places/PlacesBar';

/** A page of "Micro apps", with the way to the others below its head. */
export function ToolPage({
  title,
  subtitle,
  children,
}: PropsWithChildren<{ title: string; subtitle: string }>) {
  return (
    <Page themeId="tool">
      <Header title={title} subtitle={subtitle} />
      <PlacesBar />
      <Content>{children}</Content>
    </Page>
  );
}
