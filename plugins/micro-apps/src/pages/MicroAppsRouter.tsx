import { Route, Routes } from 'react-router-dom';
import { DeliveriesPage } from '../deliveries/DeliveriesPage';
import { ExceptionsPage } from '../exceptions/ExceptionsPage';
import { IncidentPage } from '../incidents/IncidentPage';
import { IncidentsPage } from '../incidents/IncidentsPage';
import { FleetPage } from '../fleet/FleetPage';
import { CountedAppsPage } from '../numbers/CountedAppsPage';
import { NumbersPage } from '../numbers/NumbersPage';
import { FormPage } from '../forms/FormPage';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { LeaversPage } from '../succession/LeaversPage';
import { VendorPage } from '../vendors/VendorPage';
import { VendorsPage } from '../vendors/VendorsPage';
import { ImportPage } from './Import/ImportPage';
import { MyMicroAppsPage } from './MyMicroApps/MyMicroAppsPage';

/** `/micro-apps`, with review queue, vendors and deliveries below it. */
export function MicroAppsRouter() {
  return (
    <Routes>
      <Route path="/" element={<MyMicroAppsPage />} />
      <Route path="/import" element={<ImportPage />} />
      <Route path="/review" element={<ReviewQueuePage />} />
      <Route path="/vendors" element={<VendorsPage />} />
      <Route path="/vendors/:name" element={<VendorPage />} />
      <Route path="/exceptions" element={<ExceptionsPage />} />
      <Route path="/incidents" element={<IncidentsPage />} />
      <Route path="/incidents/:id" element={<IncidentPage />} />
      <Route path="/fleet" element={<FleetPage />} />
      <Route path="/leavers" element={<LeaversPage />} />
      <Route path="/numbers" element={<NumbersPage />} />
      <Route path="/numbers/apps" element={<CountedAppsPage />} />
      <Route path="/apps/:id/forms/:kind" element={<FormPage />} />
      <Route path="/deliveries" element={<DeliveriesPage />} />
    </Routes>
  );
}
