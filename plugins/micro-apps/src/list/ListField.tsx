import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  choice: { minWidth: theme.spacing(17) },
  // The usual grey is too pale on the page's background.
  label: { color: theme.palette.text.primary },
}));

/** Words to look for in the list below. */
export function ListSearch(props: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { id, label, value, onChange } = props;
  const classes = useStyles();
  return (
    <TextField
      id={id}
      label={label}
      type="search"
      size="small"
      variant="outlined"
      InputLabelProps={{ className: classes.label }}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Narrows the list below to one value; the children are its `MenuItem`s. */
export function ListChoice(props: {
  id: string;
  label: string;
  value: string;
  /** What choosing nothing is called; left out: something is always chosen. */
  any?: string;
  onChange: (value: string | undefined) => void;
  children: ReactNode;
}) {
  const { id, label, value, any, onChange, children } = props;
  const classes = useStyles();
  return (
    <TextField
      id={id}
      select
      size="small"
      variant="outlined"
      className={classes.choice}
      InputLabelProps={{ className: classes.label, shrink: true }}
      SelectProps={{ displayEmpty: true }}
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      {any !== undefined && <MenuItem value="">{any}</MenuItem>}
      {children}
    </TextField>
  );
}
