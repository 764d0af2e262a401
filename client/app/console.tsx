import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../console/console.css';
import { App } from '../console/App.tsx';

const place = document.getElementById('app');
if (place === null) throw new Error('console.html has no place for the app');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
