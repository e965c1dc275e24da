import { DEFAULT_RISK_MODEL } from '../risk/defaultRiskModel';
import type { RiskModel } from '../risk/riskModel';
import { GENERATED, page, table } from './markdown';

type Row = readonly string[];

function rows(
  record: Readonly<Record<string, number>>,
  titles: Readonly<Record<string, string>> = {},
): readonly Row[] {
  return Object.entries(record).map(([key, value]) => [
    titles[key] ?? key,
    String(value),
  ]);
}

const FLOOR_TITLES: Readonly<Record<keyof RiskModel['floors'], string>> = {
  regulated: 'Regulated data',
  piiHeavy: 'Much personal data',
  confidential: 'Confidential data',
  privileged: 'A privileged scope, API or vendor',
  notInCatalog: 'A scope or vendor that the integration catalog does not hold',
  sensitiveVendor: 'A CRM, HR, payment, health or identity vendor',
  vendorApprovalEnded: 'A vendor whose approval has ended',
  specialCategory: 'Data that needs special care',
};

const USE_TITLES: Readonly<Record<string, string>> = {
  preAuthorised: 'pre-authorised',
  other: 'not pre-authorised',
  privileged: 'privileged, or not in the catalog',
};

function otherPoints(model: RiskModel): readonly Row[] {
  const { aiShare, otherHosts } = model;
  return [
    ['nobody is named to take over', String(model.missingSuccessor)],
    ['no retention window', String(model.missingRetention)],
    [
      `calls more than ${otherHosts.free} hosts beyond the integration catalog`,
      String(otherHosts.points),
    ],
    ...Object.entries(aiShare.points).map(([audience, points]) => [
      `more than ${aiShare.above} % of the code by AI, used by: ${audience}`,
      String(points),
    ]),
  ];
}

/** How the score comes about, `docs/risk-model.md`. */
export function riskModelPage(model: RiskModel = DEFAULT_RISK_MODEL): string {
  const { bands, categoryTitles, categoryWeights } = model;
  return page([
    '# How the risk score comes about',
    GENERATED,
    `Revision ${model.revision}. The numbers are data and can be changed by configuration; what follows are the shipped ones.`,
    'The score is a whole number from 0 to 10. Points are added up, but points alone end at ' +
      `${model.saturation}. Floors, not sums, guarantee the bands: while the fact stands, the score cannot be lower. What is missing, unknown or makes no sense counts as the most exposed, and never lowers a band.`,
    table(
      ['band', 'score', 'what it means'],
      [
        [
          'Low',
          bands.low.join('–'),
          'approved automatically when its checks are green',
        ],
        [
          'Medium',
          bands.medium.join('–'),
          'checks, the word of the owner and one reviewer',
        ],
        [
          'High',
          bands.high.join('–'),
          'a security review and a plan for incidents as well',
        ],
      ],
    ),
    '## Floors',
    table(['while it has', 'never below'], rows(model.floors, FLOOR_TITLES)),
    `With a floor of ${bands.high[0]} or more, ${model.aboveHigh.bothHighFloors} is added for data that is both regulated and much about people, and ${model.aboveHigh.points} when the plain sum reaches ${model.aboveHigh.sumAtLeast}.`,
    '## Class',
    'The class that counts is the highest of the declared one and what scopes, services and kinds of data imply.',
    table(['class', 'points'], rows(model.classPoints)),
    '## Personal data',
    'Each kind of data has a weight, each number of people a factor; the grade is the sum of weight times factor. One kind counts once, with its largest number of people.',
    table(
      ['kind', 'weight', 'implies the class', 'needs special care'],
      Object.entries(categoryWeights)
        .filter(([category]) => category !== 'none')
        .map(([category, weight]) => [
          titleOf(categoryTitles, category),
          String(weight),
          classOf(model, category),
          model.specialCategories.some(special => special === category)
            ? 'yes'
            : '',
        ]),
    ),
    table(['people', 'factor'], rows(model.volumeFactors, model.volumeTitles)),
    table(
      ['grade from', 'points'],
      model.gradePoints.map(({ from, points }) => [
        String(from),
        String(points),
      ]),
    ),
    `From a grade of ${model.piiHeavyAt} it is much personal data.`,
    '## Reach and use',
    table(['audience', 'points'], rows(model.audiencePoints)),
    table(['hosting', 'points'], rows(model.hostingPoints)),
    table(['scope', 'points'], rows(model.scopePoints, USE_TITLES)),
    table(['vendor', 'points'], rows(model.vendorPoints, USE_TITLES)),
    table(['also', 'points'], otherPoints(model)),
    '## What lowers it',
    'Every contribution names its points, its reason and the requirement it comes from. Beside the score stand the smallest sets of changes that reach a lower band, found by trying the changes that a maker can make, alone and together. The class of the data is not among them: data stays as sensitive as it is.',
  ]);
}

function titleOf(titles: Readonly<Record<string, string>>, key: string) {
  return titles[key] ?? key;
}

function classOf(model: RiskModel, category: string): string {
  const classes: Readonly<Record<string, string | undefined>> =
    model.categoryClasses;
  return classes[category] ?? '';
}
