import type { IncomingMessage } from 'node:http';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  evidenceViewResponse,
  pipelineEvidenceRequest,
  scannerEvidenceRequest,
  type EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import { verifyDelivery } from '@micro-apps/plugin-micro-apps-node';
import type { Router } from 'express';
import type { z } from 'zod';
import type { BackendDeps } from '../../kernel/deps';
import { parseInput } from '../../kernel/http';
import { repositoryOf } from '../../kernel/pipelineSettings';
import { recordId } from '../../kernel/recordId';
import { createTurns } from './createTurns';
import { readJsonBody, readRawBody, type RawBody } from './readBody';
import { createRefusedIntake } from './refusedIntake';
import type { Stored } from './storeReport';
import { takeDelivery } from './takeDelivery';
import { takePipelineEvidence } from './takePipelineEvidence';
import { createTokenCheck } from './verifyToken';

const PIPELINE = '/v1/apps/:id/evidence/pipeline';
const DELIVERY = '/v1/deliveries/evidence';

/** Paths that no Backstage token opens; each proves its caller by itself. */
export const MACHINES_PATHS = [PIPELINE, DELIVERY];

type Answer = Result<{ status: number; output: EvidenceView }>;

/** Where machines hand in results: pipelines always, scanners where a secret is set. */
export function intakeRoutes(router: Router, deps: BackendDeps): void {
  const { pipeline, settings, clock } = deps;
  const turns = createTurns();
  const note = createRefusedIntake(deps);
  const verifyToken = createTokenCheck(settings.pipelines);

  async function fromPipeline(
    request: IncomingMessage,
    id: string | undefined,
  ): Promise<Answer> {
    const appId = parseInput(recordId, id);
    if (!appId.ok) return appId;
    const now = clock();
    const token = await verifyToken(request.headers.authorization, now);
    if (!token.ok) return token;
    const { run, setting } = token.value;
    const repository = repositoryOf(setting, appId.value);
    const mine = [repository?.repository, ...(repository?.forks ?? [])];
    const asked = run.repository.toLowerCase();
    if (!repository || !mine.some(name => name?.toLowerCase() === asked)) {
      return refuse(
        'not-allowed',
        'This pipeline’s repository is not the repository of the app. Ask the platform team to add it',
      );
    }
    return answerOf(
      await turns.run(
        () => readRawBody(request),
        async raw => {
          const body = await readBody(raw, pipelineEvidenceRequest);
          if (!body.ok) return body;
          return await takePipelineEvidence(deps, {
            appId: appId.value,
            token: token.value,
            repository,
            submission: body.value,
            now,
          });
        },
      ),
    );
  }

  async function fromScanner(request: IncomingMessage): Promise<Answer> {
    return answerOf(
      await turns.run(
        () => readRawBody(request),
        async raw => {
          const now = clock();
          const delivery = verifyDelivery({
            headers: request.headers,
            body: raw.bytes,
            secrets: settings.scannerSecrets,
            now,
          });
          if (!delivery.ok) {
            return refuse<Stored>('not-authenticated', delivery.because);
          }
          const body = await readBody(raw, scannerEvidenceRequest);
          if (!body.ok) return body;
          return await takeDelivery(deps, {
            delivery,
            submission: body.value,
            now,
          });
        },
      ),
    );
  }

  async function noted(
    from: 'pipeline' | 'scanner',
    answer: Answer,
    appId?: string,
  ): Promise<Answer> {
    if (!answer.ok) {
      const { code, because } = answer.refusal;
      const known = recordId.safeParse(appId).data;
      await note({ code, because, from, appId: known, now: clock() });
    }
    return answer;
  }

  pipeline.machineEndpoint(router, {
    method: 'post',
    path: PIPELINE,
    id: 'submitPipelineEvidence',
    summary: 'Hand in the result of a pipeline, by its OIDC token',
    caller: 'pipeline',
    schema: pipelineEvidenceRequest,
    response: evidenceViewResponse,
    statuses: [200, 201],
    answer: async (request, { id }) =>
      await noted('pipeline', await fromPipeline(request, id), id),
  });
  if (settings.scannerSecrets.length === 0) return;
  pipeline.machineEndpoint(router, {
    method: 'post',
    path: DELIVERY,
    id: 'deliverEvidence',
    summary: 'Hand in what a scanner found; it is shown and opens no gate',
    caller: 'scanner',
    schema: scannerEvidenceRequest,
    response: evidenceViewResponse,
    statuses: [200, 201],
    answer: async request => await noted('scanner', await fromScanner(request)),
  });
}

async function readBody<S extends z.ZodType<object>>(
  raw: RawBody,
  schema: S,
): Promise<Result<z.output<S> & { digest: string }>> {
  const body = await readJsonBody(raw);
  if (!body.ok) return body;
  const { value, digest } = body.value;
  const input = parseInput(schema, value);
  return input.ok ? accept({ ...input.value, digest }) : input;
}

function answerOf(stored: Result<Stored>): Answer {
  if (!stored.ok) return stored;
  const { view, isNew } = stored.value;
  return { ok: true, value: { status: isNew ? 201 : 200, output: view } };
}
