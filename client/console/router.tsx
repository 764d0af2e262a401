import { Skeleton } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter } from 'react-router';
import { RequireLogin } from './shell/RequireLogin.tsx';

/** Each page is its own file to load, so that signing in does not wait for tables and media. */
const later = (load: () => Promise<ComponentType>) => {
  const Later = lazy(async () => ({ default: await load() }));
  return (
    <Suspense fallback={<Skeleton active title={false} className="page" />}>
      <Later />
    </Suspense>
  );
};

export const createConsoleRouter = () =>
  createBrowserRouter([
    { path: '/login', element: later(async () => (await import('./login/LoginPage.tsx')).LoginPage) },
    {
      path: '/invitation',
      element: later(async () => (await import('./login/InvitationPage.tsx')).InvitationPage),
    },
    { path: '/setup', element: later(async () => (await import('./login/SetupPage.tsx')).SetupPage) },
    {
      element: <RequireLogin bare />,
      children: [
        {
          path: '/lesson/:sessionId',
          element: later(async () => (await import('./lesson/LessonPage.tsx')).LessonPage),
        },
      ],
    },
    {
      element: <RequireLogin />,
      children: [
        { path: '/', element: later(async () => (await import('./home/HomePage.tsx')).HomePage) },
        {
          path: '/account',
          element: later(async () => (await import('./login/AccountPage.tsx')).AccountPage),
        },
        {
          path: '/access',
          element: later(async () => (await import('./access/AccessPage.tsx')).AccessPage),
        },
        {
          path: '/open',
          element: later(async () => (await import('./open/OpenPage.tsx')).OpenPage),
        },
        {
          path: '/audit',
          element: later(async () => (await import('./audit/AuditPage.tsx')).AuditPage),
        },
        {
          path: '/attendance/:sessionId',
          element: later(async () => (await import('./attendance/AttendancePage.tsx')).AttendancePage),
        },
        {
          path: '/devices',
          element: later(async () => (await import('./device/DevicesPage.tsx')).DevicesPage),
        },
        {
          path: '/directory',
          element: later(async () => (await import('./directory/DirectoryPage.tsx')).DirectoryPage),
        },
        {
          path: '/report',
          element: later(async () => (await import('./report/ReportPage.tsx')).ReportPage),
        },
        {
          path: '/frozen',
          element: later(async () => (await import('./snapshot/SnapshotsPage.tsx')).SnapshotsPage),
        },
        {
          path: '/supervision',
          element: later(async () => (await import('./supervision/SupervisionPage.tsx')).SupervisionPage),
        },
        {
          path: '/work',
          element: later(async () => (await import('./report/WorkPage.tsx')).WorkPage),
        },
        {
          path: '/service/:schoolId',
          element: later(async () => (await import('./report/ServicePage.tsx')).ServicePage),
        },
        {
          path: '/school/:schoolId',
          element: later(async () => (await import('./school/SchoolPage.tsx')).SchoolPage),
        },
        {
          path: '/links',
          element: later(async () => (await import('./school/LinksPage.tsx')).LinksPage),
        },
        {
          path: '/import',
          element: later(async () => (await import('./import/ImportPage.tsx')).ImportPage),
        },
        {
          path: '/lessons',
          element: later(async () => (await import('./planning/LessonsPage.tsx')).LessonsPage),
        },
        {
          path: '/recordings',
          element: later(async () => (await import('./recordings/RecordingsPage.tsx')).RecordingsPage),
        },
        {
          path: '/timetable',
          element: later(async () => (await import('./timetable/TimetablePage.tsx')).TimetablePage),
        },
        { path: '*', element: later(async () => (await import('./shell/NotFoundPage.tsx')).NotFoundPage) },
      ],
    },
  ]);
