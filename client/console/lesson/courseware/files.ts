import { useQueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { CoursewareCard } from '../../../../shared/courseware-file.ts';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import { callRoute } from '../../../live/http.ts';
import { useAnswer } from '../../api/queries.ts';
import { uploadFile } from './upload.model.ts';

/** A file on its way from this page; refused ones stay until something else is chosen. */
export type Upload = {
  readonly sessionId: SessionId;
  readonly name: string;
  readonly ratio: number;
  readonly error: AppError | null;
};

/** Uploads go on while the list that began them is closed. */
export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));

const change = (before: Upload, after: Upload | null) =>
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.flatMap((each) => (each === before ? (after ?? []) : each)),
  }));

/** The files of a lesson, asked for often while one of them is being made. */
export function useFiles(sessionId: SessionId) {
  const client = useQueryClient();
  const list = useAnswer('courseware.list', { sessionId }, { everyMs: 3_000 });
  const files: readonly CoursewareCard[] = list.data?.files ?? [];
  const add = async (file: File): Promise<void> => {
    let upload: Upload = { sessionId, name: file.name, ratio: 0, error: null };
    useUploads.setState(({ uploads }) => ({
      uploads: [...uploads.filter(({ error }) => error === null), upload],
    }));
    const put = (next: Upload | null) => {
      change(upload, next);
      if (next !== null) upload = next;
    };
    const deps = { call: callRoute, fetch: window.fetch.bind(window), pause };
    const result = await uploadFile({ sessionId, file, before: files }, deps, (ratio) =>
      put({ ...upload, ratio }),
    );
    put(result.ok ? null : { ...upload, error: result.error });
    await client.invalidateQueries({ queryKey: ['courseware.list'] });
  };
  return { list, files, converts: list.data?.converts ?? true, add };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
