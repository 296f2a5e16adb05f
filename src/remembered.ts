import type { KeptParse } from "./document.ts";

/**
 * `compute`, asked once for each object. What it says has to follow from the
 * object alone, which nobody changes; the answer goes when the object does.
 */
export function remembered<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const answers = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const known = answers.get(key);
    if (known) return known.value;
    const value = compute(key);
    answers.set(key, { value });
    return value;
  };
}

/** The answer of `compute`, which is asked when the answer is first asked for. */
export function once<Value>(compute: () => Value): () => Value {
  let known: { value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** As `remembered`, for what follows from an object and what is around it: a prompt in its workspace. */
export function rememberedIn<Key extends object, Context extends object, Value>(
  compute: (key: Key, context: Context) => Value,
): (key: Key, context: Context) => Value {
  const answersIn = remembered((context: Context) => remembered((key: Key) => compute(key, context)));
  return (key, context) => answersIn(context)(key);
}

/** A document, or what is of one document. */
type OfDocument = { kept?: KeptParse } | { document: { kept?: KeptParse } };

/** As `remembered`, for answers that hold a part of the document: they are forgotten when its parse is. */
export function rememberedOf<Key extends OfDocument, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const answers = remembered(compute);
  const answersOf = remembered<object, (key: Key) => Value>(() => remembered(compute));
  return (key) => {
    const kept = "document" in key ? key.document.kept : key.kept;
    return (kept ? answersOf(kept.lifetime()) : answers)(key);
  };
}

/** Both: of a document, in what is around it. */
export function rememberedOfIn<Key extends OfDocument, Context extends object, Value>(
  compute: (key: Key, context: Context) => Value,
): (key: Key, context: Context) => Value {
  const answersIn = remembered((context: Context) => rememberedOf((key: Key) => compute(key, context)));
  return (key, context) => answersIn(context)(key);
}
