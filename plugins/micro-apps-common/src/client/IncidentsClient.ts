import type {
  AppIncidentsResponse,
  IncidentAboutRequest,
  IncidentAffectedQuery,
  IncidentAffectedResponse,
  IncidentCausesRequest,
  IncidentPostMortemRequest,
  IncidentSeverityRequest,
  IncidentStepRequest,
  IncidentSuspensionRequest,
  IncidentView,
  IncidentsQuery,
  IncidentsResponse,
  ReopenIncidentRequest,
  ReportIncidentRequest,
  SpreadIncidentRequest,
  SpreadIncidentResponse,
} from '../wire/incidents';
import { OperationsClient } from './OperationsClient';

/** What went wrong, and what is done about it. @public */
export class IncidentsClient extends OperationsClient {
  reportIncident(id: string, body: ReportIncidentRequest) {
    return this.send<IncidentView>('POST', ['apps', id, 'incidents'], { body });
  }

  /** Incidents of one app; only one's own for who is nothing to the app. */
  listAppIncidents(id: string) {
    return this.send<AppIncidentsResponse>('GET', ['apps', id, 'incidents']);
  }

  /** Incidents of every app for reviewers; of their own for others. */
  listIncidents(query: IncidentsQuery = {}) {
    return this.send<IncidentsResponse>('GET', ['incidents'], { query });
  }

  getIncident(id: string) {
    return this.send<IncidentView>('GET', ['incidents', id]);
  }

  /** The security team takes it on. */
  escalateIncident(id: string, body: IncidentStepRequest = {}) {
    return this.#command(id, 'escalate', body);
  }

  /** Causes and what will be done, by the owner's side. */
  writeIncidentCauses(id: string, body: IncidentCausesRequest) {
    return this.#command(id, 'causes', body);
  }

  rateIncident(id: string, body: IncidentSeverityRequest) {
    return this.#command(id, 'severity', body);
  }

  holdPostMortem(id: string, body: IncidentPostMortemRequest) {
    return this.#command(id, 'post-mortem', body);
  }

  decideSuspension(id: string, body: IncidentSuspensionRequest) {
    return this.#command(id, 'suspension', body);
  }

  closeIncident(id: string, body: IncidentStepRequest = {}) {
    return this.#command(id, 'close', body);
  }

  /** Its clocks go on as if it had never been closed. */
  reopenIncident(id: string, body: ReopenIncidentRequest) {
    return this.#command(id, 'reopen', body);
  }

  /** Says what it comes from, so that other apps can be found. */
  linkIncident(id: string, body: IncidentAboutRequest) {
    return this.#command(id, 'about', body);
  }

  /** Apps that use what the incident is about, and who would be told. */
  listIncidentApps(id: string, query: IncidentAffectedQuery = {}) {
    return this.send<IncidentAffectedResponse>(
      'GET',
      ['incidents', id, 'affected'],
      { query },
    );
  }

  /** Opens the incident on other apps, too. */
  spreadIncident(id: string, body: SpreadIncidentRequest) {
    return this.send<SpreadIncidentResponse>(
      'POST',
      ['incidents', id, 'spread'],
      { body },
    );
  }

  #command(id: string, command: string, body: object) {
    return this.send<IncidentView>('POST', ['incidents', id, command], {
      body,
    });
  }
}
