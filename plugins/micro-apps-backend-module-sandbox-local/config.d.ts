export interface Config {
  microApps?: {
    sandboxLocal?: {
      /** Folder for repositories and running copies. Absolute. */
      root: string;
      /** First port for micro apps; 7101 unless told. */
      firstPort?: number;
      /** Package registry for installations; npm's own setting unless told. */
      registry?: string;
    };
  };
}
