import type { ImportRow } from '@micro-apps/plugin-micro-apps-common';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useEffect, useRef, useState } from 'react';

/** Rows that one request is about: short enough to show how it goes. */
const BATCH = 25;

/** A file that somebody chose. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

/** How far an import is. */
export interface ImportProgress {
  readonly file: ChosenFile;
  /** `look`: nothing is registered. */
  readonly step: 'look' | 'register';
  readonly state: 'working' | 'done' | 'stopped';
  readonly rows: readonly ImportRow[];
  /** Rows of the file; not known before the first answer. */
  readonly total?: number;
  /** The row to go on with. */
  readonly next: number;
  /** Refused rows as CSV. */
  readonly refused: string;
  readonly error?: Error;
}

/**
 * Looks at a file, then registers its rows, part by part. What is registered
 * stays when it stops, and going on registers nothing twice: the registry knows
 * the file by its content.
 */
export function useImport() {
  const api = useMicroAppsApi();
  const [progress, setProgress] = useState<ImportProgress>();
  // Another file, or another page: what runs for this one ends.
  const current = useRef(0);
  useEffect(
    () => () => {
      current.current += 1;
    },
    [],
  );

  async function run(from: ImportProgress): Promise<void> {
    current.current += 1;
    const mine = current.current;
    let at: ImportProgress = { ...from, state: 'working', error: undefined };
    setProgress(at);
    try {
      while (at.total === undefined || at.next <= at.total) {
        const answer = await api.importApps({
          csv: at.file.text,
          dryRun: at.step === 'look',
          from: at.next,
          count: BATCH,
        });
        if (mine !== current.current) return;
        const { header, lines } = answer.refused;
        at = {
          ...at,
          total: answer.total,
          next: at.next + BATCH,
          rows: [...at.rows, ...answer.rows],
          refused: lines ? (at.refused || header) + lines : at.refused,
        };
        setProgress(at);
      }
      setProgress({ ...at, state: 'done' });
    } catch (thrown) {
      if (mine !== current.current) return;
      const error = thrown instanceof Error ? thrown : new Error(`${thrown}`);
      setProgress({ ...at, state: 'stopped', error });
    }
  }

  const begin = (file: ChosenFile, step: ImportProgress['step']) =>
    run({ file, step, state: 'working', rows: [], next: 1, refused: '' });
  return {
    progress,
    look: (file: ChosenFile) => begin(file, 'look'),
    register: (file: ChosenFile) => begin(file, 'register'),
    goOn: () => (progress ? run(progress) : Promise.resolve()),
  };
}
