import { exportDownload } from './import.export.ts';
import { importRoutes, importUpload } from './import.routes.ts';
import { createImportService, type ImportDeps } from './import.service.ts';

/** Files that fill the registers, and registers as files. */
export function createImports(deps: ImportDeps) {
  const service = createImportService(deps);
  return {
    service,
    routes: importRoutes(service),
    uploads: [importUpload(service)],
    downloads: [exportDownload(deps)],
  };
}
