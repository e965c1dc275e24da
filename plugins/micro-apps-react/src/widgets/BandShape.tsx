import SvgIcon from '@material-ui/core/SvgIcon';
import type { Band } from '@micro-apps/governance-core';

const CIRCLE = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14z';
const DIAMOND = 'M12 2 22 12 12 22 2 12z';
const OCTAGON = 'M8 2h8l6 6v8l-6 6H8l-6-6V8zm3 5v7h2V7zm0 9v2h2v-2z';

const SHAPES: Readonly<Record<Band, string>> = {
  low: CIRCLE,
  medium: DIAMOND,
  high: OCTAGON,
};

/** A circle, a diamond, an octagon: told apart without seeing colours. */
export function BandShape(props: { band: Band; className?: string }) {
  const { band, className } = props;
  return (
    <SvgIcon
      className={className}
      fontSize="small"
      aria-hidden
      data-shape={band}
    >
      <path d={SHAPES[band]} fillRule="evenodd" />
    </SvgIcon>
  );
}
