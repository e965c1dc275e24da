import { Route, Routes } from 'react-router-dom';
import { DeliveriesPage } from '../deliveries/DeliveriesPage';
import { ExceptionsPage } from '../exceptions/ExceptionsPage';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { MyMicroAppsPage } from './MyMicroApps/MyMicroAppsPage';

/** `/micro-apps`, the review queue and the deliveries below it. */
export function MicroAppsRouter() {
  return (
    <Routes>
      <Route path="/" element={<MyMicroAppsPage />} />
      <Route path="/review" element={<ReviewQueuePage />} />
      <Route path="/exceptions" element={<ExceptionsPage />} />
      <Route path="/deliveries" element={<DeliveriesPage />} />
    </Routes>
  );
}
