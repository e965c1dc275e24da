import type {
  Condition,
  FlagFact,
  ListFact,
  NumberFact,
  RankFact,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { named } from './named';

// The core's names of facts: a closed list there, text on the wire.
const flag = z.string() as z.ZodType<FlagFact>;
const number = z.string() as z.ZodType<NumberFact>;
const rank = z.string() as z.ZodType<RankFact>;
const list = z.string() as z.ZodType<ListFact>;

/** When a control is required or met: the core's language of conditions. */
export const condition: z.ZodType<Condition> = named(
  'Condition',
  z.lazy(() =>
    z.union([
      z.object({ all: z.array(condition) }),
      z.object({ any: z.array(condition) }),
      z.object({ not: condition }),
      z.object({ known: flag }),
      z.object({ known: number }),
      z.object({ fact: flag, is: z.boolean() }),
      z.object({ fact: number, atLeast: z.number() }),
      z.object({ fact: number, atMost: z.number() }),
      z.object({ fact: rank, reaches: z.string() }),
      z.object({
        fact: list,
        includesAny: z.array(z.string()),
      }),
    ]),
  ),
);
