import Skeleton from '@material-ui/lab/Skeleton';
import { useReactTexts } from '../translation/useReactTexts';
import { VisuallyHidden } from './VisuallyHidden';

/** Holds the place of rows that are on their way. @public */
export function LoadingRows(props: { rows?: number }) {
  const { rows = 3 } = props;
  const t = useReactTexts();
  return (
    <div role="status" aria-busy="true" data-testid="loading-rows">
      <VisuallyHidden>{t('loading.label')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} variant="text" height={40} aria-hidden />
      ))}
    </div>
  );
}
