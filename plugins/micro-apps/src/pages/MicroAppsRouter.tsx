import { Route, Routes } from 'react-router-dom';
import { ExceptionsPage } from '../exceptions/ExceptionsPage';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { MyMicroAppsPage } from './MyMicroApps/MyMicroAppsPage';

/** `/micro-apps` and the review queue below it. */
export function MicroAppsRouter() {
  return (
    <Routes>
      <Route path="/" element={<MyMicroAppsPage />} />
      <Route path="/review" element={<ReviewQueuePage />} />
      <Route path="/exceptions" element={<ExceptionsPage />} />
    </Routes>
  );
}
