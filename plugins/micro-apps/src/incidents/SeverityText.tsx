import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** How bad an incident is, and whether it was worse before. */
export function SeverityText({
  incident: { severity, worstSeverity },
}: {
  incident: Pick<IncidentView, 'severity' | 'worstSeverity'>;
}) {
  const t = useTexts();
  const words = t(`incidents.severity.${severity}`);
  return (
    <>
      {severity === worstSeverity
        ? t('incidents.rated', { severity: words })
        : t('incidents.ratedWorse', {
            severity: words,
            worst: t(`incidents.severity.${worstSeverity}`),
          })}
    </>
  );
}
