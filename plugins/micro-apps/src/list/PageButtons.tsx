import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { useTexts } from '../translation/useTexts';
import type { Pages } from './usePages';

/** Back and on through a list; nothing where there is one page only. */
export function PageButtons({
  pages: { places, go },
  next,
}: {
  pages: Pick<Pages, 'places' | 'go'>;
  /** Cursor of the page that follows. */
  next: string | undefined;
}) {
  const t = useTexts();
  return (
    <Box mt={1} display="flex" gridGap={8}>
      {places.length > 0 && (
        <Button onClick={() => go(places.slice(0, -1))}>
          {t('list.back')}
        </Button>
      )}
      {next && (
        <Button onClick={() => go([...places, next])}>{t('list.more')}</Button>
      )}
    </Box>
  );
}
