import { z } from 'zod';
import type { Projections, Question } from '../read-models/projections';

const PAGE_SIZE = '500';

const page = z.object({ cursor: z.string().optional(), data: z.array(z.unknown()) });

/**
 * Everything that a list of a read model has, page after page, each asked for when the one before was taken. The first page is
 * read before this resolves: what is refused, or not there, is refused before the answer begins.
 * Throws ApiError as `Projections.ask`.
 */
export async function allPages<T>(
  projections: Projections,
  question: Question,
  item: z.ZodType<T>,
): Promise<AsyncIterable<T>> {
  return flattened(await pagesOf(projections, question, item));
}

/** As `allPages`, page by page. */
export async function pagesOf<T>(
  projections: Projections,
  question: Question,
  item: z.ZodType<T>,
): Promise<AsyncIterable<readonly T[]>> {
  const ask = async (cursor?: string) => {
    const query = { ...question.query, pageSize: PAGE_SIZE, total: 'false', cursor };
    return page.parse(await projections.ask({ ...question, query }));
  };
  return pagesFrom(await ask(), ask, item);
}

type Page = z.infer<typeof page>;

async function* flattened<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

async function* pagesFrom<T>(
  first: Page,
  ask: (cursor: string) => Promise<Page>,
  item: z.ZodType<T>,
): AsyncGenerator<readonly T[]> {
  let current = first;
  for (;;) {
    yield current.data.map((one) => item.parse(one));
    if (current.cursor === undefined) return;
    current = await ask(current.cursor);
  }
}
