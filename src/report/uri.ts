/** A path of the workspace as a relative URI reference (RFC 3986) from the repository's top, where the workspace is its folder `repositoryPath`. */
export function toUri(repositoryPath: string, path: string): string {
  return toRepositoryPath(repositoryPath, path).split("/").map(encodeSegment).join("/");
}

/** A path of the workspace as one of the repository. */
export function toRepositoryPath(repositoryPath: string, path: string): string {
  return repositoryPath === "" ? path : `${repositoryPath}/${path}`;
}

// Lone surrogates are no characters, and `encodeURIComponent` throws on them.
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\uFFFD"));
}
