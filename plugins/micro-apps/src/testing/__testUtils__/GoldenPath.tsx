import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { CheckField } from '../../form/CheckField';
import { DataField } from '../../form/DataField';
import { LifeField } from '../../form/LifeField';
import { NameField } from '../../form/NameField';
import { PeopleField } from '../../form/PeopleField';
import { ScopesField } from '../../form/ScopesField';
import {
  validateAccess,
  validateCheck,
  validateLife,
  validateName,
  validatePeople,
} from '../../form/validation';

const EXTENSIONS = [
  { name: 'MicroAppName', component: NameField, validation: validateName },
  {
    name: 'MicroAppPeople',
    component: PeopleField,
    validation: validatePeople,
  },
  { name: 'MicroAppData', component: DataField },
  {
    name: 'MicroAppScopes',
    component: ScopesField,
    validation: validateAccess,
  },
  { name: 'MicroAppLife', component: LifeField, validation: validateLife },
  { name: 'MicroAppCheck', component: CheckField, validation: validateCheck },
];

const STEPS = {
  who: {
    name: { title: 'Name', type: 'string', 'ui:field': 'MicroAppName' },
    purpose: { title: 'What is it for?', type: 'string' },
    people: { title: 'People', type: 'object', 'ui:field': 'MicroAppPeople' },
  },
  data: {
    data: { title: 'Data', type: 'object', 'ui:field': 'MicroAppData' },
  },
  access: {
    access: { title: 'Access', type: 'object', 'ui:field': 'MicroAppScopes' },
  },
  life: {
    life: { title: 'Life', type: 'object', 'ui:field': 'MicroAppLife' },
  },
  check: {
    confirmed: {
      title: 'Check',
      type: 'boolean',
      enum: [true],
      errorMessage: 'Tick "This is right" when it is',
      'ui:field': 'MicroAppCheck',
    },
  },
};

/** The form of the golden path, as the portal's own stepper shows it. */
export function GoldenPath(props: {
  steps?: readonly (keyof typeof STEPS)[];
  /** Answers of the steps before. */
  initial?: Parameters<typeof Stepper>[0]['initialState'];
  onCreate?: (values: object) => void;
}) {
  const {
    steps = ['who', 'data', 'access', 'life', 'check'],
    initial,
    onCreate,
  } = props;
  return (
    <Stepper
      manifest={{
        title: 'Team web app',
        steps: steps.map(step => ({
          title: step,
          schema: { title: step, properties: STEPS[step] },
        })),
      }}
      initialState={initial}
      extensions={EXTENSIONS}
      onCreate={async values => onCreate?.(values)}
    />
  );
}
