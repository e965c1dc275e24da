import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';

/** Which part of a list is shown. */
export function ViewTabs<View extends string>({
  label,
  views,
  view,
  titleOf,
  onChange,
}: {
  label: string;
  views: readonly View[];
  view: View;
  titleOf: (view: View) => string;
  onChange: (view: View) => void;
}) {
  return (
    <Tabs
      value={view}
      indicatorColor="primary"
      // On a narrow screen none of them is out of reach.
      variant="scrollable"
      onChange={(_, next) => onChange(next)}
      aria-label={label}
    >
      {views.map(each => (
        <Tab key={each} value={each} label={titleOf(each)} />
      ))}
    </Tabs>
  );
}
