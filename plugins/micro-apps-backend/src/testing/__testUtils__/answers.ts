import Ajv2020 from 'ajv/dist/2020';

/** The parts of an OpenAPI document that these tests read. */
export interface Document {
  readonly paths: Record<string, Record<string, DocumentedOperation>>;
  readonly components: { schemas: Record<string, unknown> };
}

/** One operation of the document. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly 'x-caller': string;
  readonly 'x-permission'?: string;
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}

const METHODS = ['get', 'post', 'put'] as const;

/**
 * Compares answers with what the document says of them. Stricter than a reader
 * has to be: a field that the document does not know is an error here.
 */
export function createAnswerCheck(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...closed(document), $id: 'document' });
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap(method =>
      item[method] ? [{ path, method, ...item[method] }] : [],
    ),
  );
  const answered = new Set<string>();

  return {
    operations,
    /** Operations that were asked with success. */
    answered,
    /** The operation of an id. @throws when there is none */
    operation(id: string) {
      const found = operations.find(({ operationId }) => operationId === id);
      if (!found) throw new Error(`The document has no operation ${id}`);
      return found;
    },
    /** What is wrong with an answer; nothing, when it is as documented. */
    problemsOf(
      id: string,
      answer: { status: number; body: unknown; text: string },
    ) {
      const { path, method, responses } = this.operation(id);
      const { status, body } = answer;
      if (status < 300) answered.add(id);
      const [mediaType = 'application/json'] = Object.keys(
        responses[String(status)]?.content ?? {},
      );
      const pointer = ['paths', path, method, 'responses', String(status)]
        .concat('content', mediaType, 'schema')
        .map(part => part.replaceAll('~', '~0').replaceAll('/', '~1'))
        .map(encodeURIComponent)
        .join('/');
      try {
        const validate = ajv.compile({ $ref: `document#/${pointer}` });
        const values = mediaType.endsWith('ndjson')
          ? linesOf(answer.text)
          : [body];
        return values.flatMap(value =>
          validate(value) ? [] : validate.errors ?? [],
        );
      } catch (error) {
        return [`${id} answers ${status}: ${error}`];
      }
    },
  };
}

/** One JSON value a line. */
function linesOf(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** Every object with listed fields has these and no other. */
function closed(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (_, value) => {
    const isOpen =
      value?.type === 'object' &&
      value.properties &&
      value.additionalProperties === undefined;
    return isOpen ? { ...value, additionalProperties: false } : value;
  });
}
