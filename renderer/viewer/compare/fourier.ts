/** A Fourier transform of a power of two of complex numbers, in place. */
export type Fourier = (real: Float64Array, imaginary: Float64Array) => void;

/** Radix 2, decimation in time (Cooley and Tukey, 1965). */
export function createFourier(size: number): Fourier {
  const bits = Math.log2(size);
  if (!Number.isInteger(bits)) throw new Error('The size of a Fourier transform is a power of two.');
  const cosines = Float64Array.from({ length: size / 2 }, (_, at) => Math.cos((2 * Math.PI * at) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, at) => Math.sin((2 * Math.PI * at) / size));
  const reversed = new Uint32Array(size);
  for (let at = 1; at < size; at += 1) {
    reversed[at] = ((reversed[at >> 1] ?? 0) >> 1) | (at & 1 ? size >> 1 : 0);
  }

  return (real, imaginary) => {
    for (let at = 0; at < size; at += 1) {
      const to = reversed[at] ?? 0;
      if (to <= at) continue;
      [real[at], real[to]] = [real[to] ?? 0, real[at] ?? 0];
      [imaginary[at], imaginary[to]] = [imaginary[to] ?? 0, imaginary[at] ?? 0];
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k += 1) {
          const cosine = cosines[k * stride] as number;
          const sine = sines[k * stride] as number;
          const [a, b] = [start + k, start + k + half];
          const realB = real[b] as number;
          const imaginaryB = imaginary[b] as number;
          const realTurned = realB * cosine + imaginaryB * sine;
          const imaginaryTurned = imaginaryB * cosine - realB * sine;
          const realA = real[a] as number;
          const imaginaryA = imaginary[a] as number;
          real[b] = realA - realTurned;
          imaginary[b] = imaginaryA - imaginaryTurned;
          real[a] = realA + realTurned;
          imaginary[a] = imaginaryA + imaginaryTurned;
        }
      }
    }
  };
}
