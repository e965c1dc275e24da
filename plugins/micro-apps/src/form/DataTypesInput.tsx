import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import {
  DATA_CATEGORIES,
  DATA_VOLUMES,
  type DataCategory,
  type DataType,
  type DataVolume,
} from '@micro-apps/governance-core';

const CATEGORIES: Record<Exclude<DataCategory, 'none'>, string> = {
  names: 'Names (of colleagues, for example)',
  preferences: 'Preferences (favourite food, hobbies)',
  contact: 'Contact details (e-mail, phone)',
  location: 'Where people are',
  employment: 'Work facts (team, role, absence)',
  financial: 'Money (salary, bank account)',
  'identity-documents': 'Identity documents (passport numbers)',
  health: 'Health (allergies, sick leave)',
  biometric: 'Body measures (fingerprints, face pictures)',
  beliefs: 'Beliefs, politics, unions',
  children: 'Anything about children',
};
const VOLUMES: Record<DataVolume, string> = {
  'under-100': 'fewer than 100 people',
  'under-1000': 'fewer than 1,000 people',
  'under-10000': 'fewer than 10,000 people',
  'over-10000': '10,000 people or more',
};

/** Which personal data, and about how many people. */
export function DataTypesInput(props: {
  value: readonly DataType[];
  onChange: (value: DataType[]) => void;
}) {
  const { value, onChange } = props;
  const categories = DATA_CATEGORIES.filter(
    (each): each is Exclude<DataCategory, 'none'> => each !== 'none',
  );
  return (
    <Box component="fieldset" border={0} p={0} mt={2}>
      <FormLabel component="legend">
        Which facts about people does it keep? (Nothing ticked: none.)
      </FormLabel>
      {categories.map(category => {
        const chosen = value.find(each => each.category === category);
        return (
          <Box
            key={category}
            display="flex"
            flexWrap="wrap"
            alignItems="center"
            gridGap={16}
          >
            <FormControlLabel
              control={
                <Checkbox
                  color="primary"
                  checked={chosen !== undefined}
                  onChange={(_, checked) =>
                    onChange(
                      checked
                        ? [...value, { category, volume: 'under-100' }]
                        : value.filter(each => each.category !== category),
                    )
                  }
                />
              }
              label={CATEGORIES[category]}
            />
            {chosen && (
              <TextField
                select
                size="small"
                label="About how many?"
                id={`volume-${category}`}
                value={chosen.volume}
                onChange={({ target }) => {
                  const volume = DATA_VOLUMES.find(
                    each => each === target.value,
                  );
                  if (!volume) return;
                  onChange(
                    value.map(each =>
                      each.category === category ? { category, volume } : each,
                    ),
                  );
                }}
              >
                {DATA_VOLUMES.map(volume => (
                  <MenuItem key={volume} value={volume}>
                    {VOLUMES[volume]}
                  </MenuItem>
                ))}
              </TextField>
            )}
          </Box>
        );
      })}
    </Box>
  );
}
