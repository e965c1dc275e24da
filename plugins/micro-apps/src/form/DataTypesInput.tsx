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
} from '@micro-apps/governance-core';

import { useTexts } from '../translation/useTexts';

/** Which personal data, and about how many people. */
export function DataTypesInput(props: {
  value: readonly DataType[];
  onChange: (value: DataType[]) => void;
}) {
  const t = useTexts();
  const { value, onChange } = props;
  const categories = DATA_CATEGORIES.filter(
    (each): each is Exclude<DataCategory, 'none'> => each !== 'none',
  );
  return (
    <Box component="fieldset" border={0} p={0} mt={2}>
      <FormLabel component="legend">{t('form.data.kinds')}</FormLabel>
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
              label={t(`words.category.${category}`)}
            />
            {chosen && (
              <TextField
                select
                size="small"
                label={t('form.data.howMany')}
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
                    {t(`words.volume.${volume}`)}
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
