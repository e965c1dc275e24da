import type { z } from 'zod';
import type { OutboxResponse, RetryDeliveryResponse } from '../deliveries';
import type {
  AuditEntriesResponse,
  AuditHeadView,
  AuditVerification,
  BundleResponse,
  PersonErasureResponse,
} from '../audit';
import type {
  AppDetail,
  AppsResponse,
  HistoryResponse,
  TextFile,
} from '../apps';
import type {
  EvidenceDetail,
  EvidenceResponse,
  EvidenceView,
} from '../evidence';
import type {
  AppExceptionsResponse,
  ExceptionsResponse,
  ExceptionView,
} from '../exceptions';
import type {
  IntegrationsResponse,
  ModelResponse,
  PreviewResponse,
} from '../model';
import type {
  ArtefactsResponse,
  ArtefactView,
  WaitingArtefactsResponse,
} from '../artefacts';
import type {
  CountedAppsResponse,
  NumbersResponse,
  RolloutResponse,
  RolloutStartView,
  RolloutTickView,
} from '../numbers';
import type { PolicyResponse } from '../policy';
import type { ImportResponse } from '../imports';
import type { ProposalsResponse, ProposalView } from '../proposals';
import type { RequestsResponse, RequestView } from '../requests';
import type {
  DeploymentsResponse,
  DeploymentView,
  LogsResponse,
  RepositoryView,
  SandboxView,
  ScanRun,
  ScansResponse,
} from '../runtime';
import type { VersionsResponse } from '../versions';
import type { StatusResponse } from '../status';
import type {
  AffectedAppsResponse,
  VendorDetail,
  VendorsResponse,
} from '../vendors';
import * as responses from '.';

/** A type without `readonly`, so that it compares with what zod infers. */
type Plain<T> = T extends readonly [infer A, infer B]
  ? [Plain<A>, Plain<B>]
  : T extends readonly (infer U)[]
  ? Plain<U>[]
  : T extends object
  ? { -readonly [K in keyof T]: Plain<T[K]> }
  : T;
type Identical<A, B> = (<G>() => G extends A ? 1 : 2) extends <
  G,
>() => G extends B ? 1 : 2
  ? true
  : false;
/** `true` when a schema gives exactly this type, optional fields included. */
type Gives<S extends z.ZodType, T> = Identical<Plain<z.output<S>>, Plain<T>>;

type R = typeof responses;
/** The type checker refuses this line when a type and its schema part ways. */
type AllTrue<Held extends readonly true[]> = Held;

/** Does not compile while one of them is not in step. */
type InStep = AllTrue<
  [
    Gives<R['modelResponse'], ModelResponse>,
    Gives<R['integrationsResponse'], IntegrationsResponse>,
    Gives<R['previewResponse'], PreviewResponse>,
    Gives<R['appsResponse'], AppsResponse>,
    Gives<R['appDetailResponse'], AppDetail>,
    Gives<R['historyResponse'], HistoryResponse>,
    Gives<R['auditVerificationResponse'], AuditVerification>,
    Gives<R['outboxResponse'], OutboxResponse>,
    Gives<R['retryDeliveryResponse'], RetryDeliveryResponse>,
    Gives<R['auditEntriesResponse'], AuditEntriesResponse>,
    Gives<R['auditHeadResponse'], AuditHeadView>,
    Gives<R['bundleResponse'], BundleResponse>,
    Gives<R['personErasureResponse'], PersonErasureResponse>,
    Gives<R['policyResponse'], PolicyResponse>,
    Gives<R['statusResponse'], StatusResponse>,
    Gives<R['evidenceViewResponse'], EvidenceView>,
    Gives<R['evidenceDetailResponse'], EvidenceDetail>,
    Gives<R['evidenceResponse'], EvidenceResponse>,
    Gives<R['exceptionResponse'], ExceptionView>,
    Gives<R['appExceptionsResponse'], AppExceptionsResponse>,
    Gives<R['exceptionsResponse'], ExceptionsResponse>,
    Gives<R['requestResponse'], RequestView>,
    Gives<R['requestsResponse'], RequestsResponse>,
    Gives<R['repositoryResponse'], RepositoryView>,
    Gives<R['sandboxResponse'], SandboxView>,
    Gives<R['logsResponse'], LogsResponse>,
    Gives<R['scanRunResponse'], ScanRun>,
    Gives<R['scansResponse'], ScansResponse>,
    Gives<R['deploymentResponse'], DeploymentView>,
    Gives<R['deploymentsResponse'], DeploymentsResponse>,
    Gives<R['versionsResponse'], VersionsResponse>,
    Gives<R['proposalResponse'], ProposalView>,
    Gives<R['proposalsResponse'], ProposalsResponse>,
    Gives<R['importResponse'], ImportResponse>,
    Gives<R['textFileResponse'], TextFile>,
    Gives<R['vendorsResponse'], VendorsResponse>,
    Gives<R['vendorResponse'], VendorDetail>,
    Gives<R['affectedAppsResponse'], AffectedAppsResponse>,
    Gives<R['artefactsResponse'], ArtefactsResponse>,
    Gives<R['artefactResponse'], ArtefactView>,
    Gives<R['waitingArtefactsResponse'], WaitingArtefactsResponse>,
    Gives<R['numbersResponse'], NumbersResponse>,
    Gives<R['countedAppsResponse'], CountedAppsResponse>,
    Gives<R['rolloutResponse'], RolloutResponse>,
    Gives<R['rolloutStartResponse'], RolloutStartView>,
    Gives<R['rolloutTickResponse'], RolloutTickView>,
  ]
>;

describe('response schemas', () => {
  it('are in step with the types that the client gives', () => {
    const checked: InStep['length'] extends 0 ? never : true = true;
    expect(checked).toBe(true);
  });

  it('have a name each, for the OpenAPI document', () => {
    for (const [name, schema] of Object.entries(responses)) {
      if (name === 'wireShapes') continue;
      expect([name, responses.wireShapes.get(schema as z.ZodType)?.id]).toEqual(
        [name, expect.any(String)],
      );
    }
  });
});
