import { availableParallelism } from 'node:os';
import { FFmpegError, Filter, type FilterContext, FilterGraph, FilterInOut } from 'node-av';

/** Small pictures are not worth more, and each chain keeps its threads. */
const maxThreads = 4;

/** A chain of FFmpeg filters with one way in and one way out. Free `graph` when done. */
export type FilterChain = {
  readonly graph: FilterGraph;
  readonly source: FilterContext;
  readonly sink: FilterContext;
};

/** Builds a chain; `input` describes the pictures that come in, as FFmpeg's `buffer` filter takes it. */
export const buildFilterChain = (input: string, filters: string): Promise<FilterChain> =>
  buildChain('buffer', input, filters, 'buffersink');

/** As `buildFilterChain`, for sound: `input` is what `abuffer` takes. */
export const buildSoundFilterChain = (input: string, filters: string): Promise<FilterChain> =>
  buildChain('abuffer', input, filters, 'abuffersink');

async function buildChain(
  sourceName: string,
  input: string,
  filters: string,
  sinkName: string,
): Promise<FilterChain> {
  const graph = new FilterGraph();
  graph.alloc();
  graph.nbThreads = Math.min(maxThreads, availableParallelism());
  try {
    const source = createFilter(graph, sourceName, input);
    const sink = createFilter(graph, sinkName, null);
    const outputs = FilterInOut.createList([{ name: 'in', filterCtx: source, padIdx: 0 }]);
    const inputs = FilterInOut.createList([{ name: 'out', filterCtx: sink, padIdx: 0 }]);
    FFmpegError.throwIfError(graph.parsePtr(`[in]${filters}[out]`, inputs, outputs), 'build the filters');
    FFmpegError.throwIfError(await graph.config(), 'configure the filters');
    return { graph, source, sink };
  } catch (error) {
    graph.free();
    throw error;
  }
}

function createFilter(graph: FilterGraph, name: string, args: string | null): FilterContext {
  const filter = Filter.getByName(name);
  const context = filter && graph.createFilter(filter, name, args);
  if (!context) throw new Error(`the filter ${name} cannot be made (${args ?? ''})`);
  return context;
}
