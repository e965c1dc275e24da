import Checkbox from '@material-ui/core/Checkbox';

/** A box that takes one thing of a list among those that are chosen, or out. */
export function ChooseBox<Item extends { readonly id: string }>({
  item,
  chosen,
  onChoose,
  label,
}: {
  item: Item;
  chosen: readonly Item[];
  onChoose: (chosen: readonly Item[]) => void;
  label: string;
}) {
  const others = chosen.filter(({ id }) => id !== item.id);
  return (
    <Checkbox
      color="primary"
      size="small"
      checked={others.length < chosen.length}
      onChange={(_, checked) => onChoose(checked ? [...others, item] : others)}
      inputProps={{ 'aria-label': label }}
    />
  );
}
