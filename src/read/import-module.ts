/** Runs a module of somebody else, by its URL. In the built program the launcher does that (`rolldown.config.js`). */
export const importModule = (url: string): Promise<unknown> => import(url);
