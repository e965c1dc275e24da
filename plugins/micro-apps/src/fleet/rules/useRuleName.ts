import { rules } from '../../translation/messages/rules';
import { useTexts } from '../../translation/useTexts';

type Named = keyof typeof rules.name;

function isNamed(id: string): id is Named {
  return Object.hasOwn(rules.name, id);
}

/** What a rule is about in plain words; an organisation's own keep their ids. */
export function useRuleName(): (id: string) => string {
  const t = useTexts();
  return id => (isNamed(id) ? t(`rules.name.${id}`) : id);
}
