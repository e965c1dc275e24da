import { Route, Routes } from 'react-router-dom';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { ImportPage } from './Import/ImportPage';
import { MyMicroAppsPage } from './MyMicroApps/MyMicroAppsPage';

/** `/micro-apps` and the review queue below it. */
export function MicroAppsRouter() {
  return (
    <Routes>
      <Route path="/" element={<MyMicroAppsPage />} />
      <Route path="/import" element={<ImportPage />} />
      <Route path="/review" element={<ReviewQueuePage />} />
    </Routes>
  );
}
