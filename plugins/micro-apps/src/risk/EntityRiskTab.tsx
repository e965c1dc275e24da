import { useAppId } from '../useAppId';
import { RiskTab } from './RiskTab';

/** The Risk tab of the entity that is shown. */
export function EntityRiskTab() {
  return <RiskTab appId={useAppId()} />;
}
