import { controlById } from '../controls/catalogue';
import {
  ARTEFACT_KINDS,
  artefactProgress,
  draftProblems,
  finishProblems,
  MAX_ANSWER,
  questionsOf,
  type ArtefactAnswers,
  type ArtefactTemplate,
} from './artefact';
import { artefactMarkdown } from './artefactMarkdown';
import { artefactForControl, artefactTemplate } from './templates';

const TEMPLATES = ARTEFACT_KINDS.map(
  kind => [kind, artefactTemplate(kind)] as const,
);

function examples(template: ArtefactTemplate): ArtefactAnswers {
  return Object.fromEntries(
    questionsOf(template).map(({ id, example }) => [id, example]),
  );
}

describe('Templates', () => {
  it.each(TEMPLATES)('%s is a form that can be filled in', (kind, template) => {
    expect(template.kind).toBe(kind);
    const questions = questionsOf(template);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    for (const { id, question, help, example } of questions) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(question).toMatch(/\?$/);
      expect(help.length).toBeGreaterThan(10);
      expect(example.length).toBeGreaterThan(5);
    }
    expect(finishProblems(template, examples(template))).toEqual([]);
  });

  it.each(TEMPLATES)('%s belongs to a control', (_, template) => {
    expect(controlById(template.controlId)).toBeDefined();
    for (const id of [template.controlId, ...(template.alsoAbout ?? [])]) {
      expect(artefactForControl(id)).toBe(template);
    }
  });

  it('of what evidence proves become the evidence that the control reads', () => {
    const proved = TEMPLATES.flatMap(([, template]) => {
      const control = controlById(template.controlId);
      return control?.satisfiedBy === 'evidence' ? [{ control, template }] : [];
    });
    expect(proved).toHaveLength(3);
    for (const { control, template } of proved) {
      expect(control.evidenceKinds).toEqual([template.evidenceKind]);
    }
    expect(artefactForControl('privacy-impact-assessment')?.acceptedBy).toBe(
      'privacy',
    );
  });
});

describe('Filling in', () => {
  const template = artefactTemplate('incident-response-plan');

  it('is finished when every required question has an answer', () => {
    const answers = examples(template);
    expect(finishProblems(template, answers)).toEqual([]);
    const { practice: _, ...required } = answers;
    expect(finishProblems(template, required)).toEqual([]);
    for (const id of Object.keys(required)) {
      for (const answer of ['', '  ', '--']) {
        expect(finishProblems(template, { ...answers, [id]: answer })).toEqual([
          expect.objectContaining({ id }),
        ]);
      }
    }
  });

  it('shows how far it is', () => {
    expect(artefactProgress(template, {})).toEqual({
      answered: 0,
      required: 5,
      left: 5,
    });
    expect(
      artefactProgress(template, { contact: 'Maya', practice: 'In May' }),
    ).toEqual({ answered: 2, required: 5, left: 4 });
  });

  it('can be saved half, but not with what was never asked or has no end', () => {
    expect(draftProblems(template, { contact: '' })).toEqual([]);
    expect(draftProblems(template, { surprise: 'x' })).toHaveLength(1);
    expect(draftProblems(template, { ['__proto__x']: 'x' })).toHaveLength(1);
    const long = { contact: 'x'.repeat(MAX_ANSWER + 1) };
    expect(draftProblems(template, long)).toHaveLength(1);
    expect(finishProblems(template, { toString: 'x' })[0].id).toBe('toString');
  });
});

describe('As Markdown', () => {
  const template = artefactTemplate('decommission-plan');
  const head = { appName: 'Where2Eat', version: 3, state: 'finished' };

  it('has every question, and says which have no answer', () => {
    const text = artefactMarkdown(template, { who: 'Maya' }, head);
    for (const { question } of questionsOf(template)) {
      expect(text).toContain(`### ${question}`);
    }
    expect(text).toContain('> Maya');
    expect(text.match(/_Not answered_/g)).toHaveLength(5);
  });

  it('keeps what people wrote as text', () => {
    const nasty =
      '# Mine\n![x](https://evil.example/x.png)\n<script>alert(1)</script>\n---';
    const text = artefactMarkdown(
      template,
      { who: nasty },
      {
        ...head,
        appName: 'A\n# B <img>',
      },
    );
    const lines = text.split('\n');
    expect(lines.filter(line => line.startsWith('# '))).toHaveLength(1);
    expect(text).not.toMatch(/<script|<img|[^\\]!\[|[^\\]\]\(/);
    expect(text).toContain('> \\# Mine');
    expect(lines).not.toContain('---');
  });
});
