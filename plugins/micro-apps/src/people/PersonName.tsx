import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useTexts } from '../translation/useTexts';

/** Who did something, by the name that the directory shows. */
export function PersonName(props: {
  /**
   * Entity reference, or what stands for somebody who was erased; anything but
   * a person or team is the portal itself.
   */
  personRef: string;
}) {
  const t = useTexts();
  const { personRef } = props;
  if (personRef.startsWith('person:')) return <>{t('words.erasedPerson')}</>;
  return /^(user|group):/i.test(personRef) ? (
    <EntityRefLink entityRef={personRef} hideIcon disableTooltip />
  ) : (
    <>{t('words.portal')}</>
  );
}
