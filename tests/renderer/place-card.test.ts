import { describe, expect, it } from 'vitest';
import { placeCard } from '#renderer/tour/place-card.ts';
import { createRandom } from '../random.ts';

describe('The card of the tour', () => {
  it('lies inside the window and beside what it is about wherever there is room', () => {
    const { next: random } = createRandom(7);
    const card = { width: 320, height: 190 };
    for (let trial = 0; trial < 500; trial += 1) {
      const window = { width: 700 + random() * 1300, height: 420 + random() * 700 };
      const left = random() * (window.width - 20);
      const top = random() * (window.height - 20);
      const target = {
        left,
        top,
        width: random() * (window.width - left),
        height: random() * (window.height - top),
      };
      const place = placeCard(target, card, window);
      expect(place.left).toBeGreaterThanOrEqual(12);
      expect(place.top).toBeGreaterThanOrEqual(12);
      expect(place.left + card.width).toBeLessThanOrEqual(window.width - 12);
      expect(place.top + card.height).toBeLessThanOrEqual(window.height - 12);
      const apart =
        place.left >= target.left + target.width ||
        place.left + card.width <= target.left ||
        place.top >= target.top + target.height ||
        place.top + card.height <= target.top;
      const roomAbove = target.top >= card.height + 24;
      if (roomAbove) expect(apart).toBe(true);
    }
  });

  it('lies in the middle of the window when what it is about is not shown', () => {
    expect(placeCard(null, { width: 100, height: 50 }, { width: 300, height: 150 })).toEqual({
      left: 100,
      top: 50,
    });
  });
});
