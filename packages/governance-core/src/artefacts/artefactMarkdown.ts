import type { ArtefactAnswers, ArtefactTemplate } from './artefact';

/** What stands above the answers. @public */
export interface ArtefactHead {
  readonly appName: string;
  readonly version: number;
  readonly state: string;
  /** ISO instant. */
  readonly at?: string;
}

/**
 * A filled-in form as Markdown. What people wrote is text in it and nothing
 * else: no heading, link, picture or tag (reliability G3).
 *
 * @public
 */
export function artefactMarkdown(
  template: ArtefactTemplate,
  answers: ArtefactAnswers,
  head: ArtefactHead,
): string {
  const lines = [
    `# ${template.title}: ${asText(head.appName)}`,
    '',
    `Version ${head.version}, ${head.state}${
      head.at === undefined ? '' : `, ${head.at}`
    }`,
    '',
    template.purpose,
  ];
  for (const { title, questions } of template.sections) {
    lines.push('', `## ${title}`);
    for (const { id, question } of questions) {
      const answer = Object.hasOwn(answers, id) ? answers[id].trim() : '';
      lines.push('', `### ${question}`, '');
      lines.push(answer === '' ? '_Not answered_' : quoted(answer));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** In a block of its own, so that nothing in it ends up outside. */
function quoted(answer: string): string {
  return answer
    .split(/\r\n|\r|\n/)
    .map(line => `> ${asText(line)}`.trimEnd())
    .join('\n');
}

/** Every sign that Markdown or HTML could take for one of theirs. */
function asText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|~:>=]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\r\n]+/g, ' ');
}
