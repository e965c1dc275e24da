import { makeStyles } from '@material-ui/core/styles';

/** Fields above a table. */
export const useToolStyles = makeStyles(theme => ({
  // The usual grey is too pale on the page's background.
  label: { color: theme.palette.text.primary },
  choice: { minWidth: theme.spacing(22) },
}));
