import {
  appIncidentsResponse,
  incidentAboutRequest,
  incidentAffectedQuery,
  incidentAffectedResponse,
  incidentCausesRequest,
  incidentPostMortemRequest,
  incidentResponse,
  incidentSeverityRequest,
  incidentStepRequest,
  incidentsQuery,
  incidentsResponse,
  incidentSuspensionRequest,
  reopenIncidentRequest,
  reportIncidentRequest,
  spreadIncidentRequest,
  spreadIncidentResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { IncidentsPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { closeIncident } from './closeIncident';
import { decideSuspension } from './decideSuspension';
import { escalateIncident } from './escalateIncident';
import { holdPostMortem } from './holdPostMortem';
import { INCIDENT_DUE, lookAtClock } from './incidentClock';
import type { IncidentsDeps } from './incidentsDeps';
import { linkIncident } from './linkIncident';
import { listIncidentApps } from './listIncidentApps';
import { rateIncident } from './rateIncident';
import { listAppIncidents, listIncidents, readIncident } from './readIncidents';
import { reopenIncident } from './reopenIncident';
import { reportIncident } from './reportIncident';
import { spreadIncident } from './spreadIncident';
import { writeCauses } from './writeCauses';

const onlyId = z.object({ id: recordId });

/**
 * Incidents: reporting, taking on, causes, post-mortem, the decision on
 * suspension, closing, and their deadlines, which never pause (requirements R9).
 */
export function createIncidents(deps: IncidentsDeps): IncidentsPart {
  const { outbox, pipeline } = deps;
  outbox.on(INCIDENT_DUE, lookAtClock(deps));
  return {
    routes(router) {
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/incidents',
        id: 'reportIncident',
        summary: 'Report an incident on an app',
        response: incidentResponse,
        schema: reportIncidentRequest.safeExtend({ id: recordId }),
        command: reportIncident(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/incidents',
        id: 'listAppIncidents',
        summary: 'Incidents of one app, open ones first',
        response: appIncidentsResponse,
        schema: onlyId,
        command: listAppIncidents(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/incidents',
        id: 'listIncidents',
        summary: 'Incidents, those that are due first, page by page',
        response: incidentsResponse,
        schema: incidentsQuery,
        command: listIncidents(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/incidents/:id',
        id: 'getIncident',
        summary: 'One incident, its clocks and what was done',
        response: incidentResponse,
        schema: onlyId,
        command: readIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/escalate',
        id: 'escalateIncident',
        summary: 'Take an incident on for the security team',
        response: incidentResponse,
        schema: incidentStepRequest.safeExtend({ id: recordId }),
        command: escalateIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/causes',
        id: 'writeIncidentCauses',
        summary: 'Write down why it happened and what will be done',
        response: incidentResponse,
        schema: incidentCausesRequest.safeExtend({ id: recordId }),
        command: writeCauses(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/severity',
        id: 'rateIncident',
        summary: 'Give an incident another severity',
        response: incidentResponse,
        schema: incidentSeverityRequest.safeExtend({ id: recordId }),
        command: rateIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/post-mortem',
        id: 'holdPostMortem',
        summary: 'Write down the post-mortem of an incident',
        response: incidentResponse,
        schema: incidentPostMortemRequest.safeExtend({ id: recordId }),
        command: holdPostMortem(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/suspension',
        id: 'decideSuspension',
        summary: 'Record the decision whether the app is suspended',
        response: incidentResponse,
        schema: incidentSuspensionRequest.safeExtend({ id: recordId }),
        command: decideSuspension(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/close',
        id: 'closeIncident',
        summary: 'Close an incident when nothing is left to do',
        response: incidentResponse,
        schema: incidentStepRequest.safeExtend({ id: recordId }),
        command: closeIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/reopen',
        id: 'reopenIncident',
        summary: 'Open a closed incident again; its clocks go on',
        response: incidentResponse,
        schema: reopenIncidentRequest.safeExtend({ id: recordId }),
        command: reopenIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/about',
        id: 'linkIncident',
        summary: 'Say which vendor, API, scope or component it comes from',
        response: incidentResponse,
        schema: incidentAboutRequest.safeExtend({ id: recordId }),
        command: linkIncident(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/incidents/:id/affected',
        id: 'listIncidentApps',
        summary: 'Apps that use the same, and who would be told',
        response: incidentAffectedResponse,
        schema: incidentAffectedQuery.safeExtend({ id: recordId }),
        command: listIncidentApps(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/incidents/:id/spread',
        id: 'spreadIncident',
        summary: 'Open an incident on other apps that use the same',
        response: spreadIncidentResponse,
        schema: spreadIncidentRequest.safeExtend({ id: recordId }),
        command: spreadIncident(deps),
      });
    },
  };
}
